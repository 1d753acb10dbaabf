"""sqlite-utils, loaded without numpy.

sqlite-utils loads numpy where it finds it, to store numbers of its kinds. A kiosk stores
none, and every program of it would start a third later, with 12 MB more.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _without(name: str) -> Iterator[None]:
    """As if a package were not installed; whoever has it already keeps it."""
    absent = name not in sys.modules
    if absent:
        sys.modules[name] = None  # type: ignore[assignment] # how Python spells it
    try:
        yield
    finally:
        if absent:
            del sys.modules[name]


with _without("numpy"):
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

__all__ = ["Database", "Migrations"]
