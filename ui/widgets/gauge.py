"""How much of something is done: a bar, beside the words that say the same."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets.card import Card, Line


class Gauge(QWidget):
    """A bar of which a share is filled, from where one begins to read."""

    def __init__(
        self, share: float, theme: Theme, parent: QWidget | None = None
    ) -> None:
        """`share` is between 0 and 1."""
        super().__init__(parent)
        self._share = min(1.0, max(0.0, share))
        self._theme = theme
        self.setFixedHeight(theme.px(10))

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        edge = theme.px(0.7)
        whole = QRectF(self.rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
        round_by = whole.height() / 2
        outline = QPainterPath()
        outline.addRoundedRect(whole, round_by, round_by)
        painter.fillPath(outline, QColor(theme.palette.paper))
        done = QRectF(whole)
        done.setWidth(whole.width() * self._share)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            done.moveRight(whole.right())
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(done, QColor(theme.family("olive")[0]))
        if theme.palette.families is None:
            painter.fillRect(done, QColor(theme.palette.ink))
        painter.restore()
        pen = painter.pen()
        pen.setColor(QColor(theme.palette.ink))
        pen.setWidthF(edge)
        painter.setPen(pen)
        painter.drawPath(outline)


class GaugeCard(Card):
    """A card with a bar under its words."""

    def __init__(self, line: Line, share: float, theme: Theme) -> None:
        super().__init__(line, theme)
        self._column.insertWidget(self._column.count() - 1, Gauge(share, theme, self))
