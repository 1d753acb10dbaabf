"""One style sheet, set in one place, that reads the same from right to left."""

import re
from collections.abc import Iterator

from tests.house.source import ROOT, Source, calls, names, sources, written

SIDED = re.compile(r"(?:border|margin|padding)-(?:left|right)\b")
NOT_FOR_CITIZENS = re.compile(r"Q(?:MessageBox|Menu|ComboBox|\w*Dialog)")


def own_styles(source: Source) -> Iterator[str]:
    for name, call in calls(source):
        if name == "setStyleSheet" and source.name != "ui/theme.py":
            yield f"{source.at(call)} sets a style of its own; ui/theme.py does that"


def desk_furniture(source: Source) -> Iterator[str]:
    for name, node in names(source):
        if NOT_FOR_CITIZENS.fullmatch(name):
            yield f"{source.at(node)} {name}: a finger cannot use it, so ask on a screen"


def sided_rules(sheet: str) -> list[str]:
    return SIDED.findall(sheet)


def test_a_style_of_its_own_is_caught() -> None:
    assert list(own_styles(written('self.setStyleSheet("color: red")')))
    assert not list(own_styles(written('app.setStyleSheet("")', "ui/theme.py")))


def test_furniture_of_a_desk_is_caught() -> None:
    assert list(desk_furniture(written("from PySide6.QtWidgets import QMessageBox")))
    assert list(desk_furniture(written("QtWidgets.QFileDialog.getOpenFileName()")))
    assert not list(desk_furniture(written("from PySide6.QtWidgets import QWidget")))


def test_a_rule_for_one_side_is_caught() -> None:
    assert sided_rules("#tile { border-left: 2px }")
    assert not sided_rules("#tile { border: 2px; margin: 0 }")


def test_only_the_theme_sets_a_style() -> None:
    assert [one for source in sources("ui") for one in own_styles(source)] == []


def test_citizens_meet_no_dialog_menu_or_combo_box() -> None:
    found = sources("ui/citizen")
    assert [one for source in found for one in desk_furniture(source)] == []


def test_the_style_sheet_has_no_left_and_no_right() -> None:
    assert sided_rules((ROOT / "resources/style.qss").read_text("utf-8")) == []
