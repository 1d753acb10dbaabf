"""What a camera sees when a paper with a code is held before it."""

import qrcode
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from tests.ui.captors import scene

SMOOTH = Qt.TransformationMode.SmoothTransformation
STRETCHED = Qt.AspectRatioMode.IgnoreAspectRatio


def paper(text: str, side: int) -> QImage:
    """A code as a printer prints it, so many pixels wide."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    image = QImage(len(matrix), len(matrix), QImage.Format.Format_RGB32)
    for y, line in enumerate(matrix):
        for x, dark in enumerate(line):
            image.setPixelColor(x, y, QColor("black" if dark else "white"))
    return image.scaled(side, side)


def held(
    *texts: str,
    side: int = 240,
    turn: float = 0,
    blur: int = 1,
    light: float = 1,
    size: QSize = QSize(1280, 960),  # noqa: B008 -- nobody changes it
) -> QImage:
    """These codes side by side before the street; `light` is 1 at noon."""
    image = scene(size.width(), size.height())
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for at, text in enumerate(texts, 1):
        painter.save()
        painter.translate(size.width() * at / (len(texts) + 1), size.height() / 2)
        painter.rotate(turn)
        painter.drawImage(-side // 2, -side // 2, paper(text, side))
        painter.restore()
    if light < 1:
        night = QColor(0, 0, 0, round(255 * (1 - light)))
        painter.fillRect(image.rect(), night)
    painter.end()
    small = image.scaled(size / blur, STRETCHED, SMOOTH)
    return small.scaled(size, STRETCHED, SMOOTH) if blur > 1 else image


def mirror(image: QImage) -> QImage:
    """As a camera that turns its picture round sees it."""
    return image.flipped(Qt.Orientation.Horizontal)
