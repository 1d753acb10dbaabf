"""Is anyone there? Asked by sight and by sound when nobody touches; any touch says yes."""

from PySide6.QtCore import QObject, QTimer

from ui.citizen.aside import IdleScreen
from ui.screen import Said, Scene, Screen
from ui.stand import Stand


class Presence(QObject):
    """Asks over whatever page is there, and takes the question away again."""

    def __init__(self, stand: Stand, wipe_after_s: int) -> None:
        super().__init__(stand)
        self._stand = stand
        self._wipe_after_s = wipe_after_s
        stand.idle.warned.connect(self._ask)
        stand.idle.touched.connect(self._someone_is_here)

    def _ask(self) -> None:
        self._stand.cover(self._is_anyone_there)
        if not self._stand.person.listens:  # who listens hears every page
            self._stand.announce(_question)

    def _someone_is_here(self) -> None:
        if isinstance(self._stand.page, IdleScreen):
            # After the touch has ended, so that it does not fall through to the page.
            QTimer.singleShot(0, self, self._uncover)

    def _uncover(self) -> None:
        if isinstance(self._stand.page, IdleScreen):
            self._stand.uncover()

    def _is_anyone_there(self, scene: Scene) -> Screen:
        page = IdleScreen(scene, self._wipe_after_s)
        page.left.connect(self._uncover)
        return page


def _question(scene: Scene) -> tuple[Said, ...]:
    asked = IdleScreen.question()
    return (Said(asked.title), Said(asked.hint))
