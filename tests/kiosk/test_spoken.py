"""Recorded sentences of a pack: each names its file, and the file is there."""

from pathlib import Path

import pytest

from kiosk.errors import Misconfigured
from kiosk.spoken import read_spoken


def listed(folder: Path, name: str) -> Path:
    (folder / "list.toml").write_text(f'"Καλώς ήρθατε." = "{name}"\n', "utf-8")
    return folder


def test_a_list_says_which_file_says_what(tmp_path: Path) -> None:
    (tmp_path / "welcome.ogg").touch()
    spoken = read_spoken(listed(tmp_path, "welcome.ogg"))
    assert spoken == {"Καλώς ήρθατε.": tmp_path / "welcome.ogg"}


def test_without_a_list_nothing_is_recorded(tmp_path: Path) -> None:
    assert read_spoken(tmp_path / "el") == {}


@pytest.mark.parametrize("name", ["gone.ogg", "../outside.ogg", "list.toml", ""])
def test_a_file_that_is_not_there_is_told_of(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "el"
    folder.mkdir()
    (tmp_path / "outside.ogg").touch()
    with pytest.raises(Misconfigured, match=r"list\.toml"):
        read_spoken(listed(folder, name))
