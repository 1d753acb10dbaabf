"""The microphone and the player as they are: what sounds at the sound server is recorded."""

import math
import os
import signal
import statistics
import subprocess
import sys
import wave
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame
from pytestqt.qtbot import QtBot

from kiosk.media import Captured, Media, check
from tests.house.source import ROOT
from tests.ui.captors import scene, tone
from tests.ui.hearing import Sound, needs_sound
from ui.capture import Recording, level_of
from ui.devices import Ear, Eye, Gramophone
from ui.eye import Eye as EyeItself
from ui.senses import Do, Order, Sense, Sensed

WAIT_MS = 30_000
MICROPHONE = "module-remap-source source_name=microphone master=ear.monitor"


@pytest.fixture
def deaf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without sound."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("PULSE_RUNTIME_PATH", str(tmp_path))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/native")
    return tmp_path


@pytest.fixture
def sound(deaf: Path, tmp_path: Path) -> Iterator[Sound]:
    """A sound server whose microphone hears what its loudspeaker plays."""
    sound = Sound(tmp_path)
    try:
        sound.start(MICROPHONE)
        yield sound
    finally:
        sound.kill()


@pytest.fixture
def ear(deaf: Path) -> Iterator[Ear]:
    ear = Ear()
    yield ear
    ear.close()


@pytest.fixture
def gramophone(deaf: Path) -> Iterator[Gramophone]:
    gramophone = Gramophone()
    yield gramophone
    gramophone.close()


def hertz(samples: bytes) -> float:
    """How often the sound in the middle of it swings a second."""
    heard = memoryview(samples[: len(samples) // 2 * 2]).cast("h")
    middle = heard[len(heard) // 3 : len(heard) * 2 // 3]
    rises = [at for at, (a, b) in enumerate(pairwise(middle)) if a < 0 <= b]
    swings = [b - a for a, b in pairwise(rises)]
    # A busy machine drops a few samples: swings that were torn do not count.
    usual = statistics.median(swings)
    return 16_000 / statistics.mean(one for one in swings if abs(one - usual) <= 2)


@needs_sound
@pytest.mark.parametrize("pitch", [330, 880])
def test_what_sounds_is_what_is_recorded_as_long_as_it_was_asked(
    sound: Sound, ear: Ear, gramophone: Gramophone, qtbot: QtBot, pitch: int
) -> None:
    levels: list[float] = []
    ear.heard.connect(levels.append)
    gramophone.play(Recording(tone(8, pitch)).wav())
    qtbot.waitUntil(lambda: sound.heard_ms() > 200, timeout=WAIT_MS)
    with qtbot.waitSignal(ear.full, timeout=WAIT_MS):
        ear.record(3)
    recording = ear.stop()
    assert recording.seconds == 3
    assert hertz(recording.samples) == pytest.approx(pitch, abs=2)
    assert recording.level == pytest.approx(level_of(tone(1)), abs=0.05)
    assert max(levels) > 0.5
    with wave.open(BytesIO(recording.wav())) as wav:
        assert (wav.getnchannels(), wav.getsampwidth()) == (1, 2)
        assert (wav.getframerate(), wav.getnframes()) == (16_000, 48_000)


@needs_sound
def test_a_recording_that_is_played_again_sounds_the_same(
    sound: Sound, ear: Ear, gramophone: Gramophone, qtbot: QtBot
) -> None:
    ended: list[int] = []
    gramophone.ended.connect(lambda: ended.append(1))
    before = sound.heard_ms()
    gramophone.play(Recording(tone(1.5, 440)).wav())
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT_MS)
    assert sound.heard_ms() - before == pytest.approx(1500, abs=200)
    gramophone.play(Recording(tone(20, 440)).wav())
    before = sound.heard_ms()
    qtbot.waitUntil(lambda: sound.heard_ms() - before > 300, timeout=WAIT_MS)
    gramophone.stop()
    before = sound.heard_ms()
    qtbot.wait(700)
    assert sound.heard_ms() - before < 250
    assert ended == [1]


@needs_sound
def test_stopping_gives_what_was_said_until_then(
    sound: Sound, ear: Ear, qtbot: QtBot
) -> None:
    ear.record(60)
    qtbot.waitUntil(lambda: ear.seconds > 1, timeout=WAIT_MS)
    recording = ear.stop()
    assert 1 < recording.seconds < 5
    assert ear.seconds == 0
    qtbot.wait(300)
    assert ear.seconds == 0  # nobody listens any more
    ear.record(60)
    qtbot.waitUntil(lambda: ear.seconds > 0.3, timeout=WAIT_MS)


@needs_sound
def test_a_sound_server_that_dies_keeps_what_was_said_and_the_window(
    sound: Sound, ear: Ear, qtbot: QtBot
) -> None:
    ear.record(60)
    qtbot.waitUntil(lambda: ear.seconds > 1, timeout=WAIT_MS)
    with qtbot.waitSignal(ear.full, timeout=WAIT_MS):
        sound.kill()
    assert ear.stop().seconds > 1
    with qtbot.waitSignal(ear.missing, timeout=WAIT_MS):
        ear.record(60)
    sound.start(MICROPHONE)
    ear.record(60)
    qtbot.waitUntil(lambda: ear.seconds > 0.3, timeout=WAIT_MS)


@needs_sound
def test_an_ear_that_is_killed_keeps_what_was_said(
    sound: Sound, ear: Ear, qtbot: QtBot
) -> None:
    ear.record(60)
    qtbot.waitUntil(lambda: ear.seconds > 0.5, timeout=WAIT_MS)
    (child,) = ear.findChildren(QProcess)
    with qtbot.waitSignal(ear.full, timeout=WAIT_MS):
        os.kill(child.processId(), signal.SIGKILL)
    assert ear.stop().seconds > 0.5


@needs_sound
def test_a_microphone_that_is_there_is_found(
    sound: Sound, ear: Ear, qtbot: QtBot
) -> None:
    missing: list[int] = []
    ear.missing.connect(lambda: missing.append(1))
    ear.look()
    qtbot.waitUntil(lambda: not ear.looking, timeout=WAIT_MS)
    assert missing == []


@needs_sound
def test_a_voice_note_never_lies_on_a_disk(
    sound: Sound, ear: Ear, gramophone: Gramophone, qtbot: QtBot, tmp_path: Path
) -> None:
    """Every file that the face or a child of it has open is looked at."""
    gramophone.play(Recording(tone(8)).wav())
    ear.record(60)
    qtbot.waitUntil(lambda: ear.seconds > 0.5, timeout=WAIT_MS)
    processes = [
        one.processId()
        for device in (ear, gramophone)
        for one in device.findChildren(QProcess)
    ]
    written = []
    for process in processes:
        for file in Path("/proc", str(process), "fd").iterdir():
            target = str(file.readlink())
            mode = int(
                Path("/proc", str(process), "fdinfo", file.name)
                .read_text()
                .split("flags:")[1]
                .split()[0],
                8,
            )
            if target.startswith("/") and mode & os.O_ACCMODE != os.O_RDONLY:
                written.append(target)
    on_disk = [
        one
        for one in written
        if not one.startswith(("/dev/", "/memfd:", "/proc/", str(tmp_path / "pulse")))
    ]
    assert on_disk == []


def test_without_sound_it_says_that_there_is_no_microphone(
    ear: Ear, gramophone: Gramophone, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(ear.missing, timeout=WAIT_MS):
        ear.look()
    with qtbot.waitSignal(ear.missing, timeout=WAIT_MS):
        ear.record(3)
    with qtbot.waitSignal(gramophone.ended, timeout=WAIT_MS):
        gramophone.play(Recording(tone(1)).wav())


def test_without_a_camera_it_says_so(deaf: Path, qtbot: QtBot) -> None:
    eye = Eye()
    with qtbot.waitSignal(eye.missing, timeout=WAIT_MS):
        eye.begin()
    with qtbot.waitSignal(eye.missing, timeout=WAIT_MS):
        eye.begin()
    eye.close()


@pytest.mark.qt_log_ignore("No RHI backend", extend=True)
def test_an_eye_shows_small_pictures_and_takes_a_large_one(qtbot: QtBot) -> None:
    told: list[Sensed] = []
    eye = EyeItself(told.append)
    eye.sink.setVideoFrame(QVideoFrame(scene(3840, 2160)))
    eye.obey(Order(7, Do.TAKE))
    eye.sink.setVideoFrame(QVideoFrame(scene(3840, 2160)))
    assert [one.sense for one in told] == [Sense.PIECE, Sense.TAKEN]
    assert QImage.fromData(told[0].content).width() == 800
    assert len(told[0].content) < 100_000
    check(Captured("photo", Media.JPEG, told[1].content))
    assert QImage.fromData(told[1].content).size().toTuple() == (1600, 900)
    eye.rest()


def test_level_is_silent_at_nothing_and_full_at_the_loudest() -> None:
    assert level_of(b"") == level_of(bytes(2_000)) == level_of(b"\1") == 0
    assert level_of(tone(0.1, loud=1.0)) == pytest.approx(1, abs=0.01)
    assert math.isclose(level_of(tone(0.1, loud=0.1)), 0.6, abs_tol=0.02)


def test_a_face_loads_no_library_of_sound_or_camera() -> None:
    code = (
        "import sys, ui.face;"
        "print({'PySide6.QtMultimedia', 'PySide6.QtPrintSupport', 'soundfile',"
        " 'zxingcpp'} & set(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True
    )
    assert told.stdout == b"set()\n"
