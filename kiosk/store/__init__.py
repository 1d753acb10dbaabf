"""The store: one SQLite file, and the only room that speaks SQL.

Every connection sets its own safety: WAL with synchronous=FULL on an engine without the
WAL-reset bug (sqlite.org/wal.html#walresetbug), otherwise a TRUNCATE journal with
synchronous=EXTRA. A commit that has returned is on disk. Transactions are short, and
nobody waits for a network inside one.
"""

from collections.abc import Callable

from kiosk.rows import CaseRow, Kept, Sent
from kiosk.store.board import Board
from kiosk.store.calls import Calls
from kiosk.store.casework import Casework
from kiosk.store.connection import (
    Connection,
    connected,
    engine_is_safe,
    engine_version,
    translated,
)
from kiosk.store.curing import Curing
from kiosk.store.entering import Entering, put
from kiosk.store.keeping import Keeping
from kiosk.store.minutes import Minutes
from kiosk.store.people import People
from kiosk.store.pieces import Pieces
from kiosk.store.queue import DUE, MEDIA_LANE, TEXT_LANE, Queue
from kiosk.store.reports import Reports
from kiosk.store.tidings import Tidings
from kiosk.store.ward import Ward
from kiosk.submission import State

__all__ = [
    "DUE",
    "MEDIA_LANE",
    "TEXT_LANE",
    "Connection",
    "Queue",
    "Store",
    "connected",
    "engine_is_safe",
    "engine_version",
    "translated",
]


class Store(
    Queue,
    Pieces,
    Tidings,
    Ward,
    Keeping,
    Board,
    Calls,
    Reports,
    People,
    Casework,
    Minutes,
    Curing,
    Entering,
):
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
        with self.writing() as execute:
            return put(execute, kept)

    def case(self, receipt: str) -> CaseRow | None:
        """Return what became of a receipt's submission, if it was kept here."""
        rows = self._read(
            "SELECT key_wrapped IS NULL AND progress = 'kept', form, progress,"
            " confirmed, message, updated, expected FROM submission WHERE receipt = ?",
            receipt,
        )
        return CaseRow(bool(rows[0][0]), *rows[0][1:]) if rows else None

    def outbox(self) -> list[Sent]:
        """Return every submission and attachment on its way or arrived, oldest first."""
        rows = self._read(
            "SELECT s.id, s.receipt, s.form, o.state, o.destination, o.remote_id,"
            " o.attempts, o.last_error, o.part"
            " FROM outbox o JOIN submission s ON s.id = o.submission_id"
            " ORDER BY o.id"
        )
        return [
            Sent(uid, receipt, form, State(state), *rest)
            for uid, receipt, form, state, *rest in rows
        ]
