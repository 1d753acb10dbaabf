"""What is done about a case that is shown: its receipt once more, and to file it again."""

from i18n import _
from kiosk.codes import grouped
from kiosk.office.casefile import Cabinet
from kiosk.office.reopening import ReadBefore
from kiosk.submission import Receipt
from ui.desk.casesheet import CaseSheet
from ui.desk.page import Bench
from ui.desk.reprint import receipt_of


class CaseDeeds(CaseSheet):
    """A page that shows one case, with what leaves it."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._cabinet = Cabinet(bench.shift)
        self._printing: int | None = None
        bench.machines.printer.ended.connect(self._printed)
        self._print_it.clicked.connect(self._print)
        self._reopen_it.clicked.connect(self._reopen)

    def look(self) -> None:
        """Look whether anything has happened to it."""
        raise NotImplementedError

    def read_again(self) -> None:
        """Open it once more."""
        raise NotImplementedError

    def _reopen(self) -> None:
        file, reason = self._file, self._reason.currentData()
        if file is None or self._reason.isHidden():
            return
        if reason is None:
            self._reason.setFocus()
            self.told.emit(_("Choose first what went wrong."))
            return
        room, chance = self._again, self.bench.chance
        self.later(
            lambda: room.reopen(file.case, reason, chance),
            self._reopened,
            self._not_reopened,
        )

    def _reopened(self, receipt: Receipt) -> None:
        self.told.emit(
            _(
                "Filed again, with the number {number}. It can be undone at first."
            ).format(number=grouped(receipt.code))
        )
        self.read_again()

    def _not_reopened(self, error: Exception) -> None:
        if not isinstance(error, ReadBefore):
            raise error
        self.look()

    def _print(self) -> None:
        file, printer = self._file, self.bench.machines.printer
        if file is None:
            return
        if not printer.there:
            self.told.emit(_("This desk has no printer: set one up in plateia.toml."))
        elif self._printing is None:
            pack = self.bench.shift.ground.pack
            page = receipt_of(file.case, pack.municipality, self.bench.scene)
            self._printing = printer.print(page)
            self.told.emit(_("The receipt is being printed."))
            self.later(lambda: self._cabinet.printed(file), self._wrote)

    def _wrote(self, _nothing: None) -> None:
        self.look()

    def _printed(self, number: int, well: bool) -> None:
        if number == self._printing:
            self._printing = None
            self.told.emit(
                _("The receipt is printed.")
                if well
                else _("The printer does not work.")
            )
