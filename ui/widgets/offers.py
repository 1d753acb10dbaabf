"""A line of words to take with a touch, as many as have room."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.button import Touchable
from ui.widgets.words import Words


class _Offer(Touchable):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("offer", "", parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(5), 0, theme.px(5), 0)
        self.words = Words("", "tile")
        self.words.setWordWrap(False)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.words)
        self._floor = QSize(theme.px(20), theme.px(15.5))

    def offer(self, words: str) -> None:
        self.words.setText(words)
        if (
            words.isascii()
        ):  # an address is not mirrored: @gmail.com, and not gmail.com@
            self.words.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        else:
            self.words.unsetLayoutDirection()
        self.setAccessibleName(words)
        self.setObjectName(f"offer:{words}")


class Offers(QWidget):
    """Words side by side, the best first."""

    taken = Signal(int)
    """Which of them was touched."""

    def __init__(self, most: int, letter: str, theme: Theme, parent: QWidget) -> None:
        """`letter` is one of those the words are made of."""
        super().__init__(parent)
        self._letter = Words(letter, "tile", self)
        self._letter.hide()
        self._gap = theme.px(3.3)
        self._all = [_Offer(theme, self) for _ in range(most)]
        self._many = 0
        for at, one in enumerate(self._all):
            one.clicked.connect(lambda _checked, at=at: self.taken.emit(at))
            one.hide()

    @property
    def shown(self) -> tuple[tuple[Words, Touchable], ...]:
        """What is offered now, in reading order."""
        return tuple((one.words, one) for one in self._all if not one.isHidden())

    @property
    def height_wanted(self) -> int:
        """Pixels."""
        line = self._letter.sizeHint().height()
        return max(self._all[0].minimumSizeHint().height(), round(line * 1.2))

    def offer(self, words: Sequence[str]) -> None:
        """Offer these, as far as there is room."""
        self._many = min(len(words), len(self._all))
        for one, word in zip(self._all, words, strict=False):
            one.offer(word)
        self._lay()

    def _lay(self) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        at = 0
        for number, one in enumerate(self._all):
            width = one.sizeHint().width()
            fits = number < self._many and at + width <= self.width()
            one.setVisible(fits)
            if fits:
                left = self.width() - at - width if rtl else at
                one.setGeometry(left, 0, width, self.height())
                at += width + self._gap

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay()
