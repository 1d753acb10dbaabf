"""The wire of a printer of rolls (ESC/POS): the only module that speaks to one.

Run in the printer's child, and by the doctor; never in a face, for each of its calls may
wait. No Qt. Over TCP this is the one network that `ui` touches, a printer beside the kiosk
(docs/decisions/0021). python-escpos carries the bytes; what the printer says of itself is
read here (DLE EOT n, GS r 1), because a printer that says nothing must not be taken for
one that is well.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, NamedTuple

from kiosk.printing import PrinterState

Escpos = Any
"""python-escpos has no types."""

PATIENCE_S: Final = 4.0
"""How long a printer may take to say how it is."""
_PRINTING: Final = 5
"""So many times that long it may take to print what it was sent."""

_PORT: Final = 9100
_BAUD: Final = 19_200

_REAL_TIME: Final = b"\x10\x04"  # DLE EOT
_WHEN_DONE: Final = b"\x1dr\x01"  # GS r 1: answered after all that was sent before
_FIXED, _FIXED_BITS = 0x93, 0x12
"""Of every answer to DLE EOT: these bits are always so."""
_COMMANDS: Final = (b"\x10\x04", b"\x10\x05", b"\x10\x14")
"""What printers obey even in the middle of a picture."""


class Dots(NamedTuple):
    """A picture of black and white, row by row, eight dots a byte, 1 is black."""

    width: int
    """A multiple of eight."""
    rows: bytes

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.rows) * 8 // self.width


def look(wire: str, patience_s: float = PATIENCE_S) -> PrinterState:
    """Return how the printer on a wire is."""
    try:
        with _opened(wire, patience_s) as printer:
            return state_of(printer)
    except _gone():
        return PrinterState.GONE


def print_dots(wire: str, dots: Dots, patience_s: float = PATIENCE_S) -> PrinterState:
    """Print a picture and cut; return how the printer is then.

    Nothing is sent to one that would not print it: it would come out for somebody else.
    """
    try:
        with _opened(wire, patience_s) as printer:
            before = state_of(printer)
            if not before.prints:
                return before
            send(printer, dots)
            return _state_when_done(printer)
    except _gone():
        return PrinterState.GONE


def send(printer: Escpos, dots: Dots) -> None:
    """Send a picture, and the order to cut."""
    from PIL import Image  # noqa: PLC0415 -- only where something is printed

    rows = dots.rows
    for command in _COMMANDS:  # one dot more; then it is a picture and no order
        rows = rows.replace(command, b"\x18" + command[1:])
    white = bytes(byte ^ 0xFF for byte in rows)
    picture = Image.frombytes("1", (dots.width, dots.height), white)
    printer.hw("INIT")
    printer.image(picture)
    printer.cut()


def state_of(printer: Escpos) -> PrinterState:
    """Ask a printer how it is, and why (DLE EOT 1, 2, 3 and 4)."""
    online, paper = _asked(printer, 1), _asked(printer, 4)
    if online is None or paper is None:
        return PrinterState.SILENT
    if paper & 0x60:
        return PrinterState.NO_PAPER
    if online & 0x08:
        return _why_offline(_asked(printer, 2) or 0, _asked(printer, 3) or 0)
    return PrinterState.LOW if paper & 0x0C else PrinterState.READY


def _why_offline(cause: int, error: int) -> PrinterState:
    if cause & 0x04:
        return PrinterState.OPEN
    if cause & 0x20:
        return PrinterState.NO_PAPER
    if cause & 0x40 or error & 0x2C:
        return PrinterState.BROKEN
    return PrinterState.OFFLINE


def _state_when_done(printer: Escpos) -> PrinterState:
    """Wait until all is printed, or the printer has stopped."""
    if hasattr(printer.device, "flush"):  # a serial wire is slow: all of it, first
        printer.device.flush()
    answer = _answer(printer, _WHEN_DONE)
    state = state_of(printer)
    for _ in range(_PRINTING):
        if answer or not state.prints:
            break
        answer = _answer(printer)
        state = state_of(printer)
    return state


def _asked(printer: Escpos, number: int) -> int | None:
    """Return what it says; None when that is no answer."""
    said = _answer(printer, _REAL_TIME + bytes((number,)))
    known = [byte for byte in said if byte & _FIXED == _FIXED_BITS]
    return known[-1] if known else None


def _answer(printer: Escpos, question: bytes = b"") -> bytes:
    """Return what it says to a question, or to the one before; nothing when it is late."""
    from usb.core import USBTimeoutError  # noqa: PLC0415 -- loaded with the rest

    try:
        return bytes(printer.query_status(question))
    except (TimeoutError, USBTimeoutError):
        return b""


@contextmanager
def _opened(wire: str, patience_s: float) -> Iterator[Escpos]:
    """Open a wire, as the setting names it."""
    kinds = library()
    kind, _, where = wire.partition(":")
    first, _, second = where.partition(":")
    if kind == "usb":
        ms = round(patience_s * 1000)
        printer = kinds.Usb(int(first, 16), int(second, 16), timeout=ms)
    elif kind == "serial":
        baud = int(second or _BAUD)
        printer = kinds.Serial(first, baud, timeout=patience_s / 8)
    else:
        printer = kinds.Network(first, int(second or _PORT), timeout=patience_s)
    try:
        printer.open()
        yield printer
    finally:
        with suppress(Exception):
            printer.close()


def library() -> Any:
    """Return python-escpos. As it is loaded it writes a file of its own, which it would
    leave behind: here that goes at once."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory() as room:
        tempfile.tempdir = room
        try:
            from escpos import printer  # noqa: PLC0415 -- see above
        finally:
            tempfile.tempdir = before
    return printer


def _gone() -> tuple[type[Exception], ...]:
    """Return what is raised when nobody is at the other end."""
    from escpos.exceptions import Error  # noqa: PLC0415 -- loaded with the rest
    from usb.core import NoBackendError  # noqa: PLC0415 -- the same

    return (Error, OSError, NoBackendError)
