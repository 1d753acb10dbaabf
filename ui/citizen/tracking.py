"""What became of a report: the receipt, the question for a number, and the case."""

import logging
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.citizen import CitizenDoor
from kiosk.errors import Known
from kiosk.packs import Municipality
from kiosk.submission import Case, Progress, Receipt
from ui.capture import Printer
from ui.citizen.case import CaseScreen
from ui.citizen.follow import FollowScreen
from ui.citizen.receipt import ReceiptScreen
from ui.citizen.show import ShowScreen
from ui.satchel import Kit
from ui.screen import Scene, Screen
from ui.stand import Stand
from ui.work import Worker

_log = logging.getLogger(__name__)

_LOOK_AGAIN_MS = 2000
"""While a receipt is shown, how often to look whether the report has arrived."""


class Tracking(QObject):
    """Shows what is known of a report, and looks again while its receipt is shown."""

    finished = Signal()
    """The person has seen what they came for."""

    def __init__(
        self, stand: Stand, door: CitizenDoor, worker: Worker, kit: Kit
    ) -> None:
        super().__init__(stand)
        self._kit = kit
        self._stand = stand
        self._door = door
        self._worker = worker
        self._receipt: Receipt | None = None
        self._progress = Progress.KEPT
        self._case: Case | None = None
        self._again = QTimer(self)
        self._again.setInterval(_LOOK_AGAIN_MS)
        self._again.timeout.connect(self._look_again)

    def forget(self) -> None:
        """Drop what was shown."""
        self._again.stop()
        self._receipt = self._case = None
        self._progress = Progress.KEPT

    def show_receipt(self, receipt: Receipt) -> None:
        """Show the proof of a report that is on disk."""
        self._receipt = receipt
        self._stand.show(self._receipt_page)
        self._again.start()

    def ask_number(self) -> None:
        """Ask for a number."""
        self._stand.show(self._follow_page)

    def _look_again(self) -> None:
        if self._receipt is not None and isinstance(self._stand.page, ReceiptScreen):
            look = partial(self._door.follow, self._receipt.code)
            self._worker.background(look, self._show_progress, self._tell)

    def _show_progress(self, case: Case | None) -> None:
        page = self._stand.page
        if case is None or case.progress is self._progress:
            return
        self._progress = case.progress
        if isinstance(page, ReceiptScreen):
            page.show_progress(case.progress)

    def _find(self, number: str) -> None:
        self._worker.background(
            partial(self._door.follow, number),
            partial(self._found, number),
            self._tell,
        )

    def _found(self, number: str, case: Case | None) -> None:
        if case is not None:
            self._case = case
            self._stand.show(self._case_page)
            return
        if isinstance(self._stand.page, ShowScreen):
            self._stand.uncover()
        page = self._stand.page
        if isinstance(page, FollowScreen):
            page.restore((number,))
            page.say_unknown()

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, Known):
            raise error
        _log.error("%s: %s", type(error).__name__, error)

    def _printing(self) -> tuple[Printer, Municipality]:
        return self._kit.printer, self._door.pack.municipality

    def _receipt_page(self, scene: Scene) -> Screen:
        if self._receipt is None:
            raise ValueError("there is no receipt")
        page = ReceiptScreen(scene, self._receipt, self._progress, *self._printing())
        page.finished.connect(self.finished)
        return page

    def _follow_page(self, scene: Scene) -> Screen:
        page = FollowScreen(scene, self._kit.camera)
        page.asked.connect(self._find)
        page.camera_wanted.connect(self._open_camera)
        return page

    def _open_camera(self) -> None:
        self._stand.cover(self._show_page)

    def _show_page(self, scene: Scene) -> Screen:
        page = ShowScreen(scene, self._kit)
        page.asked.connect(self._find)
        page.left.connect(self._stand.uncover)
        return page

    def _case_page(self, scene: Scene) -> Screen:
        if self._case is None:
            raise ValueError("there is no case")
        page = CaseScreen(scene, self._case, *self._printing())
        page.finished.connect(self.finished)
        return page
