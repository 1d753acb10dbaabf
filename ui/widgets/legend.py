"""What is drawn on a map: its pins with their names, the mark, the scale, whose data it is."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen

from ui.theme import Theme
from ui.widgets.mosaic import Mosaic
from ui.widgets.picture import draw


class Pin(msgspec.Struct, frozen=True):
    """Something on the map."""

    id: str
    x: float
    y: float
    picture: Path | None = None
    """Drawn in its place; a dot where there is none."""
    words: str = ""
    """Written beside it, where there is room."""
    touchable: bool = False
    from_zoom: int = 0
    """Shown from there on."""
    to_zoom: int = 99
    """Not shown beyond."""
    weight: int = 0
    """Of two names for which there is no room, the heavier is written."""

    def is_shown(self, zoom: int) -> bool:
        """Say whether it is on the map, so large."""
        return self.from_zoom <= zoom <= self.to_zoom


class Ground(msgspec.Struct, frozen=True):
    """What a map is laid on."""

    mosaic: Mosaic
    pins: Sequence[Pin]
    edges: QRectF
    """Of what it may show, in the world."""
    metres: float
    """Of the whole world's width, at this latitude."""
    deepest: int
    """The largest zoom."""
    credit: str = ""
    """Whose data it is."""


class View(msgspec.Struct, frozen=True):
    """The part of the world that is shown."""

    centre: QPointF
    zoom: int
    side: int
    """Pixels of a tile."""
    size: QSize

    @property
    def scale(self) -> float:
        """Pixels of the whole world."""
        return self.side * 2.0**self.zoom

    @property
    def rect(self) -> QRectF:
        """The glass."""
        return QRectF(0, 0, self.size.width(), self.size.height())

    def on_glass(self, x: float, y: float) -> QPointF:
        """Return where a place of the world is shown."""
        return QPointF(
            (x - self.centre.x()) * self.scale + self.size.width() / 2,
            (y - self.centre.y()) * self.scale + self.size.height() / 2,
        )

    def in_world(self, at: QPointF) -> QPointF:
        """Return which place of the world is shown there."""
        return QPointF(
            (at.x() - self.size.width() / 2) / self.scale + self.centre.x(),
            (at.y() - self.size.height() / 2) / self.scale + self.centre.y(),
        )


_Placed = tuple[Pin, QPointF, QRectF | None]
"""A pin, where it stands, and the room for its name, if there is some."""


class Legend:
    """Draws on a map in one look and one size of letters."""

    def __init__(
        self,
        ground: Ground,
        theme: Theme,
        metrics: QFontMetrics,
        say_metres: Callable[[int], str],
    ) -> None:
        self._ground = ground
        self._theme = theme
        self._metrics = metrics
        self._say_metres = say_metres

    def names(self, view: View) -> tuple[str, ...]:
        """Return the names that are written."""
        return tuple(
            pin.words for pin, _, box in self._place_names(view) if box is not None
        )

    def draw(self, painter: QPainter, view: View, mark: QPointF | None) -> None:
        """Draw all of it."""
        self._draw_pins(painter, view)
        self._draw_scale(painter, view)
        if mark is not None:
            self._draw_mark(painter, view.on_glass(mark.x(), mark.y()))

    def _place_names(self, view: View) -> list[_Placed]:
        """Where each pin that is in view stands, and its name if there is room for it."""
        metrics, px = self._metrics, self._theme.px
        glass = view.rect.adjusted(px(2), px(2), -px(2), -px(2))
        stand = [
            (pin, view.on_glass(pin.x, pin.y))
            for pin in sorted(self._ground.pins, key=lambda one: -one.weight)
            if pin.is_shown(view.zoom)
        ]
        stand = [(pin, at) for pin, at in stand if glass.contains(at)]
        taken = [self._foot(view), *(self._dot(pin, at) for pin, at in stand)]
        placed: list[_Placed] = []
        for pin, at in stand:
            wide, high = metrics.horizontalAdvance(pin.words), metrics.height()
            beside = self._dot(pin, at).width() / 2 + px(2)
            box: QRectF | None = None
            for left in (at.x() + beside, at.x() - beside - wide):
                room = QRectF(left, at.y() - high / 2, wide, high)
                free = glass.contains(room) and not any(map(room.intersects, taken))
                if pin.words and free:
                    box = room
                    taken.append(room)
                    break
            placed.append((pin, at, box))
        return placed

    def _draw_pins(self, painter: QPainter, view: View) -> None:
        palette, px = self._theme.palette, self._theme.px
        ground, ink = self._theme.family("earth")
        for pin, at, box in reversed(self._place_names(view)):
            dot = self._dot(pin, at)
            painter.setPen(QPen(QColor(palette.card), px(0.5)))
            painter.setBrush(QColor(palette.ink))
            if pin.touchable:
                painter.drawRoundedRect(dot, px(1), px(1))
            elif pin.picture is None:
                painter.drawEllipse(dot)
            else:
                painter.setBrush(QColor(ground))
                painter.drawEllipse(dot)
                inner = round(dot.width() * 0.66)
                corner = dot.center() - QPointF(inner / 2, inner / 2)
                painter.drawPixmap(corner, draw(pin.picture, inner, ink))
            if box is not None:
                _write(painter, box, pin.words, (palette.ink, palette.card))

    def _dot(self, pin: Pin, at: QPointF) -> QRectF:
        mm = 5.0 if pin.touchable else 3.0 if pin.picture is None else 9.0
        side = self._theme.px(mm * math.sqrt(self._theme.scale))
        return QRectF(at.x() - side / 2, at.y() - side / 2, side, side)

    def _draw_mark(self, painter: QPainter, at: QPointF) -> None:
        """A drop whose point is the place; a ring and a cross say it without colour."""
        palette, px = self._theme.palette, self._theme.px
        high, wide = px(14), px(5)
        drop = QPainterPath(at)
        head = QPointF(at.x(), at.y() - high + wide)
        drop.cubicTo(
            QPointF(at.x() - wide * 0.4, at.y() - high * 0.3),
            QPointF(head.x() - wide, head.y() + wide * 0.6),
            QPointF(head.x() - wide, head.y()),
        )
        drop.arcTo(
            QRectF(head.x() - wide, head.y() - wide, 2 * wide, 2 * wide), 180, -180
        )
        drop.cubicTo(
            QPointF(head.x() + wide, head.y() + wide * 0.6),
            QPointF(at.x() + wide * 0.4, at.y() - high * 0.3),
            at,
        )
        painter.setPen(QPen(QColor(palette.card), px(1)))
        painter.setBrush(QColor(self._theme.family("terracotta")[0]))
        if palette.families is None:
            painter.setBrush(QColor(palette.ink))
        painter.drawPath(drop)
        painter.setBrush(QColor(palette.card))
        painter.drawEllipse(head, px(1.8), px(1.8))

    def _foot(self, view: View) -> QRectF:
        """The lower corner with the scale and whose data it is."""
        metrics, px = self._metrics, self._theme.px
        across = px(6) + max(
            self.bar(view)[1] + metrics.horizontalAdvance("0 000 km"),
            metrics.horizontalAdvance(self._ground.credit),
        )
        lines = 2 if self._ground.credit else 1
        down = metrics.height() * lines + px(4)
        return QRectF(0, view.size.height() - down, across, down)

    def bar(self, view: View) -> tuple[int, int]:
        """Metres of the scale, and pixels: 1, 2 or 5 of a round number."""
        per_px = self._ground.metres / view.scale
        most = per_px * self._theme.px(45)
        round_number = 10 ** math.floor(math.log10(most))
        whole = next(
            one * round_number for one in (5, 2, 1) if one * round_number <= most
        )
        return max(1, round(whole)), round(whole / per_px)

    def _draw_scale(self, painter: QPainter, view: View) -> None:
        palette, px, metrics = self._theme.palette, self._theme.px, self._metrics
        length, wide = self.bar(view)
        foot = self._foot(view)
        base = foot.top() + metrics.height() + px(1)
        words = QRectF(
            px(5) + wide, foot.top(), foot.width() - wide - px(5), metrics.height()
        )
        for colour, thick in ((palette.card, px(2)), (palette.ink, px(0.8))):
            painter.setPen(QPen(QColor(colour), thick))
            y = base - metrics.height() / 2
            painter.drawLine(QPointF(px(3), y), QPointF(px(3) + wide, y))
            for x in (px(3), px(3) + wide):
                painter.drawLine(QPointF(x, y - px(1.5)), QPointF(x, y + px(1.5)))
        ink = palette.ink, palette.card
        _write(painter, words, self._say_metres(length), ink)
        if self._ground.credit:
            line = QRectF(px(3), base, foot.width(), metrics.height())
            _write(painter, line, self._ground.credit, ink)


def under_finger(
    pins: Sequence[Pin], view: View, at: QPointF, reach: float
) -> list[str]:
    """Return the touchable pins no further than that from a touch, the nearest first."""
    away = sorted(
        (math.dist(view.on_glass(pin.x, pin.y).toTuple(), at.toTuple()), pin.id)
        for pin in pins
        if pin.touchable and pin.is_shown(view.zoom)
    )
    return [pin_id for far, pin_id in away if far <= reach]


def _write(painter: QPainter, box: QRectF, words: str, ink: tuple[str, str]) -> None:
    """Write with a rim of the ground, so that it can be read on any picture."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    base = box.top() + painter.fontMetrics().ascent()
    path.addText(QPointF(box.left(), base), painter.font(), words)
    rim = QPen(QColor(ink[1]), max(2.0, box.height() / 6))
    rim.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, rim)
    painter.fillPath(path, QColor(ink[0]))
