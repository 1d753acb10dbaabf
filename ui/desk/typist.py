"""Hands on a keyboard, for tours and tests: real key events, and how many there were."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget


class Typist:
    """Types into whatever has the cursor of a window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.strokes = 0
        """Keys pressed, a letter or several keys at once being one."""
        self.typed = 0
        """Letters, of these."""

    def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        for sign in text:  # QTest knows no Greek
            self.strokes += 1
            self.typed += 1
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign)
                QCoreApplication.sendEvent(self._cursor(), event)

    def press(self, keys: str) -> None:
        """Press a key, or several at once: `Ctrl+L`."""
        self.strokes += 1
        told: Sequence[QKeyCombination] = QKeySequence(keys)  # type: ignore[assignment]
        pressed = told[0]
        QTest.keyClick(self._cursor(), pressed.key(), pressed.keyboardModifiers())

    def _cursor(self) -> QWidget:
        there: QWidget | None = self._window.focusWidget()
        return there or self._window
