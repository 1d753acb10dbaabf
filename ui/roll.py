"""A receipt on a roll of paper: the same sheet, one thing under the other, as dots.

Drawn and not typed: a printer of receipts has no letters for half of our languages.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from ui.ink import Ink
from ui.sheet import Sheet, Step
from ui.thermal import Dots
from ui.widgets.qr import draw_code

_DOTS_PER_METRE = 8000
"""203 dots an inch, as nearly all of them print."""
_DOTS = {58: 384, 80: 576}
"""How many fit across a roll, by its millimetres."""
_CODE_MM = 42
_DISC_MM = 5


def draw_roll(sheet: Sheet, roll_mm: int) -> Dots:
    """Draw a receipt for a roll so many millimetres wide."""
    wide = _DOTS[roll_mm]
    tried = Ink(_paper(wide, 1), None, sheet.rtl)
    paper = _paper(wide, round(_Column(tried, wide).draw(sheet)) + 8)
    painter = QPainter(paper)
    _Column(Ink(paper, painter, sheet.rtl), wide).draw(sheet)
    painter.end()
    return dots_of(paper)


def dots_of(paper: QImage) -> Dots:
    """Return a picture as dots: whatever is darker than the middle is black."""
    hard = Qt.ImageConversionFlag.MonoOnly | Qt.ImageConversionFlag.ThresholdDither
    mono = paper.convertToFormat(QImage.Format.Format_Mono, hard)
    bits, line, across = (
        bytes(mono.constBits()),
        mono.bytesPerLine(),
        paper.width() // 8,
    )
    rows = (bits[at : at + across] for at in range(0, len(bits), line))
    return Dots(paper.width(), b"".join(rows))


def _paper(wide: int, high: int) -> QImage:
    paper = QImage(wide, high, QImage.Format.Format_Grayscale8)
    paper.setDotsPerMeterX(_DOTS_PER_METRE)
    paper.setDotsPerMeterY(_DOTS_PER_METRE)
    paper.fill(QColor("white"))
    return paper


class _Column:
    """Draws from the top down; an ink without a painter only measures."""

    def __init__(self, ink: Ink, wide: int) -> None:
        self._ink = ink
        self._wide = wide
        self._top = 0.0

    def draw(self, sheet: Sheet) -> float:
        """Draw everything; return where it ends."""
        self._write(sheet.town, 11)
        self._write(sheet.title, 16, bold=True)
        self._leave(3)
        self._write(sheet.label, 11)
        self._write_code(sheet)
        for step in sheet.steps:
            self._leave(2)
            self._step(step)
        for one in sheet.words:
            self._leave(3)
            self._write(one, 12)
        return self._top

    def _write_code(self, sheet: Sheet) -> None:
        """The code as large as it fits, and its QR code."""
        points = 28.0
        while points > 12 and self._across(sheet.code, points) > self._wide:
            points -= 1
        self._write(sheet.code, points, bold=True, middle=True)
        self._leave(2)
        side = round(min(self._ink.mm(_CODE_MM), self._wide))
        square = QRectF((self._wide - side) // 2, round(self._top), side, side)
        if self._ink.painter is not None:
            draw_code(self._ink.painter, sheet.qr, square.toRect())
        self._top += side

    def _step(self, step: Step) -> None:
        """A disc, full where it is done, and what is said of it beside it."""
        ink, side = self._ink, self._ink.mm(_DISC_MM)
        left = self._wide - side - 1 if ink.rtl else 1
        if ink.painter is not None:
            ink.painter.setPen(QPen(QColor("black"), ink.mm(0.5)))
            ink.painter.setBrush(QColor("black" if step.done else "white"))
            middle = QPointF(left + side / 2, self._top + side / 2)
            ink.painter.drawEllipse(middle, side / 2 - 2, side / 2 - 2)
        before = side + ink.mm(2)
        room = QRectF(0 if ink.rtl else before, self._top, self._wide - before, 0)
        high = ink.write(step.words, room, ink.font(12, bold=True))
        room.translate(0, high)
        self._top += max(side, high + ink.write(step.hint, room, ink.font(11)))

    def _across(self, text: str, points: float) -> float:
        return self._ink.across(text, self._ink.font(points, bold=True))

    def _write(
        self, text: str, points: float, bold: bool = False, middle: bool = False
    ) -> None:
        room = QRectF(0, self._top, self._wide, 0)
        font = self._ink.font(points, bold)
        self._top += self._ink.write(text, room, font, middle)

    def _leave(self, millimetres: float) -> None:
        self._top += self._ink.mm(millimetres)
