"""Nobody touches: the kiosk asks, waits, and forgets."""

from collections.abc import Callable

from tests.ui.booth import NEVER_S, Booth, Given
from tests.ui.fakes import HandVoice
from ui.person import Person

Stand = Callable[..., Booth]
SOON_S = 0.6


def test_it_asks_whether_someone_is_there(booths: Stand) -> None:
    booth = booths(Given(warn_after_s=SOON_S))
    booth.come_in()
    booth.wait_for("idle")
    assert booth.reads("Είστε ακόμα εδώ;")


def test_any_touch_brings_back_the_page_as_it_was(booths: Stand) -> None:
    booth = booths(Given(warn_after_s=SOON_S))
    booth.come_in()
    booth.go("problem", "lighting", "broken-lamp", "landmark:square")
    booth.touch("dangerous")
    booth.wait_for("idle")
    booth.touch("top")  # where nothing is to be touched
    booth.wait_for("several")
    assert booth.on() == ["dangerous"]
    booth.wait_for("idle")  # and it is asked as often as it takes
    booth.go("action")
    assert booth.on() == ["dangerous"]


def test_nobody_there_is_wiped_whole(booths: Stand) -> None:
    booth = booths(Given(warn_after_s=SOON_S, wipe_after_s=SOON_S))
    booth.come_in("en")
    booth.go("letters", "colours", "problem", "lighting")
    booth.wait_for("attract")
    assert booth.stand.person == Person("el")
    assert not booth.idle.watching
    booth.come_in()
    booth.go("problem")
    assert booth.on() == []
    assert booth.kept() == []


def test_a_receipt_does_not_stay_for_the_next_one_to_read(booths: Stand) -> None:
    booth = booths(Given(warn_after_s=1, wipe_after_s=SOON_S))
    booth.come_in()
    booth.go(
        "problem", "lighting", "broken-lamp", "landmark:square", "action", "action"
    )
    assert booth.page.name == "receipt"
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
    booth = booths(Given(warn_after_s=SOON_S, speaker=HandVoice))
    booth.come_in()
    booth.touch("listen")
    booth.qtbot.waitUntil(lambda: booth.speaker.speaking)
    assert not booth.idle.watching
    voice = booth.speaker
    assert isinstance(voice, HandVoice)
    for _ in range(len(voice.lines) + 1):
        voice.speak()
    booth.qtbot.waitUntil(lambda: booth.idle.watching)
    booth.wait_for("idle")


def test_a_listener_who_has_left_is_wiped_too(booths: Stand) -> None:
    booth = booths(Given(warn_after_s=SOON_S, wipe_after_s=SOON_S, speaker=HandVoice))
    booth.come_in()
    booth.touch("listen")
    voice = booth.speaker
    assert isinstance(voice, HandVoice)
    booth.qtbot.waitUntil(lambda: voice.speaking)
    for _ in range(len(voice.lines) + 1):
        voice.speak()
    booth.wait_for("idle")  # which is read aloud as well
    booth.wait_for("attract")
    assert not voice.speaking
    assert voice.forgotten
