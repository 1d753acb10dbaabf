"""What a clerk reads of a submission: all that is kept of it, in one row."""

from collections.abc import Sequence
from typing import Any, Final

from kiosk.rows import Frozen, WholeRow
from kiosk.store.connection import Connection
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

    def aside(self) -> list[WholeRow]:
        """Return those of which something waits for an operator, the oldest first."""
        rows = self._read(
            f"{_WHOLE} AND s.id IN (SELECT submission_id FROM outbox"
            " WHERE state IN ('held', 'refused', 'quarantined', 'confirmed'))"
            " ORDER BY o.id"
        )
        return [_row(row) for row in rows]


def _row(columns: Sequence[Any]) -> WholeRow:
    *first, state, destination, remote, attempts, error, arrived, body, digest = columns
    way = (State(state), destination, remote, attempts, error, bool(arrived))
    row: list[Any] = [*first, *way, Frozen(body, digest)]
    return WholeRow(*row)
