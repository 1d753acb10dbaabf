"""A map to touch: a tap places the mark, buttons move and enlarge it, nothing needs a drag.

It knows a square world, 0 to 1 from west to east and from north to south, and tiles that
somebody gives it; what is on it, and what a place is called, is not its affair.
"""

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)

from i18n import _
from ui.theme import Theme
from ui.widgets.button import Touchable
from ui.widgets.legend import Ground, Legend, View, under_finger
from ui.widgets.sketch import draw_sketch

_FINGER_MM: Final = 15
_STEP_MM: Final = 5
"""How far an arrow key moves the mark."""
_SLIP_MM: Final = 6
"""A finger that rolls less than this has tapped, not dragged."""

_STEPS: Final = {
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
}


class MapView(Touchable):
    """The map itself; reached by keys like a button, and entered with Enter."""

    pointed = Signal(float, float)
    """A place in the world was touched, or the mark was moved there."""
    picked = Signal(str)
    """A touchable pin, by its id."""
    crowded = Signal()
    """Two pins are under the finger: it has enlarged the map instead of guessing."""
    moved = Signal()
    """Another part of the world is shown."""

    def __init__(
        self, ground: Ground, theme: Theme, say_metres: Callable[[int], str]
    ) -> None:
        super().__init__("map", "")
        self.setObjectName("map")
        self._ground = ground
        self._theme = theme
        self._say_metres = say_metres
        self._side = theme.px(110 * math.sqrt(theme.scale))  # of a tile on the glass
        self._centre = ground.edges.center()
        self._zoom = 0
        self._mark: QPointF | None = None
        self._chosen = ""
        self._pressed_at: QPointF | None = None
        self._steer(False)

    @property
    def zoom(self) -> int:
        """How large; each step is twice the one before."""
        return self._zoom

    @property
    def centre(self) -> QPointF:
        """The middle of what is shown, in the world."""
        return self._centre

    @property
    def mark(self) -> QPointF | None:
        """Where the mark stands."""
        return self._mark

    @property
    def names(self) -> tuple[str, ...]:
        """What can be read on it now."""
        return self._legend.names(self._view)

    @property
    def least_zoom(self) -> int:
        """The zoom at which all of it is to be seen."""
        edges = self._ground.edges
        across = self.width() / (edges.width() * self._side)
        down = self.height() / (edges.height() * self._side)
        return max(0, math.floor(math.log2(max(1.0, min(across, down)))))

    def look_at(self, x: float, y: float, zoom: int) -> None:
        """Show this part of the world."""
        self._zoom = min(max(zoom, self.least_zoom), self._ground.deepest)
        self._centre = _within(self._ground.edges, QPointF(x, y))
        self.update()
        self.moved.emit()

    def enlarge(self, by: int) -> None:
        """Twice as large, or half; round the mark if it can be seen."""
        at = self._mark if self._sees(self._mark) else self._centre
        assert at is not None
        self.look_at(at.x(), at.y(), self._zoom + by)

    def go(self, east: int, south: int) -> None:
        """Move by a third of what is shown."""
        x = self._centre.x() + east * self.width() / 3 / self._view.scale
        y = self._centre.y() + south * self.height() / 3 / self._view.scale
        self.look_at(x, y, self._zoom)

    def put_mark(self, x: float, y: float, pin: str = "") -> None:
        """Let the mark stand there; on a pin, if one is named."""
        self._mark, self._chosen = QPointF(x, y), pin
        if not self._sees(self._mark):
            self.look_at(x, y, self._zoom)
        self.update()

    def by_key(self) -> None:
        self._steer(not self.steering)
        if self.steering and self._mark is None:
            self.by_switch()

    def by_switch(self) -> None:
        self.pointed.emit(self._centre.x(), self._centre.y())

    def _steer(self, on: bool) -> None:
        """Let arrow keys move the mark, and not leave."""
        self.steering = on
        self.setAccessibleDescription(_what_keys_do(on))
        self.update()

    # Where things are

    @property
    def _view(self) -> View:
        return View(self._centre, self._zoom, self._side, self.size())

    @property
    def _legend(self) -> Legend:
        self.ensurePolished()
        metrics = self.fontMetrics()
        return Legend(self._ground, self._theme, metrics, self._say_metres)

    def _sees(self, at: QPointF | None) -> bool:
        if at is None:
            return False
        edge = self._theme.px(8)
        room = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        return room.contains(self._view.on_glass(at.x(), at.y()))

    def _tap(self, at: QPointF) -> None:
        reach = self._theme.px(_FINGER_MM) / 2
        under = under_finger(self._ground.pins, self._view, at, reach)
        world = self._view.in_world(at)
        if len(under) > 1 and self._zoom < self._ground.deepest:
            self.look_at(world.x(), world.y(), self._zoom + 2)
            self.crowded.emit()
        elif under:
            self.picked.emit(under[0])
        else:
            self.pointed.emit(world.x(), world.y())

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(100), self._theme.px(60))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(60), self._theme.px(36))

    def hasHeightForWidth(self) -> bool:
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.look_at(self._centre.x(), self._centre.y(), self._zoom)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        begun, self._pressed_at = self._pressed_at, None
        if begun is None:
            return
        way = event.position() - begun
        if math.hypot(way.x(), way.y()) > self._theme.px(_SLIP_MM):
            x = self._centre.x() - way.x() / self._view.scale
            y = self._centre.y() - way.y() / self._view.scale
            self.look_at(x, y, self._zoom)
        elif self.rect().contains(event.position().toPoint()):
            self._tap(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.by_key()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.enlarge(1 if key == Qt.Key.Key_Plus else -1)
        elif self.steering and key in _STEPS and self._mark is not None:
            east, south = _STEPS[Qt.Key(key)]
            step = self._theme.px(_STEP_MM) / self._view.scale
            at = self._mark + QPointF(east, south) * step
            at = _within(self._ground.edges, at)
            self.pointed.emit(at.x(), at.y())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._steer(False)
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, px = self._theme.palette, self._theme.px
        corner = QPainterPath()
        corner.addRoundedRect(QRectF(self.rect()), px(4), px(4))
        painter.setClipPath(corner)
        painter.fillRect(self.rect(), QColor(palette.card))
        view, legend, mosaic = self._view, self._legend, self._ground.mosaic
        if mosaic.reaches(self._zoom):
            mosaic.paint(painter, self.rect(), (self._centre, self._zoom, self._side))
        else:
            step = legend.bar(view)[1]
            draw_sketch(painter, self._ground, view, self._theme, step)
        painter.setFont(self.font())
        legend.draw(painter, view, self._mark)
        ink, wide = (palette.ink, 2) if self.hasFocus() else (palette.line, 0.5)
        pen = QPen(QColor(ink), 2 * px(wide))
        if self.steering:
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.strokePath(corner, pen)


def _within(edges: QRectF, at: QPointF) -> QPointF:
    return QPointF(
        min(max(at.x(), edges.left()), edges.right()),
        min(max(at.y(), edges.top()), edges.bottom()),
    )


def _what_keys_do(steering: bool) -> str:
    if steering:
        return _("Now the arrows move the mark. Press Enter when it is right.")
    return _("Press Enter, and the arrows move the mark.")
