"""A printer, as the face holds it: the work is done in a child, `ui.printer`."""

from PySide6.QtCore import QObject

from kiosk.config import Printer as Paper
from ui.capture import Printer
from ui.child import Child
from ui.sheet import Job, Printed, Sheet

PRINT_MS = 60_000
"""A child that has not printed a page by then hangs."""


class Press(Printer):
    """A printer, in a child: `ui.printer`. One page at a time; nothing waits in line."""

    def __init__(self, paper: Paper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paper = paper
        self._child = Child("ui.printer", Printed, self)
        self._child.answered.connect(self._on_printed)
        self._child.lost.connect(self._on_lost)
        self._id = 0
        self._printing = False

    @property
    def there(self) -> bool:
        return bool(self._paper.name or self._paper.folder)

    def print(self, sheet: Sheet) -> int:
        if not self._printing:
            self._id += 1
            self._printing = True
            paper = self._paper
            self._child.ask(Job(self._id, sheet, paper.name, paper.folder))
            self._child.expect(PRINT_MS)
        return self._id

    def close(self) -> None:
        self._printing = False
        self._child.close()

    def _on_printed(self, printed: Printed) -> None:
        if self._printing and printed.id == self._id:
            self._end(printed.well)
            # It may hold what it drew: the next page is another child's.
            self._child.end()

    def _on_lost(self) -> None:
        if self._printing:
            self._end(well=False)

    def _end(self, well: bool) -> None:
        self._printing = False
        self._child.relax()
        self.ended.emit(self._id, well)
