"""What the eye sees, read from the drawn picture and not from what was asked for."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget


def picture_of(widget: QWidget) -> QImage:
    """Draw a widget with all that is in it."""
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def place_of(widget: QWidget, root: QWidget) -> QRect:
    """Return where a widget lies in another one, in pixels."""
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def pixels(image: QImage) -> NDArray[np.uint32]:
    """Return every pixel of a 32-bit picture, row by row, as 0xffRRGGBB."""
    # A copy: the bits end with the picture.
    return np.frombuffer(bytes(image.constBits()), np.uint32)


@lru_cache(maxsize=100_000)
def luminance(pixel: int) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [(pixel >> shift & 0xFF) / 255 for shift in (16, 8, 0)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: int, other: int) -> float:
    """Contrast ratio of two pixels (WCAG 2.2), 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def contrast(image: QImage, place: QRect) -> float:
    """Return the contrast of what is drawn at a place with the ground it is drawn on.

    The ground is the most frequent colour; a few stray pixels are not a drawing.
    """
    counted = _counted(pixels(image.copy(place)))
    ground = max(counted, key=lambda one: counted[one])
    enough = max(3, place.width() * place.height() // 5000)
    return max(ratio(one, ground) for one, count in counted.items() if count >= enough)


def changed(before: QImage, after: QImage, at_least: float) -> int:
    """Count the pixels whose brightness differs by this contrast ratio or more."""
    one, other = pixels(before).astype(np.uint64), pixels(after)
    pairs = (one << np.uint64(32) | other)[one != other]
    return sum(
        count
        for pair, count in _counted(pairs).items()
        if ratio(pair >> 32, pair & 0xFFFFFFFF) >= at_least
    )


def _counted(values: NDArray[np.uint32] | NDArray[np.uint64]) -> dict[int, int]:
    if not values.size:
        return {}
    # What lies in the corner is mostly the ground, and most of it: the rest is sorted.
    rest = values[values != values[0]]
    found, counts = np.unique(rest, return_counts=True)
    counted = dict(zip(found.tolist(), counts.tolist(), strict=True))
    return counted | {int(values[0]): values.size - rest.size}
