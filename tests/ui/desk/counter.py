"""A desk put up for a test: its window, and the keyboard of whoever sits there."""

import random
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QApplication, QTableWidget
from pytestqt.qtbot import QtBot

import i18n
import resources
from kiosk.config import Config
from kiosk.device import open_device
from kiosk.home import Home
from kiosk.office.shift import Ground
from kiosk.packs import load_pack
from tests.kiosk.village import SetClock
from tests.ui.captors import HandPlayer, HandPrinter
from ui.desk.face import DeskFace
from ui.desk.office import Office
from ui.desk.page import Machines, Page
from ui.desk.typist import Typist
from ui.widgets.words import Words

PIN = "314159"
CLERK = "Μαρία"
SIZE = QSize(1366, 768)


@dataclass
class Counter:
    """One desk of a home; several may stand on the same one."""

    folder: Path
    qtbot: QtBot
    config: Config = field(default_factory=Config)
    size: QSize = SIZE
    clock: SetClock = field(default_factory=SetClock)
    pack: Path = field(default_factory=lambda: resources.pack("patras"))

    def __post_init__(self) -> None:
        self.player, self.printer = HandPlayer(), HandPrinter()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        home = Home(self.folder / "home")
        self.config = _with_keys(self.config, self.folder / "keys")
        pack = load_pack(self.pack, resources.icons())
        device = open_device(home, self.config)
        self.ground = Ground(home, self.config, pack, device, self.clock)
        chance = random.Random(20)
        self.face = DeskFace(
            application,
            self.ground,
            self.size,
            chance.randbytes,
            Machines(self.player, self.printer),
        )
        self.hands = Typist(self.face.window)
        self.face.window.setFixedSize(self.size)
        self.face.window.show()
        self.come_before()

    def come_before(self) -> None:
        """Let the keyboard be this desk's."""
        self.face.window.activateWindow()
        self.qtbot.wait_until(
            lambda: QApplication.activeWindow() is self.face.window, timeout=10_000
        )

    def take_down(self) -> None:
        self.face.close()
        self.face.window.close()
        self.face.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.ground.device.store.close()
        i18n.use("en")

    # Eyes

    @property
    def office(self) -> Office:
        assert self.face.office is not None
        return self.face.office

    @property
    def page(self) -> Page:
        return self.office.page

    def reads(self, sentence: str) -> bool:
        """Whether these words stand somewhere in the window."""
        shown = self.face.window.findChildren(Words)
        return any(sentence in one.text() for one in shown if one.isVisible())

    def wait_to_read(self, sentence: str) -> None:
        self.qtbot.wait_until(lambda: self.reads(sentence), timeout=10_000)

    def cells(self) -> list[list[str]]:
        """What stands in the table of the page, row by row."""
        table = self.page.findChildren(QTableWidget)[0]
        model = table.model()
        return [
            [str(model.index(row, at).data()) for at in range(table.columnCount())]
            for row in range(table.rowCount())
        ]

    def deeds(self) -> list[tuple[str, str]]:
        """What the book tells: which deed, and about what."""
        return [(line.kind, line.about) for _, line in self.ground.store.deeds()]

    # Hands

    def type(self, text: str) -> None:
        """Type into whatever has the cursor."""
        self.hands.type(text)

    def press(self, keys: str) -> None:
        """Press a key, or several at once: `Ctrl+L`."""
        self.hands.press(keys)

    def settle(self) -> None:
        """Let what is on its way arrive."""
        self.face.worker._pool.waitForDone()
        QCoreApplication.processEvents()

    def begin(self) -> None:
        """The first of all signs in."""
        self.face.sign_in._name.setFocus()
        self.type(CLERK)
        self.press("Tab")
        self.type(PIN)
        self.press("Tab")
        self.type(PIN)
        self.press("Return")
        self.qtbot.wait_until(lambda: self.face.office is not None, timeout=10_000)

    def sign_in(self, pin: str = PIN) -> None:
        """The first of those who work here signs in."""
        self.type(pin)
        self.press("Return")


def _with_keys(config: Config, keys: Path) -> Config:
    return msgspec.structs.replace(config, key_folder=str(keys))
