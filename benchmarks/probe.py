"""In the process that is measured: tells when its first window is painted, and when a touch
on it is answered. The same for ours and for the bare window.

One line on standard output: seconds of the machine's own clock when the window was painted,
when the touch was answered, and when what came of it was painted.
"""

import os
import sys
import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

_AGAIN_MS = 2
_LEFT = Qt.MouseButton.LeftButton


class Probe(QObject):
    """Watches one window from its first painting to its answer."""

    def __init__(self, window: QWidget, leave: Callable[[], None]) -> None:
        super().__init__()
        self._window = window
        self._leave = leave
        self._told: list[float] = []
        self._button: QAbstractButton | None = None
        self._again = QTimer(self, interval=_AGAIN_MS)
        self._again.timeout.connect(self._touch)
        self._watched: set[QObject] = set()
        self._watch(window)

    def _watch(self, widget: QWidget) -> None:
        widget.installEventFilter(self)
        self._watched.add(widget)

    def _painted(self, told: int) -> None:
        if told != len(self._told):
            return  # a painting of before
        self._told.append(time.monotonic())
        if told == 0:
            self._touch()
            self._again.start()
        else:
            sys.stdout.write(f"{self._told[0]} {self._told[1]} {self._told[2]}\n")
            sys.stdout.flush()
            self._leave()

    def _touch(self) -> None:
        """Touch the middle, again and again until somebody hears it."""
        middle = self._window.rect().center()
        found: QWidget | None = self._window.childAt(middle)
        while found is not None and not isinstance(found, QAbstractButton):
            found = found.parentWidget()
        if found is None:
            return
        if self._button is None:
            self._button = found
            found.released.connect(self._answered)
            self._watch(found)
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            send(self._window, kind, QPointF(middle))

    def _answered(self) -> None:
        self._again.stop()
        if len(self._told) == 1:
            self._told.append(time.monotonic())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        told = len(self._told)
        if event.type() is QEvent.Type.Paint and told in (0, 2):
            QTimer.singleShot(0, self, partial(self._painted, told))
        return False


def send(window: QWidget, kind: QEvent.Type, at: QPointF) -> None:
    """Let a window have a mouse event where the glass would report a finger."""
    handle = window.windowHandle()
    pressed = kind is QEvent.Type.MouseButtonPress
    held = _LEFT if pressed else Qt.MouseButton.NoButton
    none = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, at, handle.mapToGlobal(at), _LEFT, held, none)
    event.setTimestamp(round(time.monotonic() * 1000))
    QCoreApplication.sendEvent(handle, event)


def leave_at_once() -> None:
    """End here: how a program ends is not what is measured."""
    os._exit(0)


def put_in(leave: Callable[[], None] = leave_at_once) -> None:
    """Let the program that starts next be watched from within its own event loop."""
    run = QApplication.exec

    def watched() -> int:
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        kept = [Probe(one, leave) for one in shown]
        code = run()
        del kept
        return code

    setattr(QApplication, "exec", lambda *_: watched())  # noqa: B010 -- of a class of Qt's
