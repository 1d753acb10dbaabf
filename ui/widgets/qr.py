"""A QR code, painted in whole pixels so that any camera reads it."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget


class QrCode(QWidget):
    """The code of a text (ISO/IEC 18004), black on white in every look."""

    def __init__(self, text: str, side: int, parent: QWidget | None = None) -> None:
        """`side` is the side of the square in pixels, quiet zone included."""
        super().__init__(parent)
        self.setFixedSize(QSize(side, side))
        self.modules = _modules(text)

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        _draw(QPainter(self), self.modules, self.rect())


def draw_code(painter: QPainter, text: str, square: QRect) -> None:
    """Draw the code of a text, quiet zone included."""
    _draw(painter, _modules(text), square)


def _draw(painter: QPainter, modules: list[list[bool]], square: QRect) -> None:
    painter.fillRect(square, Qt.GlobalColor.white)
    count = len(modules)
    module = square.width() // count
    edge = (square.width() - module * count) // 2
    for row, line in enumerate(modules):
        for column, dark in enumerate(line):
            if dark:
                left, top = edge + column * module, edge + row * module
                box = QRect(square.left() + left, square.top() + top, module, module)
                painter.fillRect(box, Qt.GlobalColor.black)


def _modules(text: str) -> list[list[bool]]:
    import qrcode  # noqa: PLC0415 -- 40 ms that only a receipt pays

    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    matrix: list[list[bool]] = code.get_matrix()
    return matrix
