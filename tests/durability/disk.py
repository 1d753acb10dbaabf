"""A disk whose plug can be pulled.

What was written and not synced is in doubt: when the power is back, each sector holds what
it held at the last sync, or any later version, or rubbish where it was being written; the
file has any size it had since; a name made or removed may or may not be so. Sectors, sizes
and files are independent of each other: that is loss, reordering and tearing in one rule.

Two things are taken for granted, as SQLite's Linux layer does (sqlite.org/atomiccommit.html,
2.0 Hardware Assumptions, and POWERSAFE_OVERWRITE): a write never harms the bytes beside it
in its sector, and a change of size alone harms no byte within that size.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

# How much of what is in doubt got there: often nothing or all, for those are the clean cuts.
_LUCK = (0.0, 0.2, 0.5, 0.9, 1.0)
_RUBBISH = 0.1  # of the writes that did not get there


class PowerCut(Exception):
    """The plug is out: no further call reaches the disk."""


class Change(NamedTuple):
    """One write, or, when nothing was written, one change of size."""

    offset: int
    written: bytes
    size: int
    """Of the file, in bytes, once it is done."""


@dataclass
class File:
    """What programs see of a file, and what the disk is sure to hold of it."""

    now: bytearray = field(default_factory=bytearray)
    safe: bytearray = field(default_factory=bytearray)
    doubtful: list[Change] = field(default_factory=list)
    """All that was done since the last sync, in order."""

    def write(self, offset: int, written: bytes) -> None:
        _write(self.now, offset, written)
        self.doubtful.append(Change(offset, written, len(self.now)))

    def resize(self, size: int) -> None:
        _resize(self.now, size)
        self.doubtful.append(Change(size, b"", size))

    def sync(self) -> None:
        for offset, written, size in self.doubtful:
            if written:
                _write(self.safe, offset, written)
            else:
                _resize(self.safe, size)
        self.doubtful.clear()

    def found(self, chance: Random, sector: int) -> bytearray:
        """Return what may be there when the power is back; `sector` is in bytes."""
        luck = chance.choice(_LUCK)
        if luck == 0:
            return self.safe.copy()
        counted = Counter(at for one in self.doubtful for at in _sectors(one, sector))
        arrives = {
            at: count if chance.random() < luck else chance.randrange(count)
            for at, count in sorted(counted.items())
        }
        done = len(self.doubtful)
        sized = done if chance.random() < luck else chance.randint(0, done)
        there = self.safe.copy()
        size = len(there)
        for number, one in enumerate(self.doubtful, 1):
            if number <= sized:
                size = one.size
                if not one.written:
                    _resize(there, size)
            for at in _sectors(one, sector):
                start = max(at * sector, one.offset)
                piece = one.written[start - one.offset : (at + 1) * sector - one.offset]
                if arrives[at] > 0:
                    _write(there, start, piece)
                elif arrives[at] == 0 and chance.random() < _RUBBISH:
                    _write(there, start, chance.randbytes(len(piece)))
                arrives[at] -= 1
        _resize(there, size)
        return there


@dataclass
class Disk:
    """The files of one folder, by name, until the power fails."""

    chance: Random
    sector: int = 512
    """Bytes that change together."""
    keeps_its_word: bool = True
    """Whether a sync does what it says; cheap cards lie."""
    room: int | None = None
    """Bytes the files may hold together; None: no end."""
    files: dict[str, File] = field(default_factory=dict)
    fuse: int | None = None
    """How many calls from now the power fails; None: never."""
    syncs: int = 0
    """How often somebody waited for it."""

    def __post_init__(self) -> None:
        self._safe_names = dict(self.files)
        self._is_dead = False

    @property
    def has_power(self) -> bool:
        """Whether it still works for the programs that have it open."""
        return not self._is_dead

    @property
    def is_cut(self) -> bool:
        """Whether the fuse has blown."""
        return self.fuse is not None and self.fuse <= 0

    def alive(self) -> None:
        """Raise PowerCut when the power has failed."""
        if self._is_dead:
            raise PowerCut

    def tick(self) -> None:
        """Let one call that changes the disk be over. Raises PowerCut."""
        if self.fuse is not None:
            self.fuse -= 1
            self._is_dead = self.fuse <= 0
        self.alive()

    def has_room(self, file: File, end: int) -> bool:
        """Say whether a file may grow to this size."""
        if self.room is None:
            return True
        others = sum(len(one.now) for one in self.files.values() if one is not file)
        return others + max(end, len(file.now)) <= self.room

    @property
    def in_doubt(self) -> list[str]:
        """The names of the files that a cut might change."""
        return sorted(name for name, file in self.files.items() if file.doubtful)

    def sync(self, file: File) -> None:
        self.syncs += 1
        if self.keeps_its_word:
            file.sync()

    def sync_names(self) -> None:
        if self.keeps_its_word:
            self._safe_names = dict(self.files)

    def die(self) -> None:
        """From now on nothing is written or read: whoever uses the disk is at his end."""
        self._is_dead = True

    def killed(self) -> "Disk":
        """Return the disk as it is when only the programs have died: all is there."""
        self.die()
        return self._with({name: one.now for name, one in self.files.items()})

    def cut(self) -> "Disk":
        """Pull the plug, and return the disk as it is found when the power is back."""
        self.die()
        found = {}
        for name in sorted(self.files.keys() | self._safe_names.keys()):
            either = (self.files.get(name), self._safe_names.get(name))
            file = self.chance.choice(either)
            if file is not None:
                found[name] = file.found(self.chance, self.sector)
        return self._with(found)

    def _with(self, found: dict[str, bytearray]) -> "Disk":
        files = {name: File(there, there.copy()) for name, there in found.items()}
        return Disk(self.chance, self.sector, self.keeps_its_word, self.room, files)


def _write(there: bytearray, offset: int, written: bytes) -> None:
    if len(there) < offset:
        _resize(there, offset)
    there[offset : offset + len(written)] = written


def _resize(there: bytearray, size: int) -> None:
    del there[size:]
    there.extend(bytes(size - len(there)))


def _sectors(change: Change, sector: int) -> Iterator[int]:
    """The numbers of the sectors that a change reaches."""
    if change.written:
        last = (change.offset + len(change.written) - 1) // sector
        yield from range(change.offset // sector, last + 1)
