"""What can be chosen, side by side: a figure or a few letters choose it, so does a click."""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton

from kiosk.skeleton import Sign, find
from ui.theme import Theme

_FORGET_MS = 1200
"""Between two letters of one word; later, another word is begun."""
_FEW, _SOME = 20, 34
"""Letters of the longest that stand three in a row, and two."""


class How(Enum):
    """How many may be chosen."""

    ONE = "one"
    SEVERAL = "several"
    RANKED = "ranked"
    """Several, in the order of choosing."""


class Options(QFrame):
    """The answer to one question, by the ids of what is chosen."""

    chosen = Signal(tuple)
    """What is chosen now."""
    done = Signal()
    """Go on to what comes next."""

    def __init__(
        self, options: Sequence[tuple[str, str]], how: How, name: str, theme: Theme
    ) -> None:
        """`options` are ids and words, in their order."""
        super().__init__()
        self.setObjectName("desk-options")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.allows: Callable[[tuple[str, ...]], bool] = lambda _answer: True
        """Whether this may be chosen; whoever asks says why not."""
        self._ids = [id_ for id_, _ in options]
        self._words = [words for _, words in options]
        self._how = how
        self._here = 0
        self._answer: tuple[str, ...] = ()
        self._letters = ""
        self._pause = QTimer(self, singleShot=True, interval=_FORGET_MS)
        self._pause.timeout.connect(self._forget)
        self._buttons = [self._button(at) for at in range(len(options))]
        grid = QGridLayout(self)
        edge = theme.px(0.5) + 2  # the frame that shows where one is
        grid.setContentsMargins(edge, edge, edge, edge)
        grid.setSpacing(theme.px(1))
        longest = max(map(len, self._words))
        wide = 3 if longest <= _FEW else 2 if longest <= _SOME else 1
        for at, one in enumerate(self._buttons):
            grid.addWidget(one, at // wide, at % wide)
        for at in range(wide):
            grid.setColumnStretch(at, 1)
        self._wide = wide
        self._draw()

    @property
    def answer(self) -> tuple[str, ...]:
        """What is chosen."""
        return self._answer

    def show_answer(self, answer: tuple[str, ...]) -> None:
        """Let these be chosen, and tell nobody."""
        self._answer = tuple(one for one in answer if one in self._ids)
        if self._answer:
            self._here = self._ids.index(self._answer[0])
        self._draw()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        steps = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: self._wide,
            Qt.Key.Key_Up: -self._wide,
        }
        if event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._how is How.ONE and not self._answer:
                self._toggle(self._here)
            self.done.emit()
        elif key in steps:
            self._go(self._here + steps[Qt.Key(key)])
        elif key == Qt.Key.Key_Space:
            self._toggle(self._here)
        elif text.isdecimal() and 0 < int(text) <= min(9, len(self._ids)):
            self._go(int(text) - 1)
            self._toggle(self._here)
            if self._how is How.ONE:
                self.done.emit()
        elif text.isalpha():
            self._spell(text)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._draw()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._forget()
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._draw()

    def _button(self, at: int) -> QPushButton:
        made = QPushButton(self)
        made.setProperty("kind", "desk-option")
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(partial(self._click, at))
        return made

    def _click(self, at: int, _checked: bool = False) -> None:
        self.setFocus()
        self._here = at
        self._toggle(at)

    def _go(self, to: int) -> None:
        self._here = max(0, min(to, len(self._ids) - 1))
        self._draw()

    def _spell(self, letter: str) -> None:
        """Letters go to what begins so; where one is to be chosen, it is chosen."""
        self._letters += letter
        self._pause.start()
        signs = (Sign(at, (words,)) for at, words in enumerate(self._words))
        found = find(signs, self._letters, 1)
        if not found:
            return
        self._go(found[0])
        if self._how is How.ONE and self._answer != (self._ids[found[0]],):
            self._toggle(found[0])

    def _forget(self) -> None:
        self._letters = ""

    def _toggle(self, at: int) -> None:
        id_ = self._ids[at]
        if self._how is How.ONE:
            wanted: tuple[str, ...] = (id_,)
        elif id_ in self._answer:
            wanted = tuple(one for one in self._answer if one != id_)
        else:
            wanted = (*self._answer, id_)
            if self._how is How.SEVERAL:
                wanted = tuple(one for one in self._ids if one in wanted)
        if self.allows(wanted):
            self._answer = wanted
            self.chosen.emit(wanted)
        self._draw()

    def _draw(self) -> None:
        chosen = [self._words[self._ids.index(one)] for one in self._answer]
        here = self._words[self._here] if self.hasFocus() else ""
        self.setAccessibleDescription(", ".join(chosen) or here)
        for at, one in enumerate(self._buttons):
            is_chosen = self._ids[at] in self._answer
            place = ""
            if is_chosen and self._how is How.RANKED:
                place = f"   ({self._answer.index(self._ids[at]) + 1})"
            figure = f"{at + 1}  " if at < 9 else "    "
            one.setText(f"{figure}{self._words[at]}{place}".replace("&", "&&"))
            one.setAccessibleName(self._words[at])
            one.setChecked(is_chosen)
            is_here = self.hasFocus() and at == self._here
            if one.property("here") != is_here:
                one.setProperty("here", is_here)
                one.style().polish(one)
