"""What is captured is made small, and a stranger's file breaks nothing."""

import io
import os
import random
import signal
import struct
import zlib
from itertools import pairwise
from pathlib import Path

import pytest
import soundfile
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QProcess
from PySide6.QtGui import QColor, QColorSpace, QImage, QImageWriter
from pytestqt.qtbot import QtBot

from kiosk.media import Captured, Media, check
from tests.ui.captors import scene, tone
from ui.capture import Recording
from ui.darkroom import LARGEST_FILE, develop, make, pictures_on, press, read_picture
from ui.devices import Lab
from ui.senses import Work


def noise(width: int, height: int) -> QImage:
    """The worst there is for a JPEG."""
    pixels = random.Random(4).randbytes(width * height * 4)
    return QImage(pixels, width, height, QImage.Format.Format_RGB32).copy()


def written(image: QImage, kind: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind.encode()))
    writer.write(image)
    return bytes(buffer.data().data())


def with_exif(jpeg: bytes, orientation: int = 1) -> bytes:
    """A JPEG as a telephone writes it: where it was taken is in it, and which way up."""
    tiff = b"II*\0\x08\0\0\0" + struct.pack(
        "<HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0
    )
    body = b"Exif\0\0" + tiff + b"GPS 38.2466 21.7346"
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


@pytest.mark.parametrize(
    "size", [(4000, 3000), (1600, 1600), (5000, 200), (1, 1), (2, 9000)]
)
def test_any_picture_becomes_one_that_may_be_kept(size: tuple[int, int]) -> None:
    made = develop(noise(*size))
    check(Captured("photo", Media.JPEG, made))
    image = QImage.fromData(made)
    assert max(image.size().toTuple()) <= 1600
    if min(size) > 1000:
        assert max(image.size().toTuple()) > 700  # not smaller than it must be
        assert image.width() / image.height() == pytest.approx(
            size[0] / size[1], rel=0.02
        )


def test_a_plain_picture_loses_nothing_to_the_eye() -> None:
    made = QImage.fromData(develop(scene(1600, 1200)))
    assert made.size().toTuple() == (1600, 1200)
    colour = made.pixelColor(10, 10)
    assert abs(colour.red() - 0x9C) < 6


def test_what_a_camera_noted_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(with_exif(written(scene(), "jpeg")))
    image = read_picture(str(path))
    assert image is not None
    image.setText("Comment", "Maria's telephone")
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.AdobeRgb))
    made = develop(image)
    check(Captured("photo", Media.JPEG, made))
    for note in (b"Exif", b"GPS", b"Maria", b"ICC_PROFILE"):
        assert note not in made


def test_a_picture_taken_upright_stands_upright(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(with_exif(written(scene(1200, 600), "jpeg"), orientation=6))
    made = QImage.fromData(make(Work(1, path=str(path))).content)
    assert made.size().toTuple() == (600, 1200)


def test_what_can_be_seen_through_stands_on_white(tmp_path: Path) -> None:
    clear = QImage(60, 60, QImage.Format.Format_ARGB32)
    clear.fill(QColor(0, 0, 0, 0))
    path = tmp_path / "a.png"
    path.write_bytes(written(clear, "png"))
    made = QImage.fromData(make(Work(1, path=str(path))).content)
    assert made.pixelColor(30, 30).lightness() > 250


def bomb() -> bytes:
    """A PNG of 60000 by 60000 pixels in a few bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        sum_ = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", sum_)

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(100_000))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", body)
        + chunk(b"IEND", b"")
    )


HOSTILE = {
    "nothing": b"",
    "garbage": random.Random(1).randbytes(5_000),
    "a page": b"<html><script>alert(1)</script></html>",
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "cut short": written(scene(), "png")[:400],
    "head only": written(scene(), "jpeg")[:30],
    "a bomb": bomb(),
    "a bitmap": written(scene(20, 20), "bmp"),
    "too large": b"\xff\xd8\xff" + bytes(LARGEST_FILE),
}


@pytest.mark.qt_log_ignore("JPEG", extend=True)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(HOSTILE[name])
    assert make(Work(1, path=str(path))).content == b""


def test_neither_a_link_nor_a_pipe_nor_a_folder_is_opened(tmp_path: Path) -> None:
    own = tmp_path / "own.jpg"
    own.write_bytes(written(scene(), "jpeg"))
    (tmp_path / "link.jpg").symlink_to(own)
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "folder.jpg").mkdir()
    for name in ("link.jpg", "pipe.jpg", "folder.jpg", "gone.jpg"):
        assert make(Work(1, path=str(tmp_path / name))).content == b"", name
    assert pictures_on(str(tmp_path)) == (str(own),)


def test_the_newest_pictures_of_a_stick_come_first(tmp_path: Path) -> None:
    stick = tmp_path / "maria" / "STICK" / "DCIM"
    stick.mkdir(parents=True)
    for at in range(40):
        path = stick / f"{at}.JPG"
        path.write_bytes(b"x")
        os.utime(path, (at, at))
    for other in ("notes.txt", ".hidden.jpg", "empty.jpg"):
        (stick / other).write_bytes(b"" if other == "empty.jpg" else b"x")
    found = pictures_on(str(tmp_path))
    assert [Path(one).stem for one in found] == [str(at) for at in range(39, 15, -1)]
    assert pictures_on(str(tmp_path / "nowhere")) == ()


def test_a_minute_of_speech_is_pressed_to_a_tenth_and_is_the_same_tone() -> None:
    sound = Recording(tone(60, 440)).wav()
    pressed = press(sound)
    check(Captured("voice", Media.OPUS, pressed))
    assert len(pressed) < len(sound) / 7
    with soundfile.SoundFile(io.BytesIO(pressed)) as opus:
        assert opus.frames / opus.samplerate == pytest.approx(60, abs=0.05)
        heard = memoryview(opus.buffer_read(dtype="int16")).cast("h")
    second = heard[16_000:32_000]
    rises = sum(a < 0 <= b for a, b in pairwise(second))
    assert rises == pytest.approx(440, abs=2)


def test_what_is_no_sound_cannot_be_pressed() -> None:
    assert press(b"RIFF of nothing") == b""


def test_the_darkroom_answers_each_work_even_when_it_dies(
    tmp_path: Path, qtbot: QtBot
) -> None:
    good = tmp_path / "good.jpg"
    good.write_bytes(written(scene(), "jpeg"))
    lab = Lab(tmp_path)
    answers: dict[int, int] = {}
    lab.made.connect(lambda id_, content: answers.update({id_: len(content)}))
    with qtbot.waitSignal(lab.found, timeout=30_000) as found:
        lab.look_for_sticks()
    assert found.args == [(str(good),)]
    works = [lab.develop(str(good)), lab.press(Recording(tone(60)).wav())]
    (child,) = lab.findChildren(QProcess)
    os.kill(child.processId(), signal.SIGKILL)  # as a hostile picture would
    works.append(lab.develop(str(good), 100))
    qtbot.waitUntil(lambda: set(answers) == set(works), timeout=30_000)
    assert answers[works[0]] == 0  # that one was lost, and it alone
    assert answers[works[1]] > 0
    assert answers[works[2]] > 0
    lab.close()
