"""The paper a citizen takes away: one page, large letters, nothing personal.

What stands on it is said by the face; a child (`ui.printer`) draws and prints it.
"""

import msgspec
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from ui.ink import Ink
from ui.widgets.qr import draw_code

_SMALLEST = 0.4
_SMALLER = 0.92


class Step(msgspec.Struct, frozen=True):
    """One of the stages of a report."""

    words: str
    hint: str
    done: bool


class Sheet(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What stands on it, top to bottom; plain text throughout."""

    language: str = ""
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


def draw_sheet(painter: QPainter, sheet: Sheet, page: QRectF) -> None:
    """Draw it on a page, smaller where it would not fit."""
    device = painter.device()
    scale = 1.0
    while scale > _SMALLEST:
        tried = Ink(device, None, sheet.rtl, scale)
        if _Layout(tried, page).draw(sheet) <= page.bottom():
            break
        scale *= _SMALLER
    _Layout(Ink(device, painter, sheet.rtl, scale), page).draw(sheet)


class _Layout:
    """Draws from the top down; without a painter it only measures."""

    def __init__(self, ink: Ink, page: QRectF) -> None:
        self.ink = ink
        self.page = page
        self.top = page.top()

    def draw(self, sheet: Sheet) -> float:
        """Draw everything; return where it ends."""
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

    def _leave(self, millimetres: float) -> None:
        self.top += self.ink.mm(millimetres)

    def _write(self, text: str, points: float, bold: bool = False) -> None:
        box = QRectF(self.page.left(), self.top, self.page.width(), 0)
        self.top += self.ink.write(text, box, self.ink.font(points, bold))

    def _write_code(self, sheet: Sheet) -> None:
        """The code with its QR code beside it, where the reading ends."""
        side = self.ink.mm(44)
        left = self.page.left() if sheet.rtl else self.page.right() - side
        square = QRectF(left, self.top, side, side)
        if self.ink.painter is not None:
            draw_code(self.ink.painter, sheet.qr, square.toRect())
        start = self.page.left() + (side + self.ink.mm(6) if sheet.rtl else 0)
        room = QRectF(start, self.top + self.ink.mm(10), self.page.width() - side, side)
        room.setWidth(room.width() - self.ink.mm(6))
        self.ink.write(sheet.code, room, self.ink.font(36, bold=True))
        self.top += side

    def _draw_steps(self, steps: tuple[Step, ...]) -> None:
        """A bar of stages: full discs are done, and say so in words below."""
        wide = self.page.width() / max(1, len(steps))
        radius, middle = self.ink.mm(5), self.top + self.ink.mm(6)
        order = steps[::-1] if self.ink.rtl else steps
        centres = [self.page.left() + wide * (at + 0.5) for at in range(len(order))]
        if self.ink.painter is not None and centres:
            self.ink.painter.setPen(QPen(QColor("black"), self.ink.mm(0.7)))
            line = QPointF(centres[0], middle), QPointF(centres[-1], middle)
            self.ink.painter.drawLine(*line)
            for centre, step in zip(centres, order, strict=True):
                self.ink.painter.setBrush(QColor("black" if step.done else "white"))
                self.ink.painter.drawEllipse(QPointF(centre, middle), radius, radius)
        self.top += self.ink.mm(14)
        highest = 0.0
        for centre, step in zip(centres, order, strict=True):
            inner = wide - self.ink.mm(3)
            box = QRectF(centre - inner / 2, self.top, inner, 0)
            bold = self.ink.font(13, bold=True)
            high = self.ink.write(step.words, box, bold, middle=True)
            box.translate(0, high)
            high += self.ink.write(step.hint, box, self.ink.font(12), middle=True)
            highest = max(highest, high)
        self.top += highest + self.ink.mm(4)
