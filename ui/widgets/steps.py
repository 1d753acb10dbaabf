"""How far one has come: a bar for each step, the done ones filled and higher."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme


class Steps(QWidget):
    """Done and coming steps of a journey."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._done, self._all = 0, 0
        self.setFixedHeight(theme.px(4))

    def show_steps(self, done: int, of: int) -> None:
        """Show that the step after `done` is being taken."""
        self._done, self._all = done, of
        self.updateGeometry()
        self.update()

    # Qt

    def sizeHint(self) -> QSize:
        width = self._all * self._theme.px(13)
        return QSize(width, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        theme, palette = self._theme, self._theme.palette
        long, gap, thick = theme.px(10), theme.px(3), theme.px(2.5)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for step in range(self._all):
            done = step <= self._done
            left = step * (long + gap)
            height = thick if done else thick / 2
            box = QRectF(
                self.width() - left - long if rtl else left,
                (self.height() - height) / 2,
                long,
                height,
            )
            painter.setBrush(QColor(palette.ink if done else palette.muted))
            painter.drawRoundedRect(box, height / 2, height / 2)
