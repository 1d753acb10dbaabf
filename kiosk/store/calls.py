"""Calls for a person: who called from where, and who said that they come."""

from kiosk.rows import CallRow, DeedRow
from kiosk.store.connection import Connection
from kiosk.store.people import write


class Calls(Connection):
    """The calls of the kiosks that share this store."""

    def put_call(self, row: CallRow) -> int:
        """Keep a new call; return its number."""
        with self.writing() as execute:
            made = execute(
                "INSERT INTO call (kiosk, place, language, page, called)"
                " VALUES (?, ?, ?, ?, ?) RETURNING id",
                (row.kiosk, row.place, row.language, row.page, row.called),
            ).fetchone()
        return int(made[0])

    def answer_call(self, number: int, line: DeedRow) -> bool:
        """Note who comes; False where somebody else has answered, or nobody waits."""
        with self.writing() as execute:
            done = execute(
                "UPDATE call SET who = ?, answered = ?"
                " WHERE id = ? AND answered IS NULL AND ended IS NULL",
                (line.who, line.at, number),
            )
            if done.rowcount == 1:
                write(execute, line)
            return bool(done.rowcount == 1)

    def end_call(self, number: int, at: str) -> bool:
        """Note that nobody waits any more; False where that was known."""
        return self._change(
            "UPDATE call SET ended = ? WHERE id = ? AND ended IS NULL", at, number
        )

    def waiting_calls(self) -> list[CallRow]:
        """Return the calls that have not ended, the oldest first."""
        rows = self._read(
            "SELECT kiosk, place, language, page, called, id, who FROM call"
            " WHERE ended IS NULL ORDER BY id"
        )
        return [CallRow(*row) for row in rows]

    def who_comes(self, number: int) -> str:
        """Return who answered a call; '' as long as nobody has."""
        rows = self._read("SELECT who FROM call WHERE id = ?", number)
        return str(rows[0][0]) if rows else ""

    def _change(self, statement: str, *values: object) -> bool:
        with self.writing() as execute:
            return bool(execute(statement, values).rowcount == 1)
