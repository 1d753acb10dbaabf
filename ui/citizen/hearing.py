"""How a page is read aloud, and whether all may hear it: from every page, and back to it."""

from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer

from ui import told
from ui.citizen.listening import ListeningScreen
from ui.citizen.permission import PermissionScreen
from ui.person import Control, Means
from ui.screen import Scene, Screen
from ui.stand import Stand
from ui.strips import Strip

SILENCE_MS: Final = 15_000
"""On the page at rest, for somebody who listens: they may not know that it has begun."""
_MOST_WELCOMES: Final = 8
"""On the loudspeaker: then whoever pressed a key has gone."""


class Hearing(QObject):
    """Covers the page with what was asked for, and uncovers it after that."""

    def __init__(self, stand: Stand) -> None:
        super().__init__(stand)
        self._stand = stand
        stand.touched.connect(self._act)
        stand.narrator.asks.connect(self._ask_permission)
        stand.narrator.ears.connect(self._change_ears)
        self._welcomes = 0  # since somebody touched or pressed anything
        self.silence = QTimer(self, singleShot=True, interval=SILENCE_MS)
        self.silence.timeout.connect(self._welcome_again)
        stand.narrator.ended.connect(self._mind_silence)
        stand.narrator.began.connect(self.silence.stop)
        stand.idle.touched.connect(self._mind_touch)

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

    # Nobody has begun

    def _mind_touch(self) -> None:
        self._welcomes = 0

    def _mind_silence(self) -> None:
        if self._waits_for_somebody:
            self.silence.start()

    @property
    def _waits_for_somebody(self) -> bool:
        stand = self._stand
        there = stand.page is not None and stand.page.bare and stand.person.listens
        return there and (stand.narrator.in_ears or self._welcomes < _MOST_WELCOMES)

    def _welcome_again(self) -> None:
        stand = self._stand
        if self._waits_for_somebody:
            self._welcomes += 1
            means = stand.person.means
            keys = means is not Means.TOUCH
            stand.narrator.greet(told.welcome(means, rests=True) if keys else ())
            stand.read_aloud()
