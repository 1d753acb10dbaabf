"""Killed or cut off at any call to the disk, erasing ends by itself, and never begins early.

The engine, the store and the doors are real. What must be gone is looked for in all bytes of
all files of the disk.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from kiosk.config import Destination
from kiosk.packs import Pack
from kiosk.shredder import DAY_S
from kiosk.submission import State
from tests.durability.disk import Disk, File
from tests.durability.machine import BROKEN, Books, Life, Machine, carry
from tests.kiosk.album import photo
from tests.kiosk.test_store import NEW, OLD
from tests.kiosk.village import SetClock

TOWN = Destination(name="town", type="open311", url="http://127.0.0.1:1")
KEEP = 30
LOOK = 16
HISTORY = 300

ENGINES = pytest.mark.parametrize("version", [NEW, OLD], ids=["WAL", "TRUNCATE"])
Version = tuple[int, ...]


def sealed(life: Life) -> dict[str, list[bytes]]:
    """What is kept of each report, by its number: the wrapped key first."""
    with life.store.writing() as execute:
        rows = execute(
            "SELECT s.receipt, s.key_wrapped, s.sealed, o.body FROM submission s"
            " JOIN outbox o ON o.submission_id = s.id ORDER BY o.part"
        ).fetchall()
    kept: dict[str, list[bytes]] = {}
    for receipt, *things in rows:
        known = kept.setdefault(receipt, [])
        known += [one for one in things if one and one not in known]
    return kept


def traces(disk: Disk, things: list[bytes]) -> int:
    """How many of these some file holds a piece of."""
    files = [bytes(file.now) for file in disk.files.values()]
    return sum(
        any(
            thing[at : at + LOOK] in file
            for file in files
            for at in range(0, len(thing) - LOOK, LOOK)
        )
        for thing in things
    )


def filled(machine: Machine, disk: Disk, clock: SetClock) -> dict[str, list[bytes]]:
    """File three reports, deliver two of them, let their time pass; return what is kept."""
    books = Books()
    with machine.on(disk, clock) as life:
        life.outbox.take_over([TOWN])
        journey = life.walked()
        for number in range(2):
            life.confirm(journey, disk.chance, [photo(number)])
        kept = sealed(life)
        while carry(life, books, TOWN):
            pass
        life.outbox.erase_due(KEEP)
        clock.sleep(KEEP * DAY_S)
        life.confirm(journey, disk.chance, [photo(9)])
    return kept


def copy(disk: Disk, seed: int) -> Disk:
    """The same files, and another fate."""
    files = {
        name: File(one.now.copy(), one.now.copy()) for name, one in disk.files.items()
    }
    return Disk(Random(seed), disk.sector, files=files)


def sweep(life: Life) -> None:
    while life.outbox.erase_due(KEEP).more:
        pass


def ends(
    machine: Machine, full: Disk, clock: SetClock, fell: Callable[[Disk], Disk]
) -> Iterator[Disk]:
    """Erase with a fuse that is one call longer each time, until it does not blow; what is
    found after each fall erases once more, undisturbed."""
    fuse = 1
    while True:
        disk = copy(full, fuse)
        disk.fuse = fuse
        with suppress(*BROKEN), machine.on(disk, clock) as life:
            sweep(life)
        is_cut = disk.is_cut
        disk = fell(disk)
        with machine.on(disk, clock) as life:
            assert life.is_sound()
            sweep(life)
        yield disk
        if not is_cut:
            return
        fuse += 1


@ENGINES
@pytest.mark.parametrize("fell", [Disk.killed, Disk.cut], ids=["killed", "cut off"])
def test_wherever_it_is_broken_off_nothing_is_left_in_the_end(
    tmp_path: Path, pack: Pack, version: Version, fell: Callable[[Disk], Disk]
) -> None:
    machine = Machine(tmp_path / "home", pack, TOWN, version)
    disk, clock = Disk(Random(1)), SetClock()
    gone = [one for things in filled(machine, disk, clock).values() for one in things]
    full = disk.killed()
    assert traces(full, gone) == 6  # two keys, and the words twice; no photos any more
    falls = 0
    for disk in ends(machine, full, clock, fell):
        assert traces(disk, gone) == 0
        with machine.on(disk, clock) as life:
            assert sorted(life.states().values()) == ["purged", "purged", "ready"]
            (left,) = (one for one in sealed(life).values() if len(one) > 3)
            assert traces(disk, left) == len(left)
            assert life.outbox.claim(TOWN) is not None  # and it opens
        falls += 1
    assert falls > 10


class Town:
    """What the world knows of a kiosk's reports, and the kiosk does not."""

    def __init__(self) -> None:
        self.books = Books()
        self.since: dict[str, float] = {}
        """When each was whole at the town for the first time, in seconds of the world."""
        self.elapsed = 0.0

    def look(self, life: Life) -> None:
        """Nothing is lost, nothing is erased that is not there, and nothing too early."""
        self.books.audit(life)
        for receipt, state in life.states().items():
            if receipt in self.books.arrived and (
                receipt not in self.books.pictured or receipt in self.books.shown
            ):
                self.since.setdefault(receipt, self.elapsed)
            if state is State.PURGED:
                assert self.elapsed - self.since[receipt] >= KEEP * DAY_S


def live(life: Life, town: Town, clock: SetClock, chance: Random) -> None:
    """File, carry and erase, while time passes, until the power fails or all is done."""
    life.outbox.take_over([TOWN])
    journey = life.walked()
    for _ in range(chance.randint(1, 30)):
        captured = [photo()] if chance.random() < 0.25 else []
        code = life.confirm(journey, chance, captured).code
        town.books.promised.add(code)
        town.books.pictured |= {code} if captured else set()
        while chance.random() < 0.7 and carry(life, town.books, TOWN):
            pass
        life.outbox.erase_due(KEEP)
        town.look(life)
        passed = chance.choice([60, 3600, 3600, 5 * DAY_S])
        town.elapsed += passed
        clock.sleep(passed)
        clock.wall += chance.choice([-1, 0, 1]) * (clock.wall - SetClock.wall) / 2


@ENGINES
@pytest.mark.parametrize("sector", [512, 4096])
def test_no_cut_loses_erases_early_or_keeps(
    tmp_path: Path, pack: Pack, version: Version, sector: int
) -> None:
    machine = Machine(tmp_path / "home", pack, TOWN, version)
    chance = Random(sector)
    disk, clock, town = Disk(chance, sector), SetClock(), Town()
    while len(town.books.promised) < HISTORY:
        disk.fuse = 1 + int(chance.expovariate(1 / 400))
        with suppress(*BROKEN), machine.on(disk, clock) as life:
            live(life, town, clock, chance)
        town.books.cuts += 1
        disk = disk.cut()
        if chance.random() < 0.2:
            clock.restart()
        with machine.on(disk, clock) as life:
            town.look(life)
    with machine.on(disk, clock) as life:
        life.outbox.take_over([TOWN])
        kept = sealed(life)
        while carry(life, town.books, TOWN):
            pass
        for _ in range(KEEP * 2 + 2):
            sweep(life)
            town.look(life)
            clock.sleep(DAY_S / 2)
            town.elapsed += DAY_S / 2
        assert set(life.states().values()) == {State.PURGED}
        assert life.states().keys() >= town.books.promised
        gone = [one for things in kept.values() for one in things]
        facts = {one for things in sealed(life).values() for one in things}
        assert traces(disk, [one for one in gone if one not in facts]) == 0
    books = town.books
    assert (books.lost, books.twice, books.forgotten, books.damaged) == (0, 0, 0, 0)
    assert books.cuts > 10
