"""A clerk enters for somebody: kept like a citizen's own, and undone until it leaves."""

import hashlib
import secrets
from pathlib import Path

import msgspec
import pytest

from kiosk.codes import new_code
from kiosk.errors import CannotSave
from kiosk.filing import Filed
from kiosk.home import Home
from kiosk.media import Captured, Media
from kiosk.office.deeds import Deed
from kiosk.office.entry import Entry, Outcome, TypedBefore
from kiosk.office.opened import opened
from kiosk.office.shift import Ground, Shift
from kiosk.paperform import PaperForm
from kiosk.submission import Assent, Entered, State, Submission
from kiosk.vault import load_opener
from tests.kiosk.album import jpeg
from tests.kiosk.village import TOWN_HALL, Kiosk

UNDO_S = 600


def shift_of(kiosk: Kiosk, who: str = "Μαρία") -> Shift:
    ground = Ground(kiosk.home, kiosk.config, kiosk.pack, kiosk.device, kiosk.clock)
    return Shift(ground, who, load_opener(kiosk.config.keys, kiosk.device.public_key))


def filed(kiosk: Kiosk, **told: str) -> Filed:
    """The report of the lamp, entered for somebody who stands there."""
    entered = Entered(by="Μαρία", **told)  # type: ignore[arg-type]
    return Filed(kiosk.walked(), "el", entered=entered)


def enter(kiosk: Kiosk, entry: Entry, **told: str) -> str:
    return entry.keep(filed(kiosk, **told), secrets.token_bytes).code


@pytest.fixture
def entry(kiosk: Kiosk) -> Entry:
    return Entry(shift_of(kiosk))


def deeds(kiosk: Kiosk) -> list[tuple[str, str, str]]:
    return [(one.who, one.kind, one.about) for _, one in kiosk.device.store.deeds()]


def test_it_is_kept_as_a_citizens_own_is_and_says_who_entered_it(
    kiosk: Kiosk, entry: Entry
) -> None:
    told = filed(kiosk, name="Νίκος Λαμπρής", contact="2610 123456")
    receipt = entry.keep(told, secrets.token_bytes)
    row = kiosk.device.store.whole(receipt.code)
    assert row is not None
    case = opened(row, load_opener(kiosk.config.keys, kiosk.device.public_key))
    assert case.submission is not None
    assert case.submission.entered == told.entered
    assert case.dispatch is not None
    assert case.dispatch.answers["lamp"] == ("broken-lamp",)
    assert kiosk.door.follow(receipt.code) is not None
    assert deeds(kiosk) == [("Μαρία", Deed.ENTERED, receipt.code)]


def test_for_whom_it_was_entered_is_sealed_and_not_sent(
    kiosk: Kiosk, entry: Entry
) -> None:
    enter(kiosk, entry, name="Νίκος Λαμπρής", contact="2610 123456")
    kiosk.clock.sleep(UNDO_S)
    parcel = kiosk.outbox().claim(TOWN_HALL)
    assert parcel is not None
    sent = msgspec.json.encode(parcel.dispatch).decode()
    assert "Λαμπρής" not in sent
    assert "123456" not in sent
    for file in kiosk.home.folder.iterdir():
        if file.is_file():
            assert "Λαμπρής".encode() not in file.read_bytes()


def test_a_submission_of_before_the_desk_was_entered_by_nobody(kiosk: Kiosk) -> None:
    old = {"id": "1", "form": "problem", "form_version": "1", "language": "el"}
    read = msgspec.convert({**old, "answers": {"lamp": ["new-lamp"]}}, Submission)
    assert read.entered is None


def test_it_is_not_sent_while_it_can_be_undone(kiosk: Kiosk, entry: Entry) -> None:
    outbox = kiosk.outbox()
    enter(kiosk, entry)
    kiosk.clock.sleep(UNDO_S - 1)
    assert outbox.claim(TOWN_HALL) is None
    kiosk.clock.sleep(1)
    assert outbox.claim(TOWN_HALL) is not None


def test_what_a_citizen_files_meanwhile_does_not_wait(
    kiosk: Kiosk, entry: Entry
) -> None:
    outbox = kiosk.outbox()
    enter(kiosk, entry)
    own = kiosk.confirm()
    parcel = outbox.claim(TOWN_HALL)
    assert parcel is not None
    assert parcel.dispatch.receipt == own.code


def test_undone_it_is_destroyed_and_given_back_to_be_put_right(
    kiosk: Kiosk, entry: Entry
) -> None:
    photo = Captured("where", Media.JPEG, jpeg())
    told = filed(kiosk, name="Νίκος")
    told = Filed(told.journey, "el", (photo,), told.entered)
    code = entry.keep(told, secrets.token_bytes).code
    taken = entry.undo(code)
    assert taken.outcome is Outcome.UNDONE
    assert taken.submission is not None
    assert taken.submission.answers == told.journey.told
    assert taken.submission.entered == told.entered
    assert taken.captured == (photo,)
    assert kiosk.device.store.state(code) is State.PURGED
    case = kiosk.door.follow(code)
    assert case is not None
    assert case.is_taken_back
    assert deeds(kiosk)[-1] == ("Μαρία", Deed.UNDONE, code)
    kiosk.clock.sleep(UNDO_S)
    assert kiosk.outbox().claim(TOWN_HALL) is None


def test_what_is_on_its_way_or_has_left_is_not_undone(
    kiosk: Kiosk, entry: Entry
) -> None:
    code = enter(kiosk, entry)
    kiosk.clock.sleep(UNDO_S)
    outbox = kiosk.outbox()
    parcel = outbox.claim(TOWN_HALL)
    assert parcel is not None
    assert entry.undo(code).outcome is Outcome.ON_ITS_WAY
    outbox.postpone(parcel, "no answer", 1, may_have_arrived=True)
    assert entry.undo(code).outcome is Outcome.LEFT
    kiosk.clock.sleep(10)
    again = outbox.claim(TOWN_HALL)
    assert again is not None
    outbox.delivered(again, "17")
    assert entry.undo(code).outcome is Outcome.LEFT
    assert [kind for _, kind, _ in deeds(kiosk)] == [Deed.ENTERED]
    (row,) = entry.just_entered()
    assert row.has_left


def test_what_waits_for_a_line_can_still_be_undone(kiosk: Kiosk, entry: Entry) -> None:
    code = enter(kiosk, entry)
    kiosk.clock.sleep(UNDO_S)
    outbox = kiosk.outbox()
    parcel = outbox.claim(TOWN_HALL)
    assert parcel is not None
    outbox.postpone(parcel, "no line", 60, may_have_arrived=False)
    assert entry.undo(code).outcome is Outcome.UNDONE


def test_what_was_undone_or_never_was_is_gone(kiosk: Kiosk, entry: Entry) -> None:
    code = enter(kiosk, entry)
    entry.undo(code)
    assert entry.undo(code).outcome is Outcome.GONE
    assert entry.undo("000000000").outcome is Outcome.GONE
    assert len(deeds(kiosk)) == 2


def test_it_may_be_sent_at_once(kiosk: Kiosk, entry: Entry) -> None:
    outbox = kiosk.outbox()
    code = enter(kiosk, entry)
    assert outbox.claim(TOWN_HALL) is None
    assert entry.send_now(code)
    assert outbox.claim(TOWN_HALL) is not None
    assert not entry.send_now(code)
    assert [kind for _, kind, _ in deeds(kiosk)] == [Deed.ENTERED, Deed.HURRIED]


def test_a_machine_that_starts_again_waits_no_more(kiosk: Kiosk, entry: Entry) -> None:
    kiosk.outbox()
    enter(kiosk, entry)
    kiosk.clock.restart()
    outbox = kiosk.outbox()
    assert outbox.claim(TOWN_HALL) is not None


def test_one_sees_ones_own_with_the_time_that_is_left(
    kiosk: Kiosk, entry: Entry
) -> None:
    first = enter(kiosk, entry)
    kiosk.clock.sleep(60)
    second = enter(kiosk, entry)
    rows = entry.just_entered()
    assert [(one.receipt, one.left_s) for one in rows] == [
        (second, UNDO_S),
        (first, UNDO_S - 60),
    ]
    assert not any(one.has_left for one in rows)
    entry.undo(first)
    assert [one.receipt for one in entry.just_entered()] == [second]
    assert Entry(shift_of(kiosk, "Άννα")).just_entered() == ()
    kiosk.clock.sleep(3601)
    assert entry.just_entered() == ()


def test_nobody_enters_in_anothers_name(kiosk: Kiosk) -> None:
    other = Entry(shift_of(kiosk, "Άννα"))
    with pytest.raises(ValueError, match="whoever sits here"):
        other.keep(filed(kiosk), secrets.token_bytes)
    with pytest.raises(ValueError, match="whoever sits here"):
        other.keep(Filed(kiosk.walked(), "el"), secrets.token_bytes)
    assert kiosk.device.store.outbox() == []


def paper_of(kiosk: Kiosk) -> PaperForm:
    form = kiosk.pack.forms[0]
    serial = new_code(secrets.token_bytes)
    return PaperForm(kiosk.pack.municipality.id, form.id, form.version, serial)


def test_a_paper_is_typed_in_once(kiosk: Kiosk, entry: Entry) -> None:
    paper = paper_of(kiosk)
    read, form = entry.read(paper.text)
    assert (read, form) == (paper, kiosk.pack.forms[0])
    code = enter(kiosk, entry, assent=Assent.PAPER, paper=paper.serial)
    with pytest.raises(TypedBefore, match=code):
        entry.read(paper.text)
    with pytest.raises(TypedBefore, match=code):  # from another desk, at the same time
        enter(kiosk, entry, assent=Assent.PAPER, paper=paper.serial)
    assert len(kiosk.device.store.outbox()) == 1
    assert len(deeds(kiosk)) == 1


def test_a_paper_that_was_undone_may_be_typed_in_again(
    kiosk: Kiosk, entry: Entry
) -> None:
    paper = paper_of(kiosk)
    entry.undo(enter(kiosk, entry, paper=paper.serial))
    assert entry.read(paper.text)[0] == paper
    enter(kiosk, entry, paper=paper.serial)


def test_a_desk_that_could_not_keep_it_asks_nothing(kiosk: Kiosk, entry: Entry) -> None:
    assert entry.begin(kiosk.pack.forms[0]).at == "category"
    full = Home(Path("/proc"))  # a file system that has no room, on every Linux
    ground = Ground(full, kiosk.config, kiosk.pack, kiosk.device, kiosk.clock)
    opener = load_opener(kiosk.config.keys, kiosk.device.public_key)
    with pytest.raises(CannotSave):
        Entry(Shift(ground, "Μαρία", opener)).begin(kiosk.pack.forms[0])


def test_what_the_disk_has_changed_is_undone_all_the_same(
    kiosk: Kiosk, entry: Entry
) -> None:
    code = enter(kiosk, entry)
    with kiosk.device.store.writing() as execute:
        execute("UPDATE submission SET sealed = ?", (hashlib.sha256().digest(),))
    taken = entry.undo(code)
    assert taken.outcome is Outcome.UNDONE
    assert taken.submission is None
