"""Printing the number of what was just kept, in the language of whoever it is for."""

from PySide6.QtCore import QObject, Signal

import i18n
from i18n import _
from kiosk.submission import Case, Progress, Receipt
from ui.desk.page import Bench
from ui.desk.papers import printer_says
from ui.slip import reprint


class Proof(QObject):
    """The paper that somebody takes home."""

    told = Signal(str)
    """What became of it."""
    began = Signal(str)
    """It is being printed: the receipt, for the book."""

    def __init__(self, bench: Bench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._receipt: Receipt | None = None
        self._language = ""
        self._printing: int | None = None
        bench.machines.printer.ended.connect(self._ended)

    def hold(self, receipt: Receipt, language: str) -> None:
        """This is what is printed now, if anybody wants it."""
        self._receipt, self._language = receipt, language

    def forget(self) -> None:
        """Nothing is."""
        self._receipt = None

    def print(self) -> None:
        """Print it, or say why not."""
        printer, receipt = self._bench.machines.printer, self._receipt
        if receipt is None or self._printing is not None:
            return
        if not printer.there:
            self.told.emit(_("This desk has no printer: set one up in plateia.toml."))
            return
        language = next(one for one in i18n.languages() if one.code == self._language)
        kept = receipt.confirmed
        case = Case(receipt.code, receipt.form, Progress.KEPT, kept, "", None)
        town = self._bench.shift.ground.pack.municipality
        page = reprint(case, town, self._bench.scene, language)
        self._printing = printer.print(page)
        self.told.emit(_("The receipt is being printed."))
        self.began.emit(receipt.code)

    def _ended(self, number: int, well: bool) -> None:
        if number != self._printing:
            return
        self._printing = None
        state = self._bench.machines.printer.state
        self.told.emit(
            _("The receipt is printed.")
            if well
            else printer_says(state) or _("The printer does not work.")
        )
