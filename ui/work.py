"""The only way to leave the drawing thread, and the only pool of threads."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

T = TypeVar("T")

_log = logging.getLogger(__name__)


class _Result(QObject):
    """Carries a result back to the drawing thread."""

    arrived = Signal(object, object)


class _Task(QRunnable):
    def __init__(self, op: Callable[[], Any], result: _Result) -> None:
        super().__init__()
        self._op = op
        self._result = result

    def run(self) -> None:
        try:
            value = self._op()
        except Exception as error:  # noqa: BLE001 -- every failure is handed to the caller
            self._result.arrived.emit(None, error)
        else:
            self._result.arrived.emit(value, None)


class Worker(QObject):
    """Runs what waits for a disk in the background, and tells the drawing thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._open: set[_Result] = set()
        self._closed = False

    def background(
        self,
        op: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run `op` off the drawing thread, then `done` or `failed` on it; after the end,
        nothing.

        Never call anything of Qt's widgets in `op`: Qt may crash.
        """
        if self._closed:
            return
        result = _Result(self)
        self._open.add(result)

        def deliver(value: T, error: Exception | None) -> None:
            self._open.discard(result)
            result.deleteLater()
            if self._closed:
                return
            if error is None:
                done(value)
            else:
                failed(error)

        result.arrived.connect(deliver, Qt.ConnectionType.QueuedConnection)
        self._pool.start(_Task(op, result))

    @property
    def is_idle(self) -> bool:
        """Whether nothing is on its way, there or back."""
        return not self._open

    def close(self) -> None:
        """Wait for what is running; at most as long as the disk takes."""
        self._pool.waitForDone()
        self._closed = True
