"""One hub for each module of tests; what a test files, it tells apart by its own id."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from tests.hub.running import CATALOGUE, Hub, running, write

_FRESH = count(100, 100)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A hub with a catalogue that has one service of each kind."""
    home = tmp_path_factory.mktemp("town") / "home"
    write(home, "services.toml", CATALOGUE)
    with running(home) as one:
        yield one


@pytest.fixture
def fresh(hub: Hub) -> int:
    """A number no other test has used on this hub."""
    return next(_FRESH)
