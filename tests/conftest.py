"""Keeps every test off the screen and out of the home of whoever runs it."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no fault of the code; a build server tries the same things each time.
settings.register_profile(
    "plateia", deadline=None, derandomize=bool(os.environ.get("CI"))
)
settings.load_profile("plateia")

ROOT = Path(__file__).parents[1]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


LONGEST_FIRST = ("journeys", "durability", "faults", "hub", "sync", "ui")
"""What takes long begins early, so that no core stands idle at the end."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a journey waits for its programs, and the others
    work meanwhile."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a file's tests together on one core, and all journeys: a demonstration takes
    the port it always takes."""
    for item in items:
        file = item.path.relative_to(ROOT)
        group = "journeys" if _folder(item) == "journeys" else str(file)
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda one: _turn(_folder(one)))


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT).parts[1]


def _turn(folder: str) -> int:
    known = folder in LONGEST_FIRST
    return LONGEST_FIRST.index(folder) if known else len(LONGEST_FIRST)


def pytest_collection_finish() -> None:
    """What is loaded now stays: looking through it for rubbish costs a tenth of each test."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def places_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Settings and data go to a folder that ends with the tests."""
    folder = tmp_path_factory.mktemp("person")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PLATEIA_HOME", raising=False)
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            patch.setenv(name, str(folder / name.lower()))
        yield folder
