"""A citizen shows and speaks: what is captured is kept, heard, changed and forgotten."""

import io
import wave
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtGui import QImage

from kiosk.citizen import CitizenDoor
from kiosk.journey import Journey
from kiosk.media import Captured, Media
from kiosk.submission import Receipt
from tests.kiosk.every_kind import write_every_kind
from tests.ui.booth import Booth, Given
from tests.ui.captors import (
    HandCamera,
    HandDarkroom,
    HandMicrophone,
    HandPlayer,
    hand_kit,
    scene,
    tone,
    write_stick,
)
from tests.ui.fakes import HandVoice
from ui.citizen.questions.photo import PhotoScreen
from ui.satchel import bare_kit
from ui.speech import Speaker
from ui.widgets.tile import Tile

Stand = Callable[..., Booth]
SOON_S = 0.3

PHOTO_AND_VOICE = """
id = "everything"
version = "1"
icon = "problem"
colour = "sea"
title = { el = "Όλα", en = "Everything" }
[[question]]
kind = "photo"
id = "photo"
title = { el = "Θέλετε να το δείξετε;", en = "Do you want to show it?" }
most = 2
[[question]]
kind = "voice"
id = "voice"
title = { el = "Θέλετε να το πείτε;", en = "Do you want to say it?" }
longest_s = 10
"""

kept: list[tuple[Captured, ...]] = []


class Door(CitizenDoor):
    """The real door; remembers what came through it."""

    def confirm(self, journey: Journey, *args: object) -> Receipt:
        kept.append(cast(tuple[Captured, ...], args[2]))
        return super().confirm(journey, *args)  # type: ignore[arg-type]


class Roomless(Door):
    """The disk is nearly full."""

    def may_capture(self) -> bool:
        return False


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    pack = write_every_kind(tmp_path / "pack")
    (pack / "forms" / "everything.toml").write_text(PHOTO_AND_VOICE, "utf-8")
    kept.clear()
    return pack


@pytest.fixture
def capturing(booths: Stand, pack: Path) -> Booth:
    booth = booths(Given(pack=pack, kit=hand_kit, door=Door))
    come(booth)
    return booth


def come(booth: Booth) -> None:
    booth.come_in()
    booth.go("everything")


def microphone(booth: Booth) -> HandMicrophone:
    assert isinstance(booth.kit.microphone, HandMicrophone)
    return booth.kit.microphone


def camera(booth: Booth) -> HandCamera:
    assert isinstance(booth.kit.camera, HandCamera)
    return booth.kit.camera


def player(booth: Booth) -> HandPlayer:
    assert isinstance(booth.kit.player, HandPlayer)
    return booth.kit.player


def take_picture(booth: Booth) -> None:
    page = booth.page
    assert isinstance(page, PhotoScreen)
    page._second.setInterval(10)
    booth.touch("take")
    booth.qtbot.waitUntil(lambda: booth.has("keep"))
    booth.settle()


def record(booth: Booth, seconds: float = 3, loud: float = 0.3) -> None:
    booth.touch("talk")
    booth.settle()
    microphone(booth).hear(tone(seconds, loud=loud))
    booth.touch("talk")
    booth.settle()


def counts(booth: Booth) -> bool:
    """Say whether the kiosk counts the time that nobody touches it."""
    return booth.idle.watching


def ids_in(booth: Booth) -> set[str]:
    return set(booth.kit.satchel._kept)


def send(booth: Booth) -> None:
    booth.go("action")
    assert booth.page.name == "receipt"


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
    assert capturing.reads("αγγίξτε ξανά όταν τελειώσετε")
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


# The photo


def test_the_picture_is_counted_down_shown_and_spoken(
    booths: Stand, pack: Path
) -> None:
    def voice(folder: Path) -> Speaker:
        return HandVoice(folder)

    booth = booths(Given(pack=pack, kit=hand_kit, speaker=voice))
    come(booth)
    assert booth.reads("Χωρίς πρόσωπα και πινακίδες")
    booth.touch("listen")
    booth.settle()
    said: list[str] = []
    booth.page.heard.connect(lambda one: said.append(one.text))
    booth.touch("take")
    booth.settle()
    assert booth.reads("3")
    assert not booth.idle.watching
    speaker = booth.speaker
    assert isinstance(speaker, HandVoice)
    assert [line.text for line in speaker.lines] == ["3"]
    booth.qtbot.waitUntil(lambda: booth.has("keep"), timeout=5_000)
    assert said == ["3", "2", "1"]


def test_two_pictures_and_no_more(capturing: Booth) -> None:
    take_picture(capturing)
    capturing.touch("another")
    capturing.settle()
    assert camera(capturing).looking
    take_picture(capturing)
    assert not capturing.has("another")
    capturing.touch("redo")
    capturing.settle()
    assert len(ids_in(capturing)) == 1
    take_picture(capturing)
    capturing.go("keep", "action", "action")
    ((one, other),) = kept
    assert one.id != other.id


def test_a_picture_survives_letters_and_a_thrown_one_does_not_come_back(
    capturing: Booth,
) -> None:
    take_picture(capturing)
    capturing.go("letters")
    assert capturing.has("keep")
    capturing.touch("redo")
    capturing.go("letters")
    assert capturing.has("take")


def test_leaving_while_it_counts_takes_no_picture(capturing: Booth) -> None:
    capturing.touch("take")
    capturing.go("letters")
    assert capturing.has("take")
    capturing.qtbot.wait(100)
    assert ids_in(capturing) == set()
    assert capturing.idle.watching


def test_a_camera_that_goes_while_it_counts(capturing: Booth) -> None:
    capturing.touch("take")
    camera(capturing).rest()
    camera(capturing).missing.emit()
    capturing.settle()
    assert capturing.reads("Τώρα δεν έχουμε κάμερα.")
    assert not capturing.page.busy()


@pytest.mark.qt_log_ignore("marker type", extend=True)
def test_a_picture_from_a_stick(booths: Stand, pack: Path, tmp_path: Path) -> None:
    stick = write_stick(tmp_path / "media" / "maria" / "STICK")
    (stick / "bad.jpg").write_bytes(b"\xff\xd8\xff no picture")
    booth = booths(
        Given(pack=pack, kit=lambda parent: hand_kit(parent, tmp_path / "media"))
    )
    come(booth)
    booth.qtbot.waitUntil(lambda: booth.has("stick"))
    booth.settle()
    booth.touch("stick")
    booth.qtbot.wait(50)
    booth.settle()
    booth.touch(f"file:{stick / 'bad.jpg'}")
    booth.qtbot.waitUntil(lambda: booth.reads("Αυτή η φωτογραφία δεν ανοίγει."))
    booth.touch(f"file:{stick / 'one.jpg'}")
    booth.qtbot.waitUntil(lambda: booth.has("keep"))
    booth.settle()
    booth.go("keep")
    assert len(ids_in(booth)) == 1


def test_a_stick_that_is_pulled_out_leaves_the_page(
    booths: Stand, pack: Path, tmp_path: Path
) -> None:
    write_stick(tmp_path / "media" / "STICK")
    booth = booths(
        Given(pack=pack, kit=lambda parent: hand_kit(parent, tmp_path / "media"))
    )
    come(booth)
    booth.qtbot.waitUntil(lambda: booth.has("stick"))
    booth.settle()
    booth.touch("stick")
    darkroom = booth.kit.darkroom
    assert isinstance(darkroom, HandDarkroom)
    darkroom.sticks = tmp_path / "nowhere"
    darkroom.look_for_sticks()
    booth.qtbot.waitUntil(lambda: booth.has("take"))
    assert not booth.has("stick")
