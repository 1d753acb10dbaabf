"""A kiosk calls: the desk is told with a sound, also while it is locked."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.rows import CallRow
from kiosk.staff import StaffDoor
from ui.bell import chime
from ui.capture import Player
from ui.work import Worker

_LOOK_AGAIN_MS: Final = 2000
RING_AGAIN: Final = 10
"""Looks between two rings, as long as nobody answers: some twenty seconds."""


class Ringing(QObject):
    """Looks for calls nobody has answered, and rings."""

    looked = Signal(tuple)
    """Every CallRow of those who wait, answered or not."""
    rang = Signal(object)
    """The CallRow for which it just rang."""

    def __init__(
        self, door: StaffDoor, worker: Worker, player: Player, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._door = door
        self._worker = worker
        self._player = player
        self._looks: dict[int, int] = {}
        """How often each call was seen unanswered."""
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.look)

    def watch(self) -> None:
        """Look from now on."""
        self._timer.start()
        self.look()

    def close(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._player.close()

    def look(self) -> None:
        """Look now."""
        self._worker.background(self._door.calls, self._heed, self._lose)

    def _heed(self, calls: tuple[CallRow, ...]) -> None:
        self.looked.emit(calls)
        waiting = [one for one in calls if not one.who]
        seen = {one.id: self._looks.get(one.id, -1) + 1 for one in waiting}
        self._looks = seen
        due = [one for one in waiting if seen[one.id] % RING_AGAIN == 0]
        if due:
            self._player.play(chime(rings=2))
            self.rang.emit(due[0])

    def _lose(self, error: Exception) -> None:
        """The store cannot be read just now; the next look tries again."""
