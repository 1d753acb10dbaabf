"""One case: read whole, worked on, and gone from the page when one turns away."""

import secrets
from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from kiosk.codes import grouped
from kiosk.filing import Filed
from kiosk.journey import Journey
from kiosk.office.entry import Entry
from kiosk.office.opened import opened
from kiosk.office.shift import Shift
from kiosk.outbox import News
from kiosk.submission import Assent, Dispatch, Entered, Progress
from tests.ui.desk.counter import CLERK, Counter
from tests.ui.desk.filed import (
    LAMP,
    PHONE,
    TOWN_HALL,
    WORDS,
    deliver,
    file,
    photo,
    voice,
    walked,
)
from ui.desk.case import CasePage
from ui.widgets.words import Words

OWN = (PHONE, "Ευφροσύνης", "σχολείο")


def open_case(desk: Counter, code: str) -> CasePage:
    desk.office.turn_to("case", code)
    desk.settle()
    assert isinstance(desk.page, CasePage)
    return desk.page


def read_on(page: QWidget) -> str:
    """All that any widget of a page holds, shown or not."""
    held = [one.text() for one in page.findChildren(Words)]
    held += [one.text() for one in page.findChildren(QLineEdit)]
    held += [one.toPlainText() for one in page.findChildren(QPlainTextEdit)]
    return "\n".join(held)


def test_what_was_said_stands_there_question_by_question(desk: Counter) -> None:
    lamp = file(desk)
    page = open_case(desk, lamp.code)
    for words in (grouped(lamp.code), "Τι συμβαίνει με το φως;", WORDS, PHONE):
        assert desk.reads(words), words
    assert "Πλατεία, Σελλά" in read_on(page)
    assert "Έγινε στο περίπτερο." in read_on(page)
    assert f"Ανοίχτηκε 1 φορά, τελευταία: {CLERK}." in read_on(page)


def test_what_became_of_it_stands_there_and_comes_while_one_looks(
    desk: Counter,
) -> None:
    page = open_case(desk, file(desk).code)
    outbox = deliver(desk)
    page.look()
    desk.settle()
    assert desk.reads("Ο δήμος την έχει με αριθμό SR-1.")
    (case,) = outbox.open_cases(TOWN_HALL, 0, 50)
    outbox.note_news(case, News(Progress.SEEN, "Έρχεται <b>συνεργείο</b>.", None))
    page.look()
    desk.settle()
    assert desk.reads("Ο δήμος γράφει: Έρχεται <b>συνεργείο</b>.")
    assert [kind for kind, _ in desk.deeds()].count("opened") == 1


def test_nothing_personal_is_left_when_one_turns_away(desk: Counter) -> None:
    page = open_case(desk, file(desk, captured=(photo(),)).code)
    desk.press("Alt+4")
    desk.settle()
    page._note.setPlainText("Το σχολείο ξανά")
    assert all(one in read_on(page) for one in OWN)
    desk.press("F8")
    desk.settle()
    assert not any(one in read_on(page) for one in OWN)
    assert page._pieces._photo.image.isNull()


def test_locking_leaves_nothing_and_a_note_half_written_waits(desk: Counter) -> None:
    lamp = file(desk)
    page = open_case(desk, lamp.code)
    page._note.setFocus()
    desk.type("να πάρουμε τ")
    desk.press("Ctrl+L")
    assert not any(one in read_on(page) for one in (*OWN, "να πάρουμε"))
    desk.sign_in()
    desk.qtbot.wait_until(lambda: desk.face.office is not None)
    page = open_case(desk, lamp.code)
    assert page._note.toPlainText() == "να πάρουμε τ"


def test_what_arrives_after_one_turned_away_is_not_shown(desk: Counter) -> None:
    lamp = file(desk, captured=(photo(),))
    page = open_case(desk, lamp.code)
    desk.press("Alt+4")  # on its way
    desk.press("F3")
    desk.settle()
    assert page._pieces._photo.image.isNull()
    desk.office.turn_to("case", lamp.code)  # on its way as well
    desk.press("F8")
    desk.settle()
    assert not any(one in read_on(page) for one in OWN)


def test_a_note_is_kept_with_one_key(desk: Counter) -> None:
    lamp = file(desk)
    page = open_case(desk, lamp.code)
    desk.press("Ctrl+Return")
    assert desk.reads("Γράψτε πρώτα το σημείωμα.")
    desk.type("Ξαναπήρε σήμερα.")  # the cursor is there by now
    desk.press("Ctrl+Return")
    desk.settle()
    desk.settle()
    assert desk.reads(f"{CLERK} σημείωσε: Ξαναπήρε σήμερα.")
    assert page._note.toPlainText() == ""
    assert desk.deeds()[-1] == ("noted", lamp.code)


def test_a_photo_is_shown_and_put_away(desk: Counter) -> None:
    page = open_case(desk, file(desk, captured=(photo(),)).code)
    assert (
        page._pieces._photo.image.isNull()
    )  # nothing is unsealed before it is asked for
    desk.press("Alt+4")
    desk.settle()
    assert page._pieces._photo.image.width() == 640
    desk.press("Esc")
    assert page._pieces._photo.image.isNull()
    assert desk.page is page
    desk.press("Esc")
    assert desk.page.name == "find"


def test_a_voice_note_is_heard_and_ends_when_one_turns_away(desk: Counter) -> None:
    said = {**LAMP, "how": ("speak",)}
    open_case(desk, file(desk, said, captured=(voice(),)).code)
    desk.press("Alt+4")
    desk.settle()
    assert desk.player.playing.startswith(b"RIFF")
    desk.press("F3")
    assert not desk.player.playing


def test_a_receipt_is_printed_again_and_the_book_says_so(desk: Counter) -> None:
    lamp = file(desk)
    open_case(desk, lamp.code)
    desk.press("Alt+1")
    (sheet,) = desk.printer.sheets
    assert sheet.qr == lamp.code
    assert grouped(lamp.code) in sheet.code
    assert not any(one in repr(sheet) for one in OWN)
    desk.printer.end(well=False)
    assert desk.reads("Ο εκτυπωτής δεν δουλεύει.")
    desk.settle()
    assert desk.deeds()[-1] == ("printed", lamp.code)


def test_a_colleagues_change_is_told_and_not_written_over(desk: Counter) -> None:
    lamp = file(desk)
    page = open_case(desk, lamp.code)
    with desk.ground.store.writing() as execute:
        execute("UPDATE submission SET version = version + 1, message = 'άλλο'")
    page.look()
    desk.settle()
    assert desk.reads("Συνάδελφος άλλαξε στο μεταξύ αυτή την υπόθεση.")
    assert not desk.reads("Ο δήμος γράφει: άλλο")
    desk.press("Ctrl+R")
    desk.settle()
    assert desk.reads("Ο δήμος γράφει: άλλο")
    assert not desk.reads("Συνάδελφος άλλαξε")


def reopen(desk: Counter) -> None:
    """What went wrong: half of it was done."""
    desk.press("Alt+2")
    assert desk.reads("Διαλέξτε πρώτα τι δεν πήγε καλά.")
    desk.press("Down")  # the cursor is there by now
    desk.press("Down")
    desk.press("Alt+2")
    desk.settle()
    desk.settle()


def test_what_was_not_solved_is_filed_once_more_and_names_the_old_one(
    desk: Counter,
) -> None:
    lamp = file(desk)
    deliver(desk)
    open_case(desk, lamp.code)
    reopen(desk)
    new = desk.ground.store.outbox()[-1]
    assert new.form == "reopen"
    assert desk.reads(
        f"{CLERK}: την έκανε ξανά, με αριθμό {grouped(new.receipt, '-')}."
    )
    shift = desk.face._shift
    assert shift is not None
    told = opened_by(shift, new.receipt)
    assert grouped(lamp.code, "-") in told.description
    assert told.answers["still"] == ("half",)
    kinds = [one for one in desk.deeds() if one[0] in {"entered", "reopened"}]
    assert kinds == [("entered", new.receipt), ("reopened", lamp.code)]


def test_it_is_filed_once_however_often_and_by_whom_it_is_pressed(
    desk: Counter, counters: Callable[[], Counter]
) -> None:
    lamp = file(desk)
    deliver(desk)
    other = counters()
    other.come_before()
    other.sign_in()
    other.qtbot.wait_until(lambda: other.face.office is not None)
    open_case(other, lamp.code)
    desk.come_before()
    page = open_case(desk, lamp.code)
    page._reason.setCurrentIndex(1)
    page._reopen()
    page._reopen()
    desk.settle()
    other_page = other.page
    assert isinstance(other_page, CasePage)
    other_page._reason.setCurrentIndex(2)
    other_page._reopen()
    other.settle()
    other.settle()
    assert len(desk.ground.store.outbox()) == 2
    assert other.reads("Συνάδελφος άλλαξε στο μεταξύ αυτή την υπόθεση.")


def test_what_stands_aside_is_cured_on_its_own_page(desk: Counter) -> None:
    lamp = file(desk)  # nobody takes it
    open_case(desk, lamp.code)
    desk.press("Alt+3")
    desk.settle()
    assert desk.page.name == "unsent"
    assert desk.reads(grouped(lamp.code))


def test_who_entered_it_for_whom_and_how_they_consented_stands_there(
    desk: Counter,
) -> None:
    ground, shift = desk.ground, desk.face._shift
    assert shift is not None
    form = ground.pack.form("problem")
    assert form is not None
    journey = walked(Journey.begin(form, ground.pack.places), LAMP)
    who = Entered(by=CLERK, assent=Assent.PAPER, name="Ζωή Μαρή", contact="2610123456")
    receipt = Entry(shift).keep(Filed(journey, "el", (), who), secrets.token_bytes)
    open_case(desk, receipt.code)
    assert desk.reads("Ζωή Μαρή  ·  2610123456  ·  συναίνεση γραπτά")
    assert desk.reads(f"Την πέρασε στο γραφείο: {CLERK}.")


def test_what_is_not_there_yet_is_not_filed_again(desk: Counter) -> None:
    page = open_case(desk, file(desk).code)
    assert page._reason.isHidden()
    desk.press("Alt+2")
    desk.settle()
    assert len(desk.ground.store.outbox()) == 1


def opened_by(shift: Shift, receipt: str) -> Dispatch:
    row = shift.store.whole(receipt)
    assert row is not None
    told = opened(row, shift.opener).dispatch
    assert told is not None
    return told


def test_a_number_that_is_not_here_is_told(desk: Counter) -> None:
    desk.office.turn_to("case", "KX74MQ2PD")
    desk.settle()
    assert desk.page.name == "find"
    assert desk.reads("Δεν υπάρχει εδώ υπόθεση με αυτόν τον αριθμό.")


def test_what_is_destroyed_is_told_and_takes_no_note(desk: Counter) -> None:
    lamp = file(desk)
    desk.ground.store.erase(lamp.code, "", is_taken_back=True)
    page = open_case(desk, lamp.code)
    assert desk.reads("Όσα ειπώθηκαν έχουν σβηστεί εδώ, ή δεν ανοίγουν.")
    assert desk.reads("Πάρθηκε πίσω")
    assert not page._note.isEnabled()
