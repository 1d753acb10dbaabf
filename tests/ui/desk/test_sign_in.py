"""Nobody reads a word at the desk without having said who they are."""

from collections.abc import Callable

from kiosk.office.auth import FIRST_WAIT_S, FREE_TRIES
from tests.ui.desk.counter import CLERK, PIN, Counter


def test_the_first_of_all_says_who_they_are(counter: Counter) -> None:
    assert counter.reads("Ποιος θα δουλεύει εδώ;")
    counter.begin()
    assert [one.name for one in counter.face.door.people] == [CLERK]
    assert counter.reads(CLERK)


def test_whoever_locks_signs_in_again(desk: Counter) -> None:
    desk.press("Ctrl+L")
    assert desk.face.office is None
    assert desk.reads("Ποιος είναι στο γραφείο;")
    desk.sign_in()
    desk.qtbot.wait_until(lambda: desk.face.office is not None)


def test_a_wrong_pin_slows_the_next_try_and_never_ends_them(desk: Counter) -> None:
    desk.press("Ctrl+L")
    for _ in range(FREE_TRIES):
        desk.sign_in("000000")
        desk.wait_to_read("Δεν ήταν σωστό")
        desk.settle()
    assert desk.reads("Περιμένετε")
    desk.clock.sleep(FIRST_WAIT_S)
    came = desk.face.door.sign_in(CLERK, PIN)
    assert not hasattr(came, "wait_s")


def test_two_desks_of_one_home_know_the_same_people(
    desk: Counter, counters: Callable[[], Counter]
) -> None:
    other = counters()
    other.come_before()
    assert other.reads("Ποιος είναι στο γραφείο;")
    other.sign_in()
    other.qtbot.wait_until(lambda: other.face.office is not None)


def test_a_badge_that_is_read_signs_in(desk: Counter) -> None:
    shift = desk.face._shift
    assert shift is not None
    text = desk.face.door.auth(shift).make_badge(CLERK, desk.face._chance, CLERK)
    desk.press("Ctrl+L")
    desk.face._scans.scanned.emit(text)
    desk.qtbot.wait_until(lambda: desk.face.office is not None, timeout=10_000)
    assert desk.deeds()[-1] == ("signed-in", CLERK)
