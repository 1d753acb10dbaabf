"""Writes down what became of each submission, and how its destination fares."""

from collections.abc import Callable, Mapping, Sequence
from logging import Logger
from typing import Final, Protocol

import msgspec
from msgspec.structs import replace

from kiosk.clock import Clock
from kiosk.outbox import Attached, News, OpenCase, Outbox, Parcel
from kiosk.submission import Progress
from sync import patience
from sync.connector import LINE, Accepted, Delivered, Haul, Kind, Outcome, Trouble
from sync.link import Finding, State
from sync.road import Road

_NEWS_SOON_S = 60.0
_LOOK_EVERY_S = 86_400.0  # a clock goes wrong slowly
_STEPS: Final = tuple(Progress)


class Bell(Protocol):
    """What wakes the agent."""

    def wait(self, seconds: float) -> bool:
        """Sleep so long, or until it rings; say whether it rang."""


class Herald(Protocol):
    """Who tells the one that started the agent how it is."""

    every_s: float
    """The longest time between two signs of life, in seconds."""

    def ready(self) -> None:
        """It is at work."""

    def alive(self) -> None:
        """It goes on."""

    def stopping(self) -> None:
        """It is about to end."""


class World(msgspec.Struct, frozen=True):
    """What the agent takes from outside: time, chance, sleep, and places to be heard."""

    clock: Clock
    chance: patience.Chance
    bell: Bell
    ring: Callable[[], None]
    """Ring that bell; any thread may."""
    log: Logger
    herald: Herald


class Errand(msgspec.Struct, frozen=True):
    """A submission that is being carried."""

    road: Road
    parcel: Parcel
    epoch: int
    """The breaker's, when it set out."""
    with_it: tuple[Attached, ...] | None = None
    """What goes with a submission; None, when that follows it."""


class Clerk:
    """The only one who writes to the outbox once the agent is at work."""

    def __init__(self, outbox: Outbox, settle_s: float, world: World) -> None:
        self._outbox = outbox
        self._settle_s = settle_s
        self._world = world

    def settle(self, errand: Errand, outcome: Outcome) -> bool:
        """Write down what became of it; say whether that is the end of it."""
        road, parcel = errand.road, errand.parcel
        name, uid = road.to.name, parcel.dispatch.id
        if isinstance(outcome, Trouble):
            return self._endure(errand, outcome)
        self._went_well(errand)
        if isinstance(outcome, Accepted):
            wait_s = patience.token_s(parcel.attempts, self._world.chance)
            self._outbox.accepted(parcel, outcome.token, wait_s)
            self._world.log.info("%s: %s accepted, its id not known yet", name, uid)
            return False
        without = None if errand.with_it is None else outcome.without
        follows = outcome.follows
        self._outbox.delivered(parcel, outcome.remote_id, without, follows)
        road.news_at = min(road.news_at, self._now() + _NEWS_SOON_S)
        self._world.log.info("%s: %s delivered as %s", name, uid, outcome.remote_id)
        return True

    def settle_piece(self, errand: Errand, haul: Haul, stopped: bool) -> bool:
        """Write down what became of an attachment; say whether it is there.

        A destination that does not take a photo may well take words: it is blamed for
        nothing but its line.
        """
        road, parcel, outcome = errand.road, errand.parcel, haul.outcome
        if isinstance(outcome, Delivered):
            self._went_well(errand)
            self._outbox.delivered(parcel, outcome.remote_id)
            self._tell(errand, "delivered")
            return True
        if stopped and outcome.kind in LINE:
            self._outbox.postpone(parcel, outcome.line, 0.0, False, counts=False)
            return False
        if outcome.kind in LINE or outcome.wait_s:
            self._went_badly(road, errand.epoch, outcome)
        elif outcome.kind is Kind.UNFINISHED:
            self._went_well(errand)
        if outcome.kind is Kind.LOCKED:
            self._outbox.hold(parcel, outcome.line)
        elif outcome.kind is Kind.REFUSED:
            self._outbox.refuse(parcel, outcome.line, self._wait_s(errand, outcome))
        else:
            on_the_way = outcome.kind is Kind.UNFINISHED and haul.sent > 0
            self._outbox.postpone(
                parcel,
                outcome.line,
                # What has begun is ended before anything else begins.
                -self._now() if on_the_way else self._wait_s(errand, outcome),
                False,
                counts=not on_the_way and outcome.kind not in LINE,
            )
        self._tell(errand, f"{outcome.kind} ({outcome.code})")
        return False

    def _tell(self, errand: Errand, what: str) -> None:
        piece = errand.parcel.piece
        name = "" if piece is None else piece.attachment.name
        uid, to = errand.parcel.dispatch.id, errand.road.to.name
        self._world.log.info("%s: %s of %s %s", to, name, uid, what)

    def put_back(self, errand: Errand, outcome: Outcome) -> bool:
        """Write down how a call ended that we broke off ourselves: nobody is to blame."""
        if not isinstance(outcome, Trouble) or outcome.kind not in LINE:
            return self.settle(errand, outcome)
        unsure = outcome.may_have_arrived
        self._outbox.postpone(errand.parcel, outcome.line, 0.0, unsure, counts=False)
        return False

    def unsettled_s(self, parcel: Parcel) -> float:
        """Seconds until a destination that does not show it is sure not to have it."""
        return max(0.05, self._settle_s - parcel.sent_ago_s)

    def no_news(self, road: Road, epoch: int, trouble: Trouble) -> None:
        """Write down why there is no news; it may be that nothing else gets there now."""
        self._world.log.info("%s: no news (%s)", road.to.name, trouble.code)
        if trouble.kind in LINE or trouble.wait_s:
            self._went_badly(road, epoch, trouble)

    def saw(self, road: Road, finding: Finding, parcel: Parcel | None) -> None:
        """Write down what a look at the line showed, and alert if somebody must act."""
        now = self._now()
        road.look_at = now + _LOOK_EVERY_S
        if finding.told is not None:
            self._outbox.heard_date(finding.told)
        if finding.state is not road.seen:
            road.seen = finding.state
            log = self._world.log
            (log.warning if finding.needs_somebody else log.info)(
                "%s: the line: %s", road.to.name, finding.line
            )
            trouble = "" if finding.state is State.WELL else finding.line
            self._outbox.name_trouble(road.to, trouble, parcel)
        if road.breaker.line_is_bad and finding.is_passable:
            road.breaker.line_is_well(now, self._world.chance)
            self._outbox.rest(road.to, road.breaker.rests, road.breaker.left_s(now))
        elif road.breaker.line_is_bad and now >= road.breaker.rests_until:
            self._rest(road, Trouble(finding.kind, finding.why))

    def note(self, cases: Sequence[OpenCase], told: Mapping[str, News]) -> None:
        """Write down the news of these cases; what is not told is left as it was."""
        for case in cases:
            heard = _news_of(case, told)
            if heard is None:
                continue
            if heard.progress is Progress.KEPT:
                if self._outbox.came_back(case, heard.message):
                    self._world.log.warning("%s %s", case.submission_id, heard.message)
                continue
            progress = max(case.known.progress, heard.progress, key=_STEPS.index)
            updated = heard.updated or case.known.updated
            news = replace(heard, progress=progress, updated=updated)
            if news != case.known:
                self._outbox.note_news(case, news)
                self._world.log.info("%s is %s", case.submission_id, progress)

    # How the destination fares

    def _endure(self, errand: Errand, trouble: Trouble) -> bool:
        """Write down a trouble and wait as it asks; say whether that is the end."""
        road, parcel, kind = errand.road, errand.parcel, trouble.kind
        if kind in {
            Kind.REFUSED,
            Kind.UNSETTLED,
        }:  # an answer, if not the one hoped for
            self._went_well(errand)
        else:
            self._went_badly(road, errand.epoch, trouble)
        wait_s = self._wait_s(errand, trouble)
        ended = False
        if kind is Kind.LOCKED:
            self._outbox.hold(parcel, trouble.line)
            ended = True
        elif kind is Kind.REFUSED:
            unsure = trouble.may_have_arrived
            ended = self._outbox.refuse(parcel, trouble.line, wait_s, unsure)
        else:
            self._outbox.postpone(
                parcel,
                trouble.line,
                self.unsettled_s(parcel) if kind is Kind.UNSETTLED else wait_s,
                trouble.may_have_arrived,
                # What cannot be brought whole over a thin line is brought without, soon.
                counts=kind is Kind.BUSY
                or (bool(errand.with_it) and trouble.may_have_arrived),
            )
        log = self._world.log.warning if ended else self._world.log.info
        word = (
            ("held" if kind is Kind.LOCKED else "refused for good") if ended else kind
        )
        log("%s: %s %s (%s)", road.to.name, parcel.dispatch.id, word, trouble.code)
        return ended

    def _wait_s(self, errand: Errand, trouble: Trouble) -> float:
        resting_s = errand.road.breaker.left_s(self._now())
        tries, chance = errand.parcel.attempts, self._world.chance
        return patience.wait_s(trouble, tries, resting_s, chance)

    def _went_well(self, errand: Errand) -> None:
        if errand.road.breaker.went_well(errand.epoch):
            self._outbox.rest(errand.road.to, 0, 0.0)
            errand.road.seen = State.WELL
            self._world.log.info("%s: takes submissions again", errand.road.to.name)

    def _went_badly(self, road: Road, epoch: int, trouble: Trouble) -> None:
        chance = self._world.chance
        if road.breaker.went_badly(trouble, epoch, self._now(), chance):
            self._rested(road, trouble)

    def _rest(self, road: Road, trouble: Trouble) -> None:
        road.breaker.rest(trouble, self._now(), self._world.chance)
        self._rested(road, trouble)

    def _rested(self, road: Road, trouble: Trouble) -> None:
        left_s = road.breaker.left_s(self._now())
        if trouble.kind is not Kind.LOCKED:  # with a new key it may be tried at once
            self._outbox.rest(road.to, road.breaker.rests, left_s)
        self._world.log.info(
            "%s: left alone for %.0f s (%s)", road.to.name, left_s, trouble.code
        )

    def _now(self) -> float:
        return self._world.clock.uptime()


def _news_of(case: OpenCase, told: Mapping[str, News]) -> News | None:
    """Return the news of a case: where it joins another, of that one, unless that one was
    done before this was said. Then somebody says that it is not."""
    own, others = told.get(case.remote_id), told.get(case.follows or "")
    if others is None or others.progress is Progress.KEPT:
        return own
    if own is not None and own.progress is Progress.KEPT:  # it came back: that is ours
        return own
    was_done = others.progress is Progress.DONE and (
        others.updated is None or others.updated < case.confirmed
    )
    return own if was_done else others
