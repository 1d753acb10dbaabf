"""A desk to sit at."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.desk.counter import Counter

Counters = Callable[[], Counter]


@pytest.fixture
def counters(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Counters]:
    """Puts up desks, all of one home, and takes them down after the test."""
    up: list[Counter] = []

    def put_up() -> Counter:
        up.append(Counter(tmp_path, qtbot))
        return up[-1]

    yield put_up
    for one in up:
        one.take_down()


@pytest.fixture
def counter(counters: Counters) -> Counter:
    """A desk at which nobody ever sat."""
    return counters()


@pytest.fixture
def desk(counter: Counter) -> Counter:
    """A desk at which somebody has signed in."""
    counter.begin()
    return counter
