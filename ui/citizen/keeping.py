"""The one moment at which what a citizen said is kept: off the drawing thread, and once."""

import os
from functools import partial

from PySide6.QtCore import QObject, Signal

from kiosk.citizen import CitizenDoor
from kiosk.errors import Known
from kiosk.journey import Journey
from kiosk.submission import Receipt
from ui.satchel import Satchel
from ui.work import Worker


class Keeping(QObject):
    """Hands a journey, and what was captured on it, to the door."""

    kept = Signal(object)
    """The Receipt: it is on disk."""
    refused = Signal(object)
    """The Known error: nothing was kept."""

    def __init__(
        self, door: CitizenDoor, worker: Worker, satchel: Satchel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._door = door
        self._worker = worker
        self._satchel = satchel
        self._busy = False

    def keep(self, journey: Journey, language: str) -> None:
        """Keep it; a second touch meanwhile does nothing."""
        if self._busy:
            return
        self._busy = True
        captured = self._satchel.told(journey.told)
        keep = partial(self._door.confirm, journey, language, os.urandom, captured)
        self._worker.background(keep, self._done, self._failed)

    def give_up(self) -> None:
        """A bug came between: the next touch counts."""
        self._busy = False

    def _done(self, receipt: Receipt) -> None:
        self._busy = False
        self.kept.emit(receipt)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        if not isinstance(error, Known):
            raise error
        self.refused.emit(error)
