"""Buttons that move and enlarge a map: for whoever cannot drag and pinch."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QWidget,
)

from ui.theme import Theme
from ui.widgets.button import Face, Touchable
from ui.widgets.picture import Picture

_PLACES: Final = (
    (("minus", 0), ("north", 1), ("plus", 2)),
    (("west", 0), ("my-place", 1), ("east", 2)),
    (("south", 1),),
)


class Compass(QWidget):
    """Plus, minus, the four winds, and back to where one stands."""

    touched = Signal(str)
    """`plus`, `minus`, `north`, `east`, `south`, `west`, `my-place`."""

    def __init__(self, faces: dict[str, Face], theme: Theme) -> None:
        super().__init__()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        # West is on the left side of a map in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(4))
        for row, line in enumerate(_PLACES):
            # Keys visit them as one reads.
            for name, column in reversed(line) if mirrored else line:
                button = _Round(faces[name], name, theme)
                button.touched.connect(self.touched)
                grid.addWidget(button, row, column)


class _Round(Touchable):
    def __init__(self, face: Face, name: str, theme: Theme) -> None:
        super().__init__("key", face.words)
        self.setObjectName(name)
        side = theme.px(18)
        self._floor = QSize(side, side)
        self.setFixedSize(self._floor)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        assert isinstance(face.picture, Path)
        row.addWidget(
            Picture(face.picture, theme.palette.ink, theme.px(9)),
            0,
            Qt.AlignmentFlag.AlignCenter,
        )


def lay_map(
    page: QWidget, shown: QWidget, words: QLayout, compass: Compass, theme: Theme
) -> None:
    """Lay a map on a page, with what is said of it below, and the compass where the panel
    has room for it."""
    grid = QGridLayout(page)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(theme.px(4))
    grid.addWidget(shown, 0, 0)
    grid.addLayout(words, 1, 0)
    if theme.panel.portrait:
        grid.addWidget(compass, 2, 0, Qt.AlignmentFlag.AlignHCenter)
    else:
        # Beside the words too: a small panel has no other room for three rows of keys.
        grid.addWidget(compass, 0, 1, 2, 1, Qt.AlignmentFlag.AlignTop)
    grid.setRowStretch(0, 1)
    grid.setColumnStretch(0, 1)
