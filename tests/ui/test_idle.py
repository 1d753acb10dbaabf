"""Nobody touches: the kiosk asks, waits, and forgets."""

from collections.abc import Callable

import pytest

from tests.ui.booth import NEVER_S, Booth, Given
from tests.ui.fakes import HandVoice
from ui.person import Person

Stand = Callable[..., Booth]
SOON_S = 0.6


def hurry(booth: Booth, wipe_after_s: float = NEVER_S) -> None:
    """From now on they are soon taken for gone: how long it took to come here, on a busy
    machine, does not count."""
    expect(booth, wipe_after_s)
    booth.idle.watch()


def expect(booth: Booth, wipe_after_s: float = NEVER_S) -> None:
    """When they are next waited for, they are soon taken for gone."""
    booth.idle._warn.setInterval(round(SOON_S * 1000))
    booth.idle._wipe.setInterval(round(wipe_after_s * 1000))


def calm(booth: Booth) -> None:
    """From the next touch on nobody is taken for gone."""
    booth.idle._warn.setInterval(NEVER_S * 1000)


def test_it_asks_whether_someone_is_there(booth: Booth) -> None:
    booth.come_in()
    hurry(booth)
    booth.wait_for("idle")
    assert booth.reads("Είστε ακόμα εδώ;")


@pytest.mark.parametrize("listens", [False, True])
def test_it_asks_aloud_too_and_is_silent_at_a_touch(
    booths: Stand, listens: bool
) -> None:
    booth = booths(Given(speaker=HandVoice))
    booth.come_in()
    voice = booth.speaker
    assert isinstance(voice, HandVoice)
    if listens:
        booth.touch("listen")
        booth.qtbot.waitUntil(lambda: voice.speaking)
    booth.idle.warned.emit()
    booth.wait_for("idle")
    booth.qtbot.waitUntil(lambda: voice.speaking)
    said = [one.text for one in voice.lines]
    assert said[0] == "Είστε ακόμα εδώ;"
    assert "θα σβηστούν" in said[1]
    assert booth.idle.warning  # to be asked aloud is no sign of life
    booth.touch("top")
    booth.wait_for("home")
    assert listens or not voice.speaking
    assert listens is (voice.lines[0].text != "Είστε ακόμα εδώ;")
    assert booth.stand.person.listens is listens


def test_any_touch_brings_back_the_page_as_it_was(booth: Booth) -> None:
    booth.come_in()
    booth.go("problem", "lighting", "broken-lamp", "landmark:square")
    booth.touch("dangerous")
    hurry(booth)
    booth.wait_for("idle")
    calm(booth)
    booth.touch("top")  # where nothing is to be touched
    booth.wait_for("several")
    assert booth.on() == ["dangerous"]
    booth.idle.warned.emit()  # and it is asked as often as it takes
    booth.wait_for("idle")
    booth.go("action")
    assert booth.on() == ["dangerous"]


def test_nobody_there_is_wiped_whole(booth: Booth) -> None:
    booth.come_in("en")
    booth.go("letters", "colours", "problem", "lighting")
    hurry(booth, SOON_S)
    booth.wait_for("attract")
    assert booth.stand.person == Person("el")
    assert not booth.idle.watching
    calm(booth)
    booth.come_in()
    booth.go("problem")
    assert booth.on() == []
    assert booth.kept() == []


def test_a_receipt_does_not_stay_for_the_next_one_to_read(booth: Booth) -> None:
    booth.come_in()
    booth.go(
        "problem", "lighting", "broken-lamp", "landmark:square", "action", "action"
    )
    assert booth.page.name == "receipt"
    hurry(booth, SOON_S)
    booth.wait_for("attract")
    assert not booth.reads(booth.receipts[0].code[:3])


def test_the_attract_page_waits_for_ever(booth: Booth) -> None:
    assert not booth.idle.watching
    booth.go("begin")
    assert booth.idle.watching


def test_a_touch_begins_the_time_anew(booths: Stand) -> None:
    booth = booths(Given(warn_after_s=NEVER_S, wipe_after_s=NEVER_S))
    booth.come_in()
    booth.idle.warned.emit()
    booth.wait_for("idle")
    assert booth.idle.warning
    booth.touch("top")
    booth.wait_for("home")
    assert booth.idle.watching
    assert not booth.idle.warning


def test_it_never_asks_while_it_reads_aloud(booths: Stand) -> None:
    booth = booths(Given(speaker=HandVoice))
    booth.come_in()
    booth.touch("listen")
    booth.qtbot.waitUntil(lambda: booth.speaker.speaking)
    expect(booth)
    assert not booth.idle.watching
    voice = booth.speaker
    assert isinstance(voice, HandVoice)
    for _ in range(len(voice.lines) + 1):
        voice.speak()
    booth.qtbot.waitUntil(lambda: booth.idle.watching)
    booth.wait_for("idle")


def test_a_listener_who_has_left_is_wiped_too(booths: Stand) -> None:
    booth = booths(Given(speaker=HandVoice))
    booth.come_in()
    booth.touch("listen")
    voice = booth.speaker
    assert isinstance(voice, HandVoice)
    booth.qtbot.waitUntil(lambda: voice.speaking)
    expect(booth)
    for _ in range(len(voice.lines) + 1):
        voice.speak()
    booth.wait_for("idle")  # which is read aloud as well
    booth.idle._wipe.setInterval(round(SOON_S * 1000))  # from now on
    booth.wait_for("attract")
    assert not voice.speaking
    assert voice.forgotten
