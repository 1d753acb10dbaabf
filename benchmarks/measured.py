"""What was measured: samples, rows, and acts that are done in turns."""

import math
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

Act = Callable[[], float]
"""Does something once, and says what it took."""

MS, MB, RATE, COUNT, SLOPE = "ms", "MB", "/s", "", "slope"
_SHOWN: Final = {MS: 1e3, MB: 1e-6}
"""How often a unit is in what is measured: seconds, bytes."""


class NotHere(Exception):
    """Something is not on this machine without which nothing can be measured."""


class Sample(msgspec.Struct, frozen=True):
    """What the same act took, again and again: seconds, bytes, or a count."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle."""
        return statistics.median(self.values)

    @property
    def p99(self) -> float:
        """What one in a hundred is worse than; of few, the worst."""
        ordered = sorted(self.values)
        return ordered[min(len(ordered) - 1, math.ceil(0.99 * len(ordered)) - 1)]


class Row(msgspec.Struct, frozen=True):
    """One figure: ours, beside what it is measured against, in the same run."""

    what: str
    ours: Sample | None
    """None: it could not be measured here, for want of what `peer` says."""
    peer: str
    """What ours is measured against: a program, an engine, a limit."""
    theirs: Sample | None
    """None: the peer is not on this machine, and the row does not hold."""
    goal: float | None = None
    """What the ratio must not pass. None: told, not judged."""
    unit: str = MS
    at_least: bool = False
    """The ratio must reach the goal: a rate."""

    @property
    def ratio(self) -> float | None:
        """Ours to theirs, middle to middle."""
        if self.theirs is None or self.ours is None:
            return None
        return self.ours.median / self.theirs.median

    @property
    def holds(self) -> bool | None:
        """Whether the goal is reached; None where there is none."""
        if self.goal is None:
            return None
        if self.ratio is None:
            return False
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal

    def shown(self, sample: Sample | None) -> str:
        """A sample in its unit: the middle, and the worst of a hundred."""
        if sample is None:
            return "**not on this machine**"
        times = _SHOWN.get(self.unit, 1.0)
        middle, worst = (_short(one * times) for one in (sample.median, sample.p99))
        told = f"{middle} ({worst})" if len(sample.values) > 1 else middle
        return f"{told} {self.unit}".strip()

    @property
    def wanted(self) -> str:
        """The goal in signs."""
        if self.goal is None:
            return ""
        return f"{'≥' if self.at_least else '≤'} {self.goal:g}"


class Place(msgspec.Struct, frozen=True):
    """Where a figure is taken."""

    folder: Path
    """Empty, on a disk that waits when it is told to, and gone afterwards."""
    scale: bool = False
    """Also how the cost grows."""


Figure = Callable[[Place], Iterator[Row]]


def _short(value: float) -> str:
    if value == 0:
        return "0"
    return f"{value:.{max(0, 2 - math.floor(math.log10(abs(value))))}f}"


def timed(act: Callable[[], object]) -> Act:
    """Let an act say how many seconds it took."""

    def once() -> float:
        start = time.perf_counter()
        act()
        return time.perf_counter() - start

    return once


def in_turns(acts: Mapping[str, Act], rounds: int) -> dict[str, Sample]:
    """Do all of them in turns, forwards and backwards: what disturbs one, disturbs all."""
    took: dict[str, list[float]] = {name: [] for name in acts}
    for number in range(rounds):
        order = list(acts)[:: 1 if number % 2 == 0 else -1]
        for name in order:
            took[name].append(acts[name]())
    return {name: Sample(tuple(values)) for name, values in took.items()}


def one(value: float) -> Sample:
    """A limit, or what was counted once."""
    return Sample((value,))


def growth(sizes: Sequence[float], took: Sequence[Sample]) -> float:
    """How a cost grows: the slope of a line through what it took, both in logarithms.
    0 is not at all, 1 is as much as there is, 2 is its square."""
    across = [math.log(size) for size in sizes]
    up = [math.log(max(sample.median, 1e-12)) for sample in took]
    return statistics.linear_regression(across, up).slope


def grows(
    what: str, sizes: Sequence[int], took: Sequence[Sample], most: float
) -> Iterator[Row]:
    """A row for the slope, which is its own ratio, and one for what the largest costs."""
    slope = one(growth(sizes, took))
    peer = f"slope of 1: as it grows ({sizes[0]:,} to {sizes[-1]:,})"
    yield Row(f"{what}: how it grows", slope, peer, one(1.0), most, SLOPE)
    yield Row(
        f"{what}: {sizes[-1]:,}", took[-1], f"{sizes[0]:,} of them", took[0], None
    )
