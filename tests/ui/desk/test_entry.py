"""A clerk enters for the person opposite, by keyboard alone."""

import wave
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.codes import grouped
from kiosk.config import Config, Office
from kiosk.office.opened import Opened, opened
from kiosk.paperform import new_paper
from kiosk.submission import Assent, State
from kiosk.vault import load_opener
from tests.ui.desk.counter import CLERK, Counter
from ui.desk.attach import FilesField
from ui.desk.entry import EntryPage

DESCRIPTION = "Η λάμπα έξω από το σχολείο δεν ανάβει εδώ και δύο βράδια"
MOST_KEYS = 40


def page(desk: Counter) -> EntryPage:
    there = desk.page
    assert isinstance(there, EntryPage)
    return there


def cases(desk: Counter) -> list[Opened]:
    """What was kept, the newest first."""
    desk.settle()
    opener = load_opener(desk.config.keys, desk.ground.device.public_key)
    return [opened(row, opener) for row in desk.ground.store.wholes(None, 99)]


def kept(desk: Counter) -> Opened:
    """The one that was just kept."""
    before = len(cases(desk))
    desk.press("Ctrl+Return")
    desk.qtbot.wait_until(lambda: len(cases(desk)) > before, timeout=10_000)
    desk.settle()
    desk.wait_to_read("Καταχωρίστηκε")
    return cases(desk)[0]


def field(desk: Counter, question: str) -> QWidget:
    """What takes the keyboard of a question that is asked now."""
    fields = {one.question.id: one.target for one in page(desk)._sheet.fields}
    return fields[question]


def asked(desk: Counter) -> list[str]:
    return [one.question.id for one in page(desk)._sheet.fields]


def attached(desk: Counter) -> FilesField:
    """The field of files."""
    fields = page(desk)._sheet.fields
    return next(one for one in fields if isinstance(one, FilesField))


def enter_lamp(desk: Counter) -> None:
    """A dark lamp in Sella, and nothing more."""
    desk.type("λαμπ")
    desk.press("Return")
    desk.type("σελλα")
    desk.press("Return")


def test_a_lamp_is_reported_with_few_keys(desk: Counter) -> None:
    before = desk.hands.strokes
    desk.type("λαμπ")
    desk.press("Return")
    desk.type("σελ εκκλ")
    desk.press("Return")
    desk.type("4")  # it is dangerous
    desk.type("6")  # in their own words
    desk.press("Return")
    desk.type("2")  # written
    desk.type(DESCRIPTION)
    desk.press("Ctrl+Return")
    strokes = desk.hands.strokes - before
    desk.wait_to_read("Καταχωρίστηκε")
    (case,) = cases(desk)
    assert case.submission is not None
    assert case.submission.answers == {
        "category": ("lighting",),
        "lighting": ("broken-lamp",),
        "where": ("sella", "church"),
        "details": ("dangerous", "own-words"),
        "how": ("write",),
        "words": (DESCRIPTION,),
    }
    assert case.submission.entered is not None
    assert case.submission.entered.by == CLERK
    assert case.submission.entered.assent is Assent.SPOKEN
    assert case.submission.language == "el"
    assert desk.reads(grouped(case.receipt))
    assert strokes - len(DESCRIPTION) <= MOST_KEYS


@pytest.mark.parametrize(
    "typed", ["lampa", "xalasmeni lampa", "kamenh", "ΛΑΜΠΑ", "laba"]
)
def test_however_it_is_spelt(desk: Counter, typed: str) -> None:
    desk.type(typed)
    desk.press("Return")
    assert desk.reads("Καμένη λάμπα")
    assert asked(desk)[0] == "where"
    assert field(desk, "where").hasFocus()


def test_an_answer_opens_and_closes_what_hangs_on_it(desk: Counter) -> None:
    enter_lamp(desk)
    assert asked(desk) == ["where", "details"]
    desk.type("68")
    assert asked(desk) == ["where", "details", "how", "may-call"]
    desk.type("6")
    assert asked(desk) == ["where", "details", "may-call"]
    desk.press("Return")
    assert field(desk, "may-call").hasFocus()
    desk.type("1")
    assert field(desk, "phone").hasFocus()


def test_what_is_missing_is_said_beside_it_and_nothing_is_kept(desk: Counter) -> None:
    desk.type("λαμπ")
    desk.press("Return")
    desk.press("Ctrl+Return")
    assert desk.reads("Αυτό θέλει απάντηση")
    assert field(desk, "where").hasFocus()
    assert cases(desk) == []


def test_too_many_letters_are_said_beside_the_field(desk: Counter) -> None:
    enter_lamp(desk)
    desk.type("6")
    desk.press("Return")
    desk.type("2")
    text = field(desk, "words")
    assert isinstance(text, QPlainTextEdit)
    text.setPlainText("α" * 301)
    assert desk.reads("1 γράμμα παραπάνω: εδώ χωρούν 300")
    desk.press("Ctrl+Return")
    assert cases(desk) == []
    text.setPlainText("α" * 100_000)
    assert desk.reads("γράμματα παραπάνω")
    text.setPlainText("<b>Λάμπα</b>'; DROP TABLE outbox; --\u202e")
    assert desk.reads("Σημάδια που δεν διαβάζονται αφαιρέθηκαν")
    case = kept(desk)
    assert case.submission is not None
    assert case.submission.answers["words"] == ("<b>Λάμπα</b>'; DROP TABLE outbox; --",)


def test_a_telephone_that_is_none_is_said_beside_it(desk: Counter) -> None:
    enter_lamp(desk)
    desk.type("8")
    desk.press("Return")
    desk.type("1")
    desk.type("12345")
    desk.press("Return")
    assert desk.reads("Το τηλέφωνο έχει δέκα ψηφία")
    desk.press("Ctrl+Return")
    assert cases(desk) == []
    desk.press("Ctrl+A")
    desk.type("2610 123456")
    case = kept(desk)
    assert case.dispatch is not None
    assert case.dispatch.phone == "2610123456"


def test_a_place_must_be_one_of_the_list(desk: Counter) -> None:
    desk.type("λαμπ")
    desk.press("Return")
    desk.type("πουθενά")
    assert desk.reads("Τίποτα εδώ δεν λέγεται έτσι")
    desk.press("Ctrl+Return")
    assert desk.reads("Διαλέξτε σημείο από τη λίστα")
    assert cases(desk) == []


def test_for_whom_goes_with_it_and_another_is_for_the_same(desk: Counter) -> None:
    enter_lamp(desk)
    who = page(desk)._behalf
    who.name.setFocus()
    desk.type("Νίκος Λαμπρής")
    desk.press("Return")
    desk.type("2610 123456")
    desk.press("Return")
    desk.type("2")
    case = kept(desk)
    assert case.submission is not None
    assert case.submission.entered is not None
    entered = case.submission.entered
    assert (entered.name, entered.contact) == ("Νίκος Λαμπρής", "2610 123456")
    assert entered.assent is Assent.PAPER
    assert who.name.text() == ""
    desk.press("Alt+1")
    assert who.name.text() == "Νίκος Λαμπρής"
    enter_lamp(desk)
    again = kept(desk)
    assert again.submission is not None
    assert again.submission.entered == entered
    enter_lamp(desk)
    other = kept(desk)
    assert other.submission is not None
    assert other.submission.entered is not None
    assert other.submission.entered.name == ""


def test_a_mistake_is_undone_and_put_right(desk: Counter) -> None:
    enter_lamp(desk)
    wrong = kept(desk)
    desk.press("Ctrl+Z")
    desk.wait_to_read("Αναιρέθηκε")
    desk.settle()
    assert desk.ground.store.state(wrong.receipt) is State.PURGED
    assert asked(desk)[:2] == ["category", "lighting"]
    field(desk, "lighting").setFocus()
    desk.type("2")  # it flickers
    right = kept(desk)
    assert right.submission is not None
    assert right.submission.answers["lighting"] == ("flickering-lamp",)
    assert right.submission.answers["where"] == ("sella",)
    assert right.receipt != wrong.receipt


def test_what_is_open_is_not_lost_to_an_undoing(desk: Counter) -> None:
    enter_lamp(desk)
    first = kept(desk)
    enter_lamp(desk)
    field(desk, "details").setFocus()
    desk.press("Ctrl+Z")
    desk.wait_to_read("Καταχωρίστε πρώτα")
    assert desk.ground.store.state(first.receipt) is State.CONFIRMED
    assert asked(desk) == ["where", "details"]


def test_minutes_left_are_shown_and_it_may_be_sent_now(desk: Counter) -> None:
    enter_lamp(desk)
    kept(desk)
    desk.clock.sleep(540)
    page(desk)._look()
    desk.settle()
    rows = page(desk)._recent.list
    assert rows.count() == 1
    assert grouped(cases(desk)[0].receipt) in rows.item(0).text()
    assert "Καμένη λάμπα" in rows.item(0).text()
    assert "μένει 1 λεπτό" in rows.item(0).text()
    desk.press("Alt+3")
    desk.wait_to_read("Στέλνεται μόλις υπάρξει γραμμή")
    desk.press("Alt+3")
    desk.wait_to_read("Δεν περιμένει πια")


def test_locked_nothing_of_it_is_left_and_it_goes_on_after(desk: Counter) -> None:
    desk.type("λαμπ")
    desk.press("Return")
    desk.type("σελλα")
    desk.press("Return")
    page(desk)._behalf.name.setText("Νίκος")
    old = page(desk)
    desk.press("Ctrl+L")
    lines = [one.text() for one in old.findChildren(QLineEdit)]
    assert not any(lines)
    assert old._sheet.journey is None
    desk.sign_in()
    desk.qtbot.wait_until(lambda: desk.face.office is not None)
    assert page(desk)._behalf.name.text() == "Νίκος"
    where = field(desk, "where")
    assert isinstance(where, QLineEdit)
    assert where.text() == "Σελλά"
    kept(desk)


def test_papers_are_typed_in_one_after_another(desk: Counter) -> None:
    form = desk.ground.pack.form("problem")
    assert form is not None
    first, second = (new_paper(desk.ground.pack, form, desk.face._chance) for _ in "12")
    desk.page.scanned(first.text)
    desk.wait_to_read(grouped(first.serial))
    desk.type("3")  # light
    desk.type("1")  # a dark lamp
    desk.type("σελλα")
    desk.press("Return")
    case = kept(desk)
    assert case.submission is not None
    assert case.submission.entered is not None
    assert case.submission.entered.paper == first.serial
    assert case.submission.entered.assent is Assent.PAPER
    desk.type(second.text)  # by hand: the code stands on the paper in letters, too
    desk.press("Return")
    desk.wait_to_read(grouped(second.serial))
    desk.press("Alt+0")
    desk.page.scanned(first.text)
    desk.wait_to_read("έχει ήδη καταχωριστεί")
    desk.page.scanned("https://example.gr/1")
    desk.wait_to_read("Αυτός δεν είναι κωδικός εντύπου")
    assert len(cases(desk)) == 1


def test_a_photo_is_made_small_and_goes_with_it(desk: Counter, tmp_path: Path) -> None:
    picture = QImage(3000, 2000, QImage.Format.Format_RGB32)
    picture.fill(QColor("orange"))
    picture.save(str(tmp_path / "lamp.png"))
    enter_lamp(desk)
    desk.type("7")
    files = attached(desk)
    (tmp_path / "notes.png").write_text("no picture")
    files.attach(str(tmp_path / "notes.png"))
    desk.qtbot.wait_until(lambda: desk.reads("Αυτή δεν είναι εικόνα"), timeout=20_000)
    files.attach(str(tmp_path / "lamp.png"))
    desk.qtbot.wait_until(lambda: files._files != [], timeout=20_000)
    case = kept(desk)
    assert case.dispatch is not None
    (photo,) = case.dispatch.attachments
    assert photo.media == "image/jpeg"
    assert photo.size <= 300_000


def test_a_voice_note_is_made_small_and_goes_with_it(
    desk: Counter, tmp_path: Path
) -> None:
    sound = tmp_path / "voice.wav"
    with wave.open(str(sound), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(b"\0\0" * 16_000)
    enter_lamp(desk)
    desk.type("6")
    desk.press("Return")
    desk.type("1")  # spoken
    files = attached(desk)
    files.attach(str(sound))
    desk.qtbot.wait_until(lambda: files._files != [], timeout=20_000)
    case = kept(desk)
    assert case.dispatch is not None
    assert case.dispatch.attachments[0].media == "audio/ogg"


def test_the_newest_scan_is_attached_with_a_key(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "scans").mkdir()
    picture = QImage(400, 300, QImage.Format.Format_RGB32)
    picture.fill(QColor("orange"))
    office = Office(scans=str(tmp_path / "scans"))
    desk = Counter(tmp_path, qtbot, Config(office=office))
    try:
        desk.begin()
        enter_lamp(desk)
        desk.type("7")
        desk.press("Return")
        desk.press("Alt+S")
        desk.wait_to_read("Δεν υπάρχει εικόνα στον φάκελο")
        picture.save(str(tmp_path / "scans" / "lamp.png"))
        desk.press("Alt+S")
        files = attached(desk)
        qtbot.wait_until(lambda: files._files != [], timeout=20_000)
        desk.press("Alt+D")
        assert files._files == []
        assert page(desk)._captured == {}
    finally:
        desk.take_down()


def test_what_the_form_asks_itself_is_not_asked_twice(desk: Counter) -> None:
    enter_lamp(desk)
    who = page(desk)._behalf
    assert who.contact.isVisible()
    desk.type("8")
    desk.press("Return")
    desk.type("1")
    assert "phone" in asked(desk)
    assert not who.contact.isVisible()
    assert who.name.isVisible()
