"""plateia-ctl as it is installed: the operator's tools, and what the program can say.

The tools are the core's, which knows neither words nor things: how many of the program's
sentences each language has, where its packs stand, and how its printer is, is told to them
here. No Qt.
"""

import sys

import resources
from i18n import SOURCE, languages, standing
from kiosk import ctl
from kiosk.config import Printer
from kiosk.ctl import Program, Spoken
from kiosk.printing import PrinterState
from ui.thermal import look


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    program = Program(tuple(_spoken()), (resources.SHELF,), look_at)
    return ctl.main(arguments, program)


def look_at(printer: Printer) -> PrinterState | None:
    """Return how a printer of rolls is; None for any other, which CUPS knows."""
    return look(printer.roll) if printer.roll else None


def _spoken() -> list[Spoken]:
    told = [(one, standing(one.code)) for one in languages()]
    most = max(there.sentences for _, there in told)
    return [
        Spoken(one.code, one.name, most, most, 0)
        if one.code == SOURCE
        else Spoken(one.code, one.name, most, there.said, there.unread)
        for one, there in told
    ]


if __name__ == "__main__":
    sys.exit(main())
