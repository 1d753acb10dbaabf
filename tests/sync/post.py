"""An agent at work in a test: a clock one can set, sleep that passes at once, and a
postman who keeps what is carried in memory and does as he is told."""

import logging
import math
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from kiosk.config import Agent as Settings
from kiosk.config import Destination
from kiosk.outbox import News, Outbox
from kiosk.rows import Sent
from kiosk.submission import Case, Dispatch, Progress
from kiosk.vault import load_opener
from sync.agent import Agent, World
from sync.connector import Connector, Delivered, Earlier, Kind, Outcome, Trouble
from sync.link import Lookout
from sync.road import Pass, Road
from tests.kiosk.village import Kiosk, SetClock

PATIENCE_S = 20

Told = Callable[[Dispatch, Earlier | None], Outcome]


def delivers(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
    """Take everything."""
    return Delivered(f"SR-{dispatch.receipt}")


@dataclass
class Postman:
    """A connector without a wire."""

    tells: Told = delivers
    answers: Callable[[Sequence[str]], Mapping[str, News] | Trouble] = lambda ids: {}
    carried: list[tuple[str, Earlier | None]] = field(default_factory=list)
    """The receipt of each submission that was handed over, in order."""
    asked: list[tuple[str, ...]] = field(default_factory=list)
    hung_up: bool = False

    def carry(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        self.carried.append((dispatch.receipt, earlier))
        return self.tells(dispatch, earlier)

    def news(self, remote_ids: Sequence[str]) -> Mapping[str, News] | Trouble:
        self.asked.append(tuple(remote_ids))
        return self.answers(remote_ids)

    def hang_up(self) -> None:
        self.hung_up = True

    def close(self) -> None:
        """Nothing to let go."""


@dataclass
class SetBell:
    """Sleep passes at once on the set clock; at an hour it is told, it does something.

    While somebody is out with a call no time passes: the bell waits until he rings.
    """

    clock: SetClock
    at: float = 0.0
    then: Callable[[], None] | None = None
    slept: list[float] = field(default_factory=list)
    in_flight: Callable[[], int] = lambda: 0
    rung: threading.Event = field(default_factory=threading.Event)

    def wait(self, seconds: float) -> bool:
        if self.in_flight():
            self.rung.wait(PATIENCE_S)
            self.rung.clear()
            return True
        self.slept.append(seconds)
        if self.then is not None and self.at > self.clock.seconds:
            seconds = min(seconds, self.at - self.clock.seconds)
        self.clock.sleep(max(seconds, 0.001))
        if self.then is not None and self.clock.seconds >= self.at:
            self.then()
        return False


@dataclass
class Silent:
    """A herald of an agent that nobody started."""

    every_s: float = math.inf
    said: list[str] = field(default_factory=list)

    def ready(self) -> None:
        self.said.append("ready")

    def alive(self) -> None:
        self.said.append("alive")

    def stopping(self) -> None:
        self.said.append("stopping")


class Lines(logging.Handler):
    """Keeps what was logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.getMessage()}")


@dataclass
class Post:
    """A kiosk and what carries from it. Each `run` and `once` is a new agent's life."""

    kiosk: Kiosk
    connectors: Mapping[str, Connector]
    """By the destination's name; each stands for all of its crew."""
    settings: Settings = field(
        default_factory=lambda: Settings(settle_s=20, spread_s=0)
    )
    chance: Callable[[], float] = lambda: 0.5
    log: Lines = field(default_factory=Lines)
    lookouts: Mapping[str, Lookout] = field(default_factory=dict)
    herald: Silent = field(default_factory=Silent)

    def agent(self) -> tuple[Agent, SetBell]:
        """Put an agent together."""
        bell = SetBell(self.kiosk.clock)
        log = logging.Logger("test")
        log.addHandler(self.log)
        opener = load_opener(self.kiosk.config.keys, self.kiosk.device.public_key)
        outbox = Outbox(self.kiosk.device.store, opener, self.kiosk.clock)
        roads = [
            Road(to, [self.connectors[to.name]] * to.crew, self.lookouts.get(to.name))
            for to in self.kiosk.config.destinations
        ]
        world = World(
            self.kiosk.clock, self.chance, bell, bell.rung.set, log, self.herald
        )
        agent = Agent(outbox, roads, self.settings, world)
        bell.in_flight = lambda: agent.in_flight
        return agent, bell

    def run(self, seconds: float) -> None:
        """Let an agent run for so long, on the set clock."""
        agent, bell = self.agent()
        bell.at, bell.then = self.kiosk.clock.seconds + seconds, agent.stop
        agent.run()

    def once(self) -> tuple[list[Pass], int]:
        """Let an agent make one pass."""
        agent, _ = self.agent()
        return agent.once()

    def states(self) -> list[str]:
        return [one.state.value for one in self.sent()]

    def sent(self) -> list[Sent]:
        return self.kiosk.device.store.outbox()


def destination(
    name: str = "town", url: str = "http://127.0.0.1:1", workers: int = 1
) -> Destination:
    """Somewhere to send, one submission after another."""
    return Destination(name=name, type="open311", url=url, workers=workers)


def case(kiosk: Kiosk, code: str) -> Case:
    """What a citizen sees of a report."""
    found = kiosk.door.follow(code)
    assert found is not None
    return found


def troubles(*kinds: Kind, unsure: bool = False) -> Callable[..., Outcome]:
    """Fail in these ways, one after another, then deliver."""
    left = [Trouble(kind, f"a {kind}", may_have_arrived=unsure) for kind in kinds]
    return lambda dispatch, earlier: (
        left.pop(0) if left else delivers(dispatch, earlier)
    )


def tell(progress: Progress, message: str = "") -> Callable[..., dict[str, News]]:
    """Say this of everything."""
    at = datetime(2026, 5, 6, tzinfo=UTC)
    return lambda ids: {one: News(progress, message, at) for one in ids}
