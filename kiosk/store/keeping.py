"""How long what was said is kept, and how it ends.

What is erased is overwritten at once (secure_delete), and yet the engine may have left older
copies of it: in the write-ahead log, and in the slack of pages whose rows it has moved. So
the same transaction notes that the files must be scrubbed, and the note stays until they are.
"""

from collections.abc import Callable, Sequence
from typing import Any

from kiosk.rows import Erased, Forgotten, Overdue
from kiosk.store.connection import Connection, translated
from kiosk.store.curing import forget_cures
from kiosk.submission import State


class Keeping(Connection):
    """What is kept for a time, and then no more."""

    def grow_older(self, boot: str, uptime: float) -> float:
        """Note the time that has passed for sure, and return this kiosk's age in seconds.

        Only what two looks in one boot have between them counts: never more than has
        passed, whatever clocks say, and whatever machine the store was carried to. What was
        delivered since the last look is taken to be delivered now.
        """
        with self.writing() as execute:
            noted = execute("SELECT boot, uptime, seconds FROM age").fetchone()
            age = 0.0 if noted is None else float(noted[2])
            if noted is not None and noted[0] == boot:
                age += max(0.0, uptime - noted[1])
                uptime = max(uptime, noted[1])
            execute("DELETE FROM age")
            execute("INSERT INTO age VALUES (?, ?, ?)", (boot, uptime, age))
            execute(
                "UPDATE submission SET delivered_at = ? WHERE delivered_at = -1", (age,)
            )
        return age

    def age(self) -> float:
        """Return this kiosk's age in seconds at the last look."""
        rows = self._read("SELECT seconds FROM age")
        return float(rows[0][0]) if rows else 0.0

    def overdue(self, until: float, most: int) -> list[Overdue]:
        """Return up to `most` submissions that were there, whole, at that age, the oldest
        first."""
        rows = self._read(
            "SELECT s.id, s.key_wrapped, o.body FROM submission s JOIN outbox o"
            " ON o.submission_id = s.id AND o.part = 0"
            " WHERE s.delivered_at BETWEEN 0 AND ? AND NOT EXISTS (SELECT 1 FROM outbox"
            " WHERE submission_id = s.id AND state NOT IN ('delivered', 'closed'))"
            " ORDER BY s.delivered_at LIMIT ?",
            *(until, most),
        )
        return [Overdue(*row) for row in rows]

    def held_up(self, until: float) -> int:
        """Count those that were there at that age, and something of theirs is not."""
        rows = self._read(
            "SELECT count(*) FROM submission s WHERE delivered_at BETWEEN 0 AND ?"
            " AND EXISTS (SELECT 1 FROM outbox"
            " WHERE submission_id = s.id AND state NOT IN ('delivered', 'closed'))",
            until,
        )
        return int(rows[0][0])

    def forget(self, all_of_them: Sequence[Forgotten]) -> int:
        """Destroy the key and the words of these, if they are still there, whole; return
        how many."""
        count = 0
        with self.writing() as execute:
            for one in all_of_them:
                late = execute(
                    "SELECT 1 FROM outbox WHERE submission_id = ?"
                    " AND state NOT IN ('delivered', 'closed')",
                    (one.submission_id,),
                ).fetchone()
                if late is None:
                    destroy(execute, one, "")
                    count += 1
        return count

    def erase(self, named: str, note: str, is_taken_back: bool) -> Erased | None:
        """Destroy a submission at its citizen's wish; None when there is none of this id
        or receipt.

        Changes nothing when it is being carried, nor when something of it is not there
        yet, unless it is taken back.
        """
        with self.writing() as execute:
            rows = execute(
                "SELECT submission_id, state, sent_at IS NOT NULL OR token IS NOT NULL,"
                " remote_id FROM outbox WHERE submission_id ="
                " (SELECT id FROM submission WHERE id = ? OR receipt = ?) ORDER BY part",
                (named, named),
            ).fetchall()
            if not rows:
                return None
            whole, *parts = [State(row[1]) for row in rows]
            found = Erased(whole, tuple(parts), bool(rows[0][2]), rows[0][3])
            if found.is_on_its_way or (found.is_unsent and not is_taken_back):
                return found
            destroy(execute, Forgotten(rows[0][0], None, b""), note)
        return found

    def is_scrubbed(self) -> bool:
        """Say whether nothing of what was erased can be left in the files."""
        return not self._read("SELECT 1 FROM meta WHERE name = 'to_scrub'")

    def scrub(self, most_bytes: int | None) -> bool:
        """Write the file anew and empty its log; say whether all of it was done.

        Nobody else can write meanwhile. So a file larger than `most_bytes` is not written
        anew, and its log alone is emptied. In a crash the old file stays, and the note.
        """
        noted = self._read("SELECT value FROM meta WHERE name = 'to_scrub'")
        size = (
            self._read("PRAGMA page_count")[0][0]
            * (self._read("PRAGMA page_size")[0][0])
        )
        is_small = most_bytes is None or size <= most_bytes
        with self._turn, translated(self.path):
            execute = self._connection.execute
            if is_small:
                execute("VACUUM")
            busy = execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy or not is_small:
            return False
        with self.writing() as execute:  # whoever has erased since has noted it anew
            execute(
                "DELETE FROM meta WHERE name = 'to_scrub' AND value = ?",
                noted[0] if noted else (None,),
            )
        return self.is_scrubbed()


def destroy(execute: Callable[..., Any], what: Forgotten, note: str) -> None:
    """Destroy the words of a submission within a transaction; `note` says why."""
    execute("INSERT OR REPLACE INTO meta VALUES ('to_scrub', random())")
    forget_cures(execute, what.submission_id)
    execute(
        "UPDATE submission SET sealed = x'', key_wrapped = ?, delivered_at = NULL"
        " WHERE id = ?",
        (what.key_wrapped, what.submission_id),
    )
    execute(
        "UPDATE outbox SET state = 'purged', body = iif(part = 0, ?, x''),"
        " body_sha256 = x'', token = NULL, last_error = iif(part = 0, ?, '')"
        " WHERE submission_id = ?",
        (what.facts, note, what.submission_id),
    )
    execute(  # what was noted at a desk tells of it, too
        "UPDATE note SET key_wrapped = NULL, sealed = x'' WHERE submission_id = ?",
        (what.submission_id,),
    )
