"""Paints words and shapes on a picture that nobody touches."""

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from ui.theme import FONT_FAMILIES


class Ink(msgspec.Struct, frozen=True):
    """How words are painted."""

    size: float
    """Pixels."""
    colour: str
    weight: int = 400
    across: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft

    def middle(self) -> "Ink":
        """The same, in the middle of its box."""
        return replace(self, across=Qt.AlignmentFlag.AlignHCenter)

    def at_end(self) -> "Ink":
        """The same, at the end of its box."""
        return replace(self, across=Qt.AlignmentFlag.AlignRight)

    @property
    def font(self) -> QFont:
        """The font."""
        font = QFont(list(FONT_FAMILIES))
        font.setPixelSize(max(1, round(self.size)))
        font.setWeight(QFont.Weight(self.weight))
        return font

    def extent(self, text: str) -> tuple[float, float]:
        """Return how wide and how high a line of it is."""
        metrics = QFontMetricsF(self.font)
        return metrics.horizontalAdvance(text), metrics.height()


class Brush:
    """Paints with one painter."""

    def __init__(self, painter: QPainter) -> None:
        self._painter = painter

    def words(self, box: QRectF, text: str, ink: Ink) -> None:
        """Write a line; what does not fit ends with an ellipsis."""
        self._painter.setFont(ink.font)
        self._painter.setPen(QColor(ink.colour))
        metrics = QFontMetricsF(ink.font)
        elide = Qt.TextElideMode.ElideRight
        said = metrics.elidedText(text, elide, box.width() + 2)
        where = ink.across | Qt.AlignmentFlag.AlignVCenter
        self._painter.drawText(box, int(where | Qt.TextFlag.TextDontClip), said)

    def rounded(
        self, box: QRectF, by: float, colour: str, edge: float = 0, line: str = ""
    ) -> None:
        """Fill a box with round corners."""
        path = QPainterPath()
        path.addRoundedRect(box, by, by)
        self._painter.fillPath(path, QColor(colour))
        if line:
            self._painter.setPen(QPen(QColor(line), edge))
            self._painter.drawPath(path)

    def disc(
        self, at: QPointF, reach: float, colour: str, edge: float, line: str
    ) -> None:
        """Fill a disc."""
        self._painter.setPen(QPen(QColor(line), edge))
        self._painter.setBrush(QColor(colour))
        self._painter.drawEllipse(at, reach, reach)
