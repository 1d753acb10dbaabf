"""A citizen shows and speaks: what is captured is kept, heard, changed and forgotten."""

import io
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kiosk.media import Media
from tests.ui.booth import Booth, Given
from tests.ui.captors import (
    hand_kit,
    scene,
    tone,
)
from tests.ui.capturing import (
    Door,
    Roomless,
    camera,
    come,
    counts,
    ids_in,
    kept,
    microphone,
    player,
    record,
    send,
    take_picture,
)
from tests.ui.fakes import HandVoice
from ui.satchel import bare_kit
from ui.widgets.tile import Tile

Stand = Callable[..., Booth]
SOON_S = 0.3

# The whole way


def test_a_photo_and_a_voice_note_go_out_with_the_report(capturing: Booth) -> None:
    take_picture(capturing)
    capturing.go("keep")
    assert not camera(capturing).looking
    record(capturing, 3)
    capturing.go("action")
    assert capturing.page.name == "check"
    capturing.qtbot.wait(50)  # the small voice note is there
    send(capturing)
    ((photo, voice),) = kept
    assert (photo.question, photo.media) == ("photo", Media.JPEG)
    assert QImage.fromData(photo.content).size() == scene().size()
    assert (voice.question, voice.media) == ("voice", Media.OPUS)
    assert ids_in(capturing) == set()
    assert [one.part for one in capturing.kept()] == [0, 1, 2]


def test_both_are_passed_with_nothing(capturing: Booth) -> None:
    capturing.go("action", "action")
    assert capturing.page.name == "check"
    send(capturing)
    assert kept == [()]


def test_the_review_shows_the_picture_and_plays_the_voice(capturing: Booth) -> None:
    take_picture(capturing)
    capturing.go("keep")
    record(capturing, 3)
    capturing.go("action")
    tile = capturing.tile("photo")
    assert isinstance(tile, Tile)
    assert tile.face.photo is not None
    assert tile.face.photo.size() == scene().size()
    assert capturing.reads("0:03")
    capturing.touch("voice:beside")
    with wave.open(io.BytesIO(player(capturing).playing)) as sound:
        assert sound.getnframes() == 3 * 16_000
    assert capturing.page.busy()
    capturing.touch("voice:beside")
    assert player(capturing).playing == b""
    capturing.touch("voice:beside")
    player(capturing).end()
    assert not capturing.page.busy()
    capturing.touch("voice:beside")
    capturing.go("voice")  # to change it: it falls silent
    assert player(capturing).playing == b""
    assert capturing.has("hear")


# The voice


def test_a_recording_survives_letters_language_and_back(capturing: Booth) -> None:
    capturing.go("action")
    record(capturing, 3)
    capturing.go("letters", "colours", "language", "en")
    assert capturing.reads("Hear it")
    assert capturing.reads("0:03")
    capturing.go("action", "back")
    assert capturing.has("hear")
    capturing.go("back", "action")
    assert capturing.has("hear")
    assert len(ids_in(capturing)) == 1


def test_letters_in_the_middle_of_speaking_keep_what_was_said(capturing: Booth) -> None:
    capturing.go("action")
    capturing.touch("talk")
    microphone(capturing).hear(tone(4))
    capturing.go("letters")
    assert not microphone(capturing).recording
    assert capturing.reads("0:04")


def test_going_on_in_the_middle_of_speaking_keeps_it_too(capturing: Booth) -> None:
    capturing.go("action")
    capturing.touch("talk")
    microphone(capturing).hear(tone(4))
    capturing.go("action")
    assert capturing.page.name == "check"
    assert capturing.reads("0:04")


def test_it_stops_by_itself_and_says_how_long_is_left(capturing: Booth) -> None:
    capturing.go("action")
    assert capturing.reads("Μένουν 0:10")
    capturing.touch("talk")
    microphone(capturing).hear(tone(4))
    assert capturing.reads("Μένουν 0:06")
    microphone(capturing).hear(tone(8))
    assert not microphone(capturing).recording
    capturing.settle()
    assert capturing.reads("0:10")


def test_doing_it_again_forgets_the_first(capturing: Booth) -> None:
    capturing.go("action")
    record(capturing, 3)
    first = ids_in(capturing)
    capturing.touch("redo")
    assert ids_in(capturing) == set()
    capturing.settle()
    record(capturing, 5)
    assert len(ids_in(capturing)) == 1
    assert ids_in(capturing) != first


def test_going_back_from_doing_it_again_has_the_first_still(capturing: Booth) -> None:
    capturing.go("action")
    record(capturing, 3)
    capturing.go("action", "voice")
    capturing.touch("redo")
    capturing.go("back")
    assert capturing.page.name == "check"
    assert capturing.reads("0:03")


def test_a_double_touch_is_no_voice_note(capturing: Booth) -> None:
    capturing.go("action")
    record(capturing, 0.2)
    assert capturing.reads("πατήστε ξανά όταν τελειώσετε")
    assert ids_in(capturing) == set()


def test_who_whispers_is_told_and_may_go_on(capturing: Booth) -> None:
    capturing.go("action")
    record(capturing, 3, loud=0.0005)
    assert capturing.reads("Σχεδόν δεν ακουστήκατε")
    capturing.go("action")
    assert capturing.reads("0:03")


def test_a_microphone_that_is_pulled_out_keeps_what_was_said(capturing: Booth) -> None:
    capturing.go("action")
    capturing.touch("talk")
    microphone(capturing).hear(tone(2))
    microphone(capturing).lose()
    capturing.settle()
    assert capturing.reads("0:02")


def test_speech_stops_before_recording_and_nothing_is_spoken_into_it(
    booths: Stand, pack: Path
) -> None:
    booth = booths(Given(pack=pack, kit=hand_kit, speaker=HandVoice))
    come(booth)
    booth.go("action")
    booth.touch("listen")
    booth.qtbot.waitUntil(lambda: booth.speaker.speaking)
    spoken: list[bool] = []
    heard = microphone(booth)
    begin = heard.record

    def record_now(seconds: float) -> None:
        spoken.append(booth.speaker.speaking)
        begin(seconds)

    heard.record = record_now  # type: ignore[method-assign]
    booth.touch("talk")
    assert spoken == [False]
    booth.page.turned.emit()  # what else would be read aloud
    booth.qtbot.wait(50)
    assert not booth.speaker.speaking
    microphone(booth).hear(tone(2))


def test_nobody_is_asked_whether_they_are_there_while_they_speak_or_hear(
    booths: Stand, pack: Path
) -> None:
    booth = booths(Given(pack=pack, kit=hand_kit, warn_after_s=1.0))
    come(booth)
    booth.go("action")
    booth.touch("talk")
    assert not counts(booth)
    booth.qtbot.wait(1200)
    assert booth.page.name == "voice"
    microphone(booth).hear(tone(2))
    assert not counts(booth)
    booth.touch("talk")
    assert counts(booth)
    booth.settle()
    booth.touch("hear")
    assert not counts(booth)
    player(booth).end()
    assert counts(booth)
    booth.wait_for("idle")
    booth.touch("top")
    booth.wait_for("voice")
    assert booth.reads("0:02")


@pytest.mark.parametrize("way", ["start-over", "gone"])
def test_everything_captured_is_wiped(booths: Stand, pack: Path, way: str) -> None:
    wait = Given(pack=pack, kit=hand_kit)
    if way == "gone":
        wait = Given(pack=pack, kit=hand_kit, warn_after_s=1, wipe_after_s=SOON_S)
    booth = booths(wait)
    come(booth)
    take_picture(booth)
    booth.go("keep")
    record(booth)
    assert len(ids_in(booth)) == 2
    if way == "gone":
        booth.wait_for("attract")
    else:
        booth.go(way)
    assert ids_in(booth) == set()
    assert not camera(booth).looking
    assert not microphone(booth).recording
    assert player(booth).playing == b""


def test_a_kiosk_without_devices_says_so_and_goes_on(booths: Stand, pack: Path) -> None:
    booth = booths(Given(pack=pack, kit=bare_kit, door=Door))
    come(booth)
    booth.qtbot.waitUntil(lambda: booth.reads("Τώρα δεν έχουμε κάμερα."))
    booth.go("action")
    booth.qtbot.waitUntil(lambda: booth.reads("δεν μπορούμε να σας ακούσουμε"))
    assert any("δεν πειράζει" in said.text for said in booth.page.spoken())
    booth.go("action")
    send(booth)
    assert kept == [()]


def test_a_disk_that_is_nearly_full_takes_words_only(booths: Stand, pack: Path) -> None:
    booth = booths(Given(pack=pack, kit=hand_kit, door=Roomless))
    come(booth)
    booth.qtbot.waitUntil(lambda: booth.reads("Τώρα δεν έχουμε κάμερα."))
    assert not camera(booth).looking
