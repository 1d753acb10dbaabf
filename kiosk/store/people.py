"""Who works at the desk, and the book of what they did there."""

from collections.abc import Callable

from kiosk.rows import DeedRow, PersonRow
from kiosk.store.connection import Connection

_PERSON = "SELECT name, pin, badge IS NOT NULL, since FROM person WHERE left_at IS NULL"


class People(Connection):
    """The people of the desk. Every change of theirs is a line of the book, with it."""

    def people(self) -> list[PersonRow]:
        """Return who works here, by name."""
        rows = self._read(f"{_PERSON} ORDER BY name")
        return [PersonRow(name, pin, bool(badge), at) for name, pin, badge, at in rows]

    def person(self, name: str) -> PersonRow | None:
        """Return one of them."""
        rows = self._read(f"{_PERSON} AND name = ?", name)
        return PersonRow(*rows[0]) if rows else None

    def add_person(self, name: str, pin: str, line: DeedRow) -> bool:
        """Keep somebody new, or somebody who is back; False where they work here."""
        with self.writing() as execute:
            done = execute(
                "INSERT INTO person (name, pin, since) VALUES (?, ?, ?) ON CONFLICT (name)"
                " DO UPDATE SET pin = excluded.pin, since = excluded.since, left_at = NULL,"
                " badge = NULL, failures = 0, again_at = 0 WHERE left_at IS NOT NULL",
                (name, pin, line.at),
            )
            if done.rowcount == 1:
                write(execute, line)
            return bool(done.rowcount == 1)

    def change_pin(self, name: str, pin: str, line: DeedRow) -> None:
        """Keep another PIN of somebody."""
        with self.writing() as execute:
            execute(
                "UPDATE person SET pin = ?, failures = 0, again_at = 0 WHERE name = ?",
                (pin, name),
            )
            write(execute, line)

    def give_badge(self, name: str, badge: bytes, line: DeedRow) -> None:
        """Keep what somebody's new badge is known by."""
        with self.writing() as execute:
            execute("UPDATE person SET badge = ? WHERE name = ?", (badge, name))
            write(execute, line)

    def let_go(self, name: str, line: DeedRow) -> bool:
        """Somebody works here no more; False, changing nothing, for the last one."""
        with self.writing() as execute:
            done = execute(
                "UPDATE person SET left_at = ?, badge = NULL WHERE name = ?"
                " AND left_at IS NULL"
                " AND (SELECT count(*) FROM person WHERE left_at IS NULL) > 1",
                (line.at, name),
            )
            if done.rowcount == 1:
                write(execute, line)
            return bool(done.rowcount == 1)

    def begin_try(
        self, name: str, boot: str, uptime: float, wait_s: Callable[[int], float]
    ) -> float:
        """Count a try to sign in, before it is looked at; return 0, or the seconds that
        must pass first, having counted nothing.

        `wait_s` says how long to wait after so many wrong ones. The waiting of another
        boot begins anew, for its seconds mean nothing in this one.
        """
        with self.writing() as execute:
            failures, its_boot, again_at = execute(
                "SELECT failures, boot, again_at FROM person WHERE name = ?", (name,)
            ).fetchone()
            if its_boot != boot:
                again_at = uptime + wait_s(failures) if its_boot else 0.0
            if again_at <= uptime:
                failures += 1
                left, again_at = 0.0, uptime + wait_s(failures)
            else:
                left = again_at - uptime
            execute(
                "UPDATE person SET failures = ?, boot = ?, again_at = ? WHERE name = ?",
                (failures, boot, again_at, name),
            )
            return float(left)

    def fail_try(self, line: DeedRow) -> int:
        """Write that a try was wrong; return how many were, one after another."""
        with self.writing() as execute:
            write(execute, line)
            found = execute(
                "SELECT failures FROM person WHERE name = ?", (line.about,)
            ).fetchone()
            return int(found[0])

    def welcome(self, line: DeedRow) -> None:
        """Write that somebody signed in; their wrong tries are forgotten."""
        with self.writing() as execute:
            execute(
                "UPDATE person SET failures = 0, again_at = 0 WHERE name = ?",
                (line.about,),
            )
            write(execute, line)

    def whose_badge(self, badge: bytes) -> str | None:
        """Return who has this badge."""
        rows = self._read(
            "SELECT name FROM person WHERE badge = ? AND left_at IS NULL", badge
        )
        return str(rows[0][0]) if rows else None

    def write_deed(self, line: DeedRow) -> None:
        """Write a line that is a deed by itself: a case was looked at."""
        with self.writing() as execute:
            write(execute, line)

    def deeds(self, after: int = 0, most: int = 1000) -> list[tuple[int, DeedRow]]:
        """Return up to `most` lines of the book after the one of that number."""
        rows = self._read(
            "SELECT id, at, who, kind, about, more FROM deed WHERE id > ?"
            " ORDER BY id LIMIT ?",
            *(after, most),
        )
        return [(number, DeedRow(*row)) for number, *row in rows]

    def last_deed(self) -> int:
        """Return the number of the last line of the book; 0 where nothing was done."""
        return int(self._read("SELECT coalesce(max(id), 0) FROM deed")[0][0])

    def deeds_about(self, about: str) -> list[DeedRow]:
        """Return the lines about one thing, the oldest first."""
        rows = self._read(
            "SELECT at, who, kind, about, more FROM deed WHERE about = ? ORDER BY id",
            about,
        )
        return [DeedRow(*row) for row in rows]


def write(execute: Callable[..., object], line: DeedRow) -> None:
    """Add a line to the book, within the transaction of the deed."""
    execute(
        "INSERT INTO deed (at, who, kind, about, more) VALUES (?, ?, ?, ?, ?)",
        (line.at, line.who, line.kind, line.about, line.more),
    )
