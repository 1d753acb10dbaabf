"""The darkroom: a child process that makes small what was captured. `python -m ui.darkroom`.

A picture becomes a JPEG that `kiosk.media` takes, drawn anew so that nothing a camera or
a program noted beside it is left; a voice note becomes Ogg Opus (RFC 7845). Pictures that
come on a stick are a stranger's files: what reads them lives here, so that a hostile one
costs a child. All stays in memory.
"""

import io
import os
import resource
import stat
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QImageWriter, QPainter

from kiosk.media import LARGEST_PHOTO, LONGEST_SIDE
from ui.senses import Made, Orders, Work
from ui.utterance import answer_line, begin_child

LARGEST_FILE = 20_000_000
"""Bytes of a picture on a stick."""
MOST_FOUND = 24
"""The newest pictures on a stick: more than that nobody looks through standing."""
_MOST_LOOKED_AT = 5_000
_DEEPEST = 5
_ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp"})
_FORMATS = frozenset({b"jpeg", b"png", b"webp"})
_MOST_PIXELS = 210_000_000
"""What telephones make."""
_MOST_MEGABYTES = 256
"""Of one picture in memory; a larger JPEG is made smaller as it is read."""
_MOST_BYTES = 1_500_000_000
"""Of memory for the whole process: what asks for more ends it."""
_QUALITIES = (85, 75, 65, 55, 45, 35, 25)
_SMALLER = 0.8
_OPUS_LEVEL = 0.93
"""libsndfile's measure; about 24 kbit a second, plain speech needs no more."""


# Pictures


def shrunk(image: QImage, side: int) -> QImage:
    """Return the pixels alone, at most so many a side: no notes, no profile, no holes."""
    space = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    if image.colorSpace().isValid() and image.colorSpace() != space:
        image.convertToColorSpace(space)
    size = image.size()
    if max(size.toTuple()) > side:
        size.scale(side, side, Qt.AspectRatioMode.KeepAspectRatio)
        size = size.expandedTo(QSize(1, 1))
    drawn = QImage(size, QImage.Format.Format_RGB32)
    drawn.fill(Qt.GlobalColor.white)
    painter = QPainter(drawn)
    smooth = Qt.TransformationMode.SmoothTransformation
    painter.drawImage(
        0, 0, image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    )
    painter.end()
    return drawn


def jpeg(image: QImage, quality: int) -> bytes:
    """Return a picture as JPEG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"jpeg"))
    writer.setQuality(quality)
    writer.write(image)
    return bytes(buffer.data().data())


def develop(image: QImage) -> bytes:
    """Return a picture as the largest and best JPEG that may be kept."""
    side = LONGEST_SIDE
    while True:
        drawn = shrunk(image, side)
        for quality in _QUALITIES:
            made = jpeg(drawn, quality)
            if len(made) <= LARGEST_PHOTO:
                return made
        side = round(side * _SMALLER)


def read_picture(path: str) -> QImage | None:
    """Read a stranger's picture; None for what is none, or too large, or no plain file."""
    try:
        content = _read(path)
    except OSError:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if reader.format().data() not in _FORMATS or size.isEmpty():
        return None
    if size.width() * size.height() > _MOST_PIXELS:
        return None
    if max(size.toTuple()) > LONGEST_SIDE:
        size.scale(LONGEST_SIDE, LONGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(size.expandedTo(QSize(1, 1)))
    image = reader.read()
    return None if image.isNull() else image


def _read(path: str) -> bytes:
    # Neither a link out of the stick nor a pipe that never ends.
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(file, "rb") as opened:
        seen = os.fstat(file)
        if not stat.S_ISREG(seen.st_mode) or seen.st_size > LARGEST_FILE:
            raise OSError
        return opened.read(LARGEST_FILE)


def pictures_on(folder: str) -> tuple[str, ...]:
    """Return where the newest pictures under a folder lie; a stick may go at any time."""
    found: list[tuple[float, str]] = []
    looked_at = 0
    for place, below, names in os.walk(folder):
        if len(Path(place).relative_to(folder).parts) >= _DEEPEST:
            below.clear()
        below[:] = sorted(one for one in below if not one.startswith("."))
        for name in names:
            looked_at += 1
            if Path(name).suffix.lower() in _ENDINGS and not name.startswith("."):
                path = os.path.join(place, name)  # noqa: PTH118 -- its bytes as they are
                _note(path, found)
        if looked_at > _MOST_LOOKED_AT:
            break
    return tuple(path for _, path in sorted(found, reverse=True)[:MOST_FOUND])


def _note(path: str, found: list[tuple[float, str]]) -> None:
    try:
        path.encode()
        seen = os.lstat(path)
    except (OSError, UnicodeEncodeError):
        return
    if stat.S_ISREG(seen.st_mode) and 0 < seen.st_size <= LARGEST_FILE:
        found.append((seen.st_mtime, path))


# Voice notes


def press(sound: bytes) -> bytes:
    """Return a WAV file as Ogg Opus; empty when it cannot be done."""
    import soundfile  # noqa: PLC0415 -- it takes long to load, and pictures need it not

    pressed = io.BytesIO()
    options: dict[str, Any] = {"format": "OGG", "subtype": "OPUS"}
    try:
        with (
            soundfile.SoundFile(io.BytesIO(sound)) as wav,
            soundfile.SoundFile(
                pressed,
                "w",
                wav.samplerate,
                wav.channels,
                compression_level=_OPUS_LEVEL,
                **options,
            ) as opus,
        ):
            opus.buffer_write(wav.buffer_read(dtype="int16"), "int16")
    except soundfile.SoundFileError:
        return b""
    return pressed.getvalue()


def unpress(sound: bytes) -> bytes:
    """Return a voice note as a WAV file, to be heard; empty when it is none."""
    import soundfile  # noqa: PLC0415 -- as above

    played = io.BytesIO()
    try:
        with (
            soundfile.SoundFile(io.BytesIO(sound)) as note,
            soundfile.SoundFile(
                played, "w", note.samplerate, note.channels, "PCM_16", format="WAV"
            ) as wav,
        ):
            wav.buffer_write(note.buffer_read(dtype="int16"), "int16")
    except soundfile.SoundFileError:
        return b""
    return played.getvalue()


def make(work: Work) -> Made:
    """Do one work."""
    if work.folder:
        return Made(work.id, found=pictures_on(work.folder))
    if work.sound:
        return Made(work.id, press(work.sound))
    image = read_picture(work.path)
    if image is None:
        return Made(work.id)
    if work.side:
        return Made(work.id, jpeg(shrunk(image, work.side), _QUALITIES[0]))
    return Made(work.id, develop(image))


def main() -> int:
    """Develop what comes, until standard input ends."""
    write = begin_child()
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_BYTES, _MOST_BYTES))
    application = QCoreApplication(sys.argv[:1])
    orders = Orders(Work, lambda work: write(answer_line(make(work))), application.quit)
    code = application.exec()
    del orders
    return code


if __name__ == "__main__":
    sys.exit(main())
