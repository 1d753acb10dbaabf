"""Somebody at a kiosk would rather have a person: the desk hears it, and somebody goes."""

from kiosk.rows import CallRow
from tests.ui.desk.counter import CLERK, Counter
from ui.bell import chime
from ui.desk.ringing import RING_AGAIN


def call(desk: Counter, place: str = "Δροσιά", language: str = "ar") -> int:
    at = desk.clock.now().isoformat()
    return desk.ground.store.put_call(CallRow("k1", place, language, "check", at))


def look(desk: Counter) -> None:
    desk.face._ringing.look()
    desk.settle()


def rings(desk: Counter) -> bool:
    return bool(desk.player.playing)


def test_a_call_rings_and_says_who_calls_from_where(desk: Counter) -> None:
    call(desk)
    look(desk)
    assert desk.player.playing == chime(rings=2)
    desk.wait_to_read("Κάποιος καλεί από το περίπτερο: Δροσιά")
    desk.press("F5")
    desk.settle()
    assert desk.cells() == [
        ["Δροσιά", "العربية", "τον έλεγχο όσων είπαν", "μόλις τώρα", ""]
    ]


def test_a_locked_desk_hears_it_as_well(desk: Counter) -> None:
    desk.press("Ctrl+L")
    call(desk)
    look(desk)
    assert desk.player.playing == chime(rings=2)
    assert desk.reads("Κάποιος καλεί από το περίπτερο: Δροσιά")


def test_it_rings_again_while_nobody_comes_and_no_more_then(desk: Counter) -> None:
    called = call(desk)
    look(desk)
    desk.player.stop()
    for _ in range(RING_AGAIN - 1):
        look(desk)
    assert not rings(desk)
    look(desk)
    assert rings(desk)
    desk.player.stop()
    desk.face.door.come(called, CLERK)
    for _ in range(2 * RING_AGAIN):
        look(desk)
    assert not rings(desk)


def test_whoever_answers_is_shown_by_name(desk: Counter) -> None:
    called = call(desk)
    desk.press("F5")
    desk.settle()
    desk.press("Ctrl+Return")
    desk.settle()
    assert desk.ground.store.who_comes(called) == CLERK
    assert desk.deeds()[-1] == ("call-answered", f"call {called}")


def test_of_two_who_answer_one_is_told_that_the_other_goes(desk: Counter) -> None:
    called = call(desk)
    desk.press("F5")
    desk.settle()
    desk.face.door.come(called, "Νίκος")
    desk.press("Ctrl+Return")
    desk.wait_to_read("Πρόλαβε συνάδελφος")
    assert desk.ground.store.who_comes(called) == "Νίκος"
