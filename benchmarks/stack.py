"""The peer: a bare QStackedWidget whose pages are ready. `python -m benchmarks.stack PAGES`

Each page shows the words, the pictures and the buttons of one of ours, in the same places,
in Qt's own widgets and without a style sheet. `go` goes round once.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QStackedWidget, QWidget

from benchmarks.drawn import Box, Pages, read
from benchmarks.paint import Paintings, serve, step
from ui.theme import load_fonts


class Stack:
    """The pages, and where it is."""

    def __init__(self, pages: Pages) -> None:
        self._stack = QStackedWidget()
        self._stack.setFixedSize(1920, 1080)
        self._names = [name for name, _ in pages]
        self._leads = [self._add(boxes) for _, boxes in pages]
        self._stack.show()
        self._paintings = Paintings(self._stack)
        for _ in pages:  # all have been seen once: they are ready
            self._go()

    def do(self, order: str) -> str:
        """Go round once."""
        if order != "go":
            return "rested"
        return json.dumps([self._go() for _ in self._names])

    def _go(self) -> tuple[str, float]:
        before = self._stack.currentIndex()
        at = self._leads[before].geometry().center()
        arrived = lambda: self._stack.currentIndex() != before  # noqa: E731
        took = step(self._paintings, self._stack, at, arrived)
        return self._names[self._stack.currentIndex()], took

    def _add(self, boxes: list[Box] | tuple[Box, ...] | object) -> QPushButton:
        page = QWidget()
        leads: QPushButton | None = None
        assert isinstance(boxes, list)
        for box in boxes:
            made = _made(box, page)
            made.setGeometry(*box["at"])
            if isinstance(made, QPushButton) and box["leads"]:
                leads = made
        assert leads is not None
        leads.clicked.connect(self._next)
        self._stack.addWidget(page)
        return leads

    def _next(self) -> None:
        at = (self._stack.currentIndex() + 1) % self._stack.count()
        self._stack.setCurrentIndex(at)


def _made(box: Box, page: QWidget) -> QWidget:
    if box["kind"] == "button":
        return QPushButton(page)
    label = QLabel(page)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    if box["kind"] == "words":
        font = QFont("Commissioner")
        font.setPixelSize(box["px"])
        font.setWeight(QFont.Weight(box["weight"]))
        label.setFont(font)
        label.setWordWrap(True)
        label.setText(box["text"])
    else:
        label.setPixmap(_picture(box))
    return label


def _picture(box: Box) -> QPixmap:
    *_, width, height = box["at"]
    svg = Path(box["path"]).read_bytes()
    svg = svg.replace(b"<svg ", f'<svg fill="{box["ink"]}" '.encode(), 1)
    pixmap = QPixmap(width, height)
    pixmap.fill(QColor(box["ground"] or "transparent"))
    side = min(width, height) * 0.8
    painter = QPainter(pixmap)
    room = QRectF((width - side) / 2, (height - side) / 2, side, side)
    QSvgRenderer(QByteArray(svg)).render(painter, room)
    painter.end()
    return pixmap


def main() -> int:
    """Show them, and answer."""
    application = QApplication(sys.argv)
    load_fonts()
    stack = Stack(read(Path(sys.argv[1])))
    code = serve(stack)
    application.quit()
    return code


if __name__ == "__main__":
    sys.exit(main())
