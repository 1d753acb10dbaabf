"""Our own faults: a reference number, a log with it, a calm screen, and on we go."""

import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

from kiosk.codes import new_code
from kiosk.errors import CannotSave

_log = logging.getLogger("plateia.trouble")

_LOG: Final = "ui.log"

Chance = Callable[[int], bytes]


def keep_log(folder: Path) -> None:
    """Write what happens to a log that cannot fill the disk; never what a citizen said.

    Raises CannotSave when the folder cannot be written.
    """
    try:
        with (folder / _LOG).open("ab"):
            pass
    except OSError as error:
        raise CannotSave(
            str(folder),
            f"cannot be written ({error.strerror})",
            "give this user the right to write it",
        ) from error
    root = logging.getLogger()
    root.addHandler(_Log(folder / _LOG))
    root.setLevel(logging.INFO)


def _opened(path: Path) -> logging.Handler:
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415 -- see _Log

    told = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    pages = RotatingFileHandler(
        path, maxBytes=1_000_000, backupCount=3, encoding="utf-8"
    )
    pages.setFormatter(logging.Formatter(told))
    return pages


class _Log(logging.Handler):
    """The log; what turns its pages is loaded with the first line, and most starts have
    none to write."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._pages: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._pages = self._pages or _opened(self._path)
        except OSError:  # a log that cannot be written stops nobody
            self.handleError(record)
        else:
            self._pages.emit(record)

    def close(self) -> None:
        if self._pages is not None:
            self._pages.close()
        super().close()


class Watch:
    """Sees every exception nobody caught."""

    def __init__(self, chance: Chance, tell: Callable[[str], None]) -> None:
        """`tell` is given the reference number of each."""
        self._chance = chance
        self._tell = tell
        self._telling = False

    def begin(self) -> None:
        """Take the place of the interpreter's own report."""
        sys.excepthook = self.caught

    def caught(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Log one exception under a reference number, and tell the face."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        reference = new_code(self._chance)[-6:]
        # The frames only: an exception's own words may quote what somebody said.
        frames = "".join(traceback.format_tb(trace))
        _log.error("reference %s: %s\n%s", reference, kind.__name__, frames)
        if not self._telling:  # the calm screen itself may be at fault
            self._telling = True
            try:
                self._tell(reference)
            finally:
                self._telling = False
