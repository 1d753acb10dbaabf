"""A page to take away: what stands on it, the button for it, and how it went."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from i18n import _
from kiosk.codes import grouped
from kiosk.packs import Municipality
from ui.capture import Printer
from ui.screen import Said, Scene, Screen
from ui.sheet import Sheet, Step
from ui.widgets.button import BarButton, Face
from ui.widgets.stages import Stage

PRINT: Final = "print"

_FORWARD: Final = "\u2066{}\u2069"
"""A number is read from left to right in every language (Unicode isolates)."""


class Paper(QObject):
    """Prints a page of a screen while that is shown; owned by the screen."""

    def __init__(
        self, page: Screen, printer: Printer, sheet: Callable[[], Sheet]
    ) -> None:
        super().__init__(page)
        self._page = page
        self._printer = printer
        self._sheet = sheet
        self._number: int | None = None
        printer.ended.connect(self._end)

    @property
    def printing(self) -> bool:
        """Whether it is on its way."""
        return self._number is not None

    def button(self) -> BarButton | None:
        """Return the button, where there is a printer."""
        if not self._printer.there:
            return None
        scene = self._page.scene
        face = Face(_("Print it"), picture=scene.picture("printer"))
        button = BarButton(face, "bar", scene.theme)
        button.setObjectName(PRINT)
        button.clicked.connect(self._print)
        return button

    def _print(self) -> None:
        if self._number is None:
            self._number = self._printer.print(self._sheet())
            self._tell(_("It is being printed. Wait for the paper."))

    def _end(self, number: int, well: bool) -> None:
        if number != self._number:
            return
        self._number = None
        self._tell(
            _("Take your paper.")
            if well
            else _("The printer does not work. Please write the number down.")
        )

    def _tell(self, sentence: str) -> None:
        self._page.say_note(sentence)
        self._page.heard.emit(Said(sentence))


def sheet_of(
    title: str,
    code: str,
    stages: Sequence[Stage],
    words: Sequence[str],
    town: Municipality,
    scene: Scene,
) -> Sheet:
    """Return the page of a report: its number, how far it is, and whom to call."""
    phone = town.contact.phone
    call = _("Call {phone}").format(phone=_FORWARD.format(phone)) if phone else ""
    hours = scene.say(town.contact.hours)
    ask = _("With this number you can ask here what became of it.")
    return Sheet(
        town=scene.say(town.name),
        title=title,
        label=_("Your number"),
        code=_FORWARD.format(grouped(code)),
        qr=code,
        steps=tuple(Step(one.words, one.hint, one.done) for one in stages),
        words=(*words, ask, " · ".join(one for one in (call, hours) if one)),
        rtl=QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft,
    )
