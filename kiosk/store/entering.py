"""What a clerk enters for somebody: not sent for a while, and undone until it is."""

from collections.abc import Callable, Sequence
from typing import Any

from kiosk.rows import DeedRow, EnteredRow, Erased, Forgotten, Kept, Putting
from kiosk.store.connection import Connection, translated
from kiosk.store.keeping import destroy
from kiosk.store.people import write
from kiosk.store.queue import DUE, MEDIA_LANE
from kiosk.submission import State

_LOOKED_BACK = 500
"""Lines of the book in which what was just entered is looked for."""

_NOT_BEGUN = frozenset(
    {State.CONFIRMED, State.READY, State.WAITING, State.FOLLOWING, State.HELD}
)


class Entering(Connection):
    """What was entered at a desk."""

    def enter(self, kept: Kept, line: DeedRow, next_at: float, paper: str) -> Putting:
        """Keep it with its line in the book, not to be sent before `next_at`, in seconds
        of this boot, with the serial of its paper, if it was on paper."""
        with self.writing() as execute:
            if paper and _typed(execute, paper):
                return Putting.TYPED_BEFORE
            if not put(execute, kept, next_at):
                return Putting.NUMBER_TAKEN
            if paper:
                execute("INSERT INTO paper VALUES (?, ?)", (paper, kept.id))
            write(execute, line)
        return Putting.KEPT

    def reopen(
        self,
        submission_id: str,
        version: int,
        kept: Kept,
        lines: Sequence[DeedRow],
        next_at: float,
    ) -> Putting | None:
        """Keep what tells of a submission again; None, keeping nothing, where somebody has
        changed that since it had this version."""
        with self.writing() as execute:
            done = execute(
                "UPDATE submission SET version = version + 1 WHERE id = ? AND version = ?",
                (submission_id, version),
            )
            if done.rowcount != 1:
                return None
            if not put(execute, kept, next_at):
                # Nothing was kept: the next number is tried with the same version.
                execute(
                    "UPDATE submission SET version = ? WHERE id = ?",
                    (version, submission_id),
                )
                return Putting.NUMBER_TAKEN
            for line in lines:
                write(execute, line)
        return Putting.KEPT

    def typed(self, paper: str) -> str | None:
        """Return the receipt of a paper that was typed in; None when it was not."""
        with self._turn, translated(self.path):
            return _typed(self._connection.execute, paper)

    def just_entered(self, who: str, since: str, most: int) -> list[EnteredRow]:
        """Return what somebody entered since then and nobody has undone, the newest
        first."""
        rows = self._read(
            "SELECT s.receipt, s.form, d.at, o.state, o.next_at, o.destination,"
            " o.sent_at IS NOT NULL OR o.token IS NOT NULL"
            f" FROM (SELECT * FROM deed ORDER BY id DESC LIMIT {_LOOKED_BACK}) d"
            " JOIN submission s ON s.receipt = d.about"
            " JOIN outbox o ON o.submission_id = s.id AND o.part = 0"
            " WHERE d.kind = 'entered' AND d.who = ? AND d.at >= ?"
            " AND o.state <> 'purged' ORDER BY d.id DESC LIMIT ?",
            *(who, since, most),
        )
        return [
            EnteredRow(receipt, form, at, State(state), next_at, to, bool(arrived))
            for receipt, form, at, state, next_at, to, arrived in rows
        ]

    def undo(self, receipt: str, line: DeedRow) -> Erased | None:
        """Destroy what was entered, if nothing of it can have left; None when there is
        none. Its paper may be typed in again."""
        with self.writing() as execute:
            rows = execute(
                "SELECT submission_id, state, sent_at IS NOT NULL OR token IS NOT NULL,"
                " remote_id FROM outbox WHERE submission_id ="
                " (SELECT id FROM submission WHERE receipt = ?) ORDER BY part",
                (receipt,),
            ).fetchall()
            if not rows:
                return None
            whole, *parts = [State(row[1]) for row in rows]
            left = any(row[2] for row in rows) or not {whole, *parts} <= _NOT_BEGUN
            found = Erased(whole, tuple(parts), left, rows[0][3])
            if not left:
                destroy(execute, Forgotten(rows[0][0], None, b""), "undone at the desk")
                execute("DELETE FROM paper WHERE submission_id = ?", (rows[0][0],))
                write(execute, line)
        return found

    def hurry(self, receipt: str, line: DeedRow) -> bool:
        """Let what was entered be sent now; False where it does not wait any more."""
        with self.writing() as execute:
            done = execute(
                "UPDATE outbox SET next_at = 0 WHERE next_at > 0"
                f" AND (state = 'confirmed' OR state IN {DUE})"
                " AND part = 0 AND submission_id ="
                " (SELECT id FROM submission WHERE receipt = ?)",
                (receipt,),
            )
            if done.rowcount == 1:
                write(execute, line)
            return bool(done.rowcount == 1)


def put(execute: Callable[..., Any], kept: Kept, next_at: float = 0.0) -> bool:
    """Keep a submission and queue it, within a transaction, for that time of this boot.

    Returns False, having kept nothing, when another one has that receipt code.
    """
    done = execute(
        "INSERT INTO submission (id, receipt, form, confirmed, sealed, key_wrapped)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (receipt) DO NOTHING",
        (
            kept.id,
            kept.receipt,
            kept.form,
            kept.confirmed,
            kept.sealed,
            kept.key_wrapped,
        ),
    )
    if done.rowcount == 0:
        return False
    state = State.READY if kept.destination else State.CONFIRMED
    rows = [(0, kept.dispatch, state)] + [
        (part, one, State.FOLLOWING) for part, one in enumerate(kept.attachments, 1)
    ]
    for part, one, its_state in rows:
        execute(
            "INSERT INTO outbox (submission_id, part, lane, destination, state,"
            " next_at, body, body_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(kept.id, part, min(part, MEDIA_LANE), kept.destination),
                *(its_state, next_at, one.body, one.sha256),
            ),
        )
    return True


def _typed(execute: Callable[..., Any], paper: str) -> str | None:
    row = execute(
        "SELECT s.receipt FROM paper p JOIN submission s ON s.id = p.submission_id"
        " WHERE p.serial = ?",
        (paper,),
    ).fetchone()
    return str(row[0]) if row else None
