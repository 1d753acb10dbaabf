"""Who may sit at the desk: PINs and badges, slow guesses, and a book nobody rewrites."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.office.auth import (
    FIRST_WAIT_S,
    FREE_TRIES,
    LONGEST_WAIT_S,
    Auth,
    Barred,
    PinFault,
    fault_of,
)
from kiosk.store import Store, connected
from tests.kiosk.village import SetClock

PIN = "314159"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "plateia.db")
    yield store
    store.close()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def auth(store: Store, clock: SetClock) -> Auth:
    auth = Auth(store, clock)
    assert auth.add("Μαρία", PIN, "")
    return auth


def wrong(auth: Auth, times: int) -> float:
    """Try so often with a wrong PIN; return how long the next one must wait."""
    barred = Barred()
    for _ in range(times):
        barred = auth.by_pin("Μαρία", "000001") or barred
    return barred.wait_s


def test_a_pin_lies_in_no_file(auth: Auth, store: Store) -> None:
    (person,) = auth.people()
    assert person.pin.startswith("$argon2id$")
    for file in store.path.parent.iterdir():
        assert PIN.encode() not in file.read_bytes()


@pytest.mark.parametrize(
    ("pin", "fault"),
    [
        ("31415", PinFault.SHORT),
        ("3" * 65, PinFault.LONG),
        ("111111", PinFault.PLAIN),
        ("123456", PinFault.PLAIN),
        ("qwerty", PinFault.PLAIN),
        (PIN, None),
    ],
)
def test_a_pin_that_anybody_would_guess_is_none(
    pin: str, fault: PinFault | None
) -> None:
    assert fault_of(pin) is fault


def test_wrong_tries_slow_the_next_one_ever_more_and_never_for_good(
    auth: Auth, clock: SetClock
) -> None:
    assert wrong(auth, FREE_TRIES - 1) == 0
    wait = wrong(auth, 1)
    assert wait == FIRST_WAIT_S
    for _ in range(12):
        clock.sleep(wait)
        longer = wrong(auth, 1)
        assert longer in {wait * 2, LONGEST_WAIT_S}
        wait = longer
    assert wait == LONGEST_WAIT_S
    clock.sleep(LONGEST_WAIT_S)
    assert auth.by_pin("Μαρία", PIN) is None
    assert wrong(auth, 1) == 0, "what was wrong before is forgotten"


def test_the_right_pin_must_wait_as_well(auth: Auth) -> None:
    wrong(auth, FREE_TRIES)
    assert auth.by_pin("Μαρία", PIN) == Barred(FIRST_WAIT_S)


def test_starting_the_machine_again_wins_no_tries(auth: Auth, clock: SetClock) -> None:
    wrong(auth, FREE_TRIES)
    clock.restart()
    barred = auth.by_pin("Μαρία", PIN)
    assert barred is not None
    assert barred.wait_s == FIRST_WAIT_S


def test_one_persons_mistakes_are_not_anothers(auth: Auth) -> None:
    auth.add("Νίκος", "271828", "Μαρία")
    wrong(auth, FREE_TRIES)
    assert auth.by_pin("Νίκος", "271828") is None


def test_a_new_badge_makes_the_old_one_void(auth: Auth) -> None:
    chance = random.Random(1).randbytes
    old = auth.make_badge("Μαρία", chance, "Μαρία")
    new = auth.make_badge("Μαρία", chance, "Μαρία")
    assert auth.by_badge(old) is None
    assert auth.by_badge(new) == "Μαρία"
    assert auth.by_badge("plateia:badge:") is None


def test_whoever_has_left_comes_in_no_more_and_the_last_one_stays(auth: Auth) -> None:
    auth.add("Νίκος", "271828", "Μαρία")
    badge = auth.make_badge("Νίκος", random.Random(2).randbytes, "Μαρία")
    assert auth.leave("Νίκος", "Μαρία")
    assert auth.by_pin("Νίκος", "271828") == Barred()
    assert auth.by_badge(badge) is None
    assert not auth.leave("Μαρία", "Μαρία")
    assert auth.add("Νίκος", "161803", "Μαρία"), "and may come back"


@pytest.mark.parametrize(
    "act",
    ["UPDATE deed SET who = 'nobody'", "DELETE FROM deed"],
    ids=["change", "tear"],
)
def test_no_line_of_the_book_can_be_changed_or_torn_out(
    auth: Auth, store: Store, act: str
) -> None:
    wrong(auth, 2)
    before = store.deeds()
    connection = connected(store.path)
    with pytest.raises(Exception, match="what was done stays written"):
        connection.execute(act)
    connection.close()
    assert store.deeds() == before
    assert [line.kind for _, line in before] == ["person-added", "failed", "failed"]
