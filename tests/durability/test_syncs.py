"""What a confirm waits for: counted on our own disk, so that the count holds wherever the
tests run. `tests/kiosk/test_costs.py` counts the same in the kernel, where it may."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from kiosk.config import Destination
from kiosk.packs import Pack
from tests.durability.disk import Disk
from tests.durability.machine import Machine
from tests.kiosk.test_store import NEW, OLD
from tests.kiosk.village import SetClock

TOWN = Destination(name="town", type="open311", url="http://127.0.0.1:1")
CONFIRMS = 20

Make = Callable[..., Machine]


@pytest.fixture
def make(tmp_path: Path, pack: Pack) -> Make:
    return lambda version, synchronous=None: Machine(
        tmp_path / "home", pack, TOWN, version, synchronous
    )


def waits(machine: Machine) -> tuple[list[int], list[str]]:
    """How often each of some confirms waited for the disk, and the files that were in
    doubt when a receipt was out."""
    disk, counted, doubtful = Disk(Random(1)), [], []
    with machine.on(disk, SetClock()) as life:
        journey = life.walked()
        for _ in range(CONFIRMS):
            before = disk.syncs
            life.confirm(journey, disk.chance)
            counted.append(disk.syncs - before)
            doubtful += disk.in_doubt
    return counted, doubtful


def test_a_confirm_waits_for_the_disk_once_and_leaves_nothing_in_doubt(
    make: Make,
) -> None:
    counted, doubtful = waits(make(NEW))
    # The first also begins the file to which all are added.
    assert counted[1:] == [1] * (CONFIRMS - 1)
    assert counted[0] >= 1
    assert doubtful == []


def test_with_the_older_engine_it_waits_for_the_journal_and_for_the_file(
    make: Make,
) -> None:
    counted, doubtful = waits(make(OLD))
    assert min(counted) >= 2
    assert doubtful == []


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_one_that_does_not_wait_is_caught(make: Make, synchronous: str) -> None:
    counted, doubtful = waits(make(NEW, synchronous))
    assert set(counted[1:]) == {0}
    assert "plateia.db-wal" in doubtful
