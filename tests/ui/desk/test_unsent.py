"""What could not be sent is found, understood and cured by keyboard alone."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from kiosk.office.cures import Standing
from kiosk.office.opened import opened
from kiosk.submission import State
from kiosk.vault import load_opener
from tests.ui.desk.counter import Counter
from tests.ui.desk.refused import CONFIG, SECRET, colleague, refuse
from ui.desk.unsent import UnsentPage


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Counter:
    """A desk at which three reports wait."""
    made = Counter(tmp_path, qtbot, config=CONFIG)
    refuse(made)
    made.begin()
    made.press("F4")
    until_idle(made)
    return made


@pytest.fixture(autouse=True)
def _taken_down(desk: Counter) -> object:
    yield
    desk.take_down()


def until_idle(desk: Counter) -> None:
    desk.settle()
    desk.settle()


def page(desk: Counter) -> UnsentPage:
    shown = desk.page
    assert isinstance(shown, UnsentPage)
    return shown


def standing(desk: Counter) -> Standing:
    shown = page(desk)._standing
    assert shown is not None
    return shown


def rows(desk: Counter) -> list[list[str]]:
    table = page(desk)._list.table
    return [
        [_text(table, row, column) for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def _text(table: QTableWidget, row: int, column: int) -> str:
    item = table.item(row, column)
    return "" if item is None else item.text()


def open_first(desk: Counter) -> None:
    desk.press("Return")
    desk.qtbot.wait_until(lambda: page(desk)._standing is not None, timeout=10_000)


def states(desk: Counter) -> list[State]:
    return [one.state for one in desk.ground.store.outbox()]


def test_the_list_says_why_and_what_helps_and_nothing_personal(desk: Counter) -> None:
    assert [row[3] for row in rows(desk)] == [
        "άγνωστο είδος",
        "χωρίς όνομα",
        "το αρνήθηκαν",
    ]
    assert rows(desk)[0][4] == "Αλλαγή απαντήσεων"
    assert SECRET not in str(rows(desk))
    desk.office.look()
    until_idle(desk)
    assert "(3)" in desk.office._rail["unsent"].text()


def test_another_answer_is_given_by_keyboard_and_taken_back(desk: Counter) -> None:
    open_first(desk)
    assert desk.reads("δεν ξέρει τέτοιο είδος")
    assert desk.reads("service_code not found")
    desk.press("Ctrl+Return")
    type_words(desk, "Μία γάτα")
    desk.press("Ctrl+Return")
    desk.wait_to_read("Μπορείτε να το αναιρέσετε")
    until_idle(desk)
    assert len(rows(desk)) == 2
    assert states(desk)[0] is State.WAITING
    assert told(desk) == "Μία γάτα"
    desk.press("Alt+1")
    desk.wait_to_read("είναι όπως πριν")
    until_idle(desk)
    assert len(rows(desk)) == 3
    assert states(desk)[0] is State.REFUSED
    assert told(desk) == SECRET


def test_a_kind_that_asks_more_is_not_kept_before_it_is_told(desk: Counter) -> None:
    open_first(desk)
    desk.press("Ctrl+Return")
    field = desk.face.window.focusWidget()
    assert isinstance(field, QComboBox)
    desk.press("Home")  # another kind of problem
    desk.press("Ctrl+Return")
    assert desk.reads("Λείπει ακόμα απάντηση")
    assert states(desk)[0] is State.REFUSED


def test_who_comes_late_sees_both_and_loses_nothing(desk: Counter) -> None:
    open_first(desk)
    desk.press("Ctrl+Return")
    type_words(desk, "Μία γάτα")
    colleague(desk, standing(desk).opened.receipt, "Δύο σκύλοι")
    desk.press("Ctrl+Return")
    desk.wait_to_read("Στο μεταξύ το άλλαξε: Νίκος")
    field = desk.face.window.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    assert field.toPlainText() == "Μία γάτα"
    (theirs,) = [
        one
        for one in page(desk)._edit.form.findChildren(QPushButton)
        if one.text() == "Δύο σκύλοι"
    ]
    assert told(desk) == "Δύο σκύλοι"
    theirs.click()
    desk.settle()
    assert words_field(desk).toPlainText() == "Δύο σκύλοι"
    type_words(desk, "Δύο σκύλοι, μία γάτα")
    desk.press("Ctrl+Return")
    desk.wait_to_read("Μπορείτε να το αναιρέσετε")
    assert told(desk) == "Δύο σκύλοι, μία γάτα"


def test_a_report_is_closed_with_a_reason_that_its_citizen_reads(desk: Counter) -> None:
    open_first(desk)
    code = standing(desk).opened.receipt
    desk.press("Alt+4")
    assert desk.reads("Γράψτε πρώτα την αιτία")
    desk.type("Είναι ιδιωτικός χώρος.")
    desk.press("Return")
    desk.wait_to_read("Μπορείτε να το αναιρέσετε")
    row = desk.ground.store.whole(code)
    assert row is not None
    assert (row.state, row.message) == (State.CLOSED, "Είναι ιδιωτικός χώρος.")
    until_idle(desk)
    assert len(rows(desk)) == 2


def test_it_goes_by_mail_and_leaves_when_it_is_told_to(desk: Counter) -> None:
    open_first(desk)
    code = standing(desk).opened.receipt
    desk.press("Alt+1")
    desk.wait_to_read("Μπορείτε να το αναιρέσετε")
    until_idle(desk)
    desk.press("Alt+2")
    desk.wait_to_read("Φεύγει τώρα")
    row = desk.ground.store.whole(code)
    assert row is not None
    assert (row.destination, row.state) == ("letter", State.WAITING)
    assert desk.ground.store.next_due("letter", 0) == 0


def test_what_is_being_carried_is_let_be(desk: Counter) -> None:
    open_first(desk)
    with desk.ground.store.writing() as execute:
        execute(
            "UPDATE outbox SET state = 'leased', lease_boot = 'x', lease_until = 9e9"
        )
    desk.press("Alt+2")
    desk.wait_to_read("Αυτή τη στιγμή στέλνεται")


def test_what_is_half_typed_waits_for_the_same_person(desk: Counter) -> None:
    open_first(desk)
    desk.press("Ctrl+Return")
    type_words(desk, "Μία γάτα")
    before = page(desk)
    desk.press("Ctrl+L")
    assert not before._edit.form.findChildren(QPlainTextEdit)
    assert before._case._words.toPlainText() == ""
    desk.sign_in()
    desk.qtbot.wait_until(lambda: desk.face.office is not None, timeout=10_000)
    desk.press("F4")
    assert words_field(desk).toPlainText() == "Μία γάτα"


def words_field(desk: Counter) -> QPlainTextEdit:
    found = page(desk)._edit.form.findChild(QPlainTextEdit)
    assert isinstance(found, QPlainTextEdit)
    return found


def type_words(desk: Counter, words: str) -> None:
    field = words_field(desk)
    field.setFocus()
    field.selectAll()
    desk.type(words)


def told(desk: Counter) -> str:
    """What the first report says now in its citizen's words, as it would be sent."""
    ground = desk.ground
    opener = load_opener(ground.config.keys, ground.device.public_key)
    case = opened(ground.store.wholes(None, 9)[-1], opener)
    assert case.dispatch is not None
    return case.dispatch.answers["words"][0]
