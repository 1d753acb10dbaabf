"""The last row of a keyboard: the space, the signs one needs most, and what serves."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from i18n import _
from ui.theme import Theme
from ui.widgets.button import Touchable
from ui.widgets.key import Key, Reach, ServiceKey, called
from ui.widgets.layout import Layout


class Purpose(msgspec.Struct, frozen=True):
    """What is written with a keyboard."""

    spaces: bool = True
    lines: bool = False


class Service(QWidget):
    """Keys side by side; the space takes what room is left."""

    typed = Signal(str)
    """A sign."""
    touched = Signal(str)
    """Another of its keys, by name."""

    def __init__(
        self,
        keys: Layout,
        purpose: Purpose,
        theme: Theme,
        picture: Callable[[str], Path],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._gap = theme.px(2.75)
        self._least_space = theme.px(20) if purpose.spaces else 0
        self._own: dict[str, ServiceKey] = {}
        self._row: list[Touchable] = []
        self._accents: tuple[str, ...] = ()
        if keys.shifts:
            self._add("shift", _("Capital letter"), picture("shift"))
            self._own["shift"].setCheckable(True)
        if keys.accent:
            self._add("accent", _("Accent"), cap=keys.accent)
            self._accents = (f"{keys.accent} {_('Accent')}", keys.accent)
        for name in ("signs", "order", "more-keys"):
            self._add(name, "")
        before = len(keys.marks) // 2 if purpose.spaces else len(keys.marks)
        self._add_marks(keys.marks[:before], keys)
        if purpose.spaces:
            self._add("space", _("Space"), picture("space"), _("Space"))
        self._add_marks(keys.marks[before:], keys)
        if purpose.lines:
            self._add("new-line", _("New line"), picture("new-line"))
        self._add("erase", _("Delete"), picture("backspace"), _("Delete"))

    @property
    def height_wanted(self) -> int:
        """Pixels."""
        return max(one.minimumSizeHint().height() for one in self._row)

    def wear(self, name: str, cap: str, said: str) -> None:
        """Put a word on a key, and call it what is said."""
        self._own[name].wear(cap, said)

    def stand(self, reach: Reach) -> None:
        """Leave this much room for the signs on the keys."""
        for one in self._row:
            if isinstance(one, Key):
                one.stand(reach)

    def show_shift(self, on: bool) -> None:
        """Show whether capitals come."""
        if "shift" in self._own:
            self._own["shift"].setChecked(on)

    def enable(self, name: str, on: bool) -> None:
        """Let a key be touched, or not, where the keyboard has it."""
        if name in self._own:
            self._own[name].setEnabled(on)

    def allow(self, name: str, there: bool) -> None:
        """Let a key be there, or not."""
        self._own[name].setVisible(there)
        self._lay()

    def _add(
        self, name: str, said: str, picture: Path | None = None, cap: str = ""
    ) -> None:
        key = ServiceKey(name, self._theme, self)
        if picture is not None:
            key.draw(picture, points=name in ("erase", "new-line"))
        key.wear(cap, said)
        key.touched.connect(self.touched)
        self._own[name] = key
        self._row.append(key)

    def _add_marks(self, marks: str, keys: Layout) -> None:
        for mark in marks:
            key = Key(self._theme, self)
            key.wear(mark, mark, called(mark, keys))
            key.touched.connect(self.typed)
            self._row.append(key)

    def _lay(self) -> None:
        there = [one for one in self._row if not one.isHidden()]
        spare = self._shorten(there)
        greedy = [one for one in there if one is self._own.get("space")] or there
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        at = 0
        for one in there:
            wide = one.sizeHint().width()
            if one in greedy:
                wide += max(0, spare) // len(greedy)
            left = self.width() - at - wide if rtl else at
            one.setGeometry(left, 0, wide, self.height())
            at += wide + self._gap

    def _shorten(self, there: list[Touchable]) -> int:
        """Say in words what there is room for, and return what room is left."""
        erase = self._own["erase"]
        erase.words.show()
        for cap in self._accents:
            self.wear("accent", cap, _("Accent"))
            if self._spare(there) >= self._least_space:
                return self._spare(there)
        if self._spare(there) < self._least_space:
            erase.words.hide()  # its picture is known
        return self._spare(there)

    def _spare(self, there: list[Touchable]) -> int:
        needs = sum(one.sizeHint().width() for one in there)
        return self.width() - needs - self._gap * (len(there) - 1)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay()
