"""What the face and the printer's child say to one another: one JSON line each."""

import msgspec

from kiosk.config import Printer
from kiosk.printing import PrinterState
from ui.leaves import Blank
from ui.sheet import Sheet


class Job(msgspec.Struct, frozen=True):
    """To the printer: print this, or only say how the printer is."""

    id: int
    printer: Printer
    page: Sheet | Blank | None = None


class Printed(msgspec.Struct, frozen=True):
    """From the printer."""

    id: int
    state: PrinterState
    """One that prints: it was printed, or the printer has taken it."""
