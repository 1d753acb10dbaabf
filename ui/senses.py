"""What the face and the children that hear, see, develop and read say: one JSON line each.

`ui.ear` records, `ui.eye` looks through the camera, `ui.darkroom` makes small what was
captured and reads what came on a stick, `ui.lectern` draws the pages of documents. They
stand on libraries that may block or abort, or read what a stranger made; a window must do
neither. Bytes go as base64.
"""

import os
from collections.abc import Callable
from enum import StrEnum
from typing import Generic, TypeVar

import msgspec
from PySide6.QtCore import QObject, QSocketNotifier

RATE = 16_000
"""Samples a second of a voice note: 16 bits each, one channel."""

BYTES_A_SECOND = RATE * 2

GONE_CODE = 3
"""The exit code of a child whose device is not there; the next one looks anew."""

T = TypeVar("T", bound=msgspec.Struct)


class Do(StrEnum):
    """What an ear or an eye is asked to do."""

    LOOK = "look"
    """Say whether there is a device."""
    BEGIN = "begin"
    """Begin to record, or to show what the camera sees."""
    READ = "read"
    """Begin to show what the camera sees, and to read the codes in it (an eye)."""
    TAKE = "take"
    """Take the picture (an eye)."""
    REST = "rest"
    """Let go of the device."""


class Order(msgspec.Struct, frozen=True):
    """To the ear or the eye."""

    id: int
    do: Do
    seconds: float = 0.0
    """With BEGIN: how long an ear may listen."""


class Sense(StrEnum):
    """What an ear or an eye tells."""

    READY = "ready"
    """There is a device."""
    PIECE = "piece"
    """Samples that were heard, or a small picture of what is before the camera."""
    TAKEN = "taken"
    """The picture itself."""
    READ = "read"
    """Codes are before the camera."""
    GONE = "gone"
    """There is no device, or not any more."""


class Sensed(msgspec.Struct, frozen=True):
    """From the ear or the eye."""

    id: int
    sense: Sense
    content: bytes = b""
    codes: tuple[str, ...] = ()
    """What they say, with READ."""


class Work(msgspec.Struct, frozen=True):
    """To the darkroom: one of the three."""

    id: int
    folder: str = ""
    """Where sticks are mounted: find the pictures on them."""
    path: str = ""
    """Develop this picture."""
    sound: bytes = b""
    """Press this WAV file into Ogg Opus."""
    side: int = 0
    """With a path: pixels of the longer side, if it is to be a small one."""


class Made(msgspec.Struct, frozen=True):
    """From the darkroom."""

    id: int
    content: bytes = b""
    """JPEG or Ogg Opus; empty: it cannot be done."""
    found: tuple[str, ...] = ()


class Turn(msgspec.Struct, frozen=True):
    """To the lectern: open this document, if there is one, and draw of it."""

    id: int
    document: bytes = b""
    """A PDF; none: the one that is open."""
    page: int = 0
    """From 0 on."""
    width: int = 0
    height: int = 0
    """Pixels there is room for."""
    zoom: int = 0
    """0 is the whole page; each step is larger."""
    x: float = 0.0
    y: float = 0.0
    """Where what is seen begins, in parts of the page."""


class Leaf(msgspec.Struct, frozen=True):
    """From the lectern."""

    id: int
    pages: int = 0
    """How many there are; 0: the document cannot be read here."""
    image: bytes = b""
    """A PNG; none: this page cannot be drawn."""
    text: str = ""
    """What stands on the page, as far as it is written in letters."""
    zoom: int = 0
    x: float = 0.0
    y: float = 0.0
    wide: float = 1.0
    high: float = 1.0
    """What is seen, in parts of the page."""


class Orders(QObject, Generic[T]):
    """Standard input of a child, as messages; every one counts."""

    def __init__(
        self, kind: type[T], obey: Callable[[T], None], end: Callable[[], None]
    ) -> None:
        super().__init__()
        self._decoder = msgspec.json.Decoder(kind)
        self._obey = obey
        self._end = end
        self._rest = b""
        self._notifier = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        got = os.read(0, 1_048_576)
        if not got:
            self._notifier.setEnabled(False)
            self._end()
            return
        *lines, self._rest = (self._rest + got).split(b"\n")
        for line in lines:
            self._obey(self._decoder.decode(line))
