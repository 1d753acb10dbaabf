"""The keys of a keyboard, and what each is called."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QHBoxLayout, QWidget

from i18n import N_, _
from ui.theme import Theme
from ui.widgets.button import Touchable
from ui.widgets.layout import Layout
from ui.widgets.picture import Picture
from ui.widgets.words import Words

FINGER_MM: Final = 15.3
"""No key is smaller, either way."""

_SIGNS: Final = {
    ".": N_("dot"),
    ",": N_("comma"),
    ";": N_("semicolon"),
    ":": N_("colon"),
    "·": N_("upper dot"),
    "!": N_("exclamation mark"),
    "?": N_("question mark"),
    "-": N_("dash"),
    "_": N_("underscore"),
    "/": N_("slash"),
    "@": N_("at sign"),
    "#": N_("number sign"),
    "%": N_("per cent"),
    "&": N_("and sign"),
    "+": N_("plus"),
    "=": N_("equals"),
    "*": N_("star"),
    "(": N_("open bracket"),
    ")": N_("close bracket"),
    "'": N_("apostrophe"),
    '"': N_("quotation mark"),
    "«": N_("open quotation marks"),
    "»": N_("close quotation marks"),
    "€": N_("euro"),
    "£": N_("pound"),
    "₺": N_("lira"),
}
_LIKE: Final = {
    **{"؟": "?", "،": ",", "؛": ":", "۔": ".", "ʼ": "'"},
    **{"„": "«", "“": "«", "”": "»"},
}
"""Signs of other scripts that are called the same."""


def called(sign: str, layout: Layout) -> str:
    """Return how a sign is said; most letters and all digits are their own names."""
    if sign in layout.names:
        return layout.names[sign]
    name = _SIGNS.get(_LIKE.get(sign, sign))
    return sign if name is None else _(name)


class Reach(msgspec.Struct, frozen=True):
    """How far the letters of a keyboard reach from the line they stand on, in pixels.

    A font has room above and below for whatever it may be asked to write; a key has not.
    """

    above: int
    below: int

    @property
    def height(self) -> int:
        """Pixels."""
        return self.above + self.below

    @staticmethod
    def of(letters: Iterable[str], metrics: QFontMetrics) -> "Reach":
        """Return what holds every one of these."""
        inks = [metrics.tightBoundingRect(letter) for letter in letters]
        return Reach(
            max(-ink.top() for ink in inks), max(0, *(ink.bottom() for ink in inks))
        )


class _Cap(Words):
    """The letter on a key: all stand on one line, whatever their fonts."""

    def __init__(self) -> None:
        super().__init__("", "keycap")
        self.reach = Reach(0, 0)
        self.setWordWrap(False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _lay_out(self, width: int) -> tuple[QTextLayout, float, float]:
        layout, taken, _height = super()._lay_out(width)
        return layout, taken, float(self.reach.height)

    def paintEvent(self, event: QPaintEvent) -> None:
        layout, _, height = self._lay_out(self.width())
        letter = layout.lineAt(0)
        foot = (self.height() - height) / 2 + self.reach.above
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        layout.draw(painter, QPointF(0, foot - letter.y() - letter.ascent()))


class Key(Touchable):
    """A key for a letter, which may become another; it never takes the keys away from
    what is being written."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("key", "", parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._cap = _Cap()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._cap)
        self._floor = QSize(theme.px(FINGER_MM), theme.px(FINGER_MM))

    def stand(self, reach: Reach) -> None:
        """Leave this much room for what is on the keys."""
        self._cap.reach = reach
        self._cap.updateGeometry()

    def wear(self, name: str, cap: str, said: str) -> None:
        """Be the key of this name, with this on it."""
        self.setObjectName(name)
        self._cap.setText(cap)
        self.setAccessibleName(cap if said == cap else f"{cap} {said}")


class ServiceKey(Touchable):
    """A key that writes nothing by itself: a picture, a word, or both."""

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__("key", "", parent)
        self.setObjectName(name)
        self.setProperty("serves", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(2), 0, theme.px(2), 0)
        row.setSpacing(theme.px(2))
        row.addStretch(1)
        self._row = row
        self.words = Words("", "strip")
        self.words.setWordWrap(False)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.words)
        row.addStretch(1)
        self._floor = QSize(theme.px(FINGER_MM), theme.px(FINGER_MM))

    def draw(self, picture: Path, points: bool = False) -> None:
        """Put a picture on it; one that `points` turns round with the language."""
        drawn = Picture(picture, self._theme.palette.ink, self._theme.px(8))
        self._row.insertWidget(1, drawn, 0, Qt.AlignmentFlag.AlignCenter)
        if points:
            drawn.mirrored()
        palette = self._theme.palette
        self.toggled.connect(
            lambda on: drawn.repaint_with(picture, palette.card if on else palette.ink)
        )

    def wear(self, cap: str, said: str) -> None:
        """Put a word on it, and be called what is said."""
        self.words.setText(cap)
        self.words.setVisible(bool(cap))
        self.setAccessibleName(said if cap in said else f"{cap}, {said}")
