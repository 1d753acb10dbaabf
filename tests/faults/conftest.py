"""Plays the matrix, and writes it into docs/reliability.md when asked to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.matrix import PLACES, TEETH, Matrix, Place
from tests.faults.table import commit


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-reliability",
        action="store_true",
        help="write what came of the whole matrix into docs/reliability.md",
    )


def is_writing(config: pytest.Config) -> bool:
    """Say whether the page is being written, and need not fit yet."""
    return bool(config.getoption("--write-reliability", default=False))


@pytest.fixture(scope="session", autouse=True)
def no_proxy() -> Iterator[None]:
    """Loopback is reached directly, whatever the machine's own settings say."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1,127.0.0.2,localhost")
        yield


@pytest.fixture(scope="session")
def matrix(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Matrix]:
    """All the cells that this run is about; those who are asked first come first."""
    folder: Path = tmp_path_factory.mktemp("matrix")
    with Matrix(folder, list(_wanted(request.session.items))) as matrix:
        yield matrix
        if is_writing(request.config):
            everything = [*PLACES, *TEETH]
            assert all(map(matrix.finished, everything)), "not all of it was played"
            commit({one: matrix[one].tally for one in everything})


def _wanted(items: list[pytest.Item]) -> Iterator[Place]:
    for item in items:
        if isinstance(item, pytest.Function) and "matrix" in item.fixturenames:
            place = item.callspec.params["place"]
            assert isinstance(place, Place)
            yield place
