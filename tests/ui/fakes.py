"""A voice that keeps every promise of the real one and is led by the test's hand."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from ui.headset import Headset
from ui.rendering import NORMAL, Line, Manner
from ui.speech import BEGINNING, Place, Speaker


class HandHeadset(Headset):
    """Put on and taken off by the test's hand."""

    def __init__(self, parent: QObject) -> None:
        super().__init__("", parent)

    def watch(self) -> None:
        """There is no sound server to be asked."""

    def put_on(self) -> None:
        self._wear("headset")

    def take_off(self) -> None:
        self._wear("")


class HandVoice(Speaker):
    """Says the next line when it is told to; signals come from the event loop."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, 145, enabled=False)
        self.lines: list[Line] = []
        """What it was asked to say last."""
        self.manner = NORMAL
        self.forgotten = 0
        self._next: int | None = None
        self._place = BEGINNING

    @property
    def speaking(self) -> bool:
        return self._next is not None

    @property
    def place(self) -> Place:
        return self._place

    def say(
        self, lines: Sequence[Line], begin: Place = BEGINNING, manner: Manner = NORMAL
    ) -> None:
        self.lines = list(lines)
        self.manner = manner
        self._place = begin
        self._next = begin.line

    def stop(self) -> None:
        self._next = None
        self._place = BEGINNING

    def forget(self) -> None:
        self.stop()
        self.forgotten += 1

    def speak(self) -> None:
        """Begin the next line, or end after the last."""
        assert self._next is not None, "it was asked to say nothing"
        at, self._next = self._next, self._next + 1
        self._place = Place(at)
        if at < len(self.lines):
            QTimer.singleShot(0, self, lambda: self.line_started.emit(at))
        else:
            self._next = None
            QTimer.singleShot(0, self, self.finished.emit)

    def speak_word(self, number: int, start: int, length: int) -> None:
        """Begin a word of the line that is being said."""
        self._place = Place(self._place.line, number)
        QTimer.singleShot(0, self, lambda: self.word_started.emit(start, length))


class QuickVoice(HandVoice):
    """Says everything at once, from the event loop."""

    asked = Signal(str)
    """All that it is to say now."""
    slow = False
    """It is in the middle of a sentence until somebody calls `end`."""

    def say(
        self, lines: Sequence[Line], begin: Place = BEGINNING, manner: Manner = NORMAL
    ) -> None:
        super().say(lines, begin, manner)
        self.asked.emit(" ".join(line.text for line in lines))
        QTimer.singleShot(0, self, self._end_at_once)

    def _end_at_once(self) -> None:
        if not self.slow:
            self.end()

    def end(self) -> None:
        """Have said it all."""
        if self.speaking:
            self.stop()
            self.finished.emit()
