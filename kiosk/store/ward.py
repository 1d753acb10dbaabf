"""What an operator asks of the store, and the two things that only an operator may do."""

from kiosk.rows import FiledRow, Stuck
from kiosk.store.connection import Connection
from kiosk.store.pieces import TRIED_AGAIN, release, there
from kiosk.submission import State


class Ward(Connection):
    """Where somebody looks after what does not go on by itself."""

    def journal(self) -> str:
        """Return the mode of the journal: wal or truncate."""
        return str(self._read("PRAGMA journal_mode")[0][0])

    def check(self) -> str:
        """Let the engine look through the whole file; `ok`, or what it found."""
        return "; ".join(str(row[0]) for row in self._read("PRAGMA quick_check(3)"))

    def noted(self, name: str) -> object:
        """Return what is noted under a name, None when nothing is."""
        rows = self._read("SELECT value FROM meta WHERE name = ?", name)
        return rows[0][0] if rows else None

    def counts(self) -> dict[State, int]:
        """Count submissions by where they are."""
        return self._counted("part = 0")

    def attachment_counts(self) -> dict[State, int]:
        """Count attachments by where they are."""
        return self._counted("part > 0")

    def _counted(self, which: str) -> dict[State, int]:
        rows = self._read(
            f"SELECT state, count(*) FROM outbox WHERE {which} GROUP BY state"
        )
        return {State(state): count for state, count in rows}

    def oldest_pending(self) -> str | None:
        """Return when the oldest submission that is on its way was confirmed."""
        rows = self._read(
            "SELECT min(s.confirmed) FROM outbox o JOIN submission s"
            " ON s.id = o.submission_id WHERE o.part = 0 AND o.state IN"
            " ('confirmed', 'ready', 'waiting', 'leased', 'sent_unverified')"
        )
        return None if rows[0][0] is None else str(rows[0][0])

    def stuck(self) -> list[Stuck]:
        """Return what waits for an operator, by state and reason, the most first."""
        rows = self._read(
            "SELECT state, last_error, count(*) FROM outbox"
            " WHERE state IN ('held', 'refused', 'quarantined')"
            " GROUP BY state, last_error ORDER BY count(*) DESC, state, last_error"
        )
        return [Stuck(State(state), reason, count) for state, reason, count in rows]

    def filed(self, after: int, most: int) -> list[FiledRow]:
        """Return up to `most` submissions to be counted, after an outbox id."""
        rows = self._read(
            "SELECT o.state, o.id, s.id, s.form, s.confirmed, s.progress, s.updated,"
            " s.key_wrapped, o.body FROM outbox o JOIN submission s"
            " ON s.id = o.submission_id"
            " WHERE o.part = 0 AND o.id > ? ORDER BY o.id LIMIT ?",
            *(after, most),
        )
        return [FiledRow(State(state), *rest) for state, *rest in rows]

    def state(self, named: str) -> State | None:
        """Return where a submission is, by its id or its receipt."""
        rows = self._read(
            "SELECT o.state FROM outbox o JOIN submission s ON s.id = o.submission_id"
            " WHERE o.part = 0 AND (s.id = ? OR s.receipt = ?)",
            *(named, named),
        )
        return State(rows[0][0]) if rows else None

    def resend(self, named: str, note: str, is_not_there: bool = False) -> bool:
        """Let what is stuck of a submission, itself or what belongs to it, be tried again;
        False, changing nothing, when nothing is.

        What may have arrived is still looked for first, unless an operator has looked; a
        no must be said twice again.
        """
        with self.writing() as execute:
            if is_not_there:
                execute(
                    "UPDATE outbox SET sent_at = NULL, token = NULL"
                    " WHERE part = 0 AND state IN ('held', 'refused', 'quarantined')"
                    " AND submission_id ="
                    " (SELECT id FROM submission WHERE id = ? OR receipt = ?)",
                    (named, named),
                )
            done = execute(
                "UPDATE outbox SET next_at = 0, refused_at = NULL, last_error = ?,"
                f" state = {TRIED_AGAIN}"
                " WHERE state IN ('held', 'refused', 'quarantined') AND submission_id ="
                " (SELECT id FROM submission WHERE id = ? OR receipt = ?)",
                (note, named, named),
            )
            return bool(done.rowcount)

    def settle_by_hand(self, named: str, remote_id: str, note: str) -> bool:
        """Take an operator's word that a submission is there; False, changing nothing,
        when it is being carried at this moment, or is there already."""
        with self.writing() as execute:
            done = execute(
                "UPDATE outbox SET state = 'delivered', remote_id = ?, last_error = ?"
                " WHERE part = 0 AND state NOT IN ('leased', 'delivered', 'closed', 'purged')"
                " AND submission_id = (SELECT id FROM submission WHERE id = ? OR receipt = ?)",
                (remote_id, note, named, named),
            )
            if done.rowcount == 1:
                found = execute(
                    "SELECT id FROM submission WHERE id = ? OR receipt = ?",
                    (named, named),
                ).fetchone()
                there(execute, found[0])
                release(execute, found[0])
            return bool(done.rowcount == 1)
