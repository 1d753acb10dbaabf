"""After somebody has left: what they needed is given back to the machine.

Memory that a program lets go of stays with it, and so do the words that were written there.
The C library can hand it back; the machine then gives it to nobody before it is empty. An
old PC has room again for the program beside this one.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_AFTER_MS: Final = 2_000
"""The page at rest stands there by then, and so does the one it leads to."""


class Tidying(QObject):
    """Waits until nobody is in the way of it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._soon.timeout.connect(give_back)

    def begin(self) -> None:
        """Somebody has left."""
        self._soon.start()

    def wait(self) -> None:
        """Somebody is there."""
        self._soon.stop()


def give_back() -> None:
    """Let go of rubbish, and of all memory that nothing stands in any more."""
    import ctypes  # noqa: PLC0415 -- not needed before the first has left

    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:  # glibc
        trim(0)
