"""A kiosk with a person before it: real glass, real store, real touches."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QSize
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import resources
from i18n import Direction, Language, languages
from kiosk.citizen import CitizenDoor
from kiosk.config import Config, Destination
from kiosk.device import open_device
from kiosk.hands import Input, Touch
from kiosk.home import Home
from kiosk.office.shift import Ground
from kiosk.packs import Pack, load_pack
from kiosk.rows import Sent
from kiosk.submission import Receipt
from tests.kiosk.village import SetClock
from tests.ui.fakes import HandHeadset
from ui.citizen.threshold import Threshold
from ui.citizen.visit import Visit
from ui.face import Core, about
from ui.idle import Idle
from ui.keys import Keys
from ui.reader import Reader
from ui.satchel import Kit, bare_kit
from ui.scan import Scans
from ui.screen import Screen
from ui.shell import Shell
from ui.speech import Speaker
from ui.stand import About, Stand
from ui.steady import Steady
from ui.switch import lead
from ui.theme import Panel
from ui.widgets.button import Touchable
from ui.widgets.words import Words
from ui.work import Worker

WIDE = Panel(QSize(1920, 1080), 0.248, 500)
"""A panel of 21.5 inches."""
SMALL = Panel(QSize(1366, 768), 0.300, 500)
"""A panel of 18.5 inches."""
LAPTOP = Panel(QSize(1366, 768), 0.252, 500)
"""A panel of 15.6 inches: not made for it, and tried out on it."""
UPRIGHT = Panel(QSize(1080, 1920), 0.248, 500)
"""The wide one, standing."""

T = TypeVar("T", bound=QWidget)

PATRAS = resources.pack("patras")

NEVER_S = 10_000

PATIENCE_MS = 30_000
"""For what comes in a moment, on a machine that is not busy."""

QUICK = Input(step_s=0.01)
"""One key's ring goes round as fast as a test can look."""

ALL_COUNT = Touch(hold_ms=0, double_strike_ms=0)
"""The quickest touch is one; no test has to wait."""


def silent(folder: Path) -> Speaker:
    """The real voice, switched off."""
    return Speaker(folder, 145, enabled=False)


@dataclass(frozen=True)
class Given:
    """What a kiosk is put up with."""

    panel: Panel = WIDE
    pack: Path = PATRAS
    speaks: tuple[Language, ...] = ()
    """Beside those of the program that the pack speaks."""
    direction: Direction | None = None
    """Every language is written so, whatever its own direction."""
    desk: bool = False
    warn_after_s: float = NEVER_S
    wipe_after_s: float = NEVER_S
    deaf_ms: int = 0
    keys: Input = QUICK
    forgives: Touch = ALL_COUNT
    speaker: Callable[[Path], Speaker] = silent
    door: type[CitizenDoor] = CitizenDoor
    kit: Callable[[QObject], Kit] = bare_kit
    destinations: tuple[Destination, ...] = ()


@dataclass
class Booth:
    """One kiosk, and the finger of whoever stands before it."""

    folder: Path
    given: Given
    qtbot: QtBot
    finger: QPointingDevice
    clock: SetClock = field(default_factory=SetClock)

    def __post_init__(self) -> None:
        given = self.given
        self.home = Home(self.folder / "home")
        config = Config(
            key_folder=str(self.folder / "keys"),
            destinations=given.destinations,
            desk=given.desk,
        )
        pack = _known(_loaded(given.pack))
        self.device = open_device(self.home, config)
        self.door = given.door(self.home, config, pack, self.device, self.clock)
        self.core = Core(self.home, config, pack, self.device, self.door)
        self.shell = Shell(given.panel, given.deaf_ms)
        self.worker = Worker(self.shell)
        self.idle = Idle(given.warn_after_s, given.wipe_after_s, self.shell)
        self.speaker = given.speaker(self.home.voice)
        self.speaker.setParent(self.shell)
        self.headset = HandHeadset(self.shell)
        self.reader = Reader(self.speaker, self.shell, self.headset)
        whose = self.about = _about(self.core, given)
        self.stand = Stand(self.shell, given.panel, whose, self.reader, self.idle)
        self._lead()
        self.kit = given.kit(self.shell)
        self.threshold = Threshold(self.stand, self.door, self.worker)
        self.visit = Visit(self.threshold, round(given.wipe_after_s), self.kit)
        self.threshold.entered.connect(self.visit.begin)
        self.receipts: list[Receipt] = []
        self.visit.confirmed.connect(self.receipts.append)
        self.visit.rest()
        self.shell.show()
        self.wait_for("attract")

    def _lead(self) -> None:
        given = self.given
        self.scans = Scans(self.shell)
        self.scans.scanned.connect(self.stand.take_scan)
        self.guide = lead(self.stand, self.reader, given.keys)
        self.keys = Keys(self.guide.take, self.shell)
        self.steady = Steady(self.shell, given.panel, given.forgives)
        self.shell.let_watch(self.steady, self.keys, self.scans, self.idle)

    def take_down(self) -> None:
        self.idle.rest()
        self.speaker.close()
        self.kit.close()
        self.worker.close()
        self.shell.close()
        self.shell.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.device.store.close()

    @property
    def ground(self) -> Ground:
        """What a desk beside this kiosk stands on."""
        core = self.core
        return Ground(core.home, core.config, core.pack, core.device, self.clock)

    # Eyes

    @property
    def page(self) -> Screen:
        page = self.stand.page
        assert page is not None
        return page

    def wait_until(self, happened: Callable[[], bool]) -> None:
        """Wait until something has happened, also where many others work."""
        self.qtbot.waitUntil(happened, timeout=PATIENCE_MS)

    def wait_for(self, name: str) -> None:
        """Wait until this page is shown and can be touched."""
        self.wait_until(lambda: self.page.name == name and not self.shell.deaf)
        self.settle()

    def wait_to_leave(self, before: Screen) -> None:
        """Wait until another page than this is shown and can be touched."""
        self.wait_until(lambda: self.page is not before and not self.shell.deaf)
        self.settle()

    def settle(self) -> None:
        """Let every part find its place: one that is laid out may move the next."""
        for _ in range(4):
            QCoreApplication.sendPostedEvents()

    def tile(self, name: str) -> Touchable:
        """Return a choice, on whichever page it is."""
        found = self.shell.findChild(Touchable, name)
        assert isinstance(found, Touchable)
        return found

    def on(self) -> list[str]:
        """Return the names of what is chosen or was answered before."""
        return [
            one.objectName()
            for one in visible(self.shell, Touchable)
            if one.isChecked()
            or (one.property("on") and one.property("kind") == "tile")
        ]

    def texts(self) -> list[str]:
        """Every text that stands on the glass now."""
        return [words.text() for words in visible(self.shell, Words) if words.text()]

    def reads(self, sentence: str) -> bool:
        """Say whether this can be read on the glass now."""
        return any(sentence in text for text in self.texts())

    def has(self, name: str) -> bool:
        """Say whether something is called this on the glass."""
        return bool(visible(self.shell, Touchable, name))

    def find(self, name: str) -> QWidget:
        """Return what is called this on the glass."""
        found = visible(self.shell, QWidget, name)
        assert found, f"there is no “{name}” on the page “{self.page.name}”"
        return found[0]

    def kept(self) -> list[Sent]:
        """Every report in the store."""
        return self.device.store.outbox()

    # Hands

    def press(self, name: str, at: QPoint | None = None) -> None:
        """Put the finger down and leave it there."""
        widget = self.find(name)
        touch = QTest.touchEvent(widget, self.finger)
        touch.press(0, at or widget.rect().center(), widget)
        touch.commit()

    def slide(self, name: str, to: QPoint) -> None:
        """Move the finger, measured from this thing's corner."""
        widget = self.find(name)
        touch = QTest.touchEvent(widget, self.finger)
        touch.move(0, to, widget)
        touch.commit()

    def lift(self, name: str, at: QPoint | None = None) -> None:
        """Lift the finger."""
        widget = self.find(name)
        touch = QTest.touchEvent(widget, self.finger)
        touch.release(0, at or widget.rect().center(), widget)
        touch.commit()

    def touch(self, name: str) -> None:
        """Touch something as a finger does."""
        self.press(name)
        self.lift(name)

    def go(self, *names: str) -> None:
        """Touch one after the other, each when its page is there."""
        for name in names:
            before = self.page
            self.touch(name)
            self.wait_to_leave(before)

    def turn_to(self, name: str) -> None:
        """Turn the pages of choices until this one is shown."""
        while not self.tile(name).isVisibleTo(self.shell):
            self.touch("more")
            self.settle()

    def type(self, code: str) -> None:
        """Touch one key after the other."""
        for symbol in code:
            self.touch(symbol)

    def come_in(self, language: str = "el") -> None:
        """Come from the attract page to the home page."""
        self.go("begin", language)
        assert self.page.name == "home"


def _about(core: Core, given: Given) -> About:
    whose = about(core)
    languages = (*whose.languages, *given.speaks)
    if given.direction is not None:
        languages = tuple(
            msgspec.structs.replace(one, direction=given.direction) for one in languages
        )
    return replace(whose, languages=languages)


def visible(shell: QWidget, kind: type[T], name: str | None = None) -> list[T]:
    """Return what of this kind, or of this name, is shown, in no special order."""
    known = shell.findChildren(kind) if name is None else shell.findChildren(kind, name)
    return [one for one in known if one.isVisibleTo(shell)]


def _loaded(folder: Path) -> Pack:
    """Load a pack; one that came along is the same each time, and read once."""
    if folder.parent == resources.SHELF:
        return _came_along(folder)
    return load_pack(folder, resources.icons())


@cache
def _came_along(folder: Path) -> Pack:
    return load_pack(folder, resources.icons())


def _known(pack: Pack) -> Pack:
    """The pack, with the program's languages alone: a test may speak one more."""
    known = {one.code for one in languages()}
    town = pack.municipality
    spoken = tuple(code for code in town.languages if code in known)
    return replace(pack, municipality=msgspec.structs.replace(town, languages=spoken))
