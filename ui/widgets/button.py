"""Things to touch: what every button has, and the buttons of the strips."""

from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage
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


class Face(msgspec.Struct, frozen=True):
    """What a tile shows."""

    words: str
    hint: str = ""
    picture: Path | None = None
    letter: str = ""
    """Shown in the picture's place when there is no picture."""
    colour: str = "slate"
    mark: Path | None = None
    """A small picture at the end: what a touch does, when it is not choosing."""
    photo: QImage | None = None
    """A photograph, shown in the picture's place."""


class Touchable(QPushButton):
    """A button that lays its own words and pictures, and says who it is."""

    touched = Signal(str)
    """Pressed and released inside; carries its object name."""

    def __init__(self, kind: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._floor = QSize(0, 0)
        self.steering = False
        """The arrow keys are its own now, and do not leave it."""
        self.setProperty("kind", kind)
        self.setAccessibleName(name)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.touched.emit(self.objectName())

    @property
    def is_on(self) -> bool:
        """Whether it is chosen, or was when one was here before."""
        return self.isChecked() or bool(self.property("on"))

    @property
    def is_poster(self) -> bool:
        """Whether it is a whole page, with no border to show where the keys are."""
        return bool(self.property("kind") == "poster")

    def by_key(self) -> None:
        """Do by a key what a touch does."""
        self.click()

    def by_switch(self) -> None:
        """Do what a touch does, for somebody who has one key and no arrows."""
        self.by_key()

    def show_on(self, on: bool) -> None:
        """Show whether it is what was chosen before, where a touch leads on; whoever reads
        the page by the accessibility bus is told so too."""
        self.setCheckable(on)  # the others are plain ways on
        self.setChecked(on)
        self.show_state("on", on)

    def show_state(self, state: str, on: bool) -> None:
        """Set a state the style sheet knows (`spoken`, `chosen`)."""
        self.setProperty(state, on)
        self.style().unpolish(self)
        self.style().polish(self)

    # Qt

    def nextCheckState(self) -> None:
        if self.property("on") is None:  # else it leads on, and changes nothing here
            super().nextCheckState()

    def sizeHint(self) -> QSize:
        return self._own_layout().sizeHint().expandedTo(self._floor)

    def minimumSizeHint(self) -> QSize:
        return self._own_layout().minimumSize().expandedTo(self._floor)

    def hasHeightForWidth(self) -> bool:
        return self._own_layout().hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        return self._own_layout().heightForWidth(width)

    def _own_layout(self) -> QBoxLayout:
        layout = self.layout()
        assert isinstance(layout, QBoxLayout)
        return layout


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
        self._sides = {
            False: (across, layout.spacing()),
            True: (theme.px(1 if above else 3), theme.px(1 if above else 2)),
        }
        self._floor = QSize(theme.px(20), theme.px(18))
        fixed = QSizePolicy.Policy.Preferred if above else QSizePolicy.Policy.Fixed
        self.setSizePolicy(fixed, QSizePolicy.Policy.Fixed)

    def draw_in(self, narrow: bool) -> None:
        """Leave less beside its words, or again as much as there was."""
        side, between = self._sides[narrow]
        layout = self._own_layout()
        margins = layout.contentsMargins()
        layout.setContentsMargins(side, margins.top(), side, margins.bottom())
        layout.setSpacing(between)
        self.updateGeometry()
