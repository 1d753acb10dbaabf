"""A voice that keeps every promise of the real one and is led by the test's hand."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal

from ui.speech import Line, Speaker


class HandVoice(Speaker):
    """Says the next line when it is told to; signals come from the event loop."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, 145, enabled=False)
        self.lines: list[Line] = []
        """What it was asked to say last."""
        self.forgotten = 0
        self._next: int | None = None

    @property
    def speaking(self) -> bool:
        return self._next is not None

    def say(self, lines: Sequence[Line]) -> None:
        self.lines = list(lines)
        self._next = 0

    def stop(self) -> None:
        self._next = None

    def forget(self) -> None:
        self.stop()
        self.forgotten += 1

    def speak(self) -> None:
        """Begin the next line, or end after the last."""
        assert self._next is not None, "it was asked to say nothing"
        at, self._next = self._next, self._next + 1
        if at < len(self.lines):
            QTimer.singleShot(0, self, lambda: self.line_started.emit(at))
        else:
            self._next = None
            QTimer.singleShot(0, self, self.finished.emit)


class QuickVoice(HandVoice):
    """Says everything at once, from the event loop."""

    asked = Signal(str)
    """All that it is to say now."""
    slow = False
    """It is in the middle of a sentence until somebody calls `end`."""

    def say(self, lines: Sequence[Line]) -> None:
        super().say(lines)
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
