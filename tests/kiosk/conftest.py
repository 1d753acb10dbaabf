"""What the tests of the core share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.packs import Pack, load_pack
from tests.kiosk.village import Kiosk, write_pack


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return load_pack(write_pack(tmp_path_factory.mktemp("lefki") / "pack"), icons=None)


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    with Kiosk(tmp_path / "kiosk") as kiosk:
        yield kiosk
