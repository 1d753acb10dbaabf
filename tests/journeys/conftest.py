"""A square, and a municipality's server beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.square import Square
from tests.sync.municipality import Municipality


@pytest.fixture
def square(tmp_path: Path) -> Iterator[Square]:
    square = Square(tmp_path)
    yield square
    square.close()


@pytest.fixture
def town() -> Iterator[Municipality]:
    with Municipality() as town:
        yield town
