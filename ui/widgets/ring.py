"""A thick ring round what the keys are on, where that has none of its own: a text, a row."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import Theme

_THICK_MM = 1.6
_AWAY_MM = 1.2
"""From what it goes round to its inner edge."""


class Ring(QWidget):
    """Lies over the page and takes no touch; ink between two lines of paper, so that it
    is seen on every ground."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._room = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def go_round(self, place: QRect, theme: Theme) -> None:
        """Be drawn round this part of the window, and inside the window in any case."""
        self._theme = theme
        away = theme.px(_AWAY_MM + _THICK_MM)
        around = place.adjusted(-away, -away, away, away)
        self.setGeometry(around.intersected(self._room.rect()))
        self.show()
        self.raise_()

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick, corner = self._theme.px(_THICK_MM), self._theme.px(3)
        middle = QRectF(self.rect()).adjusted(
            thick / 2 + 1, thick / 2 + 1, -thick / 2 - 1, -thick / 2 - 1
        )
        palette = self._theme.palette
        for colour, width in ((palette.paper, thick + 2), (palette.ink, thick - 2)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawRoundedRect(middle, corner, corner)
