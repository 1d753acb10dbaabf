"""Writes a PDF of text that can be selected and read aloud, and says in which language.

Qt writes no tags (ISO 32000-1, 14.8) and names no language: docs/decisions/0021. The
language is added to what it wrote as an incremental update (7.5.6).
"""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

MARGIN_MM = 18
_DOTS_PER_INCH = 600

Draw = Callable[[QPainter, QRectF, Callable[[], object]], object]
"""Draws on a page, and turns to the next one."""

_ROOT = re.compile(rb"/Root (\d+) 0 R")
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")


def write_pdf(path: Path, title: str, language: str, draw: Draw) -> None:
    """Write a PDF of A4 pages; it appears in its folder only when it is whole.

    Raises OSError when it cannot be written.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Plateia")
    writer.setResolution(_DOTS_PER_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError(f"{path} cannot be drawn")
    page = writer.pageLayout().paintRectPixels(_DOTS_PER_INCH).toRectF()
    page.moveTo(0, 0)  # a painter begins inside the margins
    draw(painter, page, writer.newPage)
    painter.end()
    new = path.with_name(path.name + ".new")
    try:
        new.write_bytes(in_language(bytes(buffer.data().data()), language))
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def in_language(content: bytes, language: str) -> bytes:
    """Return a PDF whose catalogue names its language, and that shows its title.

    One that Qt did not write comes back as it is.
    """
    root, start = _ROOT.search(content), _START.search(content)
    if root is None or start is None or not language:
        return content
    number = root[1]
    head = b"\n" + number + b" 0 obj"
    at = content.rfind(head)
    end = content.find(b"endobj", at)
    whole = content[at + len(head) : end].strip()
    if at < 0 or not whole.endswith(b">>"):
        return content
    said = b"/Lang (%s)\n/ViewerPreferences << /DisplayDocTitle true >>\n>>"
    catalogue = whole[:-2] + said % language.encode()
    begins = len(content) + 1
    changed = b"\n%s 0 obj\n%s\nendobj\n" % (number, catalogue)
    table = b"xref\n0 1\n0000000000 65535 f \n%s 1\n%010d 00000 n \n" % (number, begins)
    trailer = _trailer(content)
    ends = b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n"
    return content + changed + table + ends % (trailer, len(content) + len(changed))


def _trailer(content: bytes) -> bytes:
    """Return the trailer, which now has one before it."""
    start = _START.search(content)
    assert start is not None
    begins = content.rfind(b"trailer") + len(b"trailer")
    written = content[begins : start.start()].strip()
    return written[:-2] + b"/Prev " + start[1] + b"\n>>"
