"""The store: one SQLite file, and the only module that speaks SQL.

Every connection sets its own safety: WAL with synchronous=FULL on an engine without the
WAL-reset bug (sqlite.org/wal.html#walresetbug), otherwise a TRUNCATE journal with
synchronous=EXTRA. A commit that has returned is on disk. Transactions are short, and
nobody waits for a network inside one.
"""

import fcntl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

# pysqlite3 when it is installed; sqlite-utils says so in no type.
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from kiosk import schema
from kiosk.errors import CannotSave, Damaged, Known
from kiosk.rows import CaseRow, Claimed, Ending, Kept, OpenCaseRow, Sent
from kiosk.submission import State

DUE: Final = "('ready', 'waiting', 'sent_unverified')"  # the words of the partial index

_BUSY_MS = 5000


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

    def __init__(
        self,
        path: Path,
        engine_version: tuple[int, ...] = sqlite3.sqlite_version_info,
        connect: Callable[[Path], Any] = connected,
    ) -> None:
        """Open the store, making or migrating it first.

        `connect` gives a DB-API connection that begins and ends no transaction itself.
        Raises CannotSave when it cannot be written, Damaged when it is not ours.
        """
        self.path = path
        self._turn = threading.RLock()
        with translated(path), _alone(path):
            path.touch(mode=0o600)  # the engine gives its other files the same rights
            self._connection = connect(path)
            self._set_safety(engine_version)
            schema.migrations.apply(Database(self._connection))
        path.chmod(0o600)

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
        execute(f"PRAGMA journal_size_limit = {4 * 1024 * 1024}")

    @contextmanager
    def writing(self) -> Iterator[Callable[..., Any]]:
        """One transaction: on disk when the block ends, nothing of it if it raises."""
        with self._turn, translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection.execute
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has undone it already
                    self._connection.execute("ROLLBACK")
                raise

    def _read(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._turn, translated(self.path):
            rows: list[tuple[Any, ...]] = self._connection.execute(
                sql, values
            ).fetchall()
            return rows


class Queue(Connection):
    """What the agent carries: every lease and every wait is a row here."""

    def start_boot(self, boot: str, uptime: float) -> None:
        """Take over from an agent that is no more.

        What it had leased may have arrived; what was held is tried again, the operator
        may have put things right; after a reboot all waits are void.
        """
        with self.writing() as execute:
            execute(
                "UPDATE outbox SET state = 'sent_unverified', next_at = 0, sent_at = ?"
                " WHERE state = 'leased'",
                (uptime,),
            )
            execute(
                "UPDATE outbox SET next_at = 0, state = CASE WHEN sent_at IS NULL"
                " AND token IS NULL THEN 'waiting' ELSE 'sent_unverified' END"
                " WHERE state = 'held'"
            )
            noted = execute("SELECT value FROM meta WHERE name = 'boot'").fetchone()
            if noted is None or noted[0] != boot:
                execute("INSERT OR REPLACE INTO meta VALUES ('boot', ?)", (boot,))
                execute(
                    "UPDATE outbox SET next_at = 0,"
                    " sent_at = CASE WHEN sent_at IS NOT NULL THEN 0 END,"
                    " refused_at = CASE WHEN refused_at IS NOT NULL THEN ? END"
                    f" WHERE state IN {DUE}",
                    (uptime,),
                )

    def unrouted(self, known: Sequence[str]) -> list[tuple[int, str]]:
        """Return (outbox id, form) of what was never tried and has no known destination."""
        marks = ", ".join("?" * len(known))
        rows = self._read(
            "SELECT o.id, s.form FROM outbox o JOIN submission s ON s.id = o.submission_id"
            " WHERE o.state IN ('confirmed', 'ready') AND"
            f" (o.destination IS NULL OR o.destination NOT IN ({marks}))",
            *known,
        )
        return [(outbox_id, form) for outbox_id, form in rows]

    def route(self, outbox_id: int, destination: str) -> None:
        """Give a submission that was never tried its destination."""
        with self.writing() as execute:
            execute(
                "UPDATE outbox SET destination = ?, state = 'ready' WHERE id = ?"
                " AND state IN ('confirmed', 'ready')",
                (destination, outbox_id),
            )

    def claim(
        self, destination: str, lane: int, uptime: float, boot: str, lease_s: float
    ) -> Claimed | None:
        """Lease what has been due longest for a destination; None when nothing is due.

        A lease of another boot, or one that has run out, is void: what it held may have
        arrived.
        """
        with self.writing() as execute:
            execute(
                "UPDATE outbox SET state = 'sent_unverified', sent_at = ?"
                " WHERE state = 'leased' AND (lease_boot <> ? OR lease_until <= ?)",
                (uptime, boot, uptime),
            )
            found = execute(
                "SELECT o.id, o.submission_id, o.state, o.attempts, o.sent_at,"
                " o.refused_at, o.token, s.key_wrapped, o.body, o.body_sha256"
                " FROM outbox o JOIN submission s ON s.id = o.submission_id"
                f" WHERE o.state IN {DUE} AND o.destination = ? AND o.lane = ?"
                " AND o.next_at <= ? ORDER BY o.next_at, o.id LIMIT 1",
                (destination, lane, uptime),
            ).fetchone()
            if found is None:
                return None
            execute(
                "UPDATE outbox SET state = 'leased', attempts = attempts + 1,"
                " lease_boot = ?, lease_until = ? WHERE id = ?",
                (boot, uptime + lease_s, found[0]),
            )
        outbox_id, submission_id, state, *rest = found
        return Claimed(outbox_id, submission_id, State(state), *rest)

    def settle(self, outbox_id: int, attempt: int, ending: Ending) -> bool:
        """End the lease of the `attempt`th try.

        Returns False, changing nothing, when that lease had run out, even if another try
        has begun since.
        """
        with self.writing() as execute:
            done = execute(
                "UPDATE outbox SET state = ?, last_error = ?, lease_boot = NULL,"
                " lease_until = NULL, next_at = coalesce(?, next_at),"
                " sent_at = coalesce(?, sent_at), refused_at = coalesce(refused_at, ?),"
                " token = coalesce(?, token), remote_id = coalesce(?, remote_id),"
                " attempts = attempts - ?"
                " WHERE id = ? AND attempts = ? AND state = 'leased'",
                (
                    ending.state,
                    ending.last_error,
                    ending.next_at,
                    ending.sent_at,
                    ending.refused_at,
                    ending.token,
                    ending.remote_id,
                    0 if ending.counts else 1,
                    outbox_id,
                    attempt,
                ),
            )
            if done.rowcount == 1 and ending.state is State.DELIVERED:
                execute(
                    "UPDATE submission SET progress = 'sent' WHERE progress = 'kept' AND"
                    " id = (SELECT submission_id FROM outbox WHERE id = ?)",
                    (outbox_id,),
                )
            return bool(done.rowcount == 1)

    def next_due(self, destinations: Sequence[str]) -> float | None:
        """Return the uptime at which something is due next, or None when nothing waits."""
        marks = ", ".join("?" * len(destinations))
        rows = self._read(
            f"SELECT min(next_at) FROM outbox WHERE state IN {DUE}"
            f" AND destination IN ({marks})",
            *destinations,
        )
        return None if rows[0][0] is None else float(rows[0][0])

    def waiting(self, destination: str) -> int:
        """Count what waits to be carried to a destination."""
        rows = self._read(
            f"SELECT count(*) FROM outbox WHERE state IN {DUE} AND destination = ?",
            destination,
        )
        return int(rows[0][0])

    def make_due(self) -> None:
        """End every wait: the operator asked for a try now."""
        with self.writing() as execute:
            execute(f"UPDATE outbox SET next_at = 0 WHERE state IN {DUE}")

    def open_cases(self, destination: str, after: int, most: int) -> list[OpenCaseRow]:
        """Return what is delivered and not done, from the outbox id `after` on."""
        rows = self._read(
            "SELECT o.id, o.submission_id, o.remote_id, s.progress, s.message, s.updated"
            " FROM outbox o JOIN submission s ON s.id = o.submission_id"
            " WHERE o.state = 'delivered' AND o.destination = ? AND o.id > ?"
            " AND o.remote_id IS NOT NULL"
            " AND s.progress <> 'done' ORDER BY o.id LIMIT ?",
            destination,
            after,
            most,
        )
        return [OpenCaseRow(*row) for row in rows]

    def note_news(
        self, submission_id: str, progress: str, message: str, updated: str | None
    ) -> None:
        """Keep what the municipality said of a submission."""
        with self.writing() as execute:
            execute(
                "UPDATE submission SET progress = ?, message = ?, updated = ? WHERE id = ?",
                (progress, message, updated, submission_id),
            )


class Store(Queue):
    """All that a kiosk keeps."""

    def once(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return what is noted under a name, making and noting it the first time."""
        noted = self._read("SELECT value FROM meta WHERE name = ?", name)
        if noted:
            return bytes(noted[0][0])
        with self.writing() as execute:
            noted = execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchall()
            value = bytes(noted[0][0]) if noted else make()
            if not noted:
                execute("INSERT INTO meta VALUES (?, ?)", (name, value))
        return value

    def keep(self, kept: Kept) -> bool:
        """Keep a submission and queue it, in one transaction.

        Returns False, having kept nothing, when another one has that receipt code.
        """
        state = State.READY if kept.destination else State.CONFIRMED
        with self.writing() as execute:
            taken = execute(
                "SELECT 1 FROM submission WHERE receipt = ?", (kept.receipt,)
            ).fetchone()
            if taken:
                return False
            execute(
                "INSERT INTO submission (id, receipt, form, confirmed, sealed, key_wrapped)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    kept.id,
                    kept.receipt,
                    kept.form,
                    kept.confirmed,
                    kept.sealed,
                    kept.key_wrapped,
                ),
            )
            execute(
                "INSERT INTO outbox (submission_id, destination, state, body, body_sha256)"
                " VALUES (?, ?, ?, ?, ?)",
                (kept.id, kept.destination, state, kept.body, kept.body_sha256),
            )
        return True

    def case(self, receipt: str) -> CaseRow | None:
        """Return what became of a receipt's submission, if it was kept here."""
        rows = self._read(
            "SELECT form, progress, confirmed, message, updated FROM submission"
            " WHERE receipt = ?",
            receipt,
        )
        return CaseRow(*rows[0]) if rows else None

    def outbox(self) -> list[Sent]:
        """Return every submission on its way or arrived, oldest first."""
        rows = self._read(
            "SELECT s.id, s.receipt, s.form, o.state, o.destination, o.remote_id,"
            " o.attempts, o.last_error"
            " FROM outbox o JOIN submission s ON s.id = o.submission_id ORDER BY o.id"
        )
        return [
            Sent(uid, receipt, form, State(state), *rest)
            for uid, receipt, form, state, *rest in rows
        ]


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
