"""Every kind of question is answered at the desk by keyboard, and refused in a sentence."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.journey import Journey
from kiosk.office.taxonomy import Subject
from tests.kiosk.every_kind import ANSWERS, write_every_kind
from tests.ui.desk.counter import Counter
from ui.desk.entry import EntryPage
from ui.desk.fields import Field

# What is typed for the answers of `every_kind`, and the key that goes on.
TYPED = {
    "statement": ("1",),
    "choice": ("π", "Return"),
    "several": ("1", "3", "Return"),
    "yes-no": ("ν", "Return"),
    "rating": ("4",),
    "ranking": ("3", "1", "Return"),
    "budget": ("1", "2", "Return"),
    "place": ("ανω πλ", "Return"),
    "text": ("Κάτω από το γεφύρι", "Return"),
    "number": ("12", "Return"),
    "date": ("-1", "Return"),
    "photo": ("Tab",),
    "voice": ("Tab",),
    "phone": ("2610 123456", "Return"),
    "email": ("maria@example.gr", "Return"),
    "consent": ("1",),
}


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Counter]:
    """A desk whose pack asks every kind of question."""
    pack = write_every_kind(tmp_path / "pack")
    counter = Counter(tmp_path, qtbot, pack=pack)
    counter.begin()
    yield counter
    counter.take_down()


def opened(desk: Counter) -> dict[str, Field]:
    """The form of every kind, open."""
    page = desk.page
    assert isinstance(page, EntryPage)
    form = desk.ground.pack.form("everything")
    assert form is not None
    page._begin(Subject(form))
    return {one.question.id: one for one in page._sheet.fields}


def journey(desk: Counter) -> Journey:
    page = desk.page
    assert isinstance(page, EntryPage)
    told = page._sheet.journey
    assert told is not None
    return told


def test_every_kind_is_answered_by_keyboard(desk: Counter) -> None:
    fields = opened(desk)
    assert list(TYPED) == list(fields)
    for question, keys in TYPED.items():
        assert fields[question].target.hasFocus(), question
        for one in keys:
            if one in ("Return", "Tab"):
                desk.press(one)
            else:
                desk.type(one)
    told = journey(desk).told
    wanted = {id_: one for id_, one in ANSWERS.items() if id_ not in ("photo", "voice")}
    assert told == wanted


def test_what_was_answered_is_shown_again(desk: Counter) -> None:
    fields = opened(desk)
    for id_, answer in ANSWERS.items():
        fields[id_].restore(answer)
        assert fields[id_].trouble() == "", id_
    assert line(fields["date"]).text() == "03/05/2026"
    assert line(fields["place"]).text() == "Πλατεία, Άνω Λευκή"


@pytest.mark.parametrize(
    ("question", "typed", "said"),
    [
        ("number", "0", "ακέραιος αριθμός από 1 ως 300"),
        ("number", "3 χιλιάδες", "ακέραιος αριθμός"),
        ("number", "9" * 5000, "ακέραιος αριθμός"),
        ("date", "31/2", "Ζητείται μέρα από"),
        ("date", "5/5/2026", "Ζητείται μέρα από"),
        ("date", "χθες το βράδυ; --", "Ζητείται μέρα από"),
        ("email", "maria@", "Αυτή δεν είναι διεύθυνση"),
        ("phone", "12", "Το τηλέφωνο έχει δέκα ψηφία"),
    ],
)
def test_what_is_no_answer_is_said_beside_it(
    desk: Counter, question: str, typed: str, said: str
) -> None:
    fields = opened(desk)
    fields[question].target.setFocus()
    line(fields[question]).setText(typed[:-1])
    desk.press("End")
    desk.type(typed[-1])
    desk.press("Return")
    assert fields[question].target.hasFocus()
    assert desk.reads(said)
    assert question not in journey(desk).told


@pytest.mark.parametrize(
    ("question", "keys", "said"),
    [
        ("several", "123", "Μόνο 2 μπορούν"),
        ("ranking", "123", "Μόνο 2 μπορούν"),
        ("budget", "123", "Μαζί κοστίζουν περισσότερα από τα 900 €"),
    ],
)
def test_more_than_may_be_chosen_is_not(
    desk: Counter, question: str, keys: str, said: str
) -> None:
    fields = opened(desk)
    fields[question].target.setFocus()
    desk.type(keys)
    assert desk.reads(said)
    assert len(journey(desk).told[question]) == 2


def test_a_choice_is_taken_back_by_choosing_it_again(desk: Counter) -> None:
    fields = opened(desk)
    fields["several"].target.setFocus()
    desk.type("11")
    assert "several" not in journey(desk).told


def line(field: Field) -> QLineEdit:
    target = field.target
    assert isinstance(target, QLineEdit)
    return target
