"""The pictures somebody brought on a stick: found, shown small, and one of them opened."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from ui.capture import Darkroom

LOOK_EVERY_MS = 3_000
SMALL_SIDE = 480
"""Pixels."""


class Stick(QObject):
    """What lies on the sticks that are plugged in now."""

    found = Signal()
    """There are pictures now, or none any more, or others."""
    shown = Signal()
    """All small pictures that were asked for are there."""
    opened = Signal(bytes)
    """The photo that was asked for; empty: it cannot be opened."""

    def __init__(self, darkroom: Darkroom, parent: QObject) -> None:
        super().__init__(parent)
        self._darkroom = darkroom
        self.paths: tuple[str, ...] = ()
        self._small: dict[str, QImage] = {}
        self._asked_for: dict[int, str] = {}
        self._opening = 0
        self._again = QTimer(self, interval=LOOK_EVERY_MS)
        self._again.timeout.connect(darkroom.look_for_sticks)
        darkroom.found.connect(self._find)
        darkroom.made.connect(self._made)

    def watch(self) -> None:
        """Look now, and again and again."""
        self._darkroom.look_for_sticks()
        self._again.start()

    def rest(self) -> None:
        """Look no more."""
        self._again.stop()
        self._darkroom.drop_pictures()

    def small(self, path: str) -> QImage | None:
        """Return a small picture of a file, if there is one."""
        image = self._small.get(path)
        return None if image is None or image.isNull() else image

    def show_small(self) -> None:
        """Ask for the small pictures that are missing; `shown` comes."""
        waiting = set(self._asked_for.values())
        for path in self.paths:
            if path not in self._small and path not in waiting:
                self._asked_for[self._darkroom.develop(path, SMALL_SIDE)] = path

    def open(self, path: str) -> None:
        """Make a photo of this file; `opened` comes. One at a time."""
        if not self._opening:
            self._opening = self._darkroom.develop(path)

    def _find(self, paths: tuple[str, ...]) -> None:
        if paths != self.paths:
            self.paths = paths
            self.found.emit()

    def _made(self, work: int, content: bytes) -> None:
        path = self._asked_for.pop(work, "")
        if path:
            self._small[path] = QImage.fromData(content)
            if not self._asked_for:
                self.shown.emit()
        elif work and work == self._opening:
            self._opening = 0
            self.opened.emit(content)
