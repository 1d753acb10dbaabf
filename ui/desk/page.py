"""The port between a page of the desk and its window."""

from collections.abc import Callable
from typing import ClassVar

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.office.shift import Shift
from kiosk.staff import StaffDoor
from ui.capture import Player, Printer
from ui.screen import Scene
from ui.work import Worker

Chance = Callable[[int], bytes]


class Machines(msgspec.Struct, frozen=True):
    """What stands beside a desk."""

    player: Player
    printer: Printer


class Bench(msgspec.Struct, frozen=True):
    """What a page works with, from signing in to locking."""

    shift: Shift
    door: StaffDoor
    worker: Worker
    scene: Scene
    """The look, and the pack's words and pictures."""
    chance: Chance
    machines: Machines


class Page(QWidget):
    """A page of the desk, made anew for each shift."""

    name: ClassVar[str]
    """What the tour and the tests call it."""
    picture: ClassVar[str]
    keys: ClassVar[str]
    """What turns to it, from any page."""
    announced: ClassVar[bool] = True
    """Whether it stands in the rail."""
    under: ClassVar[str] = ""
    """The page that is marked in the rail while this one is shown; '' is its own."""

    told = Signal(str)
    """A sentence for the status line: what was just done, or why it was not."""
    wanted = Signal(str, object)
    """Another page by its name, and what to show there: a receipt, a call, None."""
    counted = Signal()
    """How much waits here may have changed."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setObjectName("desk-page")
        self.bench = bench

    @staticmethod
    def title() -> str:
        """What the rail and the heading call it."""
        raise NotImplementedError

    def enter(self, about: object = None) -> None:
        """It is turned to: show what is true now, and put the cursor where work begins."""

    def leave(self) -> None:
        """Another page is turned to: what is half done stays, devices are let go of."""

    def blank(self) -> None:
        """The desk is locked: nothing personal may be left in any widget."""

    def waits(self) -> int:
        """How much waits for somebody here; the rail shows it. Runs in the background:
        it touches no widget."""
        return 0

    def scanned(self, text: str) -> None:
        """A reader has read a code; most pages have no use for one."""

    def draft(self) -> object | None:
        """What is typed here and not kept yet: it waits in memory, unseen, for the same
        person to sign in again. None where nothing is."""
        return None

    def take_up(self, draft: object) -> None:
        """Go on with what `draft` gave."""

    # For its own use

    def later(
        self,
        op: Callable[[], object],
        done: Callable[..., None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Ask a room of the office off the drawing thread; what arrives after the shift
        is over is dropped."""
        shift = self.bench.shift

        def arrived(value: object) -> None:
            if not shift.is_over:
                done(value)

        def broke(error: Exception) -> None:
            if shift.is_over:
                return
            if failed is None:
                raise error
            failed(error)

        self.bench.worker.background(op, arrived, broke)
