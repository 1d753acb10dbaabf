"""What somebody is writing: plain text, its end always in view, a mark where one writes."""

from typing import cast

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from ui.theme import Theme
from ui.widgets.words import Words

_OTHER_WORK = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
"""Held with a key, they ask for something, and nothing is written."""


class _Ink(Words):
    """The text, with a mark after its last letter."""

    even = False

    def __init__(self, theme: Theme, parent: QFrame) -> None:
        super().__init__("", "body", parent)
        self._stroke = theme.px(0.8)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def height_of(self, text: str) -> int:
        """Return how high a text would be."""
        kept = self.text()
        self.setText(text)
        high = self.heightForWidth(10_000)
        self.setText(kept)
        return high

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        layout = self._lay_out(self.width())[0]
        line = layout.lineAt(layout.lineCount() - 1)
        end = line.textStart() + line.textLength()
        across, _end = cast(tuple[float, int], line.cursorToX(end))
        at = min(max(0.0, across), float(self.width() - self._stroke))
        em, foot = self.font().pixelSize(), line.y() + line.ascent()
        mark = QRectF(at, foot - 0.95 * em, self._stroke, 1.2 * em)
        QPainter(self).fillRect(mark, self.palette().color(self.foregroundRole()))


class Field(QFrame):
    """Shows a text and takes keys; what becomes of them is its owner's business."""

    typed = Signal(str)
    """Something to add, from keys that can be felt: a letter, or all that was pasted."""
    erased = Signal()
    entered = Signal()
    """The key that ends a line."""

    def __init__(self, name: str, letter: str, theme: Theme, parent: QWidget) -> None:
        """`name` says what is written here, `letter` is one that will be: scripts differ
        in the height of their lines."""
        super().__init__(parent)
        self.setObjectName("field")
        self.setProperty("kind", "field")
        self.setAccessibleName(name)
        # Fingers and programs may give it the keys; the tabulator goes past it, for what
        # is typed on any key of the page arrives here.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self._theme = theme
        self._letter = letter
        self._text = ""
        self._ink = _Ink(theme, self)
        self._pad = theme.px(4)

    @property
    def ink(self) -> Words:
        """What is shown of the text."""
        return self._ink

    def write(self, text: str) -> None:
        """Show this text, or as much of its end as there is room for."""
        self._text = text
        self.setAccessibleDescription(text)
        self._show_end()

    def height_of(self, lines: int) -> int:
        """Return the height in pixels that shows so many lines."""
        high = self._ink.height_of("\n".join([self._letter] * lines))
        return high + 2 * round(self._pad * 0.75)

    def _show_end(self) -> None:
        """Show the last lines that have room."""
        ink = self._ink
        ink.setText(self._text)
        if ink.heightForWidth(ink.width()) <= ink.height():
            return
        lines = ink.lines(ink.width())
        for first in range(1, len(lines)):
            ink.setText("".join(lines[first:]))
            if ink.heightForWidth(ink.width()) <= ink.height():
                return

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        down = round(self._pad * 0.75)
        self._ink.setGeometry(self.rect().adjusted(self._pad, down, -self._pad, -down))
        self._show_end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.typed.emit(QGuiApplication.clipboard().text())
        elif event.key() == Qt.Key.Key_Backspace:
            self.erased.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif text >= " " and text != "\x7f" and not event.modifiers() & _OTHER_WORK:
            self.typed.emit(text)
        else:
            event.ignore()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString():
            self.typed.emit(event.commitString())
        event.accept()
