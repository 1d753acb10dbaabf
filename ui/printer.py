"""The printer's child: draws a receipt or a form and prints it. `python -m ui.printer`.

A driver of a printer may block, or abort: here that costs a child. Qt hands CUPS a file of
its own and removes it; a PDF appears in its folder only when it is whole. A receipt goes
to the roll where there is one; whole pages never do.
"""

import os
import sys
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QGuiApplication, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from kiosk.config import Printer
from kiosk.printing import PrinterState
from ui import thermal
from ui.leaves import Blank, draw_blank
from ui.pdf import MARGIN_MM, Draw, write_pdf
from ui.printjob import Job, Printed
from ui.roll import draw_roll
from ui.senses import Orders
from ui.sheet import Sheet, draw_sheet
from ui.theme import load_fonts
from ui.utterance import answer_line, begin_child

_STATES = {
    QPrinter.PrinterState.Error: PrinterState.BROKEN,
    QPrinter.PrinterState.Aborted: PrinterState.OFFLINE,
}
_DOTS_PER_INCH = 600


def print_job(job: Job) -> PrinterState:
    """Print a page, or only look; say how the printer is."""
    printer = job.printer
    if printer.roll and not isinstance(job.page, Blank):
        if job.page is None:
            return thermal.look(printer.roll)
        return thermal.print_dots(printer.roll, draw_roll(job.page, printer.roll_mm))
    if printer.folder:
        return _write(job.page, Path(printer.folder))
    return _print(job.page, printer)


def _print(page: Sheet | Blank | None, printer: Printer) -> PrinterState:
    known = QPrinterInfo.printerInfo(printer.name)
    if known.isNull():
        return PrinterState.GONE
    state = _STATES.get(known.state(), PrinterState.READY)
    if page is None or not state.prints:
        return state
    device = QPrinter(known)
    device.setResolution(_DOTS_PER_INCH)
    device.setDocName("Plateia")  # a queue shows it: no word of the page
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    device.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    painter = QPainter()
    if not painter.begin(device):
        return PrinterState.BROKEN
    room = device.pageRect(QPrinter.Unit.DevicePixel)
    room.moveTo(0, 0)  # a painter begins inside the margins
    drawing(page)(painter, room, device.newPage)
    return PrinterState.READY if painter.end() else PrinterState.BROKEN


def _write(page: Sheet | Blank | None, folder: Path) -> PrinterState:
    if not folder.is_dir():
        return PrinterState.GONE
    if page is None:
        return PrinterState.READY
    path = folder / f"{datetime.now():%Y%m%d-%H%M%S-%f}.pdf"
    try:
        write_pdf(path, page.title, page.language, drawing(page))
    except OSError:
        return PrinterState.BROKEN
    return PrinterState.READY


def drawing(page: Sheet | Blank) -> Draw:
    """Return what draws a page, or as many as it takes."""
    if isinstance(page, Blank):
        return lambda painter, room, turn: draw_blank(painter, page, room, turn)
    return lambda painter, room, turn: draw_sheet(painter, page, room)


def main() -> int:
    """Print what comes, until standard input ends."""
    write = begin_child()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication(sys.argv[:1])
    load_fonts()
    orders = Orders(
        Job,
        lambda job: write(answer_line(Printed(job.id, print_job(job)))),
        application.quit,
    )
    code = application.exec()
    del orders
    return code


if __name__ == "__main__":
    sys.exit(main())
