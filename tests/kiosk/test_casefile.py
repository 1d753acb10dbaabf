"""A case on a desk: opening it is written down, and what is noted goes with its words."""

import secrets
from collections.abc import Sequence

import pytest

from kiosk.media import Captured
from kiosk.office.casefile import Cabinet, CaseFile
from kiosk.office.deeds import Deed
from kiosk.office.shift import Ground, Shift
from kiosk.outbox import News
from kiosk.submission import Progress
from kiosk.vault import load_opener
from tests.kiosk.album import photo, voice
from tests.kiosk.thief import KEEP, carry, file, turn
from tests.kiosk.village import TOWN_HALL, Kiosk

NOTE = "Ξαναπήρε ο γιος της: να μην χτυπήσουν το κουδούνι."


@pytest.fixture
def shift(kiosk: Kiosk) -> Shift:
    ground = Ground(kiosk.home, kiosk.config, kiosk.pack, kiosk.device, kiosk.clock)
    opener = load_opener(kiosk.config.keys, kiosk.device.public_key)
    return Shift(ground, "Μαρία", opener)


@pytest.fixture
def cabinet(shift: Shift) -> Cabinet:
    return Cabinet(shift)


def opened(
    cabinet: Cabinet, kiosk: Kiosk, captured: Sequence[Captured] = ()
) -> CaseFile:
    found = cabinet.open(file(kiosk, captured))
    assert found is not None
    return found


def note(cabinet: Cabinet, case: CaseFile, words: str = NOTE) -> bool:
    return cabinet.note(case, words, secrets.token_bytes)


def test_opening_is_written_and_looking_again_is_not(
    cabinet: Cabinet, kiosk: Kiosk
) -> None:
    case = opened(cabinet, kiosk)
    assert cabinet.look_again(case) is None
    lines = kiosk.device.store.deeds_about(case.case.receipt)
    assert [(one.who, one.kind) for one in lines] == [("Μαρία", Deed.OPENED)]


def test_there_is_no_case_of_a_number_that_nobody_has(cabinet: Cabinet) -> None:
    assert cabinet.open("KX74MQ2PD") is None


def test_what_is_noted_is_read_by_a_colleague(cabinet: Cabinet, kiosk: Kiosk) -> None:
    case = opened(cabinet, kiosk)
    assert note(cabinet, case, f"  {NOTE}\u202e\0 ")
    change = cabinet.look_again(case)
    assert change is not None
    assert not change.by_colleague
    assert [(one.who, one.words) for one in change.file.notes] == [("Μαρία", NOTE)]
    assert change.file.deeds[-1].kind == Deed.NOTED
    with pytest.raises(ValueError, match="nothing"):
        note(cabinet, case, " \n ")


def test_a_note_lies_sealed_and_is_bound_to_its_place(
    cabinet: Cabinet, kiosk: Kiosk
) -> None:
    case, other = opened(cabinet, kiosk), opened(cabinet, kiosk)
    note(cabinet, case)
    note(cabinet, other, "άλλη")
    store = kiosk.device.store
    with store.writing() as execute:
        uids = [uid for (uid,) in execute("SELECT uid FROM note ORDER BY id")]
        execute("UPDATE note SET uid = 'x' WHERE uid = ?", (uids[0],))
        execute("UPDATE note SET uid = ? WHERE uid = ?", (uids[0], uids[1]))
    for one in (case, other):
        change = cabinet.look_again(one)
        assert change is not None
        assert change.file.notes == ()  # each was put in another's place
    files = [path.read_bytes() for path in kiosk.home.folder.rglob("plateia.db*")]
    assert not any(NOTE.encode() in one for one in files)


def test_notes_are_forgotten_with_the_words_they_are_about(
    cabinet: Cabinet, kiosk: Kiosk
) -> None:
    case = opened(cabinet, kiosk)
    assert note(cabinet, case)
    with kiosk.device.store.writing() as execute:
        kept = execute("SELECT key_wrapped, sealed FROM note").fetchone()
    carry(kiosk, kiosk.outbox())
    kiosk.clock.sleep(KEEP * 86_400)
    assert turn(kiosk) == 1
    with kiosk.device.store.writing() as execute:
        assert execute("SELECT key_wrapped, sealed FROM note").fetchone() == (None, b"")
    files = [
        path.read_bytes() for path in kiosk.home.folder.rglob("*") if path.is_file()
    ]
    assert kiosk.device.store.is_scrubbed()
    assert not any(piece[:24] in one for piece in kept for one in files)
    assert not note(cabinet, case)  # nothing would ever destroy it
    change = cabinet.look_again(case)
    assert change is not None
    assert (change.file.notes, change.file.case.dispatch) == ((), None)


def test_notes_are_forgotten_at_a_citizens_wish(cabinet: Cabinet, kiosk: Kiosk) -> None:
    case = opened(cabinet, kiosk)
    note(cabinet, case)
    assert kiosk.device.store.erase(case.case.receipt, "", is_taken_back=True)
    with kiosk.device.store.writing() as execute:
        assert execute("SELECT key_wrapped, sealed FROM note").fetchone() == (None, b"")


def test_photos_and_voice_notes_are_opened_as_long_as_they_are_here(
    cabinet: Cabinet, kiosk: Kiosk
) -> None:
    taken = [photo(), voice()]
    case = opened(cabinet, kiosk, taken)
    assert [cabinet.bytes_of(case, part) for part in (1, 2)] == [
        one.content for one in taken
    ]
    assert cabinet.bytes_of(case, 3) is None
    carry(kiosk, kiosk.outbox())
    change = cabinet.look_again(case)
    assert change is not None
    assert [one.is_here for one in change.file.pieces] == [False, False]
    assert cabinet.bytes_of(case, 1) is None


def test_a_change_by_a_colleague_is_told_from_news(
    cabinet: Cabinet, kiosk: Kiosk, shift: Shift
) -> None:
    case, outbox = opened(cabinet, kiosk), kiosk.outbox()
    carry(kiosk, outbox)
    (there,) = outbox.open_cases(TOWN_HALL, 0, 50)
    outbox.note_news(there, News(Progress.SEEN, "Έρχεται.", None))
    change = cabinet.look_again(case)
    assert change is not None
    assert (change.by_colleague, change.file.case.row.message) == (False, "Έρχεται.")
    with kiosk.device.store.writing() as execute:
        execute("UPDATE submission SET version = version + 1")
    change = cabinet.look_again(case)
    assert change is not None
    assert change.by_colleague
    assert Cabinet(shift).look_again(change.file) is None


def test_the_search_for_a_note_in_the_files_finds_one(
    cabinet: Cabinet, kiosk: Kiosk
) -> None:
    note(cabinet, opened(cabinet, kiosk))
    with kiosk.device.store.writing() as execute:
        kept = execute("SELECT sealed FROM note").fetchone()[0]
    files = [
        path.read_bytes() for path in kiosk.home.folder.rglob("*") if path.is_file()
    ]
    assert any(kept[:24] in one for one in files)
