"""A way with stages: what has happened, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.picture import Picture
from ui.widgets.words import Words


@dataclass(frozen=True)
class Stage:
    """One stage of the way."""

    picture: Path
    words: str
    hint: str
    done: bool


class Stages(QWidget):
    """Stages one under the other; the done ones are filled, and say so in words."""

    def __init__(self, stages: Sequence[Stage], theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._marks: list[Picture] = []
        self.lines: list[Words] = []
        """What is said of each stage, in order; the hint after its title."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        for stage in stages:
            column.addLayout(self._row(stage))
        column.addStretch(1)

    def _row(self, stage: Stage) -> QHBoxLayout:
        theme, palette = self._theme, self._theme.palette
        side = theme.px(16)
        ink = palette.card if stage.done else palette.ink
        mark = Picture(stage.picture, ink, theme.px(9))
        mark.setFixedSize(side, side)
        mark.setProperty("done", stage.done)
        self._marks.append(mark)
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.px(1))
        column.addStretch(1)
        for text, role in ((stage.words, "tile"), (stage.hint, "hint")):
            if text:
                line = Words(text, role)
                self.lines.append(line)
                column.addWidget(line)
        column.addStretch(1)
        row.addLayout(column, 1)
        return row

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self._theme.palette
        pen = QPen(QColor(palette.muted), self._theme.px(0.7))
        painter.setPen(pen)
        boxes = [QRectF(mark.geometry()) for mark in self._marks]
        for upper, lower in pairwise(boxes):
            x = upper.center().x()
            painter.drawLine(
                QPoint(round(x), round(upper.bottom())),
                QPoint(round(x), round(lower.top())),
            )
        inset = pen.widthF() / 2
        for mark, box in zip(self._marks, boxes, strict=True):
            done = bool(mark.property("done"))
            painter.setBrush(QColor(palette.ink if done else palette.card))
            painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
