"""Paper to take away: what stands on it, the button for it, and how it went."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject

from i18n import _
from kiosk.printing import PrinterState
from ui.capture import Printer
from ui.leaves import Blank
from ui.screen import Said, Screen
from ui.sheet import Sheet
from ui.widgets.button import BarButton, Face

PRINT: Final = "print"


class Paper(QObject):
    """Prints for a screen while that is shown; owned by the screen."""

    def __init__(self, page: Screen, printer: Printer) -> None:
        super().__init__(page)
        self._page = page
        self._printer = printer
        self._number: int | None = None
        self._is_form = False
        printer.ended.connect(self._end)

    @property
    def printing(self) -> bool:
        """Whether something is on its way."""
        return self._number is not None

    def button(self, sheet: Callable[[], Sheet]) -> BarButton | None:
        """Return the button for a receipt, where there is a printer."""
        if not self._printer.there:
            return None
        scene = self._page.scene
        face = Face(_("Print it"), picture=scene.picture("printer"))
        button = BarButton(face, "bar", scene.theme)
        button.setObjectName(PRINT)
        button.clicked.connect(lambda: self.print(sheet))
        return button

    def print(self, make: Callable[[], Sheet | Blank]) -> None:
        """Print what is made, if nothing is on its way."""
        if self._number is None:
            made = make()
            self._is_form = isinstance(made, Blank)
            self._number = self._printer.print(made)
            self._tell(_("It is being printed. Wait for the paper."))

    def _end(self, number: int, well: bool) -> None:
        if number != self._number:
            return
        self._number = None
        self._tell(_("Take your paper.") if well else self._told())

    def _told(self) -> str:
        """Say why there is nothing, and what to do instead."""
        if self._printer.state is PrinterState.NO_PAPER:
            if self._is_form:
                return _("The printer has no paper. Ask at the town hall, please.")
            return _("The printer has no paper. Write the number down, please.")
        if self._is_form:
            return _("The printer does not work now. Ask at the town hall, please.")
        return _("The printer does not work now. Write the number down, please.")

    def _tell(self, sentence: str) -> None:
        self._page.say_note(sentence)
        self._page.heard.emit(Said(sentence))
