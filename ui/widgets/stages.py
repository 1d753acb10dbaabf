"""A way with stages: what has happened, and what comes next."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import msgspec
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.picture import Picture
from ui.widgets.words import Words


class Stage(msgspec.Struct, frozen=True):
    """One stage of the way."""

    picture: Path
    words: str
    hint: str
    done: bool


class Stages(QWidget):
    """Stages one under the other; the done ones are filled, and say so in words. One that is
    still to come stands there with its words and its hint, or not at all: its words alone
    would tell that it has happened."""

    def __init__(self, stages: Sequence[Stage], theme: Theme, few: bool) -> None:
        """`few` shows only where it is now and what comes next."""
        super().__init__()
        self._theme = theme
        self._marks: list[Picture] = []
        self.lines: list[Words] = []
        """What is said of each stage, in order; the hint after its title."""
        self._fitting = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        brief = theme.scale > 1  # large letters: no hint of what is over
        self._gap = theme.px(3 if brief else 5 if theme.panel.portrait else 9)
        column.setSpacing(self._gap)
        now = max((at for at, stage in enumerate(stages) if stage.done), default=0)
        if few:
            stages, now = stages[now : now + 2], 0
        rows = []
        for at, stage in enumerate(stages):
            row, things = self._row(stage, at >= now or not brief)
            column.addLayout(row)
            rows.append(things)
        column.addStretch(1)
        self._column = column
        # Of what is over nobody need read more, and of what comes last it is said again.
        over = [things[2:] for things in rows[:now]]
        self._spare = [*over, *reversed(rows[now + 1 :]), rows[now][2:]]

    def _row(self, stage: Stage, with_hint: bool) -> tuple[QHBoxLayout, list[QWidget]]:
        """Return the row of a stage, and its mark, its words and its hint."""
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
        things: list[QWidget] = [mark]
        for text, role in ((stage.words, "tile"), (stage.hint, "hint")):
            if text and (with_hint or role == "tile"):
                line = Words(text, role)
                self.lines.append(line)
                things.append(line)
                column.addWidget(line)
        column.addStretch(1)
        row.addLayout(column, 1)
        return row, things

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Longer languages have room for the stages, and for as many hints as fit."""
        if self._fitting:  # what shows or hides asks the page for another size at once
            return
        self._fitting = True
        self._column.setSpacing(self._gap)
        for things in self._spare:
            _show(things, True)
        for things in self._spare:
            if self._fits():
                break
            _show(things, False)
        if not self._fits():
            self._column.setSpacing(self._theme.px(3))
        self._fitting = False

    def _fits(self) -> bool:
        self._column.activate()  # or its rows would tell of what was shown before
        return self._column.heightForWidth(self.width()) <= self.height()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self._theme.palette
        pen = QPen(QColor(palette.muted), self._theme.px(0.7))
        painter.setPen(pen)
        marks = [one for one in self._marks if not one.isHidden()]
        boxes = [QRectF(mark.geometry()) for mark in marks]
        for upper, lower in pairwise(boxes):
            x = upper.center().x()
            painter.drawLine(
                QPoint(round(x), round(upper.bottom())),
                QPoint(round(x), round(lower.top())),
            )
        inset = pen.widthF() / 2
        for mark, box in zip(marks, boxes, strict=True):
            done = bool(mark.property("done"))
            painter.setBrush(QColor(palette.ink if done else palette.card))
            painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))


def _show(things: Sequence[QWidget], visible: bool) -> None:
    for one in things:
        one.setVisible(visible)
