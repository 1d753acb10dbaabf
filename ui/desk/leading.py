"""A button whose words begin where reading begins: a style sheet knows left and right only."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import (
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)


class LeadingButton(QPushButton):
    """Its picture and its words stand at its beginning."""

    def __init__(self, margin: int, parent: QWidget | None = None) -> None:
        """`margin` stands before them, in pixels."""
        super().__init__(parent)
        self._margin = margin

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        # Words are centred in what they are given: give them as much as they need.
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        room = self.rect().adjusted(self._margin, 0, -self._margin, 0)
        size = QSize(min(self._needed(), room.width()), room.height())
        where = QStyle.alignedRect(
            self.layoutDirection(), Qt.AlignmentFlag.AlignLeading, size, room
        )
        option.rect = QRect(where)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)

    def _needed(self) -> int:
        font = QFont(self.font())
        font.setBold(font.bold() or self.isChecked())
        metrics = QFontMetrics(font)
        words = [line.replace("&&", "&") for line in self.text().split("\n")]
        wide = max(metrics.horizontalAdvance(one) for one in words)
        picture = 0 if self.icon().isNull() else self.iconSize().width() + 4
        return wide + picture + 2
