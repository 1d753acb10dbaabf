"""Steadies a trembling finger, before any button hears of it.

A touch counts when it has stayed a moment; a second strike of the same finger does not
count; one that rolls or slides a little is still on what it touched. All that Qt makes of
a touch is a press, moves and a release: these are held back, dropped or put right here.
"""

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    QPointF,
    QRectF,
    Qt,
    QTimer,
)
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from kiosk.hands import Touch
from ui.shell import Shell
from ui.theme import Panel
from ui.widgets.button import Touchable
from ui.widgets.field import Field
from ui.widgets.miss import Miss

_GROWN_MM: Final = 3
"""A finger that leaves a thing by no more is still on it; what stands beside it is as far."""
_NEAR_MM: Final = 10
"""Two strikes that are no farther apart are one finger's."""

_PRESS = QEvent.Type.MouseButtonPress
_MOVE = QEvent.Type.MouseMove
_RELEASE = QEvent.Type.MouseButtonRelease
_DOUBLE = QEvent.Type.MouseButtonDblClick


class Steady(QObject):
    """Watches every touch of the window."""

    def __init__(self, shell: Shell, panel: Panel, touch: Touch) -> None:
        super().__init__(shell)
        self._shell = shell
        self._touch = touch
        self._px: Callable[[float], int] = panel.px
        self._down: QMouseEvent | None = None
        """The press of the finger that is on the glass."""
        self._again: QMouseEvent | None = None
        """It came soon after another: Qt says so with an event more."""
        self._told = False
        """Whether the window knows of it."""
        self._ignored = False
        self._room: QRectF | None = None
        """Of what is being touched, in the window."""
        self._lifted: QMouseEvent | None = None
        self._sending = False
        self._miss = Miss(shell)
        """Whoever touched nothing sees that, and does not wait or push harder."""
        self._stayed = QTimer(self)
        self._stayed.setSingleShot(True)
        self._stayed.setTimerType(Qt.TimerType.PreciseTimer)
        self._stayed.setInterval(touch.hold_ms)
        self._stayed.timeout.connect(self._tell_press)

    def _press(self, event: QMouseEvent) -> bool:
        before = self._lifted
        if before is not None:
            soon = event.timestamp() - before.timestamp() < self._touch.double_strike_ms
            self._ignored = soon and _far(before, event) <= self._px(_NEAR_MM)
        if self._ignored:
            return True
        self._miss.hide()
        self._down, self._again = event.clone(), None
        self._told = not self._touch.hold_ms
        self._room = self._room_at(event.position())
        if not self._told:
            self._stayed.start()
        return not self._told

    def _release(self, event: QMouseEvent) -> bool:
        down, was_ignored = self._down, self._ignored
        self._stayed.stop()
        self._down, self._ignored = None, False
        self._lifted = event.clone()
        if was_ignored or down is None:
            return was_ignored
        page, hit = self._shell.page, self._is_near(event.position())
        if event.timestamp() - down.timestamp() >= self._touch.hold_ms:
            self._tell(down)
        if self._told:
            self._send(event, self._put_right(down, event))
        missed = not (hit and self._told) and page is self._shell.page
        if missed and page is not None and not self._shell.deaf:
            self._miss.show_at(down.position().toPoint(), page.scene.theme)
        return True

    def _tell_press(self) -> None:
        if self._down is not None:
            self._tell(self._down)

    def _tell(self, down: QMouseEvent) -> None:
        if not self._told:
            self._told = True
            for one in (down, self._again):
                if one is not None:
                    self._send(one, one.position())

    def _put_right(self, down: QMouseEvent, event: QMouseEvent) -> QPointF:
        """Return where the finger is meant to be."""
        at, room = event.position(), self._room
        if room is None or not self._is_near(at):
            return at
        if _far(down, event) < self._px(self._touch.drag_mm):
            return down.position()
        return QPointF(
            min(max(at.x(), room.left()), room.right() - 1),
            min(max(at.y(), room.top()), room.bottom() - 1),
        )

    def _is_near(self, at: QPointF) -> bool:
        """Whether this is still on what is being touched."""
        grown, room = self._px(_GROWN_MM), self._room
        if room is None:
            return False
        return room.adjusted(-grown, -grown, grown, grown).contains(at)

    def _room_at(self, at: QPointF) -> QRectF | None:
        widget: QWidget | None = self._shell.childAt(at.toPoint())
        while widget is not None and not isinstance(widget, Touchable | Field):
            widget = widget.parentWidget()
        if widget is None or not widget.isEnabled():
            return None
        corner = widget.mapTo(self._shell, widget.rect().topLeft())
        return QRectF(widget.rect().translated(corner))

    def _send(self, event: QMouseEvent, at: QPointF) -> None:
        """Let the window have this, as if it had happened there."""
        window = self._shell.windowHandle()
        everywhere = event.globalPosition() + (at - event.position())
        buttons = (event.button(), event.buttons(), event.modifiers())
        device = event.pointingDevice()
        mended = QMouseEvent(event.type(), at, at, everywhere, *buttons, device)
        self._sending = True
        try:
            QCoreApplication.sendEvent(window, mended)
        finally:
            self._sending = False

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in (_PRESS, _MOVE, _RELEASE, _DOUBLE) or self._sending:
            return False
        assert isinstance(event, QMouseEvent)
        if kind is _PRESS:
            return self._press(event)
        if kind is _RELEASE:
            return self._release(event)
        if kind is _DOUBLE and self._down is not None and not self._ignored:
            self._again = event.clone()
            return not self._told
        if kind is _MOVE and self._down is not None and self._told:
            self._send(event, self._put_right(self._down, event))
        return self._down is not None or self._ignored


def _far(one: QMouseEvent, other: QMouseEvent) -> float:
    way = other.position() - one.position()
    return math.hypot(way.x(), way.y())
