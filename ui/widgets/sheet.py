"""A document, a page at a time: the whole page, or the part of it there is room for."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Look, Theme
from ui.widgets.paged import Paged
from ui.widgets.words import Words

_DARK = (Look.NIGHT, Look.YELLOW_ON_BLACK)


class Sheet(Paged):
    """Shows what somebody draws for it; until then, and where that cannot be, a sentence."""

    wanted = Signal()
    """Another page, or another size of it, is to be drawn."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._count = 1
        self._image = QImage()
        self._words = Words("", "body", self)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.addWidget(self._words)
        self._words.hide()

    @property
    def count(self) -> int:
        return self._count

    @property
    def sentence(self) -> str:
        """What is said in the page's place; '' while it is shown."""
        return "" if self._words.isHidden() else self._words.text()

    @property
    def place(self) -> QRect:
        """Where the page stands, in the widget."""
        place = QRect(self._image.rect())
        place.moveCenter(self.rect().center())
        return place

    def show_page(self) -> None:
        self.wanted.emit()

    def show_image(self, image: QImage, count: int) -> None:
        """Show what was drawn of the page, of so many."""
        if self._theme.look in _DARK:
            image.invertPixels()  # a white page would blind whoever chose the dark
        self._image, self._count = image, count
        self._words.hide()
        self.update()

    def say(self, sentence: str, count: int = 1) -> None:
        """Say this where the page would be, of so many."""
        self._image, self._count = QImage(), count
        self._words.setText(sentence)
        self._words.show()
        self.update()

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(80))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(60), self._theme.px(36))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.drawImage(self.place, self._image)
        edge = self._theme.px(0.5)
        painter.setPen(QPen(QColor(self._theme.palette.ink), edge))
        half = (edge + 1) // 2
        painter.drawRect(self.place.adjusted(half, half, -half - 1, -half - 1))
