"""The open file: its engine, its safety, its transactions, and its errors in our words."""

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Final

from kiosk.errors import CannotSave, Damaged, Known
from kiosk.store.engine import sqlite3

_BUSY_MS = 5000
_STEP_S = 0.001

STEPS: Final = (
    *("first", "destinations", "aside", "parts", "budgets", "notices", "documents"),
    *("expected", "calls", "keeping", "reports", "staff", "cures"),
)
"""The migrations of `kiosk.schema`, which is loaded only where one is missing: what it
stands on takes longer to load than all else that a kiosk needs to start."""

engine_version: Final[tuple[int, ...]] = sqlite3.sqlite_version_info
"""The version of the engine at hand."""


def engine_is_safe(version: tuple[int, ...]) -> bool:
    """Say whether two processes may share a WAL on this SQLite version."""
    if version < (3, 7, 0) or version >= (3, 51, 3):
        return True
    return (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def connected(path: Path) -> Any:
    """Open a file with the engine at hand."""
    return sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, timeout=_BUSY_MS / 1000
    )


class Connection:
    """The open file; safe to use from several threads, and beside other processes."""

    patience_s: ClassVar[float] = _BUSY_MS / 1000
    """How long somebody who stopped in line holds the others up."""

    def __init__(
        self,
        path: Path,
        engine_version: tuple[int, ...] = engine_version,
        connect: Callable[[Path], Any] = connected,
    ) -> None:
        """Open the store, making or migrating it first.

        `connect` gives a DB-API connection that begins and ends no transaction itself.
        Raises CannotSave when it cannot be written, Damaged when it is not ours.
        """
        self.path = path
        self._door = os.fspath(path.with_suffix(".lock"))
        self._turn = threading.RLock()
        with translated(path), _alone(path):
            path.touch(mode=0o600)  # the engine gives its other files the same rights
            self._connection = connect(path)
            self._set_safety(engine_version)
            if not self._is_up_to_date():
                self._migrate()
        path.chmod(0o600)

    def _is_up_to_date(self) -> bool:
        execute = self._connection.execute
        made = "SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"
        if execute(made).fetchone() is None:
            return False
        done = "SELECT name FROM _sqlite_migrations WHERE migration_set = 'plateia'"
        return set(STEPS) <= {name for (name,) in execute(done)}

    def _migrate(self) -> None:
        from kiosk.engine import Database  # noqa: PLC0415 -- heavy, and seldom needed
        from kiosk.schema import migrations  # noqa: PLC0415 -- so is what it imports

        migrations.apply(Database(self._connection))

    def close(self) -> None:
        """Close the store."""
        self._connection.close()

    def _set_safety(self, version: tuple[int, ...]) -> None:
        journal, synchronous = (
            ("WAL", "FULL") if engine_is_safe(version) else ("TRUNCATE", "EXTRA")
        )
        execute = self._connection.execute
        execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        mode = execute(f"PRAGMA journal_mode = {journal}").fetchone()[0]
        if mode.upper() != journal:
            raise Damaged(
                str(self.path),
                f"its journal stays {mode} where {journal} is needed",
                "stop every program that has it open and start again",
            )
        execute(f"PRAGMA synchronous = {synchronous}")
        execute("PRAGMA foreign_keys = ON")
        execute("PRAGMA secure_delete = ON")
        execute("PRAGMA temp_store = MEMORY")  # nothing lies in a file beside these
        execute(f"PRAGMA journal_size_limit = {4 * 1024 * 1024}")

    @contextmanager
    def writing(self) -> Iterator[Callable[..., Any]]:
        """One transaction: on disk when the block ends, nothing of it if it raises."""
        with self._turn, translated(self.path):
            self._begin_in_line()
            try:
                yield self._connection.execute
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has undone it already
                    self._connection.execute("ROLLBACK")
                raise

    def _begin_in_line(self) -> None:
        """Begin, as the only one who waits for the file to be free.

        The engine waits in growing steps, and whoever has just written gets it again
        first: among four busy writers some waited for two seconds. In line nobody passes
        whoever stands at the door. Somebody who stopped there holds nobody up for longer
        than the engine itself would.
        """
        until = time.monotonic() + self.patience_s
        line = os.open(self._door, os.O_RDONLY | os.O_CLOEXEC)
        try:
            while not _take(line) and time.monotonic() < until:
                time.sleep(_STEP_S)
            self._connection.execute("BEGIN IMMEDIATE")
        finally:
            os.close(line)  # and out of the line

    def _read(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._turn, translated(self.path):
            rows: list[tuple[Any, ...]] = self._connection.execute(
                sql, values
            ).fetchall()
            return rows


def _take(line: int) -> bool:
    try:
        fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other process makes or migrates this store."""
    with path.with_suffix(".lock").open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the engine's errors into ours, here at the border and nowhere else."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _known(path, error) from error
    except OSError as error:
        raise CannotSave(
            str(path),
            f"cannot be written ({error.strerror})",
            "free the disk or give this user the right to write there",
        ) from error


def _known(path: Path, error: Any) -> Known | Exception:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_FULL"):
        return CannotSave(
            str(path), "the disk is full", "free some space and start again"
        )
    if name.startswith(
        ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_PERM")
    ):
        return CannotSave(
            str(path),
            f"cannot be written ({error})",
            "give this user the right to write there, or check the disk",
        )
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return CannotSave(
            str(path), "another program holds it too long", "stop that program"
        )
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return Damaged(
            str(path), f"is not a sound store ({error})", "put back its last copy"
        )
    bug: Exception = error
    return bug
