"""The ground where a map has no tiles: a grid as wide as the scale, and round each place
that has a name the land one would walk to it from."""

import math
from typing import Final

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.theme import Theme
from ui.widgets.legend import Ground, View

_NEAR_M: Final = 110.0
_LEAST_MM: Final = 6.0
"""Smaller than this, a place's name is enough."""


def draw_sketch(
    painter: QPainter, ground: Ground, view: View, theme: Theme, step: int
) -> None:
    """Draw what is known without a survey; `step` is the side of the grid in pixels."""
    palette = theme.palette
    painter.fillRect(view.rect, QColor(palette.paper))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.pressed))
    radius = _NEAR_M / ground.metres * view.scale
    if 2 * radius >= theme.px(_LEAST_MM):
        for pin in ground.pins:
            if not pin.touchable:
                painter.drawEllipse(view.on_glass(pin.x, pin.y), radius, radius)
    has_colours = palette.families is not None
    ink = QColor(palette.line if has_colours else palette.pressed)
    painter.setPen(QPen(ink, theme.px(0.25)))
    painter.drawLines(_grid(view, step))


def _grid(view: View, step: int) -> list[QLineF]:
    """Lines that stand still on the ground while the map is moved."""
    width, height = view.size.width(), view.size.height()
    corner = view.on_glass(0.0, 0.0)
    across = range(math.ceil((width - corner.x() % step) / step))
    down = range(math.ceil((height - corner.y() % step) / step))
    lines = []
    for at in across:
        x = corner.x() % step + at * step
        lines.append(QLineF(QPointF(x, 0), QPointF(x, height)))
    for at in down:
        y = corner.y() % step + at * step
        lines.append(QLineF(QPointF(0, y), QPointF(width, y)))
    return lines
