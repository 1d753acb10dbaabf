"""A case is found while one types, and the list shows nothing that is somebody's own."""

from kiosk.codes import grouped
from kiosk.office.finding import Findings
from tests.ui.desk.counter import Counter
from tests.ui.desk.filed import LAMP, PHONE, file
from ui.desk.find import FindPage
from ui.desk.parts import moment

BIN = {"category": ("garbage",), "garbage": ("bulky-items",), "where": ("sella",)}


def turn(desk: Counter) -> FindPage:
    desk.press("F3")
    desk.settle()
    assert isinstance(desk.page, FindPage)
    return desk.page


def look_for(desk: Counter, typed: str) -> list[str]:
    """Type over what stands there, and wait until it was looked for."""
    page = turn(desk)
    desk.type(typed)
    desk.qtbot.wait_until(lambda: not page._pause.isActive())
    desk.settle()
    return [row[0] for row in desk.cells()]


def test_the_newest_stand_there_at_once(desk: Counter) -> None:
    first, second = file(desk), file(desk, BIN)
    turn(desk)
    assert [row[0] for row in desk.cells()] == [
        grouped(second.code),
        grouped(first.code),
    ]
    assert desk.cells()[1][1:] == [
        moment(desk.clock.now()),
        "Λάμπα που τρεμοσβήνει",
        "Πλατεία, Σελλά",
        "Κανείς δεν τη δέχεται ακόμη",
    ]


def test_a_case_is_found_by_a_few_letters_and_the_end_of_a_number(
    desk: Counter,
) -> None:
    lamp, _ = file(desk), file(desk, BIN)
    for typed in ("τρεμο", "σχολειο ευφρος", PHONE[-4:], lamp.code[:5]):
        assert look_for(desk, typed) == [grouped(lamp.code)], typed
    assert look_for(desk, "ουρανοξύστης") == []
    assert desk.reads("Δεν βρέθηκε τίποτα.")


def test_nothing_of_somebodys_own_stands_in_the_list(desk: Counter) -> None:
    file(desk)
    assert look_for(desk, PHONE)
    for cell in desk.cells()[0]:
        assert PHONE not in cell
        assert "Ευφροσύνης" not in cell


def test_the_arrows_choose_and_enter_opens(desk: Counter) -> None:
    older = file(desk)
    file(desk, BIN)
    turn(desk)
    desk.press("Down")
    desk.press("Down")  # there is nothing below the last
    desk.press("Return")
    desk.settle()
    assert desk.page.name == "case"
    assert desk.deeds()[-1] == ("opened", older.code)


def test_a_number_typed_whole_opens_though_the_list_is_not_there_yet(
    desk: Counter,
) -> None:
    lamp, _ = file(desk), file(desk, BIN)
    turn(desk)
    desk.type(lamp.code.lower())
    desk.press("Return")
    desk.settle()
    assert desk.page.name == "case"
    assert desk.deeds()[-1] == ("opened", lamp.code)


def test_a_receipt_held_to_the_reader_opens_its_case(desk: Counter) -> None:
    lamp = file(desk)
    turn(desk).scanned("http://example.gr")
    assert desk.reads("Δεν είναι δική μας απόδειξη.")
    turn(desk).scanned(lamp.code)
    desk.settle()
    assert desk.deeds()[-1] == ("opened", lamp.code)


def test_what_comes_late_is_not_shown(desk: Counter) -> None:
    lamp = file(desk, LAMP)
    page = turn(desk)
    late = page._receiver(page._asked)
    assert look_for(desk, "τρεμο") == [grouped(lamp.code)]
    late(Findings((), False, 1, 1))  # an answer to what stood there before
    assert [row[0] for row in desk.cells()] == [grouped(lamp.code)]


def test_how_much_is_read_is_told(desk: Counter) -> None:
    page = turn(desk)
    page._show(Findings((), False, 750, 100_000))
    assert desk.reads("βρίσκονται 750 από 100.000")


def test_locking_forgets_what_was_typed_and_read(desk: Counter) -> None:
    file(desk)
    page = turn(desk)
    look_for(desk, "τρεμο")
    finder = page._finder
    desk.press("Ctrl+L")
    assert (page._field.text(), page._table.rowCount()) == ("", 0)
    assert finder._index._is_closed
