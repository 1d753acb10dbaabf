"""Looks whether the pack was changed, and takes the new one while nobody stands there."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.config import Config
from kiosk.errors import Known, Misconfigured
from kiosk.standby import Shelves, Working
from ui.work import Worker

_log = logging.getLogger(__name__)

LOOK_EVERY_MS = 30_000


class Renewal(QObject):
    """A pack that looks the same at two looks is not being written any more.

    One with a mistake is told in the log once, and what worked stays.
    """

    renewed = Signal(object)
    """The Working that is to be asked from now on."""

    def __init__(
        self,
        shelves: Shelves,
        config: Config,
        worker: Worker,
        at_rest: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._shelves = shelves
        self._config = config
        self._worker = worker
        self._at_rest = at_rest
        self._done = self._seen = ""
        again = QTimer(self, interval=LOOK_EVERY_MS)
        again.timeout.connect(self.look)
        again.start()

    def begin(self, mark: str) -> None:
        """The pack that looks so is asked already."""
        self._done = mark

    def look(self) -> None:
        """Look, if nobody is there, beside what is shown."""
        if self._at_rest():
            self._worker.background(self._changed, self._take, self._not_seen)

    def _changed(self) -> Working | None:
        mark = self._mark()
        seen_before, self._seen = self._seen, mark
        if mark == self._done or mark != seen_before:
            return None
        self._done = mark
        return self._shelves.choose(self._config)

    def _mark(self) -> str:
        try:
            return self._shelves.mark(self._config)
        except Misconfigured:  # it was taken away
            return "gone"

    def _take(self, working: Working | None) -> None:
        if working is None:
            return
        if working.mistake is not None:
            _log.error("the pack that works stays: %s", working.mistake)
        elif not self._at_rest():
            self._done = ""  # somebody has come meanwhile: later
        else:
            _log.info("the pack was renewed")
            self.renewed.emit(working)

    def _not_seen(self, error: Exception) -> None:
        if not isinstance(error, Known):
            raise error
        _log.error("%s: %s", type(error).__name__, error)
