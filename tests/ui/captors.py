"""Devices that keep every promise of the real ones and are led by the test's hand."""

import array
import math
from functools import lru_cache
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.printing import PrinterState
from ui.capture import (
    Camera,
    Darkroom,
    Microphone,
    Player,
    Printer,
    Recording,
    level_of,
)
from ui.darkroom import develop, make, press
from ui.eye import codes_in
from ui.leafing import Lectern
from ui.leaves import Blank
from ui.lectern import Lectern as DrawingLectern
from ui.satchel import Kit, Satchel
from ui.senses import RATE, Made, Turn, Work
from ui.sheet import Sheet


@lru_cache
def tone(seconds: float, hertz: float = 440, loud: float = 0.3) -> bytes:
    """Samples as a microphone gives them."""
    step = 2 * math.pi * hertz / RATE
    samples = (
        round(32_767 * loud * math.sin(step * at))
        for at in range(round(seconds * RATE))
    )
    return array.array("h", samples).tobytes()


def scene(width: int = 1280, height: int = 960) -> QImage:
    """A street as a camera may see it."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#9CB8D0"))
    painter = QPainter(image)
    ground = height * 2 // 3
    painter.fillRect(QRect(0, ground, width, height - ground), QColor("#6E6A5E"))
    painter.fillRect(
        QRect(width // 2, height // 4, width // 40, height // 2), QColor("#2B2B2B")
    )
    painter.fillRect(
        QRect(width // 2 - 60, height // 4 - 40, 140, 50), QColor("#E8C64A")
    )
    painter.end()
    return image


def write_stick(folder: Path) -> Path:
    """A stick with a few pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("one.jpg", "two.png", "three.JPG"):
        scene().save(str(folder / name))
    return folder


class HandMicrophone(Microphone):
    """Hears what it is told to."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recording = False
        self._samples = b""
        self._most = 0

    @property
    def seconds(self) -> float:
        return Recording(self._samples).seconds

    def look(self) -> None:
        """There is one."""

    def record(self, seconds: float) -> None:
        self._samples = b""
        self._most = round(seconds * RATE) * 2
        self.recording = True

    def stop(self) -> Recording:
        recording, self._samples = Recording(self._samples), b""
        self.recording = False
        return recording

    def hear(self, samples: bytes) -> None:
        """Somebody speaks."""
        assert self.recording, "nobody listens"
        self._samples = (self._samples + samples)[: self._most]
        self.heard.emit(level_of(samples[-3200:]))
        if len(self._samples) == self._most:
            self.full.emit()

    def lose(self) -> None:
        """It is pulled out."""
        (self.full if self._samples else self.missing).emit()


class HandCamera(Camera):
    """Sees what it is told to."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.looking = self.reading = False
        self.plugged = True
        self.view = scene()

    @property
    def there(self) -> bool:
        return self.plugged

    def look(self) -> None:
        answer = self.found if self.plugged else self.missing
        QTimer.singleShot(0, self, answer.emit)

    def begin(self, reading: bool = False) -> None:
        self.looking = True
        self.reading = reading
        QTimer.singleShot(0, self, self.show)

    def show(self) -> None:
        """A frame comes; who asked for codes gets those in it, as the real eye reads."""
        if self.looking:
            self.seen.emit(self.view)
        if self.looking and self.reading and (codes := codes_in(self.view)):
            self.read.emit(codes)

    def lose(self) -> None:
        """It is pulled out."""
        self.plugged = self.looking = False
        self.missing.emit()

    def take(self) -> None:
        assert self.looking
        content = develop(self.view)
        QTimer.singleShot(0, self, lambda: self.taken.emit(content))

    def rest(self) -> None:
        self.looking = False


_pressed = lru_cache(press)
"""The same sound comes again in hundreds of ways, and takes half a second each time."""


class HandDarkroom(Darkroom):
    """Works at once, in this process, with the hands of the real one."""

    def __init__(self, sticks: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sticks = sticks
        self._last_id = 0

    def look_for_sticks(self) -> None:
        made = make(Work(1, folder=str(self.sticks)))
        QTimer.singleShot(0, self, lambda: self.found.emit(made.found))

    def develop(self, path: str, side: int = 0) -> int:
        return self._do(path=path, side=side)

    def press(self, sound: bytes) -> int:
        return self._do(sound=sound)

    def _do(self, path: str = "", side: int = 0, sound: bytes = b"") -> int:
        self._last_id += 1
        work = Work(self._last_id, path=path, side=side)
        made = Made(work.id, _pressed(sound)) if sound else make(work)
        QTimer.singleShot(0, self, lambda: self.made.emit(made.id, made.content))
        return self._last_id


class HandPlayer(Player):
    """Plays until the test says that it has ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.playing = b""

    def play(self, sound: bytes) -> None:
        self.playing = sound

    def stop(self) -> None:
        self.playing = b""

    def end(self) -> None:
        self.stop()
        self.ended.emit()


class HandLectern(Lectern):
    """Draws at once, in this process, with what draws in the child."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inner = DrawingLectern(self.drawn.emit)
        self._content = b""

    def open(self, document: bytes) -> None:
        self._content = document

    def turn(self, turn: Turn) -> None:
        self._inner.obey(msgspec.structs.replace(turn, document=self._content))
        self._content = b""


class HandPrinter(Printer):
    """Prints until the test says how it ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pages: list[Sheet | Blank] = []
        self.says = PrinterState.READY

    @property
    def there(self) -> bool:
        return True

    @property
    def prints_forms(self) -> bool:
        return True

    @property
    def state(self) -> PrinterState:
        return self.says

    @property
    def sheets(self) -> list[Sheet]:
        """The receipts among the pages."""
        return [one for one in self.pages if isinstance(one, Sheet)]

    @property
    def blanks(self) -> list[Blank]:
        """The forms among them."""
        return [one for one in self.pages if isinstance(one, Blank)]

    def print(self, page: Sheet | Blank) -> int:
        self.pages.append(page)
        return len(self.pages)

    def end(self, well: bool) -> None:
        self.says = PrinterState.READY if well else PrinterState.BROKEN
        self.ended.emit(len(self.pages), well)

    def run_out(self) -> None:
        """There is no paper."""
        self.says = PrinterState.NO_PAPER
        self.ended.emit(len(self.pages), False)


def hand_kit(parent: QObject | None = None, sticks: Path = Path("/nowhere")) -> Kit:
    """A kit whose every device is led by hand."""
    darkroom = HandDarkroom(sticks, parent)
    return Kit(
        HandMicrophone(parent),
        HandCamera(parent),
        darkroom,
        HandPlayer(parent),
        Satchel(darkroom, parent),
        Lectern(parent),
        HandPrinter(parent),
    )
