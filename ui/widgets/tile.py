"""Things to touch: choices as pictures with words, and the buttons of the strips."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.theme import Theme
from ui.widgets.picture import Picture
from ui.widgets.words import Words


class Shape(StrEnum):
    """How a tile is laid."""

    CARD = "card"
    """A broad picture above its words: a choice."""
    ROW = "row"
    """A picture beside its words: a service, a language, a village."""


@dataclass(frozen=True)
class Face:
    """What a tile shows."""

    words: str
    hint: str = ""
    picture: Path | None = None
    letter: str = ""
    """Shown in the picture's place when there is no picture."""
    colour: str = "slate"
    mark: Path | None = None
    """A small picture at the end: what a touch does, when it is not choosing."""


class Touchable(QPushButton):
    """A button that lays its own words and pictures, and says who it is."""

    touched = Signal(str)
    """Pressed and released inside; carries its object name."""

    def __init__(self, kind: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", kind)
        self.setAccessibleName(name)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.touched.emit(self.objectName())

    def show_state(self, state: str, on: bool) -> None:
        """Set a state the style sheet knows (`spoken`, `chosen`)."""
        self.setProperty(state, on)
        self.style().unpolish(self)
        self.style().polish(self)

    # Qt

    def sizeHint(self) -> QSize:
        return self._own_layout().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._own_layout().minimumSize()

    def hasHeightForWidth(self) -> bool:
        return self._own_layout().hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        return self._own_layout().heightForWidth(width)

    def _own_layout(self) -> QBoxLayout:
        layout = self.layout()
        assert isinstance(layout, QBoxLayout)
        return layout


class Tile(Touchable):
    """A choice: picture and words; chosen, it has a tick and a thick border as well."""

    def __init__(
        self, face: Face, shape: Shape, theme: Theme, parent: QWidget | None = None
    ) -> None:
        name = f"{face.words}. {face.hint}" if face.hint else face.words
        super().__init__("tile", name, parent)
        self.face = face
        self._tick: Picture | None = None
        ground, ink = theme.family(face.colour)
        radius = theme.px(4)
        if face.picture is not None:
            picture: QWidget = Picture(face.picture, ink, theme.px(30)).on_ground(
                ground, radius, QSize(theme.px(25), theme.px(22))
            )
        else:
            picture = _letter(face.letter, theme)
        words = Words(face.words, "tile")
        lines = [words] + ([Words(face.hint, "hint")] if face.hint else [])
        if shape is Shape.CARD:
            self._lay_card(picture, lines, theme)
        else:
            self._lay_row(picture, lines, theme)

    def make_choosable(self, tick: Path, theme: Theme) -> None:
        """Let it be chosen and left, with a tick in the corner when it is."""
        self.setCheckable(True)
        self._tick = Picture(tick, theme.palette.on_action, theme.px(7), self)
        self._tick.on_ground(theme.palette.ink, theme.px(5), QSize(1, 1))
        self._tick.resize(theme.px(10), theme.px(10))
        self.toggled.connect(self._show_tick)
        self._show_tick(self.isChecked())

    def _show_tick(self, chosen: bool) -> None:
        if self._tick is not None:
            self._tick.setVisible(chosen)
            self._tick.raise_()

    def _lay_card(self, picture: QWidget, lines: list[Words], theme: Theme) -> None:
        layout = QVBoxLayout(self)
        inner = theme.px(3)
        layout.setContentsMargins(inner, inner, inner, inner)
        layout.setSpacing(theme.px(1.5))
        layout.addWidget(picture, 1)
        for words in lines:
            words.setAlignment(
                Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
            )
            layout.addWidget(words)

    def _lay_row(self, picture: QWidget, lines: list[Words], theme: Theme) -> None:
        layout = QHBoxLayout(self)
        inner = theme.px(4)
        layout.setContentsMargins(inner, inner, inner, inner)
        layout.setSpacing(theme.px(6))
        side = theme.px(28) if isinstance(picture, Picture) else theme.px(16)
        picture.setFixedWidth(side)
        picture.setMinimumHeight(min(side, theme.px(20)))
        picture.setMaximumHeight(side)
        layout.addWidget(picture)
        column = QVBoxLayout()
        column.setSpacing(theme.px(1.5))
        column.addStretch(1)
        for words in lines:
            column.addWidget(words)
        column.addStretch(1)
        layout.addLayout(column, 1)
        if self.face.mark is not None:
            layout.addWidget(Picture(self.face.mark, theme.palette.ink, theme.px(9)))

    # Qt

    def resizeEvent(self, event: object) -> None:
        if self._tick is not None:
            gap = self._tick.width() // 4
            rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            left = gap if rtl else self.width() - self._tick.width() - gap
            self._tick.move(left, gap)


_ONE_WAY: Final = frozenset(
    {
        "back",
        "forward",
        "previous-page",
        "next-page",
        "start-over",
        "again",
        "other-village",
        "listen",
        "listen-stop",
        "sound-off",
        "send",
    }
)
"""The pictures that point: they turn round where one reads from right to left."""


class BarButton(Touchable):
    """A button of a strip: a picture and a word, side by side or one above the other."""

    def __init__(
        self,
        face: Face,
        kind: str,
        theme: Theme,
        above: bool = False,
        trailing: bool = False,
    ) -> None:
        super().__init__(kind, face.words)
        palette = theme.palette
        ink = palette.on_action if kind == "action" else palette.ink
        layout: QBoxLayout = QVBoxLayout(self) if above else QHBoxLayout(self)
        across, down = (
            (theme.px(2), theme.px(1.5)) if above else (theme.px(6), theme.px(3))
        )
        layout.setContentsMargins(across, down, across, down)
        layout.setSpacing(theme.px(1 if above else 3))
        words = Words(face.words, "strip")
        words.setWordWrap(False)
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        words.setAlignment(middle if above else Qt.AlignmentFlag.AlignVCenter)
        parts: list[tuple[QWidget, Qt.AlignmentFlag]] = [(words, Qt.AlignmentFlag(0))]
        if face.picture is not None:
            picture = Picture(face.picture, ink, theme.px(8 if above else 9))
            if face.picture.stem in _ONE_WAY:
                picture.mirrored()
            parts.insert(1 if trailing else 0, (picture, Qt.AlignmentFlag.AlignCenter))
        for part, alignment in parts:
            layout.addWidget(part, 0, alignment)
        self.setMinimumSize(theme.px(20), theme.px(18))
        fixed = QSizePolicy.Policy.Preferred if above else QSizePolicy.Policy.Fixed
        self.setSizePolicy(fixed, QSizePolicy.Policy.Fixed)


def _letter(letter: str, theme: Theme) -> Words:
    """The first letter of a name, for long lists that people scan by the alphabet."""
    words = Words(letter, "letter")
    words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
    words.setMinimumSize(theme.px(14), theme.px(14))
    return words
