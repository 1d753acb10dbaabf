"""What a clerk reads of a submission: all that is kept of it, in one row."""

from collections.abc import Sequence
from typing import Any, Final

from kiosk.rows import Belonging, DeedRow, Frozen, MinuteRow, PieceRow, WholeRow
from kiosk.store.connection import Connection
from kiosk.store.curing import ASIDE
from kiosk.store.people import write
from kiosk.submission import State

_WHOLE: Final = (
    "SELECT s.id, s.receipt, s.form, s.confirmed, s.sealed, s.key_wrapped, s.progress,"
    " s.message, s.updated, s.expected, s.version, o.id, o.state, o.destination,"
    " o.remote_id, o.attempts, o.last_error,"
    " o.sent_at IS NOT NULL OR o.token IS NOT NULL, o.body, o.body_sha256"
    " FROM outbox o JOIN submission s ON s.id = o.submission_id WHERE o.part = 0"
)


class Casework(Connection):
    """Submissions as cases."""

    def whole(self, named: str) -> WholeRow | None:
        """Return one, by its id or its receipt."""
        rows = self._read(f"{_WHOLE} AND (s.id = ? OR s.receipt = ?)", named, named)
        return _row(rows[0]) if rows else None

    def wholes(self, before: int | None, most: int) -> list[WholeRow]:
        """Return up to `most`, the newest first, from before an outbox id on."""
        rows = self._read(
            f"{_WHOLE} AND (? IS NULL OR o.id < ?) ORDER BY o.id DESC LIMIT ?",
            *(before, before, most),
        )
        return [_row(row) for row in rows]

    def newest(self, after: int, most: int) -> list[WholeRow]:
        """Return up to `most` that were filed after an outbox id, the oldest first."""
        rows = self._read(f"{_WHOLE} AND o.id > ? ORDER BY o.id LIMIT ?", after, most)
        return [_row(row) for row in rows]

    def wholes_of(self, outbox_ids: Sequence[int]) -> list[WholeRow]:
        """Return these, as far as they are there, in no order."""
        rows = self._read(
            f"{_WHOLE} AND o.id IN (SELECT value FROM json_each(?))",
            f"[{', '.join(map(str, outbox_ids))}]",
        )
        return [_row(row) for row in rows]

    def count_cases(self) -> int:
        """Count the submissions."""
        return int(self._read("SELECT count(*) FROM submission")[0][0])

    def named_among(self, outbox_ids: Sequence[int]) -> list[int]:
        """Return which of these their destination has given a name by now."""
        rows = self._read(
            "SELECT id FROM outbox WHERE id IN (SELECT value FROM json_each(?))"
            " AND (remote_id IS NOT NULL OR state = 'purged')",
            f"[{', '.join(map(str, outbox_ids))}]",
        )
        return [int(one) for (one,) in rows]

    def pieces_of(self, submission_id: str) -> list[PieceRow]:
        """Return what belongs to a submission, without its bytes."""
        rows = self._read(
            "SELECT part, state, length(body) > 0 FROM outbox"
            " WHERE submission_id = ? AND part > 0 ORDER BY part",
            submission_id,
        )
        return [PieceRow(part, State(state), bool(here)) for part, state, here in rows]

    def belonging(self, submission_id: str, part: int) -> Belonging | None:
        """Return one of them, if it is kept here."""
        rows = self._read(
            "SELECT s.key_wrapped, o.body, o.body_sha256"
            " FROM outbox o JOIN submission s ON s.id = o.submission_id"
            " WHERE o.submission_id = ? AND o.part = ? AND length(o.body) > 0",
            *(submission_id, part),
        )
        return Belonging(part, rows[0][0], Frozen(*rows[0][1:])) if rows else None

    def add_note(self, submission_id: str, note: MinuteRow, line: DeedRow) -> bool:
        """Keep words about a submission, as long as its own are; False, keeping none,
        where they are destroyed: nothing would ever destroy these."""
        with self.writing() as execute:
            done = execute(
                "INSERT INTO note (uid, submission_id, at, who, key_wrapped, sealed)"
                " SELECT ?, submission_id, ?, ?, ?, ? FROM outbox"
                " WHERE submission_id = ? AND part = 0 AND state <> 'purged'",
                (
                    *(note.uid, note.at, note.who, note.key_wrapped, note.sealed),
                    submission_id,
                ),
            )
            if done.rowcount == 1:
                write(execute, line)
            return bool(done.rowcount == 1)

    def notes(self, submission_id: str) -> list[MinuteRow]:
        """Return what was noted about a submission, the oldest first."""
        rows = self._read(
            "SELECT uid, at, who, key_wrapped, sealed FROM note"
            " WHERE submission_id = ? AND key_wrapped IS NOT NULL ORDER BY id",
            submission_id,
        )
        return [MinuteRow(*row) for row in rows]

    def aside(self) -> list[WholeRow]:
        """Return those of which something waits for an operator, the oldest first."""
        rows = self._read(
            f"{_WHOLE} AND s.id IN (SELECT submission_id FROM outbox"
            f" WHERE state IN {ASIDE})"
            " ORDER BY o.id"
        )
        return [_row(row) for row in rows]


def _row(columns: Sequence[Any]) -> WholeRow:
    *first, state, destination, remote, attempts, error, arrived, body, digest = columns
    way = (State(state), destination, remote, attempts, error, bool(arrived))
    row: list[Any] = [*first, *way, Frozen(body, digest)]
    return WholeRow(*row)
