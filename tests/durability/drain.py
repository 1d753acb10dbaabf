"""An agent that drains what waits in a home, and tells how much memory it takes.

`python -m tests.durability.drain FOLDER HOARD MARK...` carries to a connector in memory, and
at each mark, a number of submissions carried, says `MARK PSS BLOCKS`: bytes that are this
process's own share of the machine's memory, and the blocks that Python holds, of which each
object has at least one. HOARD is `yes` for a connector that keeps what it carried: a leak,
to be caught.
"""

import gc
import logging
import random
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

from kiosk.bell import Listener, ring
from kiosk.clock import SystemClock
from kiosk.config import Agent as Settings
from kiosk.config import Config, Destination
from kiosk.device import open_device
from kiosk.home import Home
from kiosk.outbox import News, Outbox
from kiosk.submission import Dispatch
from kiosk.vault import load_opener
from sync.agent import Agent, World
from sync.connector import Delivered, Earlier, Outcome
from sync.herald import Systemd
from sync.road import Road


def share() -> int:
    """This process's proportional share of memory, in bytes."""
    rollup = Path("/proc/self/smaps_rollup").read_text("ascii")
    found = re.search(r"^Pss: +(\d+) kB$", rollup, re.MULTILINE)
    assert found is not None
    return int(found[1]) * 1024


class Scales:
    """A destination that takes everything, keeps nothing, and weighs us at each mark."""

    def __init__(self, marks: Sequence[int], hoard: bool) -> None:
        self._marks = frozenset(marks)
        self._last = max(marks)
        self._hoard: list[Dispatch] | None = [] if hoard else None
        self._carried = 0
        self.then: Callable[[], None] = lambda: None
        """What is to be done at the last mark."""

    def carry(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        self._carried += 1
        if self._hoard is not None:
            self._hoard.append(dispatch)
        if self._carried in self._marks:
            gc.collect()
            blocks = sys.getallocatedblocks()
            sys.stdout.write(f"{self._carried} {share()} {blocks}\n")
        if self._carried == self._last:
            self.then()
        return Delivered(f"SR-{self._carried}")

    def news(self, remote_ids: Sequence[str]) -> Mapping[str, News]:
        return {}

    def hang_up(self) -> None:
        """There is no line to let go of."""

    def close(self) -> None:
        """There is no line to close."""


def drain(folder: Path, scales: Scales) -> None:
    to = Destination(name="town", type="open311", url="http://127.0.0.1:1", workers=1)
    config = Config(key_folder=str(folder / "keys"), destinations=(to,))
    home = Home(folder / "home")
    with ExitStack() as opened:
        device = open_device(home, config)
        opened.callback(device.store.close)
        opener = load_opener(config.keys, device.public_key)
        clock = SystemClock()
        bell = opened.enter_context(Listener(home.bell))
        call = partial(ring, home.bell)
        log = logging.Logger("drain")
        log.addHandler(logging.NullHandler())
        world = World(clock, random.random, bell, call, log, Systemd({}))
        outbox = Outbox(device.store, opener, clock)
        agent = Agent(outbox, [Road(to, [scales])], Settings(spread_s=0), world)
        scales.then = agent.stop
        agent.run()


if __name__ == "__main__":
    where, hoards, *at = sys.argv[1:]
    with suppress(BrokenPipeError):
        drain(Path(where), Scales([int(one) for one in at], hoards == "yes"))
