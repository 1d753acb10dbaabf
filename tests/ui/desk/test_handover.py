"""The day is handed over: what waits, what was done, and words for the next."""

from datetime import timedelta

from PySide6.QtPdf import QPdfDocument

from kiosk.office.handover import Handover
from tests.ui.desk.counter import CLERK, Counter
from ui.desk.dayview import hours_shown
from ui.desk.handover import HandoverPage


def page(desk: Counter) -> HandoverPage:
    desk.press("F7")
    desk.settle()
    shown = desk.page
    assert isinstance(shown, HandoverPage)
    return shown


def test_words_for_the_next_are_read_by_whoever_comes(desk: Counter) -> None:
    page(desk)
    desk.type("Ο εκτυπωτής θέλει χαρτί.")
    desk.press("Return")
    desk.settle()
    desk.press("Ctrl+L")
    desk.sign_in()
    desk.qtbot.wait_until(lambda: desk.face.office is not None)
    there = page(desk)
    assert "Ο εκτυπωτής θέλει χαρτί." in there._notes.item(0).text()
    assert CLERK in there._notes.item(0).text()


def test_no_word_of_them_lies_open_in_the_store(desk: Counter) -> None:
    page(desk)
    desk.type("Η κυρία Ελένη")
    desk.press("Return")
    desk.settle()
    files = desk.ground.home.folder.glob("plateia.db*")
    assert not any("Ελένη".encode() in one.read_bytes() for one in files)


def test_what_is_read_and_done_is_forgotten(desk: Counter) -> None:
    there = page(desk)
    desk.type("μία φορά")
    desk.press("Return")
    desk.settle()
    desk.settle()
    desk.press("Alt+1")
    desk.settle()
    desk.settle()
    assert there._notes.count() == 0


def test_what_is_typed_waits_for_the_same_person(desk: Counter) -> None:
    page(desk)
    desk.type("μισό σημείωμα")
    desk.press("Ctrl+L")
    assert not desk.face.window.findChildren(HandoverPage)[0]._words.text()
    desk.sign_in()
    desk.qtbot.wait_until(lambda: desk.face.office is not None)
    assert page(desk)._words.text() == "μισό σημείωμα"


def test_yesterdays_deeds_are_not_todays(desk: Counter) -> None:
    desk.clock.wall += timedelta(days=1)
    shift = desk.face._shift
    assert shift is not None
    assert Handover(shift).day().done == ()


def test_hours_at_night_are_shown_when_there_was_something() -> None:
    quiet = [0] * 24
    assert hours_shown(quiet) == range(6, 22)
    quiet[23] = 1
    assert hours_shown(quiet) == range(6, 24)


def test_the_day_is_saved_as_a_pdf_with_its_words(desk: Counter) -> None:
    page(desk)
    desk.type("Ο εκτυπωτής θέλει χαρτί.")
    desk.press("Return")
    desk.settle()
    desk.settle()
    desk.press("Alt+2")
    (saved,) = (desk.ground.home.folder / "paper").glob("*.pdf")
    assert saved.name == "2026-05-04.pdf"
    pdf = QPdfDocument()
    pdf.load(str(saved))
    text = pdf.getAllText(0).text()
    assert "εκτυπωτής" in text
    assert "Αναφορές ανά ώρα" in text
