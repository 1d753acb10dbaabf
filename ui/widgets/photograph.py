"""A photograph, or what a camera sees: whole, as large as there is room."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme


class Photograph(QWidget):
    """Shows one image; an empty frame until there is one."""

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, mirrored: bool = False
    ) -> None:
        """`mirrored` shows it as a mirror would: then hands find their way."""
        super().__init__(parent)
        self._theme = theme
        self._mirrored = mirrored
        self.image = QImage()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage) -> None:
        """Show this image instead."""
        self.image = image
        self.update()

    @property
    def place(self) -> QRect:
        """Where in the widget the image stands."""
        size = self.image.size()
        if size.isEmpty():
            return self.rect()
        size.scale(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        return place

    # Qt

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        hints = QPainter.RenderHint
        painter.setRenderHints(hints.Antialiasing | hints.SmoothPixmapTransform)
        edge = QPainterPath()
        radius = self._theme.px(4)
        edge.addRoundedRect(QRectF(self.place), radius, radius)
        if self.image.isNull():
            painter.fillPath(edge, QColor(self._theme.palette.pressed))
            return
        painter.setClipPath(edge)
        if self._mirrored:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        painter.drawImage(self.place, self.image)
