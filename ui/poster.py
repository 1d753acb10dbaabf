"""Draws a month as a poster: bars by kind, and a map of dots. It knows no trade."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from ui.brush import Brush, Ink
from ui.theme import Theme
from ui.widgets.picture import draw

_MOST_BARS: Final = 7
_FAMILIES: Final = ("terracotta", "sea", "ochre", "violet", "olive", "earth", "slate")


class Bar(msgspec.Struct, frozen=True):
    """A kind, and how many there were."""

    name: str
    count: int
    picture: Path


class Dot(msgspec.Struct, frozen=True):
    """A place, and how many there were; 0 where nothing is shown."""

    name: str
    longitude: float
    latitude: float
    count: int


class Poster(msgspec.Struct, frozen=True):
    """What stands on it."""

    town: str
    title: str
    when: str
    total: str
    note: str
    bars: tuple[Bar, ...]
    """The most first."""
    dots: tuple[Dot, ...]


def draw_poster(poster: Poster, theme: Theme) -> QImage:
    """Return the poster in the size of the panel."""
    image = QImage(theme.panel.size, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.palette.paper))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    top = _Head(Brush(painter), theme).draw(poster)
    bars, chart = _halves(theme, top)
    _draw_bars(painter, theme, bars, poster.bars[:_MOST_BARS])
    _Chart(Brush(painter), theme, chart).draw(poster.dots)
    painter.end()
    return image


def _halves(theme: Theme, top: float) -> tuple[QRectF, QRectF]:
    """Return the room of the bars and that of the map."""
    size, edge, gap = theme.panel.size, theme.px(16), theme.px(14)
    room = QRectF(
        edge, top, size.width() - 2 * edge, size.height() - top - theme.body * 3
    )
    if theme.panel.portrait:
        half = (room.height() - gap) / 2
        return (
            QRectF(room.x(), room.y(), room.width(), half),
            QRectF(room.x(), room.y() + half + gap, room.width(), half),
        )
    half = (room.width() - gap) * 0.56
    return (
        QRectF(room.x(), room.y(), half, room.height()),
        QRectF(
            room.x() + half + gap, room.y(), room.width() - half - gap, room.height()
        ),
    )


class _Head(msgspec.Struct, frozen=True):
    """Whose it is, of when, and what is left out."""

    brush: Brush
    theme: Theme

    def draw(self, poster: Poster) -> float:
        """Draw it, and return where the rest begins."""
        theme, size, edge = self.theme, self.theme.panel.size, self.theme.px(16)
        body, across = theme.body, size.width() - 2 * edge
        white, about = "#FFFFFF", f"{poster.when} · {poster.total}"
        upright = theme.panel.portrait
        high = body * (5.4 if upright else 4.2)
        self.brush.rounded(QRectF(0, 0, size.width(), high), 0, theme.town)
        town = QRectF(edge, body * 0.6, across, body * 1.3)
        self.brush.words(town, poster.town, Ink(body, white, 600))
        line = QRectF(edge, body * 1.95, across, body * 1.9)
        large = Ink(body * (1.3 if upright else 1.5), white, 700)
        self.brush.words(line, poster.title, large)
        under = QRectF(edge, body * 3.7, across, body * 1.2)
        ink = Ink(body * 1.1, white, 600)
        self.brush.words(
            under if upright else line, about, ink if upright else ink.at_end()
        )
        foot = QRectF(edge, size.height() - body * 2.1, across, body * 1.3)
        self.brush.words(foot, poster.note, Ink(body * 0.8, theme.palette.muted))
        return float(high + theme.px(12))


def _draw_bars(
    painter: QPainter, theme: Theme, room: QRectF, bars: Sequence[Bar]
) -> None:
    brush, body, ink = Brush(painter), theme.body, theme.palette.ink
    most = max((bar.count for bar in bars), default=1)
    high = min(room.height() / max(1, len(bars)), body * 3.4)
    side = min(high * 0.78, theme.px(22))
    for at, bar in enumerate(bars):
        top = room.y() + at * high
        ground, on_ground = theme.family(_FAMILIES[at % len(_FAMILIES)])
        tile = QRectF(room.x(), top + (high - side) / 2, side, side)
        brush.rounded(tile, theme.px(3), ground)
        drawn = round(side * 0.66)
        gap = (side - drawn) / 2
        corner = QPointF(tile.x() + gap, tile.y() + gap)
        painter.drawPixmap(corner, draw(bar.picture, drawn, on_ground))
        left = tile.right() + theme.px(5)
        line = QRectF(left, top + high * 0.1, room.right() - left, body * 1.2)
        brush.words(line, bar.name, Ink(body * 0.92, ink, 600))
        thick = high * 0.26
        long = max(thick, (room.right() - left - body * 2.6) * bar.count / most)
        box = QRectF(left, top + high * 0.58, long, thick)
        brush.rounded(box, thick / 2, ground)
        beside = QRectF(
            box.right() + theme.px(3),
            box.center().y() - body * 0.7,
            body * 3,
            body * 1.4,
        )
        brush.words(beside, str(bar.count), Ink(body, ink, 700))


class _Chart:
    """Places as on a map: a disc where there was something, a dot where not."""

    def __init__(self, brush: Brush, theme: Theme, room: QRectF) -> None:
        self._brush = brush
        self._theme = theme
        self._room = room
        self._taken: list[QRectF] = []

    def draw(self, dots: Sequence[Dot]) -> None:
        theme, palette = self._theme, self._theme.palette
        edge = theme.px(0.5)
        self._brush.rounded(self._room, theme.px(6), palette.card, edge, palette.line)
        inner = theme.px(20)
        where = _laid_out(dots, self._room.adjusted(inner, inner, -inner, -inner))
        pairs = sorted(zip(dots, where, strict=True), key=lambda one: -one[0].count)
        most = max((dot.count for dot in dots), default=0) or 1
        discs = [(dot, at, self._reach(dot.count / most)) for dot, at in pairs]
        ground, _ = theme.family("terracotta")
        for dot, at, reach in discs:  # the small ones on top: none is hidden
            if dot.count:
                self._brush.disc(at, reach, ground, theme.px(0.6), palette.card)
                self._taken.append(_box(at, reach * 0.8))
            else:
                self._brush.disc(at, theme.px(1.2), palette.line, 0, palette.line)
        for dot, at, reach in discs:
            if dot.count:
                self._label(f"{dot.name} {dot.count}", at, reach)

    def _reach(self, share: float) -> float:
        """Return the radius of a disc: its area tells the number."""
        largest = min(self._room.width(), self._room.height()) * 0.06
        return max(self._theme.px(2.6), largest * math.sqrt(share))

    def _label(self, name: str, at: QPointF, reach: float) -> None:
        """Write a name beside its disc, where nothing else stands; nowhere, if so."""
        ink = Ink(self._theme.body * 0.72, self._theme.palette.ink, 600).middle()
        wide, high = ink.extent(name)
        wide, gap = wide + 4, self._theme.px(1)
        for left, top in (
            (at.x() - wide / 2, at.y() + reach + gap),
            (at.x() - wide / 2, at.y() - reach - gap - high),
            (at.x() + reach + gap, at.y() - high / 2),
            (at.x() - reach - gap - wide, at.y() - high / 2),
        ):
            box = QRectF(left, top, wide, high)
            free = not any(box.intersects(one) for one in self._taken)
            if free and self._room.contains(box):
                self._taken.append(box)
                self._brush.words(box, name, ink)
                return


def _box(at: QPointF, reach: float) -> QRectF:
    return QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach)


def _laid_out(dots: Sequence[Dot], room: QRectF) -> list[QPointF]:
    """Lay places out as on a map, as large as fits: a degree east is shorter than one
    north (equirectangular at their middle latitude)."""
    if not dots:
        return []
    middle = math.radians(sum(dot.latitude for dot in dots) / len(dots))
    xs = [dot.longitude * math.cos(middle) for dot in dots]
    ys = [-dot.latitude for dot in dots]
    wide, high = max(xs) - min(xs) or 1e-6, max(ys) - min(ys) or 1e-6
    scale = min(room.width() / wide, room.height() / high)
    left = room.center().x() - scale * (max(xs) + min(xs)) / 2
    top = room.center().y() - scale * (max(ys) + min(ys)) / 2
    return [
        QPointF(left + scale * x, top + scale * y) for x, y in zip(xs, ys, strict=True)
    ]
