"""The lectern: a child process that draws the pages of a PDF. `python -m ui.lectern`.

A document is a stranger's file, and what reads it may crash, eat all memory or think for
ever: here that costs a child. Only what fits the glass is drawn, however large a page
says it is. Nothing in it is followed, run or fetched: it is drawn, and its words are read.
"""

import math
import resource
import sys
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCoreApplication,
    QIODevice,
    QPoint,
    QRect,
    QSize,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions

from ui.senses import Leaf, Orders, Turn
from ui.utterance import answer_line, begin_child

MOST_PAGES: Final = 200
"""Nobody leafs through more, standing."""
_MOST_SIDE: Final = 4096
"""Pixels of what is drawn at once."""
_LONGEST_PAGE: Final = 20.0
"""Times as long as it is broad, or the other way round."""
_MOST_LETTERS: Final = 8_000
_MOST_BYTES: Final = 700_000_000
"""Of memory for the whole process: what asks for more ends it."""
_WIDER: Final = (1.0, 1.5, 2.2)
"""As wide as the glass, and wider."""
_WORTH_IT: Final = 1.2
"""A step of less than this is none."""


class Lectern:
    """Holds one document open."""

    def __init__(self, tell: Callable[[Leaf], None]) -> None:
        self._tell = tell
        self._buffer = QBuffer()
        self._document = QPdfDocument()

    def obey(self, turn: Turn) -> None:
        """Open what comes with it, if anything does, and draw what is asked for."""
        if turn.document:
            self._open(turn.document)
        self._tell(self._leaf(turn))

    def _open(self, content: bytes) -> None:
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)

    def _leaf(self, turn: Turn) -> Leaf:
        pages = self._document.pageCount()
        if not 0 < pages <= MOST_PAGES:
            return Leaf(turn.id)
        page = min(max(0, turn.page), pages - 1)
        size = self._document.pagePointSize(page)
        room = QSize(turn.width, turn.height).boundedTo(QSize(_MOST_SIDE, _MOST_SIDE))
        if room.isEmpty() or not _is_a_page(size):
            return Leaf(turn.id, pages)
        scales = _scales(size, room)
        zoom = min(max(0, turn.zoom), len(scales) - 1)
        whole = (size * scales[zoom]).toSize().expandedTo(QSize(1, 1))
        part = _part(whole, room, turn.x, turn.y)
        return Leaf(
            id=turn.id,
            pages=pages,
            image=_png(self._drawn(page, whole, part)),
            text=self._document.getAllText(page).text()[:_MOST_LETTERS],
            zoom=zoom,
            x=part.x() / whole.width(),
            y=part.y() / whole.height(),
            wide=part.width() / whole.width(),
            high=part.height() / whole.height(),
        )

    def _drawn(self, page: int, whole: QSize, part: QRect) -> QImage:
        options = QPdfDocumentRenderOptions()
        options.setScaledSize(whole)
        options.setScaledClipRect(part)
        ink = self._document.render(page, part.size(), options)
        paper = QImage(part.size(), QImage.Format.Format_RGB32)
        paper.fill(Qt.GlobalColor.white)
        painter = QPainter(paper)
        painter.drawImage(0, 0, ink)
        painter.end()
        return paper


def _is_a_page(size: QSizeF) -> bool:
    sides = size.width(), size.height()
    return all(math.isfinite(one) and one > 0 for one in sides) and (
        max(sides) / min(sides) <= _LONGEST_PAGE
    )


def _scales(page: QSizeF, room: QSize) -> list[float]:
    """Return the sizes it can be read in, from the whole page on."""
    across = room.width() / page.width()
    whole = min(across, room.height() / page.height())
    return [whole, *(across * by for by in _WIDER if across * by > whole * _WORTH_IT)]


def _part(whole: QSize, room: QSize, x: float, y: float) -> QRect:
    """Return which part of the page is seen, beginning there if there is so much left."""
    seen = whole.boundedTo(room)
    left = min(max(0, round(x * whole.width())), whole.width() - seen.width())
    top = min(max(0, round(y * whole.height())), whole.height() - seen.height())
    return QRect(QPoint(left, top), seen)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 80)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def main() -> int:
    """Draw what is asked for, until standard input ends."""
    write = begin_child()
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_BYTES, _MOST_BYTES))
    application = QCoreApplication(sys.argv[:1])
    lectern = Lectern(lambda leaf: write(answer_line(leaf)))
    orders = Orders(Turn, lectern.obey, application.quit)
    code = application.exec()
    del orders
    return code


if __name__ == "__main__":
    sys.exit(main())
