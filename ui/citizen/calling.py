"""Help, and the call for a person: from every page, and back to it."""

import logging
from functools import partial
from os import urandom

from PySide6.QtCore import QObject, QTimer

from kiosk.citizen import CitizenDoor
from kiosk.errors import Known
from ui.capture import Printer
from ui.citizen.aside import CallScreen, HelpScreen, coming
from ui.leaves import Blank
from ui.screen import Scene, Screen
from ui.stand import Stand
from ui.work import Worker

_log = logging.getLogger(__name__)

_HELP = frozenset({"help", "call", "forms"})
"""The pages to which help has led."""
_LOOK_AGAIN_MS = 2000
"""While somebody waits, how often to look whether the desk has answered."""


class Calling(QObject):
    """Shows help, calls a person, and shows who comes."""

    def __init__(
        self, stand: Stand, door: CitizenDoor, worker: Worker, printer: Printer
    ) -> None:
        super().__init__(stand)
        self._printer = printer
        self._stand = stand
        self._door = door
        self._worker = worker
        self._call: int | None = None
        self._calling = False
        """The call is on its way to the disk."""
        self._from = ""
        """The page below the help."""
        self._who = ""
        self._again = QTimer(self)
        self._again.setInterval(_LOOK_AGAIN_MS)
        self._again.timeout.connect(self._look_again)

    def help(self) -> None:
        """Cover the page with help, or with the call that was made before."""
        page = self._stand.page
        name = "" if page is None else page.name
        if name in _HELP:
            return
        self._from = name
        self._stand.cover(self._help_page if self._call is None else self._call_page)

    def forget(self) -> None:
        """Whoever called has left: nobody need come."""
        call, self._call = self._call, None
        self._again.stop()
        self._who = self._from = ""
        if call is not None:
            self._worker.background(
                partial(self._door.desk.end, call), self._ended, self._tell
            )

    def _call_person(self) -> None:
        if self._calling:
            return
        self._calling = True
        language = self._stand.person.language
        call = partial(self._door.desk.call, language, self._from)
        self._worker.background(call, self._called, self._not_called)

    def _called(self, call: int) -> None:
        self._calling, self._call = False, call
        if not isinstance(self._stand.page, HelpScreen):
            self.forget()  # they left while the disk wrote
            return
        self._again.start()
        self._stand.cover(self._call_page)

    def _not_called(self, error: Exception) -> None:
        self._calling = False
        self._tell(error)
        page = self._stand.page
        if isinstance(page, HelpScreen):
            page.say_cannot_call()

    def _look_again(self) -> None:
        if self._call is not None:
            look = partial(self._door.desk.who_comes, self._call)
            self._worker.background(look, self._heard, self._tell)

    def _heard(self, who: str) -> None:
        if not who or self._call is None:
            return
        self._again.stop()
        self._who = who
        if isinstance(self._stand.page, CallScreen):
            self._stand.cover(self._call_page)
        elif self._stand.page is not None:
            self._stand.page.say_note(coming(who))

    def _ended(self, _nothing: None) -> None:
        """The desk knows it."""

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, Known):
            raise error
        _log.error("%s: %s", type(error).__name__, error)

    def _help_page(self, scene: Scene) -> Screen:
        contact = self._door.pack.municipality.contact
        may_come, on_paper = self._door.desk.may_come, self._printer.prints_forms
        page = HelpScreen(scene, contact, may_come, on_paper)
        page.paper_wanted.connect(lambda: self._stand.cover(self._forms_page))
        page.left.connect(self._stand.uncover)
        page.called.connect(self._call_person)
        return page

    def _forms_page(self, scene: Scene) -> Screen:
        from ui.citizen.forms import FormsScreen  # noqa: PLC0415 -- seldom wanted

        return FormsScreen(scene, self._door.pack.forms, self._printer, self._blank)

    def _blank(self, form_id: str) -> Blank:
        from kiosk.paperform import new_paper  # noqa: PLC0415 -- seldom wanted
        from ui.blank import blank_of  # noqa: PLC0415 -- seldom wanted

        pack = self._door.pack
        form = pack.form(form_id)
        if form is None:
            raise ValueError(f"the pack has no form {form_id}")
        language = self._stand.about.language(self._stand.person.language)
        return blank_of(pack, form, new_paper(pack, form, urandom), language)

    def _call_page(self, scene: Scene) -> Screen:
        contact = self._door.pack.municipality.contact
        page = CallScreen(scene, contact, self._who)
        page.left.connect(self._stand.uncover)
        return page
