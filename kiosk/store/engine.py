"""Which SQLite it is: pysqlite3 when it is installed, for its engine is sound."""

import importlib
from typing import Any


def _best() -> Any:
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return importlib.import_module("sqlite3.dbapi2")


sqlite3 = _best()
