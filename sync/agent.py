"""The loop: claim, carry, write down what became of it; then ask for news; then sleep.

One submission at a time, in turn for each destination. A destination that is not reached
or cannot take anything now is left alone for a while, so that a dead line costs one try
and not one for each submission.
"""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from logging import Logger
from pathlib import Path
from typing import Final, Protocol, TypeVar

from kiosk.clock import Clock
from kiosk.config import Agent as Settings
from kiosk.outbox import News, OpenCase, Outbox, Parcel
from kiosk.submission import Progress
from sync import patience
from sync.connector import Accepted, Delivered, Earlier, Kind, Outcome, Trouble
from sync.road import Pass, Road

T = TypeVar("T")

NEWS_BATCH: Final = 50
"""How many submissions one question may be about."""

_LONGEST_SLEEP_S = 60.0  # a bell may be missed
_NEWS_SOON_S = 60.0
_FAILURES_TO_GIVE_UP = 3
_STEPS = tuple(Progress)


class Bell(Protocol):
    """What wakes the agent."""

    def wait(self, seconds: float) -> bool:
        """Sleep so long, or until it rings; say whether it rang."""


@dataclass(frozen=True)
class World:
    """What the agent takes from outside: time, chance, sleep, and a place for its log."""

    clock: Clock
    chance: patience.Chance
    bell: Bell
    log: Logger


class Agent:
    """The carrier of one home; there must be no second."""

    def __init__(
        self, outbox: Outbox, roads: Sequence[Road], settings: Settings, world: World
    ) -> None:
        self._outbox = outbox
        self._roads = roads
        self._settings = settings
        self._world = world
        self._destinations = [road.to for road in roads]
        self._stopped = False

    def stop(self) -> None:
        """End soon, even in the middle of a call. A signal handler may call this."""
        self._stopped = True
        for road in self._roads:
            road.connector.hang_up()

    def run(self) -> None:
        """Carry until stopped. Raises Known when the store can no longer be written."""
        self._outbox.take_over(self._destinations)
        if not self._roads:
            self._world.log.warning("there is no destination in plateia.toml")
        while not self._stopped:
            if not self._round():
                self._outbox.route(self._destinations)
                self._world.bell.wait(self._idle_s())

    def once(self) -> tuple[list[Pass], int]:
        """Try everything that is open, once; return what came of it, and how many
        submissions no destination takes."""
        self._outbox.take_over(self._destinations)
        self._outbox.make_due()
        passes = [self._pass(road) for road in self._roads]
        return passes, self._outbox.route(self._destinations)

    # Rounds

    def _round(self) -> bool:
        """Do one thing for each destination; say whether there may be more to do."""
        worked = False
        for road in self._roads:
            if self._may_use(road):
                parcel = self._outbox.claim(road.to)
                if parcel is not None:
                    self._settle(road, parcel, self._carry(road, parcel))
                    worked = True
            if self._may_use(road) and self._now() >= road.news_at:
                worked = self._ask_news(road) or worked
        return worked and not self._stopped

    def _pass(self, road: Road) -> Pass:
        """Try each open submission of a destination once, then ask for news."""
        done = Pass(road.to.name)
        started = self._now()
        failures = 0
        while failures < _FAILURES_TO_GIVE_UP and self._is_due(road, started):
            parcel = self._outbox.claim(road.to)
            if parcel is None:
                break
            outcome = self._carry(road, parcel)
            if isinstance(outcome, Trouble) and outcome.kind is Kind.UNSETTLED:
                self._sleep(self._unsettled_s(parcel))
                outcome = self._carry(road, parcel, waited=True)
            _count(done, outcome, self._settle(road, parcel, outcome))
            dead = isinstance(outcome, Trouble) and outcome.kind in {
                Kind.LINK,
                Kind.LOCKED,
            }
            failures = failures + 1 if dead else 0
        while failures < _FAILURES_TO_GIVE_UP and self._ask_news(road):
            pass
        done.waiting = self._outbox.waiting(road.to)
        return done

    def _may_use(self, road: Road) -> bool:
        return not self._stopped and road.is_open(self._now())

    def _is_due(self, road: Road, started: float) -> bool:
        """Say whether something is due that this pass has not postponed itself."""
        due_in_s = self._outbox.due_in_s([road.to])
        due_at = None if due_in_s is None else self._now() + due_in_s
        return not self._stopped and due_at is not None and due_at <= started

    def _idle_s(self) -> float:
        """Seconds until there is something to do."""
        now = self._now()
        waits = [
            road.next_s(self._outbox.due_in_s([road.to]), now) for road in self._roads
        ]
        return max(0.0, min([_LONGEST_SLEEP_S, *waits]))

    def _sleep(self, seconds: float) -> None:
        until = self._now() + seconds
        while not self._stopped and self._now() < until:
            self._world.bell.wait(until - self._now())

    # Carrying

    def _carry(self, road: Road, parcel: Parcel, waited: bool = False) -> Outcome:
        earlier = None
        if parcel.may_have_arrived:
            settled = waited or parcel.sent_ago_s >= self._settings.settle_s
            earlier = Earlier(parcel.token, settled)
        return self._guarded(lambda: road.connector.carry(parcel.dispatch, earlier))

    def _settle(self, road: Road, parcel: Parcel, outcome: Outcome) -> bool:
        """Write down what became of it; say whether that is the end of it."""
        name, uid = road.to.name, parcel.dispatch.id
        if isinstance(outcome, Trouble):
            return self._endure(road, parcel, outcome)
        road.went_well()
        if isinstance(outcome, Accepted):
            wait_s = patience.token_s(parcel.attempts, self._world.chance)
            self._outbox.accepted(parcel, outcome.token, wait_s)
            self._world.log.info("%s: %s accepted, its id not known yet", name, uid)
            return False
        self._outbox.delivered(parcel, outcome.remote_id)
        road.news_at = min(road.news_at, self._now() + _NEWS_SOON_S)
        self._world.log.info("%s: %s delivered as %s", name, uid, outcome.remote_id)
        return True

    def _endure(self, road: Road, parcel: Parcel, trouble: Trouble) -> bool:
        """Write down a trouble and wait as it asks; say whether that is the end."""
        chance, kind = self._world.chance, trouble.kind
        resting_s = road.went_badly(trouble, self._now(), chance)
        wait_s = patience.wait_s(trouble, parcel.attempts, resting_s, chance)
        ended = False
        if kind is Kind.LOCKED:
            self._outbox.hold(parcel, trouble.line)
            ended = True
        elif kind is Kind.REFUSED:
            ended = self._outbox.refuse(parcel, trouble.line, wait_s)
        else:
            self._outbox.postpone(
                parcel,
                trouble.line,
                self._unsettled_s(parcel) if kind is Kind.UNSETTLED else wait_s,
                trouble.may_have_arrived,
                counts=kind is Kind.BUSY,
            )
        log = self._world.log.warning if ended else self._world.log.info
        word = (
            ("held" if kind is Kind.LOCKED else "refused for good") if ended else kind
        )
        log("%s: %s %s (%s)", road.to.name, parcel.dispatch.id, word, trouble.code)
        return ended

    def _unsettled_s(self, parcel: Parcel) -> float:
        return max(0.05, self._settings.settle_s - parcel.sent_ago_s)

    # News

    def _ask_news(self, road: Road) -> bool:
        """Ask about one batch of open cases; say whether there may be more of them."""
        cases = self._outbox.open_cases(road.to, road.asked_up_to, NEWS_BATCH)
        ids = [case.remote_id for case in cases]
        told = self._guarded(lambda: road.connector.news(ids)) if ids else {}
        if isinstance(told, Trouble):
            self._world.log.info("%s: no news (%s)", road.to.name, told.code)
            if told.kind is Kind.LINK:
                road.went_badly(told, self._now(), self._world.chance)
        else:
            for case in cases:
                self._note(case, told.get(case.remote_id))
        if isinstance(told, Trouble) or len(cases) < NEWS_BATCH:
            road.asked_up_to = 0
            road.news_at = self._now() + self._settings.news_every_s
            return False
        road.asked_up_to = cases[-1].outbox_id
        return not self._stopped

    def _note(self, case: OpenCase, told: News | None) -> None:
        if told is None:
            return
        progress = max(case.known.progress, told.progress, key=_STEPS.index)
        news = News(progress, told.message, told.updated or case.known.updated)
        if news != case.known:
            self._outbox.note_news(case, news)
            self._world.log.info("%s is %s", case.submission_id, progress)

    def _guarded(self, ask: Callable[[], T]) -> T | Trouble:
        """Ask a connector: its bug is its destination's trouble, not everybody's."""
        try:
            return ask()
        except Exception as error:  # noqa: BLE001 - the one place: see above
            # Never the error's own words, which may be somebody's answer.
            at = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(at.filename).name}:{at.lineno}"
            self._world.log.error("a bug: %s at %s", type(error).__name__, where)
            return Trouble(Kind.BUSY, f"a bug of ours ({where})", may_have_arrived=True)

    def _now(self) -> float:
        return self._world.clock.uptime()


def _count(done: Pass, outcome: Outcome, ended: bool) -> None:
    if isinstance(outcome, Delivered):
        done.delivered += 1
    elif isinstance(outcome, Accepted):
        done.why = "accepted, its number not known yet"
    else:
        done.why = outcome.code
        done.held += outcome.kind is Kind.LOCKED
        done.refused += ended and outcome.kind is Kind.REFUSED
