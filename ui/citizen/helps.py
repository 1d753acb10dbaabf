"""Helps that stand on every page: how it works and who helps, and how it is read aloud."""

from PySide6.QtCore import QObject

from kiosk.packs import Contact
from ui.citizen.aside import HelpScreen
from ui.citizen.listening import ListeningScreen
from ui.person import Control
from ui.screen import Scene, Screen
from ui.stand import Stand
from ui.strips import Strip


class Helps(QObject):
    """Covers the page with what was asked for, and uncovers it after that."""

    def __init__(self, stand: Stand, contact: Contact) -> None:
        super().__init__(stand)
        self._stand = stand
        self._contact = contact
        stand.touched.connect(self._act)

    def go_help(self) -> None:
        """Show who helps."""
        self._stand.cover(self._help)

    def _act(self, name: str) -> None:
        if name == Strip.HELP:
            self.go_help()
        elif name == Strip.LISTEN:
            self._stand.cover(self._listening)

    def _help(self, scene: Scene) -> Screen:
        page = HelpScreen(scene, self._contact)
        page.left.connect(self._stand.uncover)
        return page

    def _listening(self, scene: Scene) -> Screen:
        page = ListeningScreen(scene, self._stand.person)
        page.chosen.connect(self._control)
        return page

    def _control(self, name: str) -> None:
        self._stand.control(Control(name))
        if isinstance(self._stand.page, ListeningScreen):
            self._stand.page.show_person(self._stand.person)
