"""The voice as a citizen hears it: what is said is recorded at the sound server's end."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from tests.house.source import ROOT
from tests.ui.hearing import RATE, Sound, Talk, needs_sound
from ui.rendering import Line
from ui.speech import Speaker

SHORT = Line("Καλώς ήρθατε.", "el")
OTHER = Line("Thank you.", "en")
LONG = Line("Πείτε μας τι θέλετε να αλλάξει στη γειτονιά σας. " * 8, "el")
OWN = Line("Με λένε Ελένη και μένω απέναντι.", "el", private=True)
OWN_LONG = Line(
    "Η λάμπα απέναντι από το σπίτι μου δεν ανάβει. " * 8, "el", private=True
)


@needs_sound
def test_every_line_is_heard_and_announced_in_order(talk: Talk, sound: Sound) -> None:
    before = sound.heard_ms()
    assert talk.say(SHORT, OTHER, SHORT) == "finished"
    assert talk.started == [0, 1, 2]
    assert talk.ends == ["finished"]
    assert sound.heard_ms() - before > 700


@needs_sound
def test_a_touch_makes_it_silent_even_while_the_window_is_busy(
    talk: Talk, sound: Sound, qtbot: QtBot
) -> None:
    talk.speaker.say([LONG, LONG])
    talk.wait_for_sound(sound, 500)
    talk.speaker.stop()
    assert not talk.speaker.speaking
    heard = sound.heard_ms()
    time.sleep(1.5)  # the drawing thread does something else: no event loop runs
    assert sound.heard_ms() - heard < 250
    qtbot.wait(500)
    assert sound.heard_ms() - heard < 250
    assert talk.ends == []
    assert talk.started == [0]


@needs_sound
def test_without_being_stopped_it_would_have_gone_on(talk: Talk, sound: Sound) -> None:
    talk.speaker.say([LONG, LONG])
    talk.wait_for_sound(sound, 500)
    heard = sound.heard_ms()
    time.sleep(1.5)
    assert sound.heard_ms() - heard > 600


@needs_sound
def test_saying_something_else_drops_what_was_being_said(
    talk: Talk, sound: Sound
) -> None:
    talk.speaker.say([LONG] * 20)
    talk.wait(lambda: bool(talk.started))
    talk.speaker.say([LONG, SHORT])
    talk.speaker.say([OTHER, SHORT])
    talk.wait(lambda: bool(talk.ends))
    assert talk.started == [0, 0, 1]
    assert talk.ends == ["finished"]


@needs_sound
def test_nothing_happens_before_the_caller_goes_on(talk: Talk, sound: Sound) -> None:
    assert talk.say(SHORT) == "finished"
    talk.speaker.say([SHORT])
    assert talk.speaker.speaking
    assert talk.started == [0]
    assert talk.say() == "finished"  # nothing was to be said
    assert talk.started == [0]


@needs_sound
def test_blank_lines_and_lines_without_a_voice_are_passed_over(
    talk: Talk, sound: Sound
) -> None:
    lines = (
        Line(" \n", "el"),
        Line("x", "xx"),
        Line("x", ""),
        SHORT,
        Line("\x07", "el"),
    )
    assert talk.say(*lines) == "finished"
    assert talk.started == [3]


@needs_sound
def test_lines_that_no_voice_can_say_are_told_to_be_unavailable(
    talk: Talk, sound: Sound
) -> None:
    assert talk.say(Line("x", "xx"), Line("x", "")) == "unavailable"
    assert talk.started == []


def test_without_a_sound_device_it_says_so_once_and_nothing_else_happens(
    talk: Talk, qtbot: QtBot, capfd: pytest.CaptureFixture[str]
) -> None:
    assert talk.say(SHORT, OTHER) == "unavailable"
    assert talk.say(OTHER) == "unavailable"
    qtbot.wait(300)
    assert talk.ends == ["unavailable"] * 2
    assert talk.started == []
    assert capfd.readouterr() == ("", "")


def test_a_voice_that_is_switched_off_starts_nothing(place: Path, qtbot: QtBot) -> None:
    talk = Talk(Speaker(place / "voice", RATE, enabled=False), place, qtbot)
    assert talk.say(SHORT) == "unavailable"
    assert talk.speaker.findChildren(QProcess) == []


@needs_sound
def test_a_sound_server_that_dies_takes_no_window_with_it(
    talk: Talk, sound: Sound
) -> None:
    talk.speaker.say([LONG])
    talk.wait_for_sound(sound, 200)
    sound.kill()
    talk.wait(lambda: bool(talk.ends))
    assert talk.ends == ["unavailable"]
    sound.start()
    heard = sound.heard_ms()
    assert talk.say(SHORT) == "finished"
    assert sound.heard_ms() - heard > 300


@needs_sound
def test_a_sound_server_that_was_replaced_in_between_is_found(
    talk: Talk, sound: Sound
) -> None:
    assert talk.say(SHORT) == "finished"
    sound.kill()
    sound.start()
    heard = sound.heard_ms()
    assert talk.say(SHORT) == "finished"
    assert sound.heard_ms() - heard > 300


@needs_sound
def test_a_sound_server_that_comes_later_is_found(
    talk: Talk,
    server: Sound,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert talk.say(SHORT) == "unavailable"
    monkeypatch.setenv("PULSE_SERVER", f"unix:{server.socket}")
    assert talk.say(SHORT) == "finished"


@needs_sound
@pytest.mark.parametrize("line", [SHORT, OWN])
def test_a_voice_that_is_killed_is_started_again(
    talk: Talk, sound: Sound, line: Line
) -> None:
    talk.speaker.say([line, OTHER])
    talk.wait(lambda: bool(talk.children("ui.voice")))
    talk.kill("ui.voice")  # while it starts
    talk.wait(lambda: bool(talk.ends))
    assert talk.ends == ["finished"]
    talk.kill("ui.voice")  # while it rests
    assert talk.say(Line("Άλλο.", "el")) == "finished"


@needs_sound
def test_a_line_is_said_again_when_the_loudspeaker_dies_in_it(
    talk: Talk, sound: Sound
) -> None:
    talk.speaker.say([SHORT, OTHER])
    talk.wait(lambda: talk.started == [0])
    talk.kill("ui.loudspeaker")
    talk.wait(lambda: bool(talk.ends))
    assert talk.started == [0, 0, 1]
    assert talk.ends == ["finished"]


@needs_sound
@pytest.mark.parametrize("broken", ["espeakng_loader", "PySide6"])
def test_a_child_that_always_dies_is_given_up_until_the_next_say(
    talk: Talk,
    sound: Sound,
    monkeypatch: pytest.MonkeyPatch,
    broken: str,
) -> None:
    module = Path(os.environ["XDG_RUNTIME_DIR"], f"{broken}.py")
    module.write_text("raise SystemExit(1)")
    monkeypatch.setenv("PYTHONPATH", str(module.parent))
    assert talk.say(SHORT) == "unavailable"
    assert talk.ends == ["unavailable"]
    monkeypatch.delenv("PYTHONPATH")
    assert talk.say(SHORT) == "finished"


@needs_sound
def test_a_sentence_of_the_kiosk_is_rendered_once(
    talk: Talk, sound: Sound, place: Path, qtbot: QtBot
) -> None:
    talk.say(SHORT)
    (clip,) = talk.kept()
    first = clip.stat().st_ino
    talk.say(SHORT)
    assert clip.stat().st_ino == first
    talk.speaker.close()
    again = Talk(Speaker(place / "voice", RATE), place, qtbot)
    assert again.say(SHORT) == "finished"
    assert again.children("ui.voice") == []
    again.speaker.close()


@needs_sound
@pytest.mark.parametrize("left", [0, 20, 44, 1_000])
def test_a_file_torn_by_a_power_cut_is_made_anew(
    talk: Talk, sound: Sound, left: int
) -> None:
    talk.say(SHORT)
    (clip,) = talk.kept()
    whole = clip.stat().st_size
    os.truncate(clip, left)
    assert talk.say(SHORT) == "finished"
    assert clip.stat().st_size == pytest.approx(whole, rel=0.1)


@needs_sound
def test_a_folder_that_cannot_be_written_silences_nobody(
    talk: Talk, sound: Sound, place: Path
) -> None:
    (place / "voice").write_text("a file where the folder should be")
    assert talk.say(SHORT, OTHER, SHORT) == "finished"
    assert talk.started == [0, 1, 2]
    assert talk.private() == []


@needs_sound
def test_what_is_a_citizens_own_lies_in_memory_and_is_gone_when_it_was_said(
    talk: Talk, sound: Sound
) -> None:
    seen: list[list[Path]] = []
    talk.speaker.line_started.connect(lambda _: seen.append(talk.private()))
    assert talk.say(OWN, OTHER, OWN) == "finished"
    assert any(one.suffix == ".wav" for one in seen[0])
    assert talk.private() == []
    assert len(talk.kept()) == 1  # the kiosk's own sentence


@needs_sound
def test_forgetting_deletes_what_is_private_before_it_returns(
    talk: Talk, sound: Sound, qtbot: QtBot
) -> None:
    many = [Line(f"{OWN_LONG.text} {n}", "el", private=True) for n in range(8)]
    talk.speaker.say(many)
    talk.wait(lambda: bool(talk.started))
    assert talk.private() != []
    talk.speaker.forget()
    assert talk.private() == []
    qtbot.wait(500)  # what was being rendered has nowhere to go
    assert talk.private() == []
    assert talk.kept() == []


@needs_sound
def test_what_a_crashed_kiosk_left_is_swept_by_the_next_one(
    talk: Talk, sound: Sound, place: Path
) -> None:
    code = f"""
import sys
from itertools import pairwise
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from tests.ui.hearing import Sound, Talk
from ui.clip import read_clip
from ui.person import PACES, USUAL_VOLUME, VOLUMES_DB
from ui.rendering import Line, Manner
from ui.speech import Speaker
application = QCoreApplication([])
speaker = Speaker(Path({str(place / "voice")!r}), {RATE})
speaker.line_started.connect(lambda _: print("speaks", flush=True))
speaker.say([Line({OWN_LONG.text!r}, "el", private=True)])
application.exec()
"""
    kiosk = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert kiosk.stdout is not None
    assert kiosk.stdout.readline() == b"speaks\n"
    living = Speaker(place / "voice", RATE)
    assert talk.private() != []
    kiosk.kill()
    kiosk.communicate()
    assert talk.private() != []
    heard = sound.heard_ms()
    swept = Speaker(place / "voice", RATE)
    assert talk.private() == []
    time.sleep(1)
    assert sound.heard_ms() - heard < 600  # its children went with it
    living.close()
    swept.close()


def test_a_face_loads_no_sound_library() -> None:
    code = "import sys, ui.speech; print('PySide6.QtMultimedia' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True
    )
    assert told.stdout == b"False\n"
