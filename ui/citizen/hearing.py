"""How a page is read aloud, and whether all may hear it: from every page, and back to it."""

from dataclasses import replace

from PySide6.QtCore import QObject

from ui.citizen.listening import ListeningScreen
from ui.citizen.permission import PermissionScreen
from ui.person import Control
from ui.screen import Scene, Screen
from ui.stand import Stand
from ui.strips import Strip


class Hearing(QObject):
    """Covers the page with what was asked for, and uncovers it after that."""

    def __init__(self, stand: Stand) -> None:
        super().__init__(stand)
        self._stand = stand
        stand.touched.connect(self._act)
        stand.narrator.asks.connect(self._ask_permission)
        stand.narrator.ears.connect(self._change_ears)

    def _act(self, name: str) -> None:
        if name == Strip.LISTEN:
            self._stand.cover(self._listening)

    def _listening(self, scene: Scene) -> Screen:
        page = ListeningScreen(scene, self._stand.person)
        page.chosen.connect(self.control)
        return page

    def _permission(self, scene: Scene) -> Screen:
        page = PermissionScreen(scene)
        page.answered.connect(self._permit)
        return page

    def control(self, name: str) -> None:
        """Do with the voice what somebody who listens wants; what begins to read reads
        the page below, where this one is beside the way."""
        stand, control = self._stand, Control(name)
        stand.wish(stand.person.with_voice(control))
        if control is Control.REPEAT:
            stand.narrator.lose_place()
        if control.reads and not stand.uncover():
            if control is Control.GO_ON:
                stand.narrator.keep_place()
            stand.read_aloud()
        if isinstance(stand.page, ListeningScreen):
            stand.page.show_person(stand.person)

    def _ask_permission(self) -> None:
        self._stand.cover(self._permission)

    def _permit(self, yes: bool) -> None:
        self._stand.wish(replace(self._stand.person, reads_own=yes))
        self._stand.uncover()

    def _change_ears(self, worn: bool) -> None:
        """Whoever puts on a headset wants to listen; whoever takes it off, no more."""
        stand = self._stand
        if worn:
            stand.narrator.greet()
        stand.wish(replace(stand.person, listens=worn))
        if not (isinstance(stand.page, PermissionScreen) and stand.uncover()):
            stand.remake()
