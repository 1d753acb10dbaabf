"""All cells of the matrix, played side by side: most of their time is waiting."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from tests.faults.cell import Tally, cell
from tests.faults.controls import CONTROLS, Control
from tests.faults.ends import ROWS, End, Make, Row
from tests.faults.faults import FAULTS
from tests.faults.load import LOADS, Load
from tests.faults.proxy import Fault

AT_ONCE: Final = 6


@dataclass(frozen=True)
class Place:
    """Where a cell stands."""

    fault: Fault
    row: Row
    load: Load
    control: Control | None = None
    """Who carries instead of the connector."""

    @property
    def make(self) -> Make:
        """Make who carries."""
        return self.row.make if self.control is None else self.control.make

    def __str__(self) -> str:
        who = self.row.name if self.control is None else self.control.name
        return f"{self.fault.name}, {who}, {self.load.value}"


PLACES: Final = [
    Place(fault, row, load)
    for load in LOADS
    for fault in FAULTS
    for row in ROWS
    if row.speaks_http or fault.pipe is not None
]

SLICES: Final = 3
"""A day's `make test` plays one of so many slices of the cells with an attachment."""


def is_for(place: Place, day: int) -> bool:
    """Say whether `make test` plays a cell on a day; `make soak` plays the others."""
    plain = place.load is Load.NOTHING
    return plain or (PLACES.index(place) + day) % SLICES == 0


TEETH: Final = [
    Place(
        next(fault for fault in FAULTS if fault.name == one.fault),
        ROWS[0],
        Load.NOTHING,
        one,
    )
    for one in CONTROLS
]


@dataclass(frozen=True)
class Played:
    """What came of a cell."""

    tally: Tally
    hits: int
    """How many calls the fault hit."""
    strays: int
    """How many calls went to another host."""


class Matrix:
    """Plays cells, from `with` to its end, in the order in which they are wanted."""

    def __init__(self, folder: Path, places: Sequence[Place]) -> None:
        self._folder = folder
        self._places = places
        self._opened = ExitStack()
        self._programs: dict[str, End] = {}
        self._starting = threading.Lock()
        self._played: dict[Place, Future[Played]] = {}

    def __enter__(self) -> Self:
        crew = self._opened.enter_context(ThreadPoolExecutor(AT_ONCE))
        self._opened.callback(crew.shutdown, cancel_futures=True)
        for at, place in enumerate(self._places):
            folder = self._folder / str(at)
            self._played[place] = crew.submit(self._play, place, folder)
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def __getitem__(self, place: Place) -> Played:
        return self._played[place].result()

    def finished(self, place: Place) -> bool:
        """Say whether a cell was played to its end."""
        told = self._played.get(place)
        return told is not None and told.done() and told.exception() is None

    def _play(self, place: Place, folder: Path) -> Played:
        folder.mkdir()
        with (
            self._end(place.row, folder) as end,
            cell(folder, end, place.row, place.fault, place.load) as one,
        ):
            tally = one.play(place.make)
            return Played(tally, one.line.hits, one.line.strays)

    def _end(self, row: Row, folder: Path) -> AbstractContextManager[End]:
        if not row.is_program:
            return row.start(folder)
        with self._starting:
            if row.name not in self._programs:
                end = self._opened.enter_context(row.start(self._folder))
                self._programs[row.name] = end
            return nullcontext(self._programs[row.name])
