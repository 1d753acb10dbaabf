"""Where is it? By the number that stands on the pole, on keys as a telephone has them."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from i18n import _
from ui.citizen.finder import camera_button
from ui.screen import Said, Scene
from ui.widgets.button import Face
from ui.widgets.keypad import Keypad
from ui.widgets.words import Words

_LONGEST = 12


class NumberPane(QWidget):
    """What was typed stands above the keys."""

    touched = Signal(str)
    """They would rather show its code to the camera."""

    def __init__(self, scene: Scene, camera: bool) -> None:
        """`camera` says whether there is one."""
        super().__init__()
        theme = scene.theme
        self.typed = ""
        field = QFrame(self)
        field.setProperty("kind", "card")
        self._shown = Words("", "code")
        self._shown.setWordWrap(False)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # A number is read from left to right in every language.
        self._shown.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        inside = QVBoxLayout(field)
        inside.addWidget(self._shown)
        erase = Face(_("Delete"), picture=scene.picture("backspace"))
        keypad = Keypad("1234567890", erase, 3 if theme.panel.portrait else 6, theme)
        keypad.typed.connect(self._type)
        keypad.erased.connect(self._erase)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(5))
        way = QBoxLayout.Direction
        head = QBoxLayout(way.TopToBottom if theme.panel.portrait else way.LeftToRight)
        head.setSpacing(theme.px(5))
        head.addWidget(field, 1)
        if camera:
            button = camera_button(scene)
            button.touched.connect(self.touched)
            head.addWidget(button)
        column.addLayout(head)
        column.addWidget(keypad, 1)
        self.show_number("")

    def show_number(self, typed: str) -> None:
        """Show what was typed; a dot while there is nothing."""
        self.typed = typed[:_LONGEST]
        self._shown.setText(self.typed or "·")

    def spoken(self) -> Iterator[Said]:
        """Yield what was typed, digit by digit."""
        if self.typed:
            yield Said(self.typed, self._shown, private=True, spelt=True)

    def _type(self, symbol: str) -> None:
        self.show_number(self.typed + symbol)

    def _erase(self) -> None:
        self.show_number(self.typed[:-1])
