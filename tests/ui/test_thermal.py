"""Receipts on a roll: the bytes that a printer gets, and what it says of itself."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from kiosk.config import Printer as Paper
from kiosk.printing import PrinterState
from tests.house.source import ROOT
from tests.ui.test_printing import SHEET
from tests.ui.thermal_printer import Mechanism, NetworkPrinter, SerialPrinter
from ui.ctl import look_at
from ui.eye import codes_in
from ui.press import Press
from ui.roll import draw_roll
from ui.theme import load_fonts
from ui.thermal import Dots, Escpos, library, look, print_dots, send

WAIT_MS = 60_000
HASTE_S = 0.5
"""So long a mute printer is waited for."""
ROW = Dots(384, b"\xff" * 48)


@pytest.fixture
def printer() -> Iterator[NetworkPrinter]:
    printer = NetworkPrinter()
    yield printer
    printer.close()


@pytest.fixture
def serial() -> Iterator[SerialPrinter]:
    printer = SerialPrinter()
    yield printer
    printer.close()


def dummy() -> Escpos:
    return library().Dummy()


# What is sent


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("roll_mm", [58, 80])
@pytest.mark.parametrize("rtl", [False, True])
def test_a_receipt_comes_out_as_it_was_drawn(roll_mm: int, rtl: bool) -> None:
    load_fonts()
    drawn = draw_roll(msgspec.structs.replace(SHEET, rtl=rtl), roll_mm)
    assert drawn.width == {58: 384, 80: 576}[roll_mm]
    sent, roll = dummy(), Mechanism()
    send(sent, drawn)
    roll.take(sent.output, lambda said: None)
    assert sum(one.height() for one in roll.paper.pictures) == drawn.height
    assert roll.paper.cuts == 1
    assert codes_in(roll.paper.whole) == (SHEET.qr,)


def test_a_picture_is_never_taken_for_an_order() -> None:
    sent, roll = dummy(), Mechanism()
    rows = (b"\x10\x04\x01" + b"\x10\x14\x02" + b"\x10\x05\x01" + bytes(39)) * 5
    answered: list[bytes] = []
    send(sent, Dots(384, rows))
    roll.take(sent.output, answered.append)
    assert answered == []
    assert roll.paper.pictures[0].height() == 5
    for order in (b"\x10\x04", b"\x10\x14", b"\x10\x05"):
        assert order not in sent.output


def test_nothing_of_the_library_is_left_behind(tmp_path: Path) -> None:
    opens = "from ui.thermal import library; library().Dummy()"
    env = {**os.environ, "TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", opens], cwd=ROOT, env=env, check=True)
    assert list(tmp_path.iterdir()) == []


# What a printer says


def test_a_printer_that_is_well_prints_and_cuts(printer: NetworkPrinter) -> None:
    assert look(printer.wire) is PrinterState.READY
    assert printer.mechanism.paper.pictures == []
    assert print_dots(printer.wire, ROW) is PrinterState.READY
    (row,) = printer.mechanism.paper.pictures
    assert (row.width(), row.height()) == (384, 1)
    assert {row.pixel(x, 0) for x in range(384)} == {0xFF000000}
    assert printer.mechanism.paper.cuts == 1
    assert printer.mechanism.got.endswith(b"\x10\x04\x01\x10\x04\x04")


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        ({"near_end": True}, PrinterState.LOW),
        ({"has_paper": False}, PrinterState.NO_PAPER),
        ({"cover_open": True}, PrinterState.OPEN),
        ({"jammed": True}, PrinterState.BROKEN),
        ({"switched_off_line": True}, PrinterState.OFFLINE),
        ({"mute": True}, PrinterState.SILENT),
    ],
    ids=lambda one: str(one) if isinstance(one, PrinterState) else "",
)
def test_what_is_wrong_is_told_and_nothing_is_printed_for_the_next_one(
    printer: NetworkPrinter, trouble: dict[str, bool], state: PrinterState
) -> None:
    for name, value in trouble.items():
        setattr(printer.mechanism, name, value)
    assert look(printer.wire, HASTE_S) is state
    assert print_dots(printer.wire, ROW, HASTE_S) is state
    assert len(printer.mechanism.paper.pictures) == state.prints
    assert (b"\x1dv0" in printer.mechanism.got) == state.prints


def test_paper_that_ends_in_the_middle_is_no_receipt(printer: NetworkPrinter) -> None:
    printer.mechanism.runs_out_after = 1
    tall = Dots(384, bytes(48) * 1500)  # two pictures
    assert print_dots(printer.wire, tall) is PrinterState.NO_PAPER
    assert printer.mechanism.paper.cuts == 0


@pytest.mark.parametrize(
    "wire", ["serial:/dev/no-such-wire", "usb:ffff:fffe", "tcp:127.0.0.1:1"]
)
@pytest.mark.filterwarnings(  # the library forgets the socket of a refused call
    "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_a_wire_with_nothing_on_it_is_told(wire: str) -> None:
    assert look(wire) is PrinterState.GONE
    assert print_dots(wire, ROW) is PrinterState.GONE


def test_a_serial_printer_prints(serial: SerialPrinter) -> None:
    assert print_dots(serial.wire, ROW) is PrinterState.READY
    assert len(serial.mechanism.paper.pictures) == 1
    serial.mechanism.has_paper = False
    assert print_dots(serial.wire, ROW) is PrinterState.NO_PAPER


def test_the_doctor_asks_the_printer_of_rolls_alone(printer: NetworkPrinter) -> None:
    printer.mechanism.has_paper = False
    assert look_at(Paper(roll=printer.wire)) is PrinterState.NO_PAPER
    assert look_at(Paper(name="office", folder="/tmp")) is None


@pytest.mark.parametrize(
    "wire",
    ["usb:04b8", "usb:04B8:0e28", "serial:ttyUSB0", "tcp:", "tcp:a b:9100", "lpt1"],
)
def test_a_wire_that_is_none_is_a_mistake_in_the_settings(wire: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"roll": wire}, Paper)


# The child


def test_a_receipt_goes_to_the_roll_and_its_state_is_known(
    printer: NetworkPrinter, qtbot: QtBot
) -> None:
    press = Press(Paper(roll=printer.wire))
    assert press.there
    assert not press.prints_forms
    with qtbot.waitSignal(press.ended, timeout=WAIT_MS) as told:
        press.print(SHEET)
    assert told.args is not None
    assert told.args[1] is True
    assert codes_in(printer.mechanism.paper.whole) == (SHEET.qr,)
    printer.mechanism.has_paper = False
    with qtbot.waitSignal(press.seen, timeout=WAIT_MS):
        press.look()
    assert press.state is PrinterState.NO_PAPER
    with qtbot.waitSignal(press.ended, timeout=WAIT_MS) as told:
        press.print(SHEET)
    assert told.args is not None
    assert told.args[1] is False
    press.close()
