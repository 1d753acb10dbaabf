"""Something to read on a page: a picture with a sentence and a smaller one under it."""

from pathlib import Path

import msgspec
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ui.theme import Theme
from ui.widgets.picture import Picture
from ui.widgets.words import Words


class Line(msgspec.Struct, frozen=True):
    """What a card says."""

    picture: Path
    words: str
    hint: str = ""
    strong: str = ""
    """What one looks for: a number, in large type."""


class Card(QFrame):
    """A card that cannot be touched."""

    def __init__(self, line: Line, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.lines: list[Words] = []
        """What it says, in reading order."""
        row = QHBoxLayout(self)
        inner = theme.px(5)
        row.setContentsMargins(inner, inner, inner, inner)
        row.setSpacing(theme.px(8))
        side = theme.px(18 if theme.scale == 1 else 25)  # it grows with the letters
        row.addWidget(Picture(line.picture, theme.palette.ink, side))
        column = self._column = QVBoxLayout()
        column.setSpacing(theme.px(2))
        column.addStretch(1)
        for text, role in (
            (line.words, "tile"),
            (line.strong, "question"),
            (line.hint, "hint"),
        ):
            if text:
                words = Words(text, role)
                words.setWordWrap(role != "question")  # no number is broken
                self.lines.append(words)
                column.addWidget(words)
        column.addStretch(1)
        row.addLayout(column, 1)

    def text_height(self, width: int) -> int:
        """A card's picture stands beside its words: there is nothing to level."""
        return 0

    def hold_text(self, height: int) -> None:
        """See `text_height`."""
