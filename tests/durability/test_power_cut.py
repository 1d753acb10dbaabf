"""The plug is pulled at any write, for thirteen thousand reports, and nothing is lost.

The engine is real, so are the store and its doors; the disk under them loses, reorders and
tears what was not synced. With weaker settings, or on a disk that lies, the same trial must
lose: that proves that it can.
"""

import secrets
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from kiosk.config import Destination
from kiosk.packs import Pack
from tests.durability.disk import Disk
from tests.durability.machine import BROKEN, Books, Machine, carry, live
from tests.kiosk.test_store import NEW, OLD
from tests.kiosk.village import SetClock

TOWN = Destination(name="town", type="open311", url="http://127.0.0.1:1")

PROMISES = 13_000
A_KIOSK = 400  # reports until a new one takes its place, that its store stays small
CALLS = 700  # to the disk from one cut to the next, on average


def trial(machine: Machine, disk: Disk, promises: int) -> Books:
    """Let kiosks live and die until so many reports were promised."""
    books, chance, new = Books(), disk.chance, disk
    done = 0
    while done + len(books.promised) < promises:
        disk.fuse = 1 + int(chance.expovariate(1 / CALLS))
        sound = True
        try:
            with machine.on(disk, SetClock()) as life:
                live(life, books, TOWN, chance)
        except BROKEN:
            sound = not disk.has_power  # a dead disk excuses everything
        books.damaged += not sound
        books.cuts += 1
        disk = disk.cut()
        sound = settle(machine, disk, books) and sound
        if not sound or len(books.promised) > A_KIOSK:
            done += len(books.promised)
            books.turn_page()
            disk = Disk(chance, new.sector, new.keeps_its_word)
    return books


def settle(machine: Machine, disk: Disk, books: Books) -> bool:
    """Audit what the cut has left; say whether it can go on."""
    try:
        with machine.on(disk, SetClock()) as life:
            books.audit(life)
            if len(books.promised) > A_KIOSK:
                life.outbox.take_over([TOWN])
                while carry(life, books, TOWN):
                    pass
                books.audit(life)
                books.lost += len(books.promised - books.arrived.keys())
    except BROKEN:
        books.damaged += 1
        books.lost += len(books.promised)
        return False
    return True


def keep_every_promise(machine: Machine, disk: Disk, promises: int) -> None:
    books = trial(machine, disk, promises)
    assert (books.lost, books.twice, books.forgotten, books.damaged) == (0, 0, 0, 0)
    assert books.cuts > promises / 100  # one in the middle of every hundred reports


@pytest.mark.parametrize("sector", [512, 4096])
@pytest.mark.parametrize(
    ("version", "share"), [(NEW, 2), (OLD, 4)], ids=["WAL", "TRUNCATE"]
)
def test_no_promise_is_broken(
    tmp_path: Path, pack: Pack, version: tuple[int, ...], share: int, sector: int
) -> None:
    machine = Machine(tmp_path / "home", pack, TOWN, version)
    keep_every_promise(machine, Disk(Random(sector), sector), PROMISES // share)


@pytest.mark.soak
@pytest.mark.parametrize("sector", [512, 4096])
@pytest.mark.parametrize("version", [NEW, OLD], ids=["WAL", "TRUNCATE"])
def test_no_promise_is_broken_in_a_quarter_of_a_million(
    tmp_path: Path,
    pack: Pack,
    version: tuple[int, ...],
    sector: int,
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    machine = Machine(tmp_path / "home", pack, TOWN, version)
    seed = secrets.randbits(32)
    record_testsuite_property("seed", seed)
    keep_every_promise(machine, Disk(Random(seed), sector), 5 * PROMISES)


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
@pytest.mark.parametrize("version", [NEW, OLD], ids=["WAL", "TRUNCATE"])
def test_weaker_settings_do_lose(
    tmp_path: Path, pack: Pack, version: tuple[int, ...], synchronous: str
) -> None:
    machine = Machine(tmp_path / "home", pack, TOWN, version, synchronous)
    books = trial(machine, Disk(Random(1)), PROMISES // 20)
    assert books.lost > 0
    if (version, synchronous) == (NEW, "NORMAL"):  # as SQLite promises: sound, not safe
        assert books.damaged == 0
        assert books.forgotten > 0


@pytest.mark.parametrize("version", [NEW, OLD], ids=["WAL", "TRUNCATE"])
def test_a_disk_that_lies_about_its_syncs_does_lose(
    tmp_path: Path, pack: Pack, version: tuple[int, ...]
) -> None:
    machine = Machine(tmp_path / "home", pack, TOWN, version)
    liar = Disk(Random(1), keeps_its_word=False)
    assert trial(machine, liar, PROMISES // 20).lost > 0
