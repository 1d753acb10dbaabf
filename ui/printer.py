"""The printer's child: draws one page and prints it. `python -m ui.printer`.

A driver of a printer may block, or abort: here that costs a child. Qt hands CUPS a file of
its own and removes it; a PDF appears in its folder only when it is whole.
"""

import os
import sys
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from ui.senses import Orders
from ui.sheet import Job, Printed, Sheet, draw_sheet
from ui.theme import load_fonts
from ui.utterance import answer_line, begin_child

_MARGIN_MM = 18
_OUT_OF_ORDER = (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)


def print_job(job: Job) -> bool:
    """Print a page; say whether that went well."""
    if job.folder:
        return _write_pdf(job)
    known = QPrinterInfo.printerInfo(job.printer)
    if known.isNull() or known.state() in _OUT_OF_ORDER:
        return False
    return _draw(QPrinter(known), job.sheet)


def _write_pdf(job: Job) -> bool:
    now = datetime.now()
    path = Path(job.folder, f"{now:%Y%m%d-%H%M%S-%f}.pdf")
    new = path.with_suffix(".new")
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(new))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    try:
        if not Path(job.folder).is_dir() or not _draw(printer, job.sheet):
            return False
        new.replace(path)
    except OSError:
        return False
    finally:
        new.unlink(missing_ok=True)
    return True


def _draw(printer: QPrinter, sheet: Sheet) -> bool:
    printer.setDocName("Plateia")  # a queue shows it: no word of the sheet
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    printer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    page = printer.pageRect(QPrinter.Unit.DevicePixel)
    page.moveTo(0, 0)  # a painter begins inside the margins
    draw_sheet(painter, sheet, page)
    return painter.end()


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
