"""What the end of a day is told from: the newest reports, the book, and words left behind."""

from kiosk.rows import DeedRow, MinuteRow
from kiosk.store.connection import Connection
from kiosk.store.people import write

_A_LONG_DAY = 5000
"""More reports than any village files between two mornings."""


class Minutes(Connection):
    """The day at the desk."""

    def confirmed_since(self, at: str) -> list[str]:
        """Return when each of the newest reports was confirmed, from `at` (UTC) on."""
        rows = self._read(
            "SELECT s.confirmed FROM outbox o JOIN submission s ON s.id = o.submission_id"
            " WHERE o.part = 0 ORDER BY o.id DESC LIMIT ?",
            _A_LONG_DAY,
        )
        return [one for (one,) in rows if one >= at]

    def deeds_since(self, at: str) -> list[tuple[str, str, int]]:
        """Return who did what how often, from `at` (UTC) on."""
        rows = self._read(
            "SELECT who, kind, count(*) FROM deed WHERE at >= ?"
            " GROUP BY who, kind ORDER BY who, kind",
            at,
        )
        return [(str(who), str(kind), int(count)) for who, kind, count in rows]

    def leave_minute(self, row: MinuteRow, line: DeedRow) -> None:
        """Keep words for whoever comes next."""
        with self.writing() as execute:
            execute(
                "INSERT INTO note (uid, at, who, key_wrapped, sealed)"
                " VALUES (?, ?, ?, ?, ?)",
                (row.uid, row.at, row.who, row.key_wrapped, row.sealed),
            )
            write(execute, line)

    def minutes(self, most: int) -> list[MinuteRow]:
        """Return the newest words for whoever comes next, the newest first."""
        rows = self._read(
            "SELECT uid, at, who, key_wrapped, sealed FROM note"
            " WHERE submission_id IS NULL AND key_wrapped IS NOT NULL"
            " ORDER BY id DESC LIMIT ?",
            most,
        )
        return [MinuteRow(*row) for row in rows]

    def strike_minute(self, uid: str, line: DeedRow) -> None:
        """Forget words that have been read and done."""
        with self.writing() as execute:
            execute(
                "UPDATE note SET key_wrapped = NULL, sealed = x''"
                " WHERE uid = ? AND submission_id IS NULL",
                (uid,),
            )
            write(execute, line)
