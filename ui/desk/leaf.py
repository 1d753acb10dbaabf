"""Rows of words to be read: what each is, and what it says; longer than the page may be."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from ui.theme import Theme
from ui.widgets.words import Words

Row = tuple[str, str]
"""What it is; what it says."""

_TOP: Final = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop


class _Running(Words):
    """Lines of a list end where they end."""

    even = False


class Leaf(QScrollArea):
    """Shows rows; the arrows turn it where it is longer."""

    def __init__(self, name: str, theme: Theme, wide_mm: float) -> None:
        """`wide_mm` is the room for what each is."""
        super().__init__()
        self._theme = theme
        self._wide_mm = wide_mm
        self.setObjectName("desk-leaf")
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.show_rows(())

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these, and nothing of what was shown before."""
        sheet = QWidget()
        sheet.setObjectName("desk-leaf-sheet")
        grid = QGridLayout(sheet)
        px = self._theme.px
        grid.setContentsMargins(px(4), px(3), px(4), px(3))
        grid.setHorizontalSpacing(px(4))
        grid.setVerticalSpacing(px(2.5))
        grid.setColumnMinimumWidth(0, px(self._wide_mm))
        grid.setColumnStretch(1, 1)
        for at, (what, says) in enumerate(rows):
            head, words = _Running(what, "desk-label"), _Running(says, "desk")
            head.setMaximumWidth(px(self._wide_mm))
            for column, one in enumerate((head, words)):
                one.setAlignment(_TOP)
                grid.addWidget(one, at, column)
        grid.setRowStretch(len(rows), 1)
        self.setWidget(sheet)
