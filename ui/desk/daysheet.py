"""The day at the desk on a page of paper: what stands in words, and its hours as bars."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from i18n import _
from ui.desk.dayview import draw_hours
from ui.pdf import write_pdf
from ui.screen import Scene
from ui.theme import FONT_FAMILIES

_TITLE_PT: Final = 20
_TEXT_PT: Final = 12
_CHART_SHARE: Final = 0.25
"""Of a page's height."""
_INKS: Final = ("#0B57A4", "#15202B")


class DaySheet(msgspec.Struct, frozen=True):
    """What stands on it."""

    title: str
    parts: Sequence[str]
    """Each a few lines; a part that is too long for its page goes on to the next."""
    by_hour: Sequence[int]


def write_day(out: Path, sheet: DaySheet, scene: Scene) -> None:
    """Write it as a PDF. Raises OSError when it cannot be written."""

    def draw(painter: QPainter, page: QRectF, turn: Callable[[], object]) -> None:
        _Drawing(painter, page, turn).draw(sheet)

    write_pdf(out, sheet.title, scene.language, draw)


class _Drawing:
    """Draws from the top down, and turns the page where there is no more room."""

    def __init__(
        self, painter: QPainter, page: QRectF, turn: Callable[[], object]
    ) -> None:
        self._painter = painter
        self._page = page
        self._turn = turn
        self._top = page.top()

    def draw(self, sheet: DaySheet) -> None:
        """Draw all of it."""
        self._write(sheet.title, _TITLE_PT, bold=True)
        self._write(_("Reports by the hour"), _TEXT_PT, bold=True)
        high = self._page.height() * _CHART_SHARE
        room = QRectF(self._page.left(), self._top, self._page.width(), high)
        self._painter.setFont(_font(_TEXT_PT, bold=False))
        draw_hours(self._painter, room, sheet.by_hour, _INKS)
        self._top += high * 1.1
        for part in sheet.parts:
            for line in part.split("\n"):
                self._write(line, _TEXT_PT)
            self._top += self._painter.fontMetrics().height() * 0.6

    def _write(self, words: str, points: float, bold: bool = False) -> None:
        self._painter.setFont(_font(points, bold))
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeading)
        wide = QRectF(0, 0, self._page.width(), self._page.height())
        needed = self._painter.boundingRect(wide, flags, words or " ").height()
        if self._top + needed > self._page.bottom():
            self._turn()
            self._top = self._page.top()
        room = QRectF(self._page.left(), self._top, self._page.width(), needed)
        self._painter.drawText(room, flags, words)
        self._top += needed * 1.15


def _font(points: float, bold: bool) -> QFont:
    font = QFont(list(FONT_FAMILIES))
    font.setPointSizeF(points)
    font.setBold(bold)
    return font
