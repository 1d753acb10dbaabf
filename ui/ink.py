"""Writes and draws on paper: letters in points, lengths in millimetres, in either direction."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPaintDevice, QPainter

from ui.theme import FONT_FAMILIES
from ui.widgets.picture import draw

_WRAPPED = int(Qt.TextFlag.TextWordWrap)
_ENDLESS = 1e6


class Ink:
    """Writes on a device; without a painter it only measures."""

    def __init__(
        self,
        device: QPaintDevice,
        painter: QPainter | None = None,
        rtl: bool = False,
        scale: float = 1.0,
    ) -> None:
        """With `scale` everything is that much larger."""
        self.painter = painter
        self.rtl = rtl
        self._dots_per_mm = device.logicalDpiX() / 25.4 * scale

    def mm(self, millimetres: float) -> float:
        """Return a length in the device's dots."""
        return millimetres * self._dots_per_mm

    def font(self, points: float, bold: bool = False) -> QFont:
        """Return the kiosk's letters in a size."""
        font = QFont(list(FONT_FAMILIES))
        font.setPixelSize(max(1, round(self.mm(points * 25.4 / 72))))
        font.setBold(bold)
        if (
            not self.rtl
        ):  # in a PDF "ffi" as one sign, and the f of "fl", are no letters
            for feature in ("liga", "calt"):
                font.setFeature(QFont.Tag(feature), 0)
        return font

    def high(self, text: str, wide: float, font: QFont) -> float:
        """Return how high a text becomes where there is so much room across."""
        room = QRectF(0, 0, wide, _ENDLESS)
        if not text:
            return 0
        return QFontMetricsF(font).boundingRect(room, _WRAPPED, text).height()

    def write(self, text: str, box: QRectF, font: QFont, middle: bool = False) -> float:
        """Write from the top of a box, as high as it takes; return how high that is."""
        side = Qt.AlignmentFlag.AlignRight if self.rtl else Qt.AlignmentFlag.AlignLeft
        if middle:
            side = Qt.AlignmentFlag.AlignHCenter
        flags = _WRAPPED | int((side | Qt.AlignmentFlag.AlignAbsolute).value)
        high = self.high(text, box.width(), font)
        if text and self.painter is not None:
            way = Qt.LayoutDirection
            self.painter.setLayoutDirection(
                way.RightToLeft if self.rtl else way.LeftToRight
            )
            self.painter.setFont(font)
            room = QRectF(box.left(), box.top(), box.width(), high + self.mm(1))
            self.painter.drawText(room, flags | int(Qt.TextFlag.TextDontClip), text)
        return high

    def across(self, text: str, font: QFont) -> float:
        """Return how wide a text is on one line."""
        return QFontMetricsF(font).horizontalAdvance(text)

    def longest_word(self, text: str, font: QFont) -> float:
        """Return how wide the widest of the words is."""
        return max((self.across(one, font) for one in text.split()), default=0)

    def draw(self, picture: Path, square: QRectF) -> None:
        """Draw a pictogram in black, as dots: Qt draws an edge round each shape of it in
        a PDF, and faces lose their mouths."""
        if self.painter is not None:
            room = square.toRect()
            self.painter.drawPixmap(room, draw(picture, room.width(), "black"))
