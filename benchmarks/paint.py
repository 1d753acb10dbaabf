"""From a press to the next screen, fully painted: the same clock for ours and the peer."""

import sys
import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.probe import send

_NEVER_S = 20


class Child(Protocol):
    """What answers its parent, a line for a line."""

    def do(self, order: str) -> str:
        """Do it, and say what is to be told."""


class Paintings(QObject):
    """Counts how often a window was painted."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.count = 0
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.UpdateRequest:
            self.count += 1
        return False


def touch(window: QWidget, at: QPoint) -> None:
    """Press and lift there."""
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        send(window, kind, QPointF(at))


def step(
    paintings: Paintings, window: QWidget, at: QPoint, arrived: Callable[[], bool]
) -> float:
    """Touch, and return the seconds until what came of it stands there and nothing more is
    painted."""
    quiet = paintings.count
    start = end = time.perf_counter()
    touch(window, at)
    there = False
    while time.perf_counter() < start + _NEVER_S:
        QApplication.processEvents()
        now, count = time.perf_counter(), paintings.count
        if count != quiet:
            quiet, end = count, now
            there = arrived()
        elif there:
            return end - start
    raise RuntimeError("nothing came of a touch")


def serve(child: Child) -> int:
    """Answer orders until there are no more; the window lives on while it waits."""
    for line in sys.stdin:
        sys.stdout.write(f"{child.do(line.strip())}\n")
        sys.stdout.flush()
    return 0
