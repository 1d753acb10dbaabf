"""A line to type a few letters in, and under it what may be meant."""

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QVBoxLayout, QWidget

from i18n import _
from ui.desk.parts import label
from ui.theme import Theme

LONGEST = 200
"""Letters; what somebody seeks is shorter."""


class Hit(msgspec.Struct, frozen=True):
    """Something that may be meant."""

    words: str
    what: object


class Seek(QWidget):
    """Typing shows what may be meant; the arrows choose, Enter and Tab take it."""

    chosen = Signal(object)
    """What a `Hit` is about."""
    edited = Signal(str)
    """What was typed, letter by letter."""
    entered = Signal(str)
    """Enter, with nothing that could be taken: what stands there."""

    def __init__(
        self, seek: Callable[[str], Sequence[Hit]], name: str, theme: Theme
    ) -> None:
        super().__init__()
        self._seek = seek
        self._hits: Sequence[Hit] = ()
        self._edge = theme.px(1.4)
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST)
        self.line.setAccessibleName(name)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._look)
        self._list = QListWidget()
        self._list.setAccessibleName(name)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(self._take)
        self._none = label("", "desk-hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1))
        for one in (self.line, self._list, self._none):
            column.addWidget(one)
        self._list.hide()
        self._none.hide()
        self.setFocusProxy(self.line)

    @property
    def hits(self) -> Sequence[Hit]:
        """What is offered now."""
        return self._hits

    def show_text(self, text: str) -> None:
        """Let this stand in the line, and offer nothing."""
        self.line.setText(text)
        self._offer(())
        self._none.hide()

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._offer(())
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self._take():
                self.entered.emit(self.line.text())
            return True
        if key == Qt.Key.Key_Tab:
            return self._take()
        if key == Qt.Key.Key_Escape and self._hits:
            self._offer(())
            return True
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._hits:
            step = 1 if key == Qt.Key.Key_Down else -1
            row = (self._list.currentRow() + step) % len(self._hits)
            self._list.setCurrentRow(row)
            return True
        return False

    def _look(self, typed: str) -> None:
        self.edited.emit(typed)
        self._offer(self._seek(typed) if typed.strip() else ())
        says_nothing = bool(typed.strip()) and not self._hits
        self._none.setText(_("Nothing is called so here.") if says_nothing else "")
        self._none.setVisible(says_nothing)

    def _offer(self, hits: Sequence[Hit]) -> None:
        self._hits = hits
        self._list.clear()
        self._list.addItems([one.words for one in hits])
        self._list.setCurrentRow(0)
        height = self._list.sizeHintForRow(0) * len(hits) + 2 * self._edge
        self._list.setFixedHeight(max(height, 1))
        self._list.setVisible(bool(hits))

    def _take(self, _item: object = None) -> bool:
        if not self._hits:
            return False
        hit = self._hits[self._list.currentRow()]
        self._offer(())
        self.chosen.emit(hit.what)
        return True
