"""The kiosk at rest: the page that invites, with a warning on it as soon as there is one.

This is all that stands there when a kiosk has started. What a visit needs is loaded behind
it (`ui.inside`).
"""

import logging
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.citizen import CitizenDoor
from kiosk.errors import Known
from kiosk.notice import Notice
from ui.citizen.attract import AttractScreen, announcement
from ui.citizen.reading.contents import best
from ui.foresight import Make
from ui.screen import Scene, Screen
from ui.stand import Stand
from ui.work import Worker

_log = logging.getLogger(__name__)

_LOOK_EVERY_MS: Final = 20_000


class _AtRest(msgspec.Struct, frozen=True):
    make: Make
    alert: Notice | None

    def __call__(self, scene: Scene) -> Screen:
        return self.make(scene)


class Threshold(QObject):
    """Waits for the next person, and looks at the municipality's board meanwhile."""

    entered = Signal()
    """Somebody touched the page at rest."""
    noticed = Signal()
    """The board was looked at: `notices` is what stands there now."""

    def __init__(self, stand: Stand, door: CitizenDoor, worker: Worker) -> None:
        super().__init__(stand)
        self.stand = stand
        self.door = door
        self.worker = worker
        self.notices: tuple[Notice, ...] = ()
        self._alert: Notice | None = None
        self._announced: str | None = None
        again = QTimer(self, interval=_LOOK_EVERY_MS)
        again.timeout.connect(self.look)
        again.start()
        self.look()

    @property
    def rests(self) -> bool:
        """Whether nobody is there."""
        return isinstance(self.stand.page, AttractScreen)

    def rest(self) -> None:
        """Wait for the next person; a new warning is said aloud, once."""
        self.stand.forget_person()
        self.stand.show(self.page)
        alert, before = self._alert, self._announced
        self._announced = None if alert is None else alert.id
        if alert is not None and alert.id != before:
            self.stand.announce(lambda scene: announcement(self._told(scene), scene))

    def look(self) -> None:
        """Look at the board, beside what is being shown."""
        self.worker.background(self.door.notices, self._seen, self._not_seen)

    @property
    def page(self) -> Make:
        """The page at rest, with the warning there is now; it may be made before it is
        needed, and is another one when the warning is."""
        return _AtRest(self._made, self._alert)

    def _made(self, scene: Scene) -> Screen:
        town, languages = self.door.pack.municipality, self.stand.about.languages
        page = AttractScreen(scene, town, languages, self._told(scene))
        page.begun.connect(self.entered)
        return page

    def _told(self, scene: Scene) -> Notice | None:
        """The warning that everybody must see now, in a language of theirs."""
        if self._alert is None:
            return None
        same = [one for one in self.notices if one.id == self._alert.id]
        return best(same, scene.languages)[0] if same else self._alert

    def _seen(self, notices: tuple[Notice, ...]) -> None:
        self.notices = notices
        before, self._alert = self._alert, self.door.emergency(notices)
        self.noticed.emit()
        if self._alert != before and self.rests:
            self.rest()

    def _not_seen(self, error: Exception) -> None:
        if not isinstance(error, Known):
            raise error
        _log.error("%s: %s", type(error).__name__, error)
