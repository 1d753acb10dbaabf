"""A text and all it takes to write it: the field, words to take, the keyboard."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets import spelling
from ui.widgets.field import Field
from ui.widgets.key import called
from ui.widgets.keyboard import Keyboard
from ui.widgets.layout import Layout
from ui.widgets.offers import Offers
from ui.widgets.service import Purpose

_MOST_OFFERS = 3
_LINES = 2
"""Of the text, in sight at least, if that can be."""
_BESIDE = 0.4
"""Of the width, for what is offered, where it has no line of its own."""


class Task(msgspec.Struct, frozen=True):
    """What is to be written."""

    name: str
    """What it is called: the question."""
    longest: int
    """Letters."""
    keys: Layout
    purpose: Purpose
    lower: bool = False
    """No capitals, whatever is typed."""


class Writing(QWidget):
    """Field over offers over keys; each has its room, whatever the panel."""

    changed = Signal()
    """The text is another one."""
    full = Signal()
    """There was no room for what was typed."""
    entered = Signal()
    """The key that ends a line, where there is one line."""
    taken = Signal(int)
    """Which of the offers was touched."""
    heard = Signal(str, bool)
    """What a touch did, and whether it is a citizen's own word."""

    def __init__(
        self, task: Task, theme: Theme, picture: Callable[[str], Path], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._task = task
        self._text = ""
        self._gap = theme.px(3.3)
        letter = task.keys.alphabet[0]
        self.field = Field(task.name, letter, theme, self)
        self.offers = Offers(_MOST_OFFERS, letter, theme, self)
        self.keyboard = Keyboard(task.keys, task.purpose, theme, picture, self)
        if not task.purpose.spaces:  # an address reads from left to right everywhere
            self.field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.field.typed.connect(self._type)
        self.field.erased.connect(self._erase)
        self.field.entered.connect(self._enter)
        self.keyboard.typed.connect(self._type)
        self.keyboard.accented.connect(self._accent)
        self.keyboard.erased.connect(self._erase)
        self.keyboard.heard.connect(lambda words: self.heard.emit(words, False))
        self.offers.taken.connect(self.taken)
        self._show()

    @property
    def text(self) -> str:
        """What is written."""
        return self._text

    def write(self, text: str) -> None:
        """Let this be what is written, as far as there is room for it."""
        self._become(spelling.plain(text, self._task.purpose.lines))

    def take(self, words: str, instead_of: int) -> None:
        """Write this word instead of so many last letters, and be ready for the next."""
        space = " " if self._task.purpose.spaces else ""
        self.write(self._text[: len(self._text) - instead_of] + words + space)
        self.heard.emit(words, True)

    def offer(self, words: Sequence[str]) -> None:
        """Offer these words."""
        self.offers.offer(words)

    # What becomes of the text

    def _type(self, what: str) -> None:
        task = self._task
        kept = spelling.plain(what, task.purpose.lines)
        if not task.purpose.spaces:
            kept = "".join(kept.split())
        if task.lower:
            kept = kept.lower()
        if kept:
            before = self._text
            self._become(spelling.added(before, kept, task.keys))
            if len(kept) == 1 and self._text != before:
                self._tell(kept)

    def _tell(self, letter: str) -> None:
        if letter.isspace():
            self.heard.emit(spelling.last_word(self._text), True)
        else:
            self.heard.emit(called(letter, self._task.keys), False)

    def _accent(self) -> None:
        before = self._text
        self._become(spelling.accented(before, self._task.keys))
        if self._text != before:
            self._tell(self._text[-1])

    def _erase(self) -> None:
        before = self._text
        if before:
            self._become(spelling.erased(before, self._task.keys))
            self._tell(before[-1])

    def _enter(self) -> None:
        if self._task.purpose.lines:
            self._type("\n")
        else:
            self.entered.emit()

    def _become(self, text: str) -> None:
        kept = text[: self._task.longest]
        changed, self._text = kept != self._text, kept
        self._show()
        if changed:
            self.changed.emit()
        if kept != text:
            self.full.emit()

    def _show(self) -> None:
        self.field.write(self._text)
        self.keyboard.expect(spelling.begins_sentence(self._text, self._task.keys))

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that can be felt write, wherever on the page the ring is."""
        self.field.keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        width, height, gap = self.width(), self.height(), self._gap
        offers, most = self.offers.height_wanted, self.field.height_of
        lines = _LINES if self._task.purpose.spaces else 1
        rows = self.keyboard.rows_wanted(width)
        keys = self.keyboard.least_height(rows)
        above = offers + gap + most(lines) + gap + keys <= height
        if above:
            over = most(lines) + gap + offers
        else:  # what is offered stands beside the text
            roomy = most(lines) + gap + keys <= height
            over = max(offers, most(lines if roomy else 1))
        keys = min(height - over - gap, self.keyboard.most_height(rows))
        over = height - keys - gap
        beside = 0 if above else round(width * _BESIDE)
        high = over - offers - gap if above else over
        field = QRect(0, 0, width - beside - (gap if beside else 0), high)
        place = QRect(0, high + gap, width, offers)
        if beside:
            place = QRect(width - beside, 0, beside, offers)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for part, at in ((self.field, field), (self.offers, place)):
            left = width - at.left() - at.width() if rtl else at.left()
            part.setGeometry(left, at.top(), at.width(), at.height())
        self.keyboard.setGeometry(0, height - keys, width, keys)
