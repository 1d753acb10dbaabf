"""After somebody has left: what they needed is given back to the machine.

Memory that a program lets go of stays with it, and so do the words that were written there.
The C library can hand it back; the machine then gives it to nobody before it is empty. An
old PC has room again for the program beside this one.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPixmapCache

from ui.screen import Screen
from ui.stand import Stand

_AFTER_MS: Final = 2_000
"""The page at rest stands there by then, and so does the one it leads to."""


class Tidying(QObject):
    """Does it when somebody has left, and nobody else has come."""

    def __init__(self, stand: Stand) -> None:
        super().__init__(stand)
        self._somebody = False
        """Was there: a kiosk that starts has nothing to give back."""
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._soon.timeout.connect(give_back)
        stand.shown.connect(self._see)

    def _see(self, page: Screen) -> None:
        if not page.bare:
            self._somebody = True
            self._soon.stop()
        elif self._somebody:
            self._somebody = False
            QPixmapCache.clear()  # what the next page shows is painted while it is made
            self._soon.start()


def give_back() -> None:
    """Let go of rubbish, and of all memory that nothing stands in any more."""
    import ctypes  # noqa: PLC0415 -- not needed before the first has left

    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:  # glibc
        trim(0)
