"""Opening a database: which SQLite, with which promises, and what a bad one says."""

from __future__ import annotations

import importlib
import sqlite3
import time
from pathlib import Path
from types import ModuleType
from typing import Protocol

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from hub.errors import ConfigurationMistake

# How long one writer waits for another, in milliseconds.
PATIENCE = 10_000
_PAUSE = 50  # milliseconds


class _Cursor(Protocol):
    def fetchone(self) -> tuple[object, ...]: ...


class _SQLiteConnection(Protocol):
    isolation_level: str | None

    def execute(self, statement: str) -> _Cursor: ...


def sqlite_url(file: Path) -> str:
    """The URL of a SQLite database in `file`."""
    return URL.create("sqlite", database=str(file)).render_as_string()


def open_engine(url: str) -> Engine:
    """An engine for `url`; nothing is connected yet.

    Raises ConfigurationMistake for a URL that names no database we can speak to.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _open_sqlite(parsed)
        # hide_parameters: what a citizen said never gets into a log.
        return create_engine(parsed, hide_parameters=True, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise ConfigurationMistake(
            f"hub.toml: `$.database`: {error}; write a URL such as "
            "sqlite:////var/lib/plateia/hub/hub.db, and for another database install "
            "its driver"
        ) from error


def _open_sqlite(url: URL) -> Engine:
    if url.database in {None, "", ":memory:"}:
        raise ConfigurationMistake(
            "hub.toml: `$.database`: a database in memory would forget every request; "
            "name a file"
        )
    module = best_sqlite()
    engine = create_engine(url, module=module, hide_parameters=True)
    wal = is_safe_with_wal(module.sqlite_version_info)

    def prepare(connection: _SQLiteConnection, _: ConnectionPoolEntry) -> None:
        # The driver starts no transaction of its own accord: `begin` below does.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={PATIENCE}")
        connection.execute("PRAGMA foreign_keys=ON")
        mode = _journal(connection, "WAL" if wal else "TRUNCATE", module)
        # Some filesystems refuse WAL and SQLite says so only here.
        promise = "FULL" if mode == "wal" else "EXTRA"
        connection.execute(f"PRAGMA synchronous={promise}")

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def _journal(connection: _SQLiteConnection, wanted: str, module: ModuleType) -> object:
    """Asks for a journal; SQLite does not wait for others here, whatever the timeout."""
    for _ in range(PATIENCE // _PAUSE):
        try:
            return connection.execute(f"PRAGMA journal_mode={wanted}").fetchone()[0]
        except module.OperationalError as error:
            if "locked" not in str(error):
                raise
        time.sleep(_PAUSE / 1000)
    return connection.execute(f"PRAGMA journal_mode={wanted}").fetchone()[0]


def best_sqlite() -> ModuleType:
    """pysqlite3, which carries a current SQLite, or else the one Python came with."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3.dbapi2


def is_safe_with_wal(version: tuple[int, ...]) -> bool:
    """Whether this SQLite may write a WAL that other processes write too.

    From 3.7.0 to 3.51.2 a reset of the WAL at the wrong instant can lose commits;
    3.51.3 is right, and so are the later releases of the lines 3.44 (from .6) and
    3.50 (from .7).
    """
    return version >= (3, 51, 3) or (
        (version[:2] == (3, 50) and version >= (3, 50, 7))
        or (version[:2] == (3, 44) and version >= (3, 44, 6))
    )
