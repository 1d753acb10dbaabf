"""Where a finger has touched nothing: two rings, for a moment."""

from typing import Final

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import Theme

_STAYS_MS: Final = 700
_WIDE_MM: Final = 26
"""Seen around a finger that is still near."""
_INNER: Final = 0.6
_THICK_MM: Final = 1.2


class Miss(QWidget):
    """Lies over the page and takes no touch; ink between two lines of paper, so that it
    is seen on every ground, and nothing else on a page is round like it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._gone = QTimer(self, singleShot=True, interval=_STAYS_MS)
        self._gone.timeout.connect(self.hide)
        self.hide()

    def show_at(self, at: QPoint, theme: Theme) -> None:
        """Be seen round this place of the window, for a moment."""
        self._theme = theme
        wide = theme.px(_WIDE_MM)
        self.setGeometry(at.x() - wide // 2, at.y() - wide // 2, wide, wide)
        self.show()
        self.raise_()
        self._gone.start()

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick, palette = self._theme.px(_THICK_MM), self._theme.palette
        middle = QRectF(self.rect()).center()
        farthest = self.width() / 2 - thick
        for far in (farthest, farthest * _INNER):
            for colour, width in ((palette.paper, thick + 2), (palette.ink, thick - 1)):
                painter.setPen(QPen(QColor(colour), width))
                painter.drawEllipse(middle, far, far)
