"""A clerk enters for the person opposite, by keyboard alone."""

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from kiosk.codes import grouped
from kiosk.paperform import new_paper
from kiosk.submission import Assent, State
from tests.ui.desk.counter import CLERK, Counter
from tests.ui.desk.entering import asked, cases, enter_lamp, field, kept, page

DESCRIPTION = "Η λάμπα έξω από το σχολείο δεν ανάβει εδώ και δύο βράδια"
MOST_KEYS = 40


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
    desk.wait_to_read("Αυτός δεν είναι κωδικός από δικό μας έντυπο")
    assert len(cases(desk)) == 1


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


def test_what_was_cleared_is_brought_back_by_the_same_key(desk: Counter) -> None:
    enter_lamp(desk)
    desk.type("4")
    page(desk)._behalf.name.setText("Νίκος")
    desk.press("Alt+0")
    assert page(desk)._sheet.journey is None
    assert page(desk)._behalf.name.text() == ""
    desk.press("Alt+0")
    told = page(desk)._sheet.journey
    assert told is not None
    assert told.told["details"] == ("dangerous",)
    assert page(desk)._behalf.name.text() == "Νίκος"
    kept(desk)
    desk.press("Alt+0")
    assert page(desk)._sheet.journey is None


def test_locking_while_it_is_kept_does_not_keep_it_twice(desk: Counter) -> None:
    enter_lamp(desk)
    desk.press("Ctrl+Return")
    desk.press("Ctrl+L")
    desk.settle()
    desk.sign_in()
    desk.qtbot.wait_until(lambda: desk.face.office is not None)
    assert page(desk)._sheet.journey is None
    assert len(cases(desk)) == 1


def test_its_number_is_printed_in_their_language(desk: Counter) -> None:
    enter_lamp(desk)
    language = page(desk)._behalf._language
    language.setCurrentIndex(language.findData("sq"))
    case = kept(desk)
    desk.press("Alt+2")
    (sheet,) = desk.printer.sheets
    assert sheet.language == "sq"
    assert grouped(case.receipt) in sheet.code
    desk.settle()
    assert desk.deeds()[-1] == ("printed", case.receipt)
    desk.printer.end(well=False)
    assert desk.reads("Ο εκτυπωτής")
