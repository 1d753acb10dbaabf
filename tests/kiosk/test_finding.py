"""Whoever types a few letters sees the case: fast, from memory only, and nothing breaks."""

import random
from collections.abc import Iterator

import msgspec
import pytest

from kiosk.errors import Damaged
from kiosk.office.deeds import Deed
from kiosk.office.finding import _AT_ONCE, MOST_FOUND, Finder, Found
from kiosk.office.shift import Ground, Shift
from kiosk.store.index import _FIND, Asked, Entry, Index
from kiosk.store.people import write
from kiosk.submission import Dispatch, State
from kiosk.vault import load_opener
from tests.hostile import NASTY
from tests.kiosk.crowd import fill, keep, kept, tellings
from tests.kiosk.thief import KEEP, carry, turn
from tests.kiosk.village import Kiosk

Finders = Iterator[Finder]
HOSTILE = (
    *("*", '"', '"*', "''", "NEAR", "NEAR(α β)", "AND", "OR NOT", "name:α", "{", "^a"),
    *("-", "+30", "(", ")", "a*b", "%", "_", "\0", "\ud800", "α" * 10_000, "𐌰𝔘ß ǅ"),
    *NASTY.values(),
)


@pytest.fixture
def shift(kiosk: Kiosk) -> Shift:
    ground = Ground(kiosk.home, kiosk.config, kiosk.pack, kiosk.device, kiosk.clock)
    opener = load_opener(kiosk.config.keys, kiosk.device.public_key)
    return Shift(ground, "Μαρία", opener)


@pytest.fixture
def told(kiosk: Kiosk) -> Dispatch:
    """One of twelve; the others are nothing like it."""
    fill(kiosk, 11)
    (one,) = tellings(1, random.Random(7))
    one = msgspec.structs.replace(
        one,
        name="Ευφροσύνη Ζωγράφου",
        phone="+306912345678",
        email="zografou@example.gr",
        title="Ξεχειλισμένος κάδος",
        description="Στο ρέμα της Αγίας Λαύρας",
        address="Κάτω Λευκή, Πλατεία",
    )
    keep(kiosk, one)
    return one


@pytest.fixture
def finder(shift: Shift, told: Dispatch) -> Finders:
    """All is read."""
    one = Finder(shift)
    while not one.read_on():
        pass
    yield one
    one.close()


def receipts(finder: Finder, typed: str) -> list[str]:
    return [one.receipt for one in finder.find(typed).found]


KNOWN = (
    *("ευφροσ", "Ζωγραφου Ευφροσυνη", "ΕΥΦΡΟΣΎΝΗ", "ζωγράφος"[:6], "zografou@exam"),
    *("6912345678", "691 234", "+30 6912 345678", "00306912", "5678", "345-678"),
    *("ξεχειλ καδος", "ΚΑΔΟΣ ΞΕΧΕΙΛΙΣΜΕΝΟΣ", "αγιας ρεμα", "λαυρ"),
)


def test_a_case_is_found_by_whatever_is_known_of_it(
    finder: Finder, told: Dispatch
) -> None:
    for typed in KNOWN:
        assert receipts(finder, typed) == [told.receipt], typed


def test_latin_letters_find_greek_ones_after_what_is_spelt_so(
    finder: Finder, kiosk: Kiosk, told: Dispatch
) -> None:
    for typed in (
        "lavras",
        "agias layras",
        "efrosini zograf",
        "3exeilismenos",
        "kados xexilis",
    ):
        assert receipts(finder, typed) == [told.receipt], typed
    (other,) = tellings(1, random.Random(12))
    other = msgspec.structs.replace(other, description="lavras, in Latin letters")
    keep(kiosk, other)
    (later,) = tellings(1, random.Random(13))
    keep(kiosk, msgspec.structs.replace(later, description="Λαύρας, πιο ύστερα"))
    expected = [other.receipt, later.receipt, told.receipt]
    assert receipts(finder, "lavras") == expected


def test_a_receipt_is_found_as_it_is_written(finder: Finder, told: Dispatch) -> None:
    code = told.receipt
    greek = code.translate(str.maketrans("ABEHKMNPTXYZ", "ΑΒΕΗΚΜΝΡΤΧΥΖ"))
    for typed in (code, code.lower(), f"{code[:3]} {code[3:6]}-{code[6:]}", greek):
        assert receipts(finder, typed) == [told.receipt]
    assert told.receipt in receipts(finder, code[:2])


def test_what_the_municipality_calls_it_is_found_when_it_is_there(
    finder: Finder, kiosk: Kiosk, told: Dispatch
) -> None:
    assert receipts(finder, f"SR-{told.receipt}") == []
    carry(kiosk, kiosk.outbox())  # SR- and its receipt is what it is called there
    assert receipts(finder, f"sr-{told.receipt}") == [told.receipt]


def test_names_come_before_words_and_the_newest_first(
    finder: Finder, kiosk: Kiosk, told: Dispatch
) -> None:
    fresh = [
        msgspec.structs.replace(one, name="", description=words)
        for one, words in zip(
            tellings(3, random.Random(8)),
            ("ζωγραφιά", "άλλα", "ζωγραφιά στον τοίχο"),
            strict=True,
        )
    ]
    for one in fresh:
        keep(kiosk, one)
    expected = [told.receipt, fresh[2].receipt, fresh[0].receipt]
    assert receipts(finder, "ζωγραφ") == expected


def test_nothing_typed_shows_the_newest(finder: Finder, told: Dispatch) -> None:
    assert receipts(finder, " ")[0] == told.receipt
    assert len(receipts(finder, "")) == 12


def test_a_list_of_many_shows_nothing_personal(finder: Finder, told: Dispatch) -> None:
    shown: Found = finder.find("ζωγραφου").found[0]
    assert (shown.what, shown.where) == (told.title, told.address)
    for own in ("Ζωγράφου", "6912345678", "example.gr", "Λαύρας"):
        assert own not in repr(shown)


def test_nothing_that_is_typed_breaks_anything(finder: Finder) -> None:
    for typed in HOSTILE:
        finder.find(typed)
        assert len(receipts(finder, "")) == 12, typed


def test_signs_and_endless_words_find_nothing(finder: Finder) -> None:
    for typed in ("*", '"', "(", "NEAR", "α" * 10_000, "'; DROP TABLE found; --"):
        assert receipts(finder, typed) == []


def test_what_was_told_in_hostile_words_is_found_by_its_number(
    shift: Shift, kiosk: Kiosk
) -> None:
    nasty = [
        msgspec.structs.replace(one, description=words, name=words, phone=words)
        for one, words in zip(
            tellings(len(NASTY), random.Random(9)), NASTY.values(), strict=True
        )
    ]
    for one in nasty:
        keep(kiosk, one)
    finder = Finder(shift)
    assert finder.read_on()
    for one in nasty:
        assert receipts(finder, one.receipt) == [one.receipt]
    finder.close()


def test_the_newest_are_found_while_the_oldest_are_still_read(
    shift: Shift, kiosk: Kiosk
) -> None:
    told = fill(kiosk, _AT_ONCE + 1)
    finder = Finder(shift)
    assert not finder.read_on()
    newest, oldest = finder.find(told[-1].receipt), finder.find(told[0].receipt)
    assert (len(newest.found), len(oldest.found)) == (1, 0)
    assert (newest.read, newest.whole, newest.is_all) == (_AT_ONCE, _AT_ONCE + 1, False)
    assert finder.read_on()
    assert finder.find(told[0].receipt).is_all
    assert receipts(finder, told[0].receipt) == [told[0].receipt]
    finder.close()


def test_what_is_filed_meanwhile_is_found(finder: Finder, kiosk: Kiosk) -> None:
    (new,) = tellings(1, random.Random(10))
    keep(kiosk, new)
    found = finder.find(new.receipt)
    assert [one.receipt for one in found.found] == [new.receipt]
    assert found.is_all


def test_what_another_desk_changed_is_found_by_its_new_words(
    finder: Finder, shift: Shift, kiosk: Kiosk, told: Dispatch
) -> None:
    other = msgspec.structs.replace(told, title="Ανεμοστρόβιλος")
    new = kept(kiosk, other)
    with kiosk.device.store.writing() as execute:
        execute(
            "UPDATE submission SET sealed = ?, key_wrapped = ? WHERE id = ?",
            (new.sealed, new.key_wrapped, told.id),
        )
        execute(
            "UPDATE outbox SET body = ?, body_sha256 = ? WHERE submission_id = ?",
            (new.dispatch.body, new.dispatch.sha256, told.id),
        )
        write(execute, shift.did(Deed.AMENDED, told.receipt))
    assert receipts(finder, "ξεχειλ") == []
    assert receipts(finder, "ανεμοστρ") == [told.receipt]


def test_what_is_undone_is_found_no_more(
    finder: Finder, shift: Shift, kiosk: Kiosk, told: Dispatch
) -> None:
    with kiosk.device.store.writing() as execute:
        execute("DELETE FROM outbox WHERE submission_id = ?", (told.id,))
        execute("DELETE FROM submission WHERE id = ?", (told.id,))
        write(execute, shift.did(Deed.UNDONE, told.receipt))
    assert receipts(finder, told.receipt) == []
    assert finder._index.find(Asked(("ευφροσυνη",)), 1) == []


def test_what_is_destroyed_is_found_by_its_number_only(
    finder: Finder, shift: Shift, kiosk: Kiosk, told: Dispatch
) -> None:
    carry(kiosk, kiosk.outbox())
    kiosk.clock.sleep(KEEP * 86_400)
    assert turn(kiosk) == 12
    after = Finder(shift)
    assert after.read_on()
    assert receipts(after, "ευφροσυνη") == receipts(after, "ξεχειλ") == []
    (shown,) = after.find(told.receipt).found
    assert (shown.what, shown.where, shown.state) == ("", "", State.PURGED)
    assert receipts(finder, "ξεχειλ") == []  # nor by what was read before
    assert receipts(finder, told.receipt) == [told.receipt]
    after.close()


def test_of_what_is_read_nothing_is_on_the_disk(
    finder: Finder, kiosk: Kiosk, told: Dispatch
) -> None:
    files = [path.read_bytes() for path in kiosk.folder.rglob("*") if path.is_file()]
    (main,) = finder._index._memory.execute("PRAGMA database_list").fetchall()
    assert main[2] == ""  # the file of a database; '' has none
    for own in (told.phone, "ευφροσυνη", "Ευφροσύνη", "λαυρας"):
        assert not any(own.encode() in one for one in files)


def test_a_shift_that_is_over_finds_nothing(
    finder: Finder, shift: Shift, told: Dispatch
) -> None:
    finder.close()
    assert receipts(finder, "ευφροσ") == []
    shift.end()
    with pytest.raises(Damaged):
        finder.read_on()


# What it costs: counted, for a count does not depend on the machine.

COMMON = (
    *(Asked(("λ",)), Asked(("λαμπα",)), Asked(("λαμπα", "ε")), Asked(("σβηστη", "λ"))),
    *(Asked(("69",), phone=("69", "x96")), Asked(("a",), number="a")),
)


def filled(count: int) -> Index:
    """Every case has these words: the worst there is."""
    index = Index()
    for at in range(0, count, 500):
        index.put(
            [
                Entry(
                    number,
                    number=(f"a{number:08}",),
                    name=("ελενη", f"ε{number}"),
                    phone=(f"69{number:08}", f"x{number:08}96"),
                    words=("σβηστη", "λαμπα", f"λ{number}"),
                )
                for number in range(at + 1, at + 501)
            ]
        )
    return index


def steps(index: Index, asked: Asked) -> int:
    """Steps of the engine for one question: each row it touches takes some."""
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    index._memory.set_progress_handler(count, 1)
    assert len(index.find(asked, MOST_FOUND + 1)) == MOST_FOUND + 1
    index._memory.set_progress_handler(None, 1)
    return taken


@pytest.mark.parametrize("asked", COMMON, ids=str)
def test_however_many_cases_there_are_as_few_are_read(asked: Asked) -> None:
    few, many = filled(500), filled(5000)
    # Ten times as many are in a few more pieces, of which each is looked up; and no more.
    assert steps(many, asked) < 5 * steps(few, asked)
    assert steps(many, asked) < 30 * (MOST_FOUND + 1) < 5000
    few.close()
    many.close()


def test_the_index_is_asked_and_nothing_is_sorted() -> None:
    index = filled(500)
    plan = index._memory.execute(
        f"EXPLAIN QUERY PLAN {_FIND}", ('"λαμπ" *', MOST_FOUND)
    ).fetchall()
    said = [line[3] for line in plan]
    assert len(said) == 1
    assert said[0].startswith("SCAN found VIRTUAL TABLE INDEX")
    assert not any("TEMP B-TREE" in line for line in said)
    index.close()
