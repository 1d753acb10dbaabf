"""However much an agent has carried, it takes no more memory than it took at first."""

import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.config import Destination
from tests.house.source import ROOT
from tests.kiosk.village import Kiosk

TOWN = Destination(name="town", type="open311", url="http://127.0.0.1:1", workers=1)
FEW, MANY = 100, 700
SOAK_FEW, SOAK_MANY = 10_000, 100_000
PATIENCE_S = 3_000

A_REPORT = 10  # blocks of memory that one takes, at the very least


def filed(folder: Path, reports: int) -> Path:
    with Kiosk(folder, (TOWN,)) as kiosk:
        journey = kiosk.walked()
        for _ in range(reports):
            kiosk.door.confirm(journey, "en", secrets.token_bytes)
    return folder


def weighed(folder: Path, marks: tuple[int, int], hoard: bool) -> list[list[int]]:
    """Drain it with an agent in a process of its own; say what that weighed at each mark:
    its share of memory in bytes, and the blocks that Python held."""
    command = [sys.executable, "-m", "tests.durability.drain", str(folder)]
    done = subprocess.run(
        [*command, "yes" if hoard else "no", *map(str, marks)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        timeout=PATIENCE_S,
        check=True,
    )
    told = [[int(word) for word in line.split()] for line in done.stdout.splitlines()]
    assert tuple(at for at, *_ in told) == marks
    return [weights for _, *weights in told]


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filed(tmp_path_factory.mktemp("village"), MANY)


def grown(village: Path, folder: Path, hoard: bool) -> float:
    """How many blocks of memory were held in the end for each that was carried."""
    shutil.copytree(village, folder, dirs_exist_ok=True)
    (_, few), (_, many) = weighed(folder, (FEW, MANY), hoard)
    return (many - few) / (MANY - FEW)


def test_an_agent_keeps_nothing_of_what_it_has_carried(
    village: Path, tmp_path: Path
) -> None:
    assert grown(village, tmp_path, hoard=False) < A_REPORT / 3


def test_one_that_keeps_what_it_has_carried_is_caught(
    village: Path, tmp_path: Path
) -> None:
    assert grown(village, tmp_path, hoard=True) > A_REPORT


@pytest.mark.soak
def test_memory_is_flat_while_a_hundred_thousand_are_drained(
    tmp_path: Path, record_testsuite_property: Callable[[str, object], None]
) -> None:
    filed(tmp_path, SOAK_MANY)
    marks = (SOAK_FEW, SOAK_MANY)
    (few, _), (many, _) = weighed(tmp_path, marks, hoard=False)
    record_testsuite_property("PSS in bytes at 10,000 carried", few)
    record_testsuite_property("PSS in bytes at 100,000 carried", many)
    sys.stdout.write(
        f"\nPSS of the agent at {SOAK_FEW} carried: {few / 2**20:.1f} MiB, at {SOAK_MANY}:"
        f" {many / 2**20:.1f} MiB, {many / few:.3f} x\n"
    )
    assert many <= 1.1 * few
