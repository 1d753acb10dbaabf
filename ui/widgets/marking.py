"""The mark on the word that is being said."""

from typing import Any, Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import (
    QColor,
    QFontInfo,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
)

_MARK_ABOVE_EM: Final = 0.95
_MARK_BELOW_EM: Final = 0.3
_MARK_BESIDE_EM: Final = 0.1
"""How far a mark reaches from the line the letters stand on, and from their sides."""


def draw_mark(
    painter: QPainter,
    layout: QTextLayout,
    top: float,
    said: tuple[str, str],
    glass: QRectF,
) -> list[QTextLayout.FormatRange]:
    """Draw the mark, and return how the letters on it are drawn.

    `said` is what stands before the marked words, and these; `glass` holds them. Ink and
    ground change places, whatever they are: no colour says it alone.
    """
    begin = _units(said[0])
    end = begin + _units(said[1])
    ink = painter.pen().color()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(ink)
    em = QFontInfo(layout.font()).pixelSize()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first = max(begin, line.textStart())
        last = min(end, line.textStart() + line.textLength())
        if first >= last:
            continue
        sides = sorted((_x(line, first), _x(line, last)))
        foot = top + line.y() + line.ascent()
        beside = _MARK_BESIDE_EM * em
        box = QRectF(
            QPointF(sides[0] - beside, foot - _MARK_ABOVE_EM * em),
            QPointF(sides[1] + beside, foot + _MARK_BELOW_EM * em),
        )
        painter.drawRoundedRect(box.intersected(glass), em * 0.15, em * 0.15)
    on_ink = QTextCharFormat()
    on_ink.setForeground(QColor("white" if ink.lightnessF() < 0.5 else "black"))
    marked = QTextLayout.FormatRange()
    marked.start, marked.length, marked.format = begin, end - begin, on_ink
    return [marked]


def _x(line: QTextLine, at: int) -> float:
    """Return where a character begins; PySide's stubs do not tell what Qt returns."""
    reached: Any = line.cursorToX(at)
    return float(reached[0])


def _units(text: str) -> int:
    """Return how long Qt believes a text to be."""
    return len(text.encode("utf-16-le")) // 2
