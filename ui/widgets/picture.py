"""Pictograms: one-colour drawings, painted once for each size and colour."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget


def draw(path: Path, side: int, colour: str) -> QPixmap:
    """Return a drawing as a square pixmap of `side` pixels in one colour."""
    key = f"{path}:{side}:{colour}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    svg = path.read_bytes().replace(b"<svg ", f'<svg fill="{colour}" '.encode(), 1)
    renderer = QSvgRenderer(QByteArray(svg))
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    QPixmapCache.insert(key, pixmap)
    return pixmap


class Picture(QWidget):
    """A pictogram, alone or on a ground of its family's colour."""

    def __init__(
        self, path: Path, ink: str, side: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._ink = ink
        self._side = side
        self._ground: str | None = None
        self._radius = 0
        self._mirrored = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(side, side)

    def on_ground(self, colour: str, radius: int, smallest: QSize) -> "Picture":
        """Paint it on a rounded ground that grows with the room it is given."""
        self._ground = colour
        self._radius = radius
        self.setMinimumSize(smallest)
        self.setMaximumSize(16_777_215, 16_777_215)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return self

    def mirrored(self) -> "Picture":
        """Turn it round where the language reads from right to left (arrows do)."""
        self._mirrored = True
        return self

    def drawing(self) -> dict[str, str]:
        """Say what it shows, in which colour, on which ground: '' is none."""
        ground = self._ground or ""
        return {"path": str(self._path), "ink": self._ink, "ground": ground}

    def repaint_with(self, path: Path, ink: str) -> None:
        """Show another drawing or another colour."""
        self._path, self._ink = path, ink
        self.update()

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._ground is not None:
            ground = QPainterPath()
            ground.addRoundedRect(QRectF(self.rect()), self._radius, self._radius)
            painter.fillPath(ground, QColor(self._ground))
        side = min(self.width(), self.height(), self._side)
        if self._ground is not None:
            side = round(min(self.width() * 0.6, self.height() * 0.8))
        pixmap = draw(self._path, side, self._ink)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if self._mirrored and rtl:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        painter.drawPixmap(
            (self.width() - side) // 2, (self.height() - side) // 2, pixmap
        )
