"""Keys for a number of letters and digits; each key is a button with a name."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.button import Face, Touchable
from ui.widgets.picture import Picture
from ui.widgets.words import Words


class Keypad(QWidget):
    """One key for each symbol, in their order, and one that takes the last one away."""

    typed = Signal(str)
    erased = Signal()

    def __init__(self, symbols: str, erase: Face, columns: int, theme: Theme) -> None:
        super().__init__()
        # Digits, and letters in the order of a code, are read from left to right in every
        # language; so the keys lie, as on a telephone.
        around = self.layoutDirection()
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(3))
        for at, symbol in enumerate(symbols):
            key = _Key(symbol, theme)
            key.touched.connect(self.typed)
            grid.addWidget(key, at // columns, at % columns)
        rubber = _Key(erase.words, theme, erase)
        rubber.setObjectName("erase")
        rubber.setLayoutDirection(around)
        rubber.clicked.connect(self.erased)
        row, column = divmod(len(symbols), columns)
        grid.addWidget(rubber, row, column, 1, columns - column)
        for line in range(row + 1):
            grid.setRowStretch(line, 1)


class _Key(Touchable):
    def __init__(self, symbol: str, theme: Theme, face: Face | None = None) -> None:
        super().__init__("key", symbol)
        self.setObjectName(symbol)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(1), theme.px(1), theme.px(1), theme.px(1))
        row.setSpacing(theme.px(3))
        row.addStretch(1)
        if face is not None and face.picture is not None:
            row.addWidget(Picture(face.picture, theme.palette.ink, theme.px(9)))
        words = Words(symbol, "strip" if face else "key")
        words.setWordWrap(False)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(words)
        row.addStretch(1)
        self._floor = QSize(theme.px(16), theme.px(16))


class CodeField(QWidget):
    """Places for the symbols of a number, in groups, filled as they are typed."""

    def __init__(self, groups: Sequence[int], theme: Theme) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(1.5))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        # A number is read from left to right in every language, and stands where the
        # language begins.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        if mirrored:
            row.addStretch(1)
        self._places: list[Words] = []
        for at, size in enumerate(groups):
            if at:
                row.addSpacing(theme.px(7))
            for _place in range(size):
                place = Words("", "code")
                place.setAlignment(Qt.AlignmentFlag.AlignCenter)
                place.setProperty("place", True)
                place.setFixedWidth(round(theme.code * 1.08))
                self._places.append(place)
                row.addWidget(place)
        if not mirrored:
            row.addStretch(1)

    def show_code(self, code: str) -> None:
        """Show what was typed so far; a dot marks each place still empty."""
        for at, place in enumerate(self._places):
            place.setText(code[at] if at < len(code) else "·")
