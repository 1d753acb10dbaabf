"""What is heard from the other end: how the roads fare, and what became of what was sent."""

from typing import Final

from kiosk.rows import DestinationRow, OpenCaseRow
from kiosk.store.connection import Connection
from kiosk.store.pieces import came_back, seen
from kiosk.store.reports import forget

THERE: Final = "('delivered', 'purged')"  # the words of the partial index


class Tidings(Connection):
    """What the destinations let us know."""

    def destinations(self) -> list[DestinationRow]:
        """Return how the way to each destination fares."""
        rows = self._read(
            "SELECT name, boot, rests, rests_until, trouble, delivered FROM destination"
            " ORDER BY name"
        )
        return [DestinationRow(*row) for row in rows]

    def rest(self, name: str, boot: str, rests: int, until: float) -> None:
        """Note how long a destination is left alone; no rests, no trouble."""
        with self.writing() as execute:
            execute(
                "INSERT INTO destination (name, boot, rests, rests_until)"
                " VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
                " boot = excluded.boot, rests = excluded.rests,"
                " rests_until = excluded.rests_until,"
                " trouble = iif(excluded.rests = 0, '', trouble)",
                (name, boot, rests, until),
            )

    def name_trouble(self, name: str, trouble: str, outbox_id: int | None) -> None:
        """Note what is wrong with a line, also at the submission that met it."""
        with self.writing() as execute:
            execute(
                "INSERT INTO destination (name, trouble) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET trouble = excluded.trouble",
                (name, trouble),
            )
            execute(
                "UPDATE outbox SET last_error = ?"
                " WHERE id = ? AND state IN ('waiting', 'sent_unverified')",
                (trouble, outbox_id),
            )

    def spend(self, destination: str, hour: str, sent: int, keep_from: str) -> None:
        """Note bytes of attachments that went out in an hour; forget those long ago."""
        with self.writing() as execute:
            execute(
                "INSERT INTO spent VALUES (?, ?, ?) ON CONFLICT (destination, hour)"
                " DO UPDATE SET bytes = bytes + excluded.bytes",
                (destination, hour, sent),
            )
            execute("DELETE FROM spent WHERE hour < ?", (keep_from,))

    def spent(self, destination: str, hours: str) -> int:
        """Count the bytes of the hours that begin so: a day's or an hour's."""
        rows = self._read(
            "SELECT coalesce(sum(bytes), 0) FROM spent"
            " WHERE destination = ? AND hour >= ? AND hour < ? || 'z'",
            *(destination, hours, hours),
        )
        return int(rows[0][0])

    def note_date(self, told: str) -> None:
        """Keep the last date that a server told: no clock may show an earlier one."""
        with self.writing() as execute:
            execute("INSERT OR REPLACE INTO meta VALUES ('server_date', ?)", (told,))

    def open_cases(self, destination: str, after: int, most: int) -> list[OpenCaseRow]:
        """Return what is delivered and not done, from the outbox id `after` on."""
        rows = self._read(
            "SELECT o.id, o.submission_id, o.remote_id, s.progress, s.message, s.updated,"
            " s.expected, s.confirmed, o.follows"
            " FROM outbox o JOIN submission s ON s.id = o.submission_id"
            f" WHERE o.state IN {THERE} AND o.part = 0 AND o.destination = ?"
            " AND o.id > ?"
            " AND o.remote_id IS NOT NULL"
            " AND s.progress <> 'done' ORDER BY o.id LIMIT ?",
            destination,
            after,
            most,
        )
        return [OpenCaseRow(*row) for row in rows]

    def come_back(self, outbox_id: int, why: str) -> bool:
        """What was delivered is not there after all: an operator must act.

        What was erased here in the meantime cannot be sent again: it is noted, no more.
        Returns False when all this was known.
        """
        with self.writing() as execute:
            done = execute(
                "UPDATE outbox SET state = 'refused', last_error = ?, remote_id = NULL,"
                " sent_at = NULL, token = NULL WHERE id = ? AND state = 'delivered'",
                (why, outbox_id),
            )
            if done.rowcount == 1:
                ((submission_id,),) = execute(
                    "SELECT submission_id FROM outbox WHERE id = ?", (outbox_id,)
                ).fetchall()
                execute(
                    "UPDATE submission SET delivered_at = NULL,"
                    " progress = iif(progress = 'sent', 'kept', progress) WHERE id = ?",
                    (submission_id,),
                )
                came_back(execute, submission_id)
                return True
            noted = execute(
                "UPDATE outbox SET last_error = ?"
                " WHERE id = ? AND state = 'purged' AND last_error <> ?",
                (why, outbox_id, why),
            )
            return bool(noted.rowcount)

    def note_news(
        self,
        submission_id: str,
        progress: str,
        message: str,
        updated: str | None,
        expected: str | None = None,
    ) -> None:
        """Keep what the municipality said of a submission."""
        with self.writing() as execute:
            execute(
                "UPDATE submission SET progress = ?, message = ?, updated = ?,"
                " expected = ? WHERE id = ?",
                (progress, message, updated, expected, submission_id),
            )
            if progress in {"seen", "done"}:
                seen(execute, submission_id)
            if progress == "done":
                forget(execute, submission_id)
