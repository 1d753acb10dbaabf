"""The paper a citizen takes away: one page, large letters, nothing personal.

What stands on it is said by the face; a child (`ui.printer`) draws and prints it.
"""

from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintDevice, QPainter, QPen

from ui.theme import FONT_FAMILIES
from ui.widgets.qr import draw_code

_SMALLEST = 0.4
_SMALLER = 0.92
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


class Step(msgspec.Struct, frozen=True):
    """One of the stages of a report."""

    words: str
    hint: str
    done: bool


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on it, top to bottom; plain text throughout."""

    town: str
    title: str
    label: str
    """What the code is."""
    code: str
    """As it is read, in groups."""
    qr: str
    """What the QR code says."""
    steps: tuple[Step, ...]
    words: tuple[str, ...]
    """What the municipality says, what comes next, whom to call."""
    rtl: bool = False


class Job(msgspec.Struct, frozen=True):
    """To the printer: one page, on this printer or as a PDF in this folder."""

    id: int
    sheet: Sheet
    printer: str
    folder: str


class Printed(msgspec.Struct, frozen=True):
    """From the printer."""

    id: int
    well: bool
    """It was printed, or the printer has taken it."""


def draw_sheet(painter: QPainter, sheet: Sheet, page: QRectF) -> None:
    """Draw it on a page, smaller where it would not fit."""
    device = painter.device()
    scale = 1.0
    while (
        scale > _SMALLEST and _Layout(device, page, scale).draw(sheet) > page.bottom()
    ):
        scale *= _SMALLER
    _Layout(device, page, scale, painter).draw(sheet)


@dataclass
class _Layout:
    """Draws from the top down; without a painter it only measures."""

    device: QPaintDevice
    page: QRectF
    scale: float
    painter: QPainter | None = None
    top: float = 0

    def draw(self, sheet: Sheet) -> float:
        """Draw everything; return where it ends."""
        self.rtl = sheet.rtl
        self.top = self.page.top()
        self._write(sheet.town, 14)
        self._write(sheet.title, 26, bold=True)
        self._leave(6)
        self._write(sheet.label, 14)
        self._write_code(sheet)
        self._leave(6)
        self._draw_steps(sheet.steps)
        for one in sheet.words:
            self._leave(4)
            self._write(one, 16)
        return self.top

    def _mm(self, millimetres: float) -> float:
        return millimetres * self.device.logicalDpiX() / 25.4 * self.scale

    def _leave(self, millimetres: float) -> None:
        self.top += self._mm(millimetres)

    def _font(self, points: float, bold: bool) -> QFont:
        font = QFont(list(FONT_FAMILIES))
        font.setPixelSize(max(1, round(self._mm(points * 25.4 / 72))))
        font.setBold(bold)
        return font

    def _write(self, text: str, points: float, bold: bool = False) -> None:
        side = Qt.AlignmentFlag.AlignRight if self.rtl else Qt.AlignmentFlag.AlignLeft
        box = QRectF(self.page.left(), self.top, self.page.width(), 1e6)
        self.top += self._put(text, box, self._font(points, bold), side)

    def _put(
        self, text: str, box: QRectF, font: QFont, side: Qt.AlignmentFlag
    ) -> float:
        """Write in a box; return how high it became."""
        flags = _WRAPPED | int((side | Qt.AlignmentFlag.AlignAbsolute).value)
        high = QFontMetricsF(font).boundingRect(box, flags, text).height()
        if self.painter is not None and text:
            way = Qt.LayoutDirection
            self.painter.setLayoutDirection(
                way.RightToLeft if self.rtl else way.LeftToRight
            )
            self.painter.setFont(font)
            box.setHeight(high + self._mm(1))
            self.painter.drawText(box, flags | int(Qt.TextFlag.TextDontClip), text)
        return high if text else 0

    def _write_code(self, sheet: Sheet) -> None:
        """The code with its QR code beside it, where the reading ends."""
        side = self._mm(44)
        left = self.page.left() if sheet.rtl else self.page.right() - side
        square = QRectF(left, self.top, side, side)
        if self.painter is not None:
            draw_code(self.painter, sheet.qr, square.toRect())
        start = self.page.left() + (side + self._mm(6) if sheet.rtl else 0)
        room = QRectF(start, self.top + self._mm(10), self.page.width() - side, side)
        room.setWidth(room.width() - self._mm(6))
        ends = Qt.AlignmentFlag
        self._put(
            sheet.code,
            room,
            self._font(36, bold=True),
            ends.AlignRight if sheet.rtl else ends.AlignLeft,
        )
        self.top += side

    def _draw_steps(self, steps: tuple[Step, ...]) -> None:
        """A bar of stages: full discs are done, and say so in words below."""
        wide = self.page.width() / max(1, len(steps))
        radius, middle = self._mm(5), self.top + self._mm(6)
        order = steps[::-1] if self.rtl else steps
        centres = [self.page.left() + wide * (at + 0.5) for at in range(len(order))]
        if self.painter is not None and centres:
            self.painter.setPen(QPen(QColor("black"), self._mm(0.7)))
            line = QPointF(centres[0], middle), QPointF(centres[-1], middle)
            self.painter.drawLine(*line)
            for centre, step in zip(centres, order, strict=True):
                self.painter.setBrush(QColor("black" if step.done else "white"))
                self.painter.drawEllipse(QPointF(centre, middle), radius, radius)
        self.top += self._mm(14)
        highest = 0.0
        for centre, step in zip(centres, order, strict=True):
            inner = wide - self._mm(3)
            box = QRectF(centre - inner / 2, self.top, inner, 1e6)
            high = self._put(step.words, box, self._font(13, bold=True), _MIDDLE)
            box = QRectF(centre - inner / 2, self.top + high, inner, 1e6)
            high += self._put(step.hint, box, self._font(12, bold=False), _MIDDLE)
            highest = max(highest, high)
        self.top += highest + self._mm(4)


_MIDDLE = Qt.AlignmentFlag.AlignHCenter
