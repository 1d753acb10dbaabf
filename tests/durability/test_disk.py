"""The disk itself: what was synced stays, and everything else may go in every way."""

from collections.abc import Callable
from random import Random

from tests.durability.disk import Disk, File

SECTOR = 512


def found_after(done: Callable[[Disk, File], None], tries: int = 400) -> list[bytes]:
    """Cut the power again and again after the same calls; return what was found."""
    found = []
    for seed in range(tries):
        disk, file = Disk(Random(seed), SECTOR), File()
        disk.files["a"] = file
        file.write(0, b"old!" * 256)
        disk.sync(file)
        disk.sync_names()
        done(disk, file)
        found.append(bytes(disk.cut().files["a"].now))
    return found


OLD = b"old!" * 128
NEW = b"new!" * 128


def test_what_was_synced_is_always_there() -> None:
    def done(disk: Disk, file: File) -> None:
        file.write(0, NEW)
        disk.sync(file)

    assert set(found_after(done)) == {NEW + OLD}


def test_what_was_not_synced_is_lost_kept_torn_and_reordered() -> None:
    found = found_after(lambda disk, file: file.write(0, NEW + NEW))
    halves = {(one[:SECTOR], one[SECTOR:]) for one in found}
    assert {(OLD, OLD), (NEW, NEW), (NEW, OLD), (OLD, NEW)} <= halves


def test_a_sector_may_hold_rubbish_but_never_beside_what_was_written() -> None:
    found = found_after(lambda disk, file: file.write(4, b"new!"))
    words = {one[4:8] for one in found}
    assert {b"old!", b"new!"} < words
    assert {one[:4] + one[8:] for one in found} == {(OLD + OLD)[4:]}


def test_a_later_write_may_arrive_without_an_earlier_one() -> None:
    def done(disk: Disk, file: File) -> None:
        file.write(0, NEW)
        file.write(SECTOR, NEW)

    assert OLD + NEW in found_after(done)


def test_a_size_is_in_doubt_until_it_is_synced() -> None:
    def done(disk: Disk, file: File) -> None:
        file.resize(0)
        file.write(0, NEW)

    sizes = {len(one) for one in found_after(done)}
    assert sizes == {0, SECTOR, 2 * SECTOR}


def test_a_name_is_in_doubt_until_its_folder_is_synced() -> None:
    seen = set()
    for seed in range(20):
        disk = Disk(Random(seed))
        disk.files["new"] = File()
        disk.sync(disk.files["new"])
        seen.add("new" in disk.cut().files)
    assert seen == {True, False}


def test_when_only_the_programs_die_everything_is_there() -> None:
    disk = Disk(Random(1))
    disk.files["a"] = File()
    disk.files["a"].write(0, NEW)
    assert bytes(disk.killed().files["a"].now) == NEW
    assert not disk.has_power
