"""A printer, as the face holds it: the work is done in a child, `ui.printer`."""

import logging

from PySide6.QtCore import QObject

from kiosk.config import Printer as Paper
from kiosk.printing import PrinterState, trouble_with
from ui.capture import Printer
from ui.child import Child
from ui.leaves import Blank
from ui.printjob import Job, Printed
from ui.sheet import Sheet

PRINT_MS = 60_000
"""A child that has not printed a page by then hangs."""

_log = logging.getLogger(__name__)


class Press(Printer):
    """A printer, in a child: `ui.printer`. One page at a time; nothing waits in line."""

    def __init__(self, paper: Paper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paper = paper
        self._child = Child("ui.printer", Printed, self)
        self._child.answered.connect(self._on_printed)
        self._child.lost.connect(self._on_lost)
        self._id = 0
        self._busy = self._printing = False
        self._state = PrinterState.READY if self.there else PrinterState.GONE

    @property
    def there(self) -> bool:
        return self._paper.prints_receipts

    @property
    def prints_forms(self) -> bool:
        return self._paper.prints_forms

    @property
    def state(self) -> PrinterState:
        return self._state

    def look(self) -> None:
        if not self._busy:
            self._ask(None)

    def print(self, page: Sheet | Blank) -> int:
        if not self._printing:
            self._printing = True
            self._ask(page)
        return self._id

    def close(self) -> None:
        self._busy = self._printing = False
        self._child.close()

    def _ask(self, page: Sheet | Blank | None) -> None:
        self._id += 1
        self._busy = True
        self._child.ask(Job(self._id, self._paper, page))
        self._child.expect(PRINT_MS)

    def _on_printed(self, printed: Printed) -> None:
        if self._busy and printed.id == self._id:
            self._end(printed.state)
            # It may hold what it drew: the next page is another child's.
            self._child.end()

    def _on_lost(self) -> None:
        if self._busy:
            self._end(PrinterState.BROKEN)

    def _end(self, state: PrinterState) -> None:
        told = trouble_with(self._paper, state)
        if told and state is not self._state:
            _log.info("%s", told)
        self._state = state
        printing, self._busy, self._printing = self._printing, False, False
        self._child.relax()
        self.seen.emit()
        if printing:
            self.ended.emit(self._id, state.prints)
