"""Looks whether others have told the same, off the drawing thread, and lets nothing of it
keep anybody from telling theirs."""

import logging
from functools import partial

from PySide6.QtCore import QObject, Signal

from kiosk.citizen import CitizenDoor
from kiosk.errors import Known
from kiosk.forms import Answer
from kiosk.journey import Journey
from kiosk.others import Other, Report
from ui.citizen.others import Met, OthersScreen
from ui.screen import Scene, Screen
from ui.stand import Stand
from ui.work import Worker

_log = logging.getLogger(__name__)


class Joining(QObject):
    """Stands between an answer and what follows it; for most of them it does nothing."""

    walked = Signal(object)
    """The Journey goes on."""

    def __init__(self, stand: Stand, door: CitizenDoor, worker: Worker) -> None:
        super().__init__(stand)
        self._stand = stand
        self._door = door
        self._worker = worker
        self._looking: Journey | None = None
        self._met: Journey | None = None

    def answer(self, journey: Journey, answer: Answer) -> None:
        """Answer the question being asked; what others told comes next, if there is any."""
        answered, journey = journey.at, journey.answer(answer)
        if answered is not None and journey.may_join(answered):
            self.look(journey)
        else:
            self.walked.emit(journey)

    def look(self, journey: Journey) -> None:
        """Show what others told of what a journey is about, or go on."""
        self._looking = journey
        page = self._stand.page

        def found(others: tuple[Other, ...]) -> None:
            # Whoever has gone elsewhere meanwhile is not called back.
            if self._looking is not journey or self._stand.page is not page:
                return
            self._looking = None
            if others:
                self._met = journey
                self._stand.show(partial(self._page, Met(journey, others)))
            else:
                self.walked.emit(journey)

        def failed(error: Exception) -> None:
            if not isinstance(error, Known):
                raise error
            _log.error("%s: %s", type(error).__name__, error)
            found(())

        self._worker.background(partial(self._door.others, journey), found, failed)

    def back(self) -> bool:
        """Go back from what others told; say whether it was shown."""
        if self._met is None or not isinstance(self._stand.page, OthersScreen):
            return False
        self.walked.emit(self._met.back_from_others())
        return True

    def forget(self) -> None:
        """Somebody went on, or away."""
        self._looking = self._met = None

    def _join(self, same: Report | None) -> None:
        if self._met is not None:
            self.walked.emit(self._met.join(same))

    def _page(self, met: Met, scene: Scene) -> Screen:
        page = OthersScreen(scene, met)
        page.answered.connect(self._join)
        return page
