"""A destination that keeps a list and does as it is told: for the model."""

from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from kiosk.outbox import News
from kiosk.submission import Dispatch
from sync.connector import Accepted, Delivered, Earlier, Kind, Outcome, Trouble
from tests.kiosk.village import SetClock

LATE_S = 15
"""Seconds after which a late commit is done; an agent waits longer (`settle_s`)."""


class Event(Enum):
    """What happens to one call."""

    TAKES = auto()
    NO_LINE = auto()
    REPLY_LOST = auto()
    """It is kept, and the answer never comes."""
    REQUEST_LOST = auto()
    """It is not kept, which nobody here can know."""
    LATE = auto()
    """The line is cut, and it is kept a while later."""
    BUSY = auto()
    """A 5xx before it is kept."""
    BUSY_AFTER = auto()
    """A 5xx after it is kept."""
    NO = auto()
    """A 4xx."""
    LOCKED = auto()
    """A 401."""
    TOKEN = auto()
    """It is kept, and its id comes with the next call."""
    KILLED_BEFORE = auto()
    """The agent is killed before it has sent anything."""
    KILLED_AFTER = auto()
    """The agent is killed when it is kept."""
    KILLED_LATE = auto()
    """The agent is killed, and it is kept a while later."""


KILLING = {Event.KILLED_BEFORE, Event.KILLED_AFTER, Event.KILLED_LATE}
UNSENT = {
    Event.NO_LINE: Trouble(Kind.LINK, "no connection"),
    Event.LOCKED: Trouble(Kind.LOCKED, "answered 401"),
    Event.KILLED_BEFORE: Trouble(Kind.LINK, "killed"),
}
NOT_KEPT = {Event.BUSY, Event.REQUEST_LOST}
NO_ANSWER = Trouble(Kind.LINK, "no answer", may_have_arrived=True)
BUSY = Trouble(Kind.BUSY, "answered 500", may_have_arrived=True)


@dataclass
class WorldClock(SetClock):
    """A clock that knows, for the town, what a kiosk's own clocks do not."""

    elapsed: float = 0.0
    """Seconds since the world began, over every start of the machine."""

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self.elapsed += seconds

    def restart(self) -> None:
        """Start the machine again, which takes half a minute."""
        super().restart()
        self.elapsed += 30


@dataclass
class Town:
    """A connector to a destination without any idempotency of its own, whose list is true."""

    clock: WorldClock
    kill: Callable[[], None]
    """Ends the programs of the kiosk: nothing they do from now on leaves a trace."""
    kept: Counter[str] = field(default_factory=Counter)
    """How often each receipt is there."""
    noes: dict[str, list[float]] = field(default_factory=dict)
    """When each receipt was refused, in seconds of the world."""
    events: deque[Event] = field(default_factory=deque)
    """What happens to the next calls; then it takes everything."""
    poison: set[str] = field(default_factory=set)
    """What it never gets done."""
    late: list[tuple[float, str]] = field(default_factory=list)

    def carry(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        """Look for what may be there, and take it, or do what is to happen next."""
        receipt = dispatch.receipt
        self.digest()
        event = self.events.popleft() if self.events else Event.TAKES
        if event in KILLING:
            self.kill()
        if event in UNSENT:
            return UNSENT[event]
        if earlier is not None:
            if event is Event.BUSY:
                return Trouble(Kind.BUSY, "looking it up: answered 503")
            if self.kept[receipt]:
                return _taken(receipt)
            assert earlier.token is None, "whoever has a token has kept it"
            if not earlier.settled:
                return Trouble(Kind.UNSETTLED, "not found there yet")
        if receipt in self.poison:
            return BUSY
        return self._take(receipt, event)

    def _take(self, receipt: str, event: Event) -> Outcome:
        if event is Event.NO:
            self.noes.setdefault(receipt, []).append(self.clock.elapsed)
            return Trouble(Kind.REFUSED, "answered 422")
        if event in {Event.LATE, Event.KILLED_LATE}:
            self.late.append((self.clock.elapsed + LATE_S, receipt))
            return NO_ANSWER
        if event not in NOT_KEPT:
            self.kept[receipt] += 1
        if event in {Event.BUSY, Event.BUSY_AFTER}:
            return BUSY
        if event in {Event.REPLY_LOST, Event.REQUEST_LOST}:
            return NO_ANSWER
        return Accepted(f"t-{receipt}") if event is Event.TOKEN else _taken(receipt)

    def digest(self) -> None:
        """Keep what comes late and is due."""
        for at, receipt in list(self.late):
            if at <= self.clock.elapsed:
                self.late.remove((at, receipt))
                self.kept[receipt] += 1

    def news(self, remote_ids: Sequence[str]) -> Mapping[str, News] | Trouble:
        """Tell nothing."""
        return {}

    def hang_up(self) -> None:
        """There is no line to let go of."""

    def close(self) -> None:
        """There is no line to close."""


def _taken(receipt: str) -> Delivered:
    return Delivered(f"SR-{receipt}")
