"""One cell of the matrix: a kiosk with its real agent, one fault, one far end; then counted.

Store, outbox, connectors, threads and sockets are the real ones. Only the agent's clock is
set, so that its waits pass at once; and they pass when the far end is done with what got
there, for an agent waits `settle_s` for just that.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kiosk.config import Agent as Settings
from kiosk.rows import Sent
from kiosk.submission import State
from sync.agent import Agent, World
from sync.connector import Connector, Signed
from sync.link import Lookout
from sync.road import Road
from tests.faults.ends import Copy, End, Make, Row
from tests.faults.load import Filed, Load, file_report, write_pack_with_files
from tests.faults.proxy import PATIENCE_S, Fault, Proxy, Spell
from tests.kiosk.village import Kiosk, SetClock
from tests.sync.post import Silent

REPORTS: Final = 3
"""How many are filed while the fault lasts, each time."""

LONGEST_S: Final = 12 * 3600.0
"""After this long on the agent's clock, what is not delivered is stuck."""


@dataclass(frozen=True)
class Tally:
    """How it ended. Each is a count of reports and attachments."""

    lost: int = 0
    """Taken for delivered here, or not here at all, and not there."""
    twice: int = 0
    """There more than once."""
    stuck: int = 0
    """Not delivered when everything has been well for hours."""

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.lost + other.lost, self.twice + other.twice, self.stuck + other.stuck
        )


WELL: Final = Tally()


@dataclass
class Bell:
    """The agent's sleep: it passes at once, and an act of the play begins when the one
    before is over."""

    clock: SetClock
    line: Proxy
    is_over: Callable[[], bool]
    acts: list[Callable[[], None]]
    stop: Callable[[], None] = lambda: None
    in_flight: Callable[[], int] = lambda: 0
    rung: threading.Event = field(default_factory=threading.Event)
    until: float = 0.0

    def wait(self, seconds: float) -> bool:
        if self.in_flight():
            assert self.rung.wait(PATIENCE_S), "a call does not end"
            self.rung.clear()
            return True
        self.line.settle()
        over = self.is_over()
        if over and self.acts:
            self.until = self.clock.uptime() + LONGEST_S
            self.acts.pop(0)()
            return True
        if over or self.clock.uptime() >= self.until:
            self.stop()
        self.clock.sleep(max(seconds, 0.001))
        return False


class Cell:
    """A kiosk, a line with a fault, and a far end."""

    def __init__(
        self, kiosk: Kiosk, line: Proxy, end: End, fault: Fault, load: Load
    ) -> None:
        self._kiosk = kiosk
        self.line = line
        self._end = end
        self._fault = fault
        self._load = load
        self._filed: list[Filed] = []

    def play(self, make: Make) -> Tally:
        """Let one agent carry through everything; count what came of it."""
        kiosk, to = self._kiosk, self._kiosk.destinations[0]
        with ExitStack() as opened:
            connectors = [make(to) for _ in range(to.crew)]
            for one in connectors:
                opened.callback(one.close)
            road = Road(to, connectors, _lookout(connectors[0], kiosk, opened))
            bell = Bell(
                kiosk.clock,
                self.line,
                self._is_over,
                self._acts(),
            )
            log = logging.Logger("matrix", logging.CRITICAL)
            world = World(kiosk.clock, lambda: 0.5, bell, bell.rung.set, log, Silent())
            settings = Settings(settle_s=20, spread_s=0)
            agent = Agent(kiosk.outbox(), [road], settings, world)
            bell.stop, bell.in_flight = agent.stop, lambda: agent.in_flight
            agent.run()
        self.line.settle()
        return self._count()

    def _acts(self) -> list[Callable[[], None]]:
        """First all is well, so that the agent trusts the line; then the fault hits what
        is sent; then whatever is asked; then what is sent, every other time."""
        fault = self._fault
        return [
            lambda: self._file(1, None),
            lambda: self._file(REPORTS, Spell(fault, 3, only_sends=True)),
            lambda: self._file(REPORTS, Spell(fault, 4)),
            lambda: self._file(REPORTS, Spell(fault, 2, only_sends=True, every=2)),
        ]

    def _file(self, reports: int, spell: Spell | None) -> None:
        self.line.spell = spell
        for _ in range(reports):
            self._filed.append(file_report(self._kiosk, self._load))

    def _is_over(self) -> bool:
        store = self._kiosk.device.store
        ends = {State.DELIVERED}
        if self._load not in self._end.takes:
            ends.add(State.REFUSED)
        reports, files = store.counts(), store.attachment_counts()
        return reports.keys() <= {State.DELIVERED} and files.keys() <= ends

    def _count(self) -> Tally:
        rows = self._kiosk.device.store.outbox()
        here = {one.submission_id: one for one in rows if one.part == 0}
        copies, is_over = self._end.has(), self._is_over()
        tally = Tally()
        for filed in self._filed:
            uid, code = filed.receipt.submission_id, filed.receipt.code
            there = [one for one in copies if one.of in {uid, code}]
            wanted = filed.files if self._load in self._end.takes else ()
            tally += judged(replace(filed, files=wanted), here.get(uid), there, is_over)
        return tally


def judged(
    filed: Filed, here: Sent | None, there: Sequence[Copy], is_over: bool
) -> Tally:
    """Compare what a citizen has a receipt for with what is here and what is there.

    A number that is not theirs is as bad as none: nobody can ask what became of it.
    """
    delivered = here is not None and here.state is State.DELIVERED
    known = here is not None and here.remote_id in [one.number for one in there]
    lost = (delivered or here is None) and not known
    files = Counter(file for one in there for file in one.files)
    missing = sum(not files[one] for one in filed.files) if delivered else 0
    more = sum(files.values()) - len(files) if len(there) == 1 else 0
    return Tally(
        lost=lost + (missing if is_over else 0),
        twice=max(len(there) - 1, 0) + more,
        stuck=(here is not None and not delivered) + (0 if is_over else missing),
    )


def _lookout(first: Connector, kiosk: Kiosk, opened: ExitStack) -> Lookout | None:
    if not isinstance(first, Signed):
        return None
    lookout = Lookout(kiosk.destinations[0], first.sign(), kiosk.clock)
    opened.callback(lookout.close)
    return lookout


@contextmanager
def cell(folder: Path, end: End, row: Row, fault: Fault, load: Load) -> Iterator[Cell]:
    """Put a kiosk, a line and a far end together."""
    with Proxy(end.port, row.speaks_http) as line:
        clock = SetClock(wall=datetime.now(UTC))
        write_pack_with_files(folder / "pack")
        with Kiosk(folder, (end.to(line.port),), clock) as kiosk:
            yield Cell(kiosk, line, end, fault, load)
