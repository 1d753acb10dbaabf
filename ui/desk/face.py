"""Puts the desk together: its door, its window, and who may sit there."""

import secrets
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget

import i18n
from kiosk.office.shift import Ground, Shift
from kiosk.rows import CallRow
from kiosk.staff import StaffDoor
from ui.desk.blanks import BlanksPage
from ui.desk.calls import CallsPage
from ui.desk.case import CasePage
from ui.desk.entry import EntryPage
from ui.desk.find import FindPage
from ui.desk.handover import HandoverPage
from ui.desk.office import Office, Whose
from ui.desk.page import Bench, Chance, Machines, Page
from ui.desk.people import PeoplePage
from ui.desk.ringing import Ringing
from ui.desk.signin import SignIn
from ui.desk.unsent import UnsentPage
from ui.devices import Gramophone
from ui.glass import panel_of
from ui.idle import Idle
from ui.press import Press
from ui.scan import Scans
from ui.screen import Scene
from ui.theme import Theme, dress, load_fonts
from ui.trouble import Watch
from ui.work import Worker

PAGES: Final[tuple[type[Page], ...]] = (
    EntryPage,
    FindPage,
    CasePage,
    UnsentPage,
    CallsPage,
    BlanksPage,
    HandoverPage,
    PeoplePage,
)
"""In the order of the rail; the first is shown after signing in."""

_WARNED_S: Final = 15
"""Before the desk locks itself, it says so for so long."""


class DeskFace(QObject):
    """The desk, whole."""

    def __init__(
        self,
        application: QApplication,
        ground: Ground,
        size: QSize,
        chance: Chance = secrets.token_bytes,
        machines: Machines | None = None,
    ) -> None:
        """`machines` take the place of this machine's own."""
        super().__init__()
        load_fonts()
        self._ground = ground
        self._chance = chance
        self.door = StaffDoor(ground)
        self.window = _Window()
        self.window.setObjectName("desk-window")
        self.window.setWindowTitle("Plateia")
        self.window.resize(size)
        self.worker = Worker(self.window)
        self._scene = _scene(ground, size)
        dress(application, self._scene.theme, desk=True)
        self._town = self._scene.say(ground.pack.municipality.name)
        self.sign_in = SignIn(self.door, self.worker, self._scene.theme, self._town)
        self.sign_in.welcomed.connect(self._begin)
        self.window.addWidget(self.sign_in)
        self.office: Office | None = None
        self._shift: Shift | None = None
        self._drafts: dict[str, dict[str, object]] = {}
        self._machines = machines or Machines(
            Gramophone(self.window), Press(ground.config.printer, self.window)
        )
        self._watch_over(application)
        Watch(chance, self._tell_bug).begin()
        self.sign_in.enter()

    def _watch_over(self, application: QApplication) -> None:
        """Lock when nobody types, read codes, and hear who calls."""
        after_s = self._ground.config.office.lock_after_s
        self._idle = Idle(after_s - _WARNED_S, _WARNED_S, self.window)
        self._idle.warned.connect(self._warn)
        self._idle.gone.connect(self.lock)
        self._scans = Scans(self.window)
        self._scans.scanned.connect(self._take_scan)
        self.window.watches = (self._scans, self._idle)
        self._ringing = Ringing(
            self.door, self.worker, self._machines.player, self.window
        )
        self._ringing.looked.connect(self._show_calls)
        self._ringing.rang.connect(self._tell_call)
        self._ringing.watch()
        application.aboutToQuit.connect(self.close)

    def lock(self) -> None:
        """Nobody sits here any more: every page is blanked and gone."""
        office, shift = self.office, self._shift
        if office is None or shift is None:
            return
        self.office = self._shift = None
        self._idle.rest()
        drafts = {one.name: one.draft() for one in office.pages.values()}
        self._drafts[shift.who] = {
            name: draft for name, draft in drafts.items() if draft is not None
        }
        shift.end()
        office.close_pages()
        self.window.setCurrentWidget(self.sign_in)
        self.window.removeWidget(office)
        office.deleteLater()
        self.sign_in.enter()
        self.worker.background(
            lambda: self.door.lock(shift), lambda _done: None, _not_written
        )

    def close(self) -> None:
        """Write that the desk is locked, and end."""
        self._ringing.close()
        self._machines.printer.close()
        self.lock()
        self.worker.close()

    def _begin(self, shift: Shift) -> None:
        self._shift = shift
        bench = Bench(
            shift, self.door, self.worker, self._scene, self._chance, self._machines
        )
        self.office = Office(bench, PAGES, Whose(self._town, shift.who))
        self.office.locked.connect(self.lock)
        for name, draft in self._drafts.pop(shift.who, {}).items():
            self.office.pages[name].take_up(draft)
        self._drafts.clear()  # whoever else was here has gone: so has what they typed
        self.window.addWidget(self.office)
        self.window.setCurrentWidget(self.office)
        self.office.page.enter()
        self._idle.watch()

    def _show_calls(self, calls: tuple[CallRow, ...]) -> None:
        if self.office is not None:
            page = self.office.pages[CallsPage.name]
            assert isinstance(page, CallsPage)
            page.refresh(calls)
        elif not any(not one.who for one in calls):
            self.sign_in.say_call("")

    def _tell_call(self, call: CallRow) -> None:
        sentence = i18n._("Somebody calls from the kiosk: {place}").format(
            place=call.place or call.kiosk
        )
        if self.office is None:
            self.sign_in.say_call(sentence)
        else:
            self.office.say(sentence)
            self.office.look()

    def _warn(self) -> None:
        if self.office is not None:
            self.office.say(i18n._("Nobody is typing: the desk locks in a moment."))

    def _take_scan(self, text: str) -> None:
        if self.office is None:
            self.sign_in.scanned(text)
        else:
            self.office.page.scanned(text)

    def _tell_bug(self, reference: str) -> None:
        if self.office is not None:
            self.office.say(
                i18n._(
                    "Something of ours went wrong. Nothing kept is lost. Tell the"
                    " technician this number: {reference}"
                ).format(reference=reference)
            )


class _Window(QStackedWidget):
    """The window of the desk. What hands do comes to it before any part of it."""

    watches: Sequence[QObject] = ()
    """See each key before a page does, the last one first."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for (
            one
        ) in self.watches:  # a filter is there once, however often it is put there
            self.windowHandle().installEventFilter(one)


def _not_written(error: Exception) -> None:
    raise error


def _scene(ground: Ground, size: QSize) -> Scene:
    pack = ground.pack
    own = pack.municipality.languages
    spoken = [one.code for one in i18n.desk_languages()]
    wanted = ground.config.office.language or own[0]
    language = wanted if wanted in spoken else i18n.SOURCE
    i18n.use(language)
    theme = Theme(panel_of(size, ground.config), town=pack.municipality.colour)
    others = (one for one in own if one != language)
    return Scene(theme, (language, *others), pack.folder)
