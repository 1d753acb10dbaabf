"""A page to take away: printed by a child, with nothing personal and nothing left behind."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, QProcess, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from pytestqt.qtbot import QtBot

from i18n import Direction
from kiosk.codes import grouped
from kiosk.config import Printer as Paper
from tests.ui.booth import Booth, Given
from tests.ui.captors import HandPrinter, hand_kit
from tests.ui.test_follow import WAY, reported
from ui.eye import codes_in
from ui.leaves import Blank
from ui.press import Press
from ui.satchel import Kit, bare_kit
from ui.sheet import Sheet, Step, draw_sheet
from ui.theme import load_fonts

Stand = Callable[..., Booth]

WAIT_MS = 60_000
SHEET = Sheet(
    town="Δήμος Πατρέων",
    title="Αυτά ξέρουμε",
    label="Ο αριθμός σας",
    code="WMW QWM WMW",
    qr="WMWQWMWMW",
    steps=(
        Step("Φυλάχτηκε εδώ", "Δευτέρα", True),
        *(Step(one, "", False) for one in ("Πηγαίνει", "Το είδε", "Τακτοποιήθηκε")),
    ),
    words=("Περιμένουμε να γίνει ως τις 12 Δεκεμβρίου.", "Καλέστε 2610 966000"),
)


def ended(press: Press, qtbot: QtBot, sheet: Sheet | Blank = SHEET) -> bool:
    """Print it; return whether that went well."""
    with qtbot.waitSignal(press.ended, timeout=WAIT_MS) as told:
        press.print(sheet)
    assert told.args is not None
    return bool(told.args[1])


def pages(folder: Path) -> tuple[QPdfDocument, ...]:
    found = []
    for path in sorted(folder.iterdir()):
        assert path.suffix == ".pdf"
        found.append(QPdfDocument())
        found[-1].load(str(path))
    return tuple(found)


def picture(page: QPdfDocument) -> QImage:
    drawn = page.render(0, QSize(1240, 1754))
    image = QImage(drawn.size(), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return image


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and a place for temporary files, both empty."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture
def press(tmp_path: Path, home: Path) -> Iterator[Press]:
    """A printer that writes PDFs."""
    folder = tmp_path / "pages"
    folder.mkdir()
    press = Press(Paper(folder=str(folder)))
    yield press
    press.close()


# The child


def test_one_page_comes_out_and_its_code_can_be_read(
    press: Press, qtbot: QtBot, tmp_path: Path, home: Path
) -> None:
    assert ended(press, qtbot)
    (page,) = pages(tmp_path / "pages")
    assert page.pageCount() == 1
    assert codes_in(picture(page)) == (SHEET.qr,)
    assert [one for one in home.rglob("*") if one.is_file()] == []
    assert ended(press, qtbot)
    assert len(pages(tmp_path / "pages")) == 2


def test_whatever_is_written_there_is_one_page_of_plain_text(
    press: Press, qtbot: QtBot, tmp_path: Path
) -> None:
    said = "<b>x</b> {0} %s \x00 \u202e \n" * 400
    sheet = msgspec.structs.replace(SHEET, words=(said, "A" * 2000, "Καλέστε μας"))
    assert ended(press, qtbot, sheet)
    (page,) = pages(tmp_path / "pages")
    assert page.pageCount() == 1
    assert codes_in(picture(page)) == (SHEET.qr,)


@pytest.mark.parametrize(
    "paper", [Paper(name="no-such-printer"), Paper(folder="/nowhere/at/all")]
)
def test_a_printer_that_is_not_there_is_told(
    paper: Paper, home: Path, qtbot: QtBot
) -> None:
    press = Press(paper)
    assert not ended(press, qtbot)
    assert not ended(press, qtbot)
    press.close()
    assert [one for one in home.rglob("*") if one.is_file()] == []


def test_a_child_that_is_killed_costs_a_page(
    press: Press, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(press.ended, timeout=WAIT_MS) as told:
        press.print(SHEET)
        (child,) = press.findChildren(QProcess)
        assert child.waitForStarted()
        os.kill(child.processId(), signal.SIGKILL)
    assert told.args is not None
    assert told.args[1] is False
    assert ended(press, qtbot)
    assert len(pages(tmp_path / "pages")) == 1


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("rtl", [False, True])
def test_the_first_step_stands_where_one_begins_to_read(rtl: bool) -> None:
    load_fonts()
    image = QImage(800, 1100, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_sheet(
        painter, msgspec.structs.replace(SHEET, rtl=rtl), QRectF(0, 0, 800, 1100)
    )
    painter.end()
    # The first step is done, so its disc is full; the last one's is empty.
    full = {
        x
        for x in (100, 700)
        if any(
            all(image.pixelColor(x, y + more) == QColor("black") for more in range(15))
            for y in range(280, 600)  # below the QR code
        )
    }
    assert full == ({700} if rtl else {100})


# The pages


def printer(booth: Booth) -> HandPrinter:
    assert isinstance(booth.kit.printer, HandPrinter)
    return booth.kit.printer


def blank(parent: QObject) -> Kit:
    """A kiosk with nothing but a printer."""
    return replace(bare_kit(parent), printer=HandPrinter(parent))


def said(sheet: Sheet) -> str:
    return str(msgspec.to_builtins(sheet))


def test_a_receipt_is_printed_while_nobody_is_asked_to_hurry(booths: Stand) -> None:
    booth = booths(Given(kit=hand_kit))
    booth.come_in()
    booth.go(*WAY)
    assert booth.page.name == "receipt"
    booth.touch("print")
    booth.settle()
    assert booth.reads("Τυπώνεται")
    assert not booth.idle.watching
    booth.touch("print")
    (sheet,) = printer(booth).sheets
    code = booth.receipts[0].code
    assert sheet.qr == code
    assert grouped(code) in sheet.code
    assert len(sheet.steps) == 4
    assert booth.core.pack.municipality.contact.phone in said(sheet)
    for word in ("lamp", "Λάμπα", "square", "Πλατεία", booth.receipts[0].submission_id):
        assert word not in said(sheet)
    printer(booth).end(well=True)
    booth.settle()
    assert booth.reads("Πάρτε το χαρτί σας")
    assert booth.idle.watching


def test_a_printer_that_does_not_work_leaves_the_number(booths: Stand) -> None:
    booth = booths(Given(kit=blank))
    booth.come_in()
    booth.go(*WAY)
    booth.touch("print")
    printer(booth).end(well=False)
    booth.settle()
    assert booth.reads("Ο εκτυπωτής δεν δουλεύει τώρα")
    assert booth.reads(grouped(booth.receipts[0].code, "\u2002"))
    assert booth.idle.watching


def test_paper_that_is_at_its_end_is_told(booths: Stand) -> None:
    booth = booths(Given(kit=blank))
    booth.come_in()
    booth.go(*WAY)
    booth.touch("print")
    printer(booth).run_out()
    booth.settle()
    assert booth.reads("Ο εκτυπωτής δεν έχει χαρτί. Γράψτε τον αριθμό")


def test_what_became_of_a_report_is_printed(booths: Stand) -> None:
    booth = booths(Given(kit=blank, direction=Direction.RIGHT_TO_LEFT))
    code = reported(booth)
    uid = booth.kept()[0].submission_id
    booth.device.store.note_news(uid, "seen", "Το συνεργείο έρχεται", None)
    booth.type(code)
    booth.go("action")
    booth.touch("print")
    (sheet,) = printer(booth).sheets
    assert sheet.rtl
    assert sheet.qr == code
    assert "Το συνεργείο έρχεται" in sheet.words
    assert [one.done for one in sheet.steps] == [True, True, True, False]
    booth.go("action")
    printer(booth).end(well=True)  # whoever left is told nothing
    assert booth.page.name == "attract"


def test_without_a_printer_there_is_no_button(booth: Booth) -> None:
    booth.come_in()
    booth.go(*WAY)
    assert booth.page.name == "receipt"
    assert not booth.has("print")
