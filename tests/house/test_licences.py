"""Everything that is not ours says whose it is and under what terms."""

import re
from contextlib import closing
from pathlib import Path

from kiosk.maps import read_map
from tests.house.source import PROJECT, ROOT

THINGS = ROOT / "resources"


def without_a_row(names: list[str], text: str) -> list[str]:
    rows = set(re.findall(r"^\| *([^ |]+) *\|", text, re.MULTILINE))
    return [name for name in names if name not in rows]


def texts_that_are_not_there(folder: Path) -> list[str]:
    """Licence texts that a folder's README names and nobody put there."""
    named = re.findall(r"[\w./-]+\.txt", (folder / "README.md").read_text("utf-8"))
    return [name for name in named if not (folder / name).is_file()]


def test_a_thing_without_a_row_is_caught() -> None:
    table = "| Name | Source |\n|---|---|\n| lamp | drawn for Plateia |"
    assert without_a_row(["lamp", "tree"], table) == ["tree"]


def test_every_font_has_its_licence() -> None:
    fonts = [path.name for path in (THINGS / "fonts").glob("*.[to]tf")]
    assert fonts
    assert without_a_row(fonts, (THINGS / "fonts/README.md").read_text("utf-8")) == []
    assert texts_that_are_not_there(THINGS / "fonts") == []


def test_every_icon_has_its_licence() -> None:
    icons = [path.stem for path in (THINGS / "icons").glob("*.svg")]
    assert icons
    assert without_a_row(icons, (THINGS / "icons/README.md").read_text("utf-8")) == []
    assert texts_that_are_not_there(THINGS / "icons") == []


def test_every_map_has_its_licence_and_says_whose_it_is() -> None:
    maps = [*(THINGS / "packs").glob("*/map.*")]
    assert maps
    for one in maps:
        table = one.with_name("README.md").read_text("utf-8")
        assert without_a_row([one.name], table) == []
        with closing(read_map(one)) as source:
            assert source.sheet.attribution


def test_the_licence_is_the_one_the_project_names() -> None:
    assert PROJECT["project"]["license"] == "EUPL-1.2"
    first = (ROOT / "LICENSE").read_text("utf-8").splitlines()[0]
    assert first == "EUROPEAN UNION PUBLIC LICENCE v. 1.2"
