"""A form on paper: large letters, boxes to tick, lines to write on, as many pages as it takes.

What stands on it is said by the face; a child (`ui.printer`) draws and prints it. It is
drawn in reading order, so that whoever reads its PDF by ear hears it so.
"""

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.ink import Ink
from ui.widgets.qr import draw_code

_TITLE, _QUESTION, _WORDS, _NOTE, _FOOT = 28, 21, 18, 16, 11
"""Points. Large print begins at 16; the foot is for the clerk."""
_SQUARE_MM = 9.0
_PICTURE_MM = 12.0
_CODE_MM = 36.0
_FOOT_MM = 14.0
_LINE_MM = 13.0
"""From one line to write on to the next: room for a hand that trembles."""


class Box(msgspec.Struct, frozen=True):
    """Something to tick, or to number."""

    words: str
    picture: str = ""
    """The path of its drawing."""


class Cells(msgspec.Struct, frozen=True):
    """A row of squares, for a sign each."""

    words: str
    count: int


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One question, or something to read."""

    title: str
    only: tuple[str, ...] = ()
    """When it is to be answered."""
    notes: tuple[str, ...] = ()
    """How, and what is to be known before."""
    boxes: tuple[Box, ...] = ()
    in_order: bool = False
    """They are steps, one under the other."""
    lines: tuple[str, ...] = ()
    """What is to be written on each line; '' goes on from the one before."""
    cells: tuple[Cells, ...] = ()


class Blank(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """All that stands on it; plain text throughout."""

    language: str
    town: str
    title: str
    before: tuple[str, ...]
    """How it is filled in, where it is handed in, and what comes next."""
    asks: tuple[Ask, ...]
    qr: str
    label: str
    """What the code says, for people."""
    page: str
    """`Page {number} of {count}`."""
    rtl: bool = False


def draw_blank(
    painter: QPainter, blank: Blank, page: QRectF, turn: Callable[[], object]
) -> int:
    """Draw it page by page, with `turn` between two; return how many there are."""
    device = painter.device()
    tried = _Hand(Ink(device, None, blank.rtl), blank, page, lambda: None)
    pages = tried.draw(0)
    return _Hand(Ink(device, painter, blank.rtl), blank, page, turn).draw(pages)


class _Pages:
    """The way down a page, and on to the next where there is no room."""

    def __init__(
        self, ink: Ink, blank: Blank, page: QRectF, turn: Callable[[], object]
    ) -> None:
        self._ink = ink
        self._blank = blank
        self._page = page
        self._turn = turn
        self._top = page.top()
        self._number, self._count = 1, 0
        self._bottom = page.bottom() - ink.mm(_FOOT_MM)

    def _place(self, left: float, wide: float, high: float = 0) -> QRectF:
        """A box at the top of what is free, `left` from where the reading begins."""
        page = self._page
        start = page.right() - left - wide if self._ink.rtl else page.left() + left
        return QRectF(start, self._top, wide, high)

    def _high(
        self, text: str, points: float, bold: bool = False, wide: float = 0
    ) -> float:
        font = self._ink.font(points, bold)
        return self._ink.high(text, wide or self._page.width(), font)

    def _write(self, text: str, points: float, bold: bool = False) -> None:
        self._need(self._high(text, points, bold))
        room = self._place(0, self._page.width())
        self._top += self._ink.write(text, room, self._ink.font(points, bold))

    def _leave(self, millimetres: float) -> None:
        self._top += self._ink.mm(millimetres)

    def _need(self, high: float) -> None:
        """Turn the page if so much does not fit on it any more."""
        if self._top + high <= self._bottom or self._top <= self._page.top():
            return
        self._foot()
        self._turn()
        self._number += 1
        self._top = self._page.top()

    def _foot(self) -> None:
        """Which page it is, and of which paper: pages may part."""
        ink, page = self._ink, self._page
        said = self._blank.page.format(number=self._number, count=self._count)
        self._top = page.bottom() - ink.mm(_FOOT_MM - 5)
        ink.write(said, self._place(0, page.width() / 2), ink.font(_NOTE))
        font = ink.font(_FOOT)
        wide = ink.across(self._blank.label, font) + ink.mm(1)
        self._top += ink.mm(2)
        ink.write(self._blank.label, self._place(page.width() - wide, wide), font)


class _Hand(_Pages):
    """Lays one thing under the other, each where it has room."""

    def draw(self, count: int) -> int:
        """Draw everything, of `count` pages; return how many it took."""
        self._count = count
        self._head()
        for one in self._blank.before:
            self._write(one, _NOTE)
            self._leave(1)
        for ask in self._blank.asks:
            self._leave(9)
            self._ask(ask)
        self._foot()
        return self._number

    def _head(self) -> None:
        """Whose it is and what, with its code where the reading ends."""
        ink, blank, page = self._ink, self._blank, self._page
        side, gap = ink.mm(_CODE_MM), ink.mm(6)
        room = self._place(0, page.width() - side - gap)
        high = ink.write(blank.town, room, ink.font(_NOTE))
        room.translate(0, high + ink.mm(2))
        high += ink.write(blank.title, room, ink.font(_TITLE, bold=True)) + ink.mm(2)
        if ink.painter is not None:
            square = self._place(page.width() - side, side, side)
            draw_code(ink.painter, blank.qr, square.toRect())
        self._top += max(high, side) + ink.mm(4)

    def _ask(self, ask: Ask) -> None:
        """A question, on one page where it has room there."""
        rows = self._rows(ask)
        head = self._ink.mm(4) + self._high(ask.title, _QUESTION, bold=True)
        for one in (*ask.only, *ask.notes):
            head += self._high(one, _NOTE, bold=one in ask.only) + self._ink.mm(1)
        parts = [self._row_high(row) for row in rows]
        parts += [self._line_high(words) for words in ask.lines]
        parts += [self._cells_high] if ask.cells else []
        whole = head + sum(parts)
        fits = whole <= self._bottom - self._page.top()
        self._need(whole if fits else head + sum(parts[:1]))
        self._write(ask.title, _QUESTION, bold=True)
        for one in (*ask.only, *ask.notes):
            self._leave(1)
            self._write(one, _NOTE, bold=one in ask.only)
        self._leave(3)
        for row in rows:
            self._draw_row(row)
        for words in ask.lines:
            self._line(words)
        if ask.cells:
            self._cells(ask.cells)

    # Boxes

    def _rows(self, ask: Ask) -> list[tuple[Box | None, ...]]:
        """Two beside each other, where every word has room."""
        font = self._ink.font(_WORDS)
        room = self._words_room(2).width()
        words = [self._ink.longest_word(one.words, font) for one in ask.boxes]
        many = 1 if ask.in_order or max(words, default=0) > room else 2
        boxes = (*ask.boxes, *[None] * (-len(ask.boxes) % many))
        return [boxes[at : at + many] for at in range(0, len(boxes), many)]

    def _words_room(self, many: int, at: int = 0) -> QRectF:
        ink = self._ink
        wide = self._page.width() / many
        before = ink.mm(_SQUARE_MM + _PICTURE_MM + 6)
        return self._place(wide * at + before, wide - before - ink.mm(5))

    def _row_high(self, row: tuple[Box | None, ...]) -> float:
        wide = self._words_room(len(row)).width()
        highs = [self._high(one.words, _WORDS, wide=wide) for one in row if one]
        return max(*highs, self._ink.mm(_PICTURE_MM)) + self._ink.mm(3)

    def _draw_row(self, row: tuple[Box | None, ...]) -> None:
        high = self._row_high(row)
        self._need(high)
        for at, box in enumerate(row):
            if box is not None:
                self._draw_box(box, len(row), at, high)
        self._top += high

    def _draw_box(self, box: Box, many: int, at: int, high: float) -> None:
        ink = self._ink
        left = self._page.width() / many * at
        self._square(left, ink.mm(_SQUARE_MM), high)
        if box.picture:
            side = ink.mm(_PICTURE_MM)
            square = self._place(left + ink.mm(_SQUARE_MM + 3), side, side)
            square.translate(0, (high - side) / 2)
            ink.draw(Path(box.picture), square)
        room = self._words_room(many, at)
        words = self._high(box.words, _WORDS, wide=room.width())
        room.translate(0, (high - words) / 2)
        ink.write(box.words, room, ink.font(_WORDS))

    def _square(self, left: float, side: float, high: float) -> None:
        if self._ink.painter is not None:
            square = self._place(left, side, side)
            square.translate(0, (high - side) / 2)
            self._ink.painter.setPen(QPen(QColor("black"), self._ink.mm(0.6)))
            self._ink.painter.setBrush(Qt.BrushStyle.NoBrush)
            self._ink.painter.drawRect(square)

    # What is written by hand

    def _line(self, words: str) -> None:
        self._need(self._line_high(words))
        self._write(words, _NOTE)
        self._leave(_LINE_MM)
        if self._ink.painter is not None:
            self._ink.painter.setPen(QPen(QColor("black"), self._ink.mm(0.4)))
            ends = (
                QPointF(self._page.left(), self._top),
                QPointF(self._page.right(), self._top),
            )
            self._ink.painter.drawLine(*ends)
        self._leave(1)

    def _line_high(self, words: str) -> float:
        return self._high(words, _NOTE) + self._ink.mm(_LINE_MM + 1)

    @property
    def _cells_high(self) -> float:
        return self._ink.mm(_SQUARE_MM + 9)

    def _cells(self, cells: tuple[Cells, ...]) -> None:
        """Groups of squares; figures stand from left to right in every language."""
        ink = self._ink
        side, gap = ink.mm(_SQUARE_MM + 1), ink.mm(7)
        whole = sum(side * one.count + gap for one in cells) - gap
        left = self._place(0, whole).left()
        self._need(self._cells_high)
        for group in cells:
            wide = side * group.count
            if ink.painter is not None:
                ink.painter.setPen(QPen(QColor("black"), ink.mm(0.6)))
                ink.painter.setBrush(Qt.BrushStyle.NoBrush)
                for at in range(group.count):
                    ink.painter.drawRect(
                        QRectF(left + side * at, self._top, side, side)
                    )
            below = QRectF(left, self._top + side, wide, 0)
            ink.write(group.words, below, ink.font(_NOTE), middle=True)
            left += wide + gap
        self._top += self._cells_high
