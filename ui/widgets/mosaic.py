"""Lays map tiles side by side; where there are none, the paper is left plain."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRect, QRectF
from PySide6.QtGui import QImage, QImageReader, QPainter

Fetch = Callable[[int, int, int], bytes | None]
"""Gives the picture of a tile: zoom, column, row from the north."""

_KEPT: Final = 96
_LARGEST_SIDE: Final = 1024
"""Pixels; a larger tile is a trap or a mistake."""
_MOST_ENLARGED: Final = 3
"""Doublings. What is enlarged further tells more than anybody measured."""


class Mosaic:
    """The tiles of one map; each is read once as long as it is of use."""

    def __init__(
        self, fetch: Fetch | None, deepest: int = 0, dark: bool | None = None
    ) -> None:
        """`dark` None shows tiles as they are, False in greys, True in greys turned round."""
        self._fetch = fetch
        self._deepest = deepest
        self._dark = dark
        self._kept: OrderedDict[tuple[int, int, int], QImage | None] = OrderedDict()

    def reaches(self, zoom: int) -> bool:
        """Say whether it has anything to show, so large."""
        return self._fetch is not None and zoom - self._deepest <= _MOST_ENLARGED

    def paint(
        self, painter: QPainter, room: QRect, view: tuple[QPointF, int, int]
    ) -> None:
        """Paint what is in view: the middle in the world, the zoom, a tile's pixels."""
        centre, zoom, side = view
        level = min(zoom, self._deepest)
        if not self.reaches(zoom):
            return
        count, large = 1 << level, side * 2.0 ** (zoom - level)
        left = centre.x() * count * large - room.width() / 2
        top = centre.y() * count * large - room.height() / 2
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for column in _reached(left, room.width(), large, count):
            for row in _reached(top, room.height(), large, count):
                image = self._image(level, column, row)
                if image is not None:
                    # Whole pixels, so that no seam shows.
                    x, y = round(column * large - left), round(row * large - top)
                    right = round((column + 1) * large - left)
                    below = round((row + 1) * large - top)
                    painter.drawImage(QRectF(x, y, right - x, below - y), image)

    def _image(self, zoom: int, column: int, row: int) -> QImage | None:
        key = zoom, column, row
        if key not in self._kept:
            assert self._fetch is not None
            content = self._fetch(*key)
            self._kept[key] = None if content is None else self._read(content)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _read(self, content: bytes) -> QImage | None:
        buffer = QBuffer()
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        size = reader.size()
        if (
            not 0 < size.width() <= _LARGEST_SIDE
            or not 0 < size.height() <= _LARGEST_SIDE
        ):
            return None
        image = reader.read()
        if image.isNull():
            return None
        if self._dark is not None:
            image = image.convertToFormat(QImage.Format.Format_Grayscale8)
            if self._dark:
                image.invertPixels()
        return image


def _reached(begins: float, long: int, side: float, count: int) -> range:
    """The columns, or rows, that are in view."""
    return range(
        max(0, int(begins // side)), min(count, int((begins + long) // side) + 1)
    )
