"""Loads Qt, and takes away what it puts before every import of the program.

PySide6 reads the source of each module that is loaded after it, and keeps it, to see
whether that module wants to write Qt's names in another way (`from __feature__ import`).
Nobody here does. Without that a face starts a quarter sooner, in less memory.

Nothing that is loaded is ever rubbish, so nobody looks for any until all of it is there.
"""

import gc

gc.disable()

import builtins  # noqa: E402
import sys  # noqa: E402

import PySide6.QtCore  # noqa: E402, F401 -- put right here, before anything else is loaded

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)

# msgspec asks for it, and needs nothing of it that Python does not have by now.
_LARGE = "typing_extensions"
if _LARGE not in sys.modules:
    sys.modules[_LARGE] = None  # type: ignore[assignment]  # there is none, as far as it sees
    import msgspec  # noqa: F401

    del sys.modules[_LARGE]


def all_loaded() -> None:
    """Begin to look for rubbish, among what comes from now on."""
    gc.freeze()
    gc.enable()
