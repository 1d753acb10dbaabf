"""A code reader types fast and ends with Enter; a person does not."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.booth import Booth
from tests.ui.test_follow import reported
from ui.scan import Scans

Given = tuple[Scans, QLineEdit, list[str]]


@pytest.fixture
def field(qapp: QApplication, qtbot: QtBot) -> Given:
    """A text field with the keys in it, and what was scanned."""
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    field.setFocus()
    scans = Scans(field, gap_ms=30)
    scanned: list[str] = []
    scans.scanned.connect(scanned.append)
    field.windowHandle().installEventFilter(scans)
    qtbot.waitUntil(field.hasFocus)
    return scans, field, scanned


def keys(field: QLineEdit, text: str) -> None:
    window = field.window().windowHandle()
    assert window is not None
    for one in text:
        QTest.keyClick(window, Qt.Key.Key_Return if one == "\n" else ord(one))


def _reads(field: QLineEdit, text: str) -> bool:
    return field.text() == text


def test_a_burst_that_ends_with_enter_is_one_text_and_no_page_sees_it(
    field: Given,
) -> None:
    _, edit, scanned = field
    keys(edit, "https://x.gr/147\n")
    assert scanned == ["https://x.gr/147"]
    assert edit.text() == ""
    keys(edit, "K7Q 4MQ\n")
    assert scanned[1:] == ["K7Q 4MQ"]


def test_what_a_person_types_arrives_as_it_was_typed(
    field: Given, qtbot: QtBot
) -> None:
    _, edit, scanned = field
    entered: list[bool] = []
    edit.returnPressed.connect(lambda: entered.append(True))
    typed = ""
    for one in "nero 12":
        typed += one
        keys(edit, one)
        qtbot.waitUntil(partial(_reads, edit, typed))
    keys(edit, "\n")
    assert entered == [True]
    assert scanned == []


def test_two_quick_keys_and_enter_are_a_person(field: Given, qtbot: QtBot) -> None:
    _, edit, scanned = field
    keys(edit, "ok\n")
    qtbot.waitUntil(lambda: edit.text() == "ok")
    assert scanned == []


def test_a_fast_text_without_enter_is_given_back(field: Given, qtbot: QtBot) -> None:
    _, edit, scanned = field
    keys(edit, "abcdef")
    assert edit.text() == ""
    qtbot.waitUntil(lambda: edit.text() == "abcdef")
    keys(edit, "\n")
    assert scanned == []


def test_keys_keep_their_order_when_another_one_breaks_in(field: Given) -> None:
    _, edit, scanned = field
    keys(edit, "abcd")
    QTest.keyClick(edit.window().windowHandle(), Qt.Key.Key_Backspace)
    assert edit.text() == "abc"
    assert scanned == []


def test_a_receipt_shown_to_the_reader_finds_the_report(booth: Booth) -> None:
    code = reported(booth)
    before = booth.page
    booth.scans.scanned.emit(code.lower())
    booth.wait_to_leave(before)
    assert booth.page.name == "case"


def test_any_other_code_is_told_and_what_was_typed_stays(booth: Booth) -> None:
    booth.come_in()
    booth.go("follow")
    booth.type("K7Q")
    booth.scans.scanned.emit("https://somewhere.example/?<b>x")
    assert booth.reads("δεν είναι δικός μας αριθμός")
    assert booth.page.partial() == ("K7Q",)


def test_a_code_where_nobody_wants_one_changes_nothing(booth: Booth) -> None:
    for name in ("begin", "el", "problem"):
        booth.scans.scanned.emit("KX74MQ2PD")
        booth.go(name)
    booth.scans.scanned.emit("KX74MQ2PD")
    assert booth.page.name == "choice"
