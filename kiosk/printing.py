"""How a printer is, and what an operator must do about it."""

from enum import StrEnum
from typing import Final

from kiosk.config import Printer


class PrinterState(StrEnum):
    """What a printer said when it was last asked."""

    READY = "ready"
    LOW = "low"
    """It prints, and the paper is nearly at its end."""
    NO_PAPER = "no paper"
    OPEN = "open"
    """Its cover."""
    OFFLINE = "offline"
    """It is there, and will not print."""
    BROKEN = "broken"
    SILENT = "silent"
    """It is there, and says nothing."""
    GONE = "gone"
    """It cannot be reached, or no such printer is known."""

    @property
    def prints(self) -> bool:
        """Whether a page can be had."""
        return self in (PrinterState.READY, PrinterState.LOW)


_TOLD: Final = {
    PrinterState.LOW: "the paper is nearly at its end; put a new roll in",
    PrinterState.NO_PAPER: "there is no paper; put a new roll in",
    PrinterState.OPEN: "the cover is open; close it",
    PrinterState.OFFLINE: "it is offline; press its feed button, or switch it off and on",
    PrinterState.BROKEN: "it tells of an error; open it, look for jammed paper, switch it"
    " off and on",
    PrinterState.SILENT: "it does not answer; look at its cable, and that no other"
    " program holds it",
    PrinterState.GONE: "it cannot be reached; look at its cable, power and setting",
}


def trouble_with(printer: Printer, state: PrinterState) -> str:
    """Say in one sentence what an operator must do; '' when it is well."""
    told = _TOLD.get(state, "")
    where = printer.roll or printer.name or printer.folder
    return f"printer {where}: {told}" if told else ""
