"""The way to one destination, and how it fares."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.config import Destination
from sync import patience
from sync.connector import LINE, Bulk, Connector, Kind, Trouble, Whole
from sync.crew import Crew
from sync.link import Lookout, State

OPENS_AFTER: Final = 5
"""Failures in a row after which a destination is left alone."""


@dataclass
class Breaker:
    """Leaves a destination alone that does not take anything, and tries it with care.

    A trouble with the line opens it at once, other failures when they are five in a row,
    and Retry-After whenever it is said. When its rest is over one call is made; only if
    that goes well are there several again. `now` is always the uptime in seconds.

    Of several calls on their way many fail together, for one reason. So each belongs to
    the epoch in which it was begun, and what it brings counts in that epoch alone.
    """

    rests: int = 0
    """How often it has rested since the destination last took something."""
    rests_until: float = 0.0
    asked_until: float = 0.0
    """How long the destination itself has asked to be left alone."""
    epoch: int = 0
    failures: int = 0
    """In a row."""
    is_proven: bool = False
    """The destination has taken something since the last rest, or since the start."""
    line_is_bad: bool = False

    def went_well(self, epoch: int) -> bool:
        """The destination answered as it should; say whether that ends a trouble."""
        if epoch != self.epoch:
            return False
        recovers = self.rests > 0
        self.rests, self.failures = 0, 0
        self.is_proven, self.line_is_bad = True, False
        return recovers

    def went_badly(
        self, trouble: Trouble, epoch: int, now: float, chance: patience.Chance
    ) -> bool:
        """Take a failure in; say whether a rest begins."""
        asked_s = min(trouble.wait_s, patience.SUBMISSION_CAP_S)
        self.asked_until = max(self.asked_until, now + asked_s if asked_s else 0.0)
        if epoch != self.epoch:
            self.rests_until = max(self.rests_until, self.asked_until)
            return asked_s > 0
        self.failures += 1
        patient = self.rests == 0 and self.failures < OPENS_AFTER
        if trouble.kind is Kind.BUSY and patient and not trouble.wait_s:
            return False
        self.rest(trouble, now, chance)
        return True

    def rest(self, trouble: Trouble, now: float, chance: patience.Chance) -> None:
        """Leave the destination alone."""
        resting_s = patience.rest_s(self.rests, trouble.wait_s, chance)
        self.rests_until = max(self.rests_until, now + resting_s)
        self.rests += 1
        self.epoch += 1
        self.is_proven = False
        self.line_is_bad = trouble.kind in LINE

    def line_is_well(self, now: float, chance: patience.Chance) -> None:
        """A look has shown that the destination is there.

        The first broken call since it took something was a hiccup then, and nothing to
        wait for. Whatever breaks the next one too waits in full: it may be to blame.
        """
        self.line_is_bad = False
        if self.rests == 1:
            self.hurry(now, patience.full_jitter(0, patience.HICCUP_S, chance))

    def hurry(self, now: float, in_s: float) -> None:
        """End a rest in so many seconds, as far as the destination lets us."""
        sooner = min(self.rests_until, now + in_s)
        self.rests_until = max(sooner, self.asked_until)

    def left_s(self, now: float) -> float:
        """Seconds it is still to be left alone."""
        return max(0.0, self.rests_until - now)


class Road:
    """A destination, who carries there, and how it fares."""

    def __init__(
        self,
        to: Destination,
        connectors: Sequence[Connector],
        lookout: Lookout | None = None,
    ) -> None:
        """Give a destination as many workers as there are connectors to it."""
        self.to = to
        self.crew = Crew(connectors)
        self.load = min(
            one.batch_size if isinstance(one, Bulk) else 1 for one in connectors
        )
        """How many submissions one worker may take at once."""
        self.lookout = lookout
        self.breaker = Breaker()
        self.carrying = 0
        """How many calls with submissions are on their way."""
        self.following = 0
        """How many calls with attachments are."""
        self.origins: tuple[Destination, ...] = ()
        """Whose attachments go here."""
        self.takes_whole = to.media_taker == to.name and all(
            isinstance(one, Whole) for one in connectors
        )
        """Attachments go with their submission, or never."""
        self.media_at = 0.0
        """When the budget lets attachments go again."""
        self.reserved = 0
        """Bytes of the budget that those on their way may take."""
        self.seen: State | None = None
        """What the last look at the line showed; None before the first."""
        self.look_at = math.inf
        """When to look at the line though nothing seems wrong."""
        self.is_looking = False
        self.news_at = 0.0
        self.is_asking = False
        self.asked_last = False
        """The last call begun was about news: now a submission has precedence."""
        self.asked_up_to = 0
        """The outbox id up to which this round of news has come."""

    def hang_up(self) -> None:
        """End every call being made, and make no more. A signal handler may call this."""
        self.crew.hang_up()
        if self.lookout is not None:
            self.lookout.hang_up()

    def has_room(self, now: float) -> bool:
        """Say whether one more call may be made."""
        return now >= self.breaker.rests_until and self.crew.busy < self.crew.size

    def may_carry(self) -> bool:
        """Say whether one more call with submissions may be on its way: a single one,
        until it is sure that the destination takes what is sent."""
        return self.breaker.is_proven or not self.carrying

    def may_follow(self, now: float) -> bool:
        """Say whether one more attachment may be on its way: never so that a submission
        finds nobody free, and only over a line that is known to carry."""
        most = max(1, self.crew.size - 1)
        alone = not self.carrying and not self.following
        fits = self.following < most and (self.breaker.is_proven or alone)
        return fits and now >= self.media_at

    def must_look(self) -> bool:
        """Say whether the line must prove itself before anything is sent over it."""
        return self.breaker.line_is_bad and self.lookout is not None

    def wants_look(self, now: float) -> bool:
        """Say whether to look at the line now."""
        return not self.is_looking and (self.must_look() or now >= self.look_at)

    def wants_news(self, now: float) -> bool:
        """Say whether to ask for news now."""
        return not self.is_asking and now >= self.news_at

    def line_may_be_back(self, now: float, in_s: float) -> None:
        """Something has changed about the network: look again soon."""
        if self.breaker.line_is_bad:
            self.breaker.hurry(now, in_s)

    def idle_s(
        self, due_in_s: float | None, piece_in_s: float | None, now: float
    ) -> float:
        """Seconds until it is to be used, when a submission and an attachment are due in
        so long, or nothing is."""
        if self.crew.busy == self.crew.size or (self.is_looking and self.must_look()):
            return math.inf  # whoever is out will ring
        waits = [math.inf]
        if self.must_look():
            waits.append(0.0)
        if due_in_s is not None and self.may_carry():
            waits.append(due_in_s)
        if piece_in_s is not None and self.may_follow(max(now, self.media_at)):
            waits.append(max(piece_in_s, self.media_at - now))
        if not self.is_asking:
            waits.append(self.news_at - now)
        if not self.is_looking:
            waits.append(self.look_at - now)
        return max(min(waits), self.breaker.left_s(now))


@dataclass
class Pass:
    """What one pass brought about at one destination."""

    destination: str
    delivered: int = 0
    attached: int = 0
    """Attachments that are there now."""
    held: int = 0
    refused: int = 0
    waiting: int = 0
    why: str = ""
    """The last trouble, in a few words."""
