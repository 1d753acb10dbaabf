"""What the agent brought to be read, as the feeds told it last."""

from collections.abc import Collection, Sequence
from datetime import datetime

from kiosk.notice import Notice, NoticeKind, Severity, Stamp
from kiosk.store.connection import Connection


class Board(Connection):
    """Where notices hang, a feed's all at once."""

    def post(self, feed: str, notices: Sequence[Notice], stamp: Stamp) -> None:
        """Put these in the place of all that a feed told before."""
        with self.writing() as execute:
            execute("DELETE FROM notice WHERE feed = ?", (feed,))
            for place, one in enumerate(notices):
                execute(
                    "INSERT INTO notice VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *(feed, place, one.id, one.kind.value, one.language),
                        *(one.title, one.text, _written(one.published)),
                        *(_written(one.expires), one.severity.value),
                    ),
                )
            execute(
                "INSERT OR REPLACE INTO feed VALUES (?, ?, ?, ?)",
                (feed, stamp.tag, stamp.modified, _written(stamp.heard)),
            )

    def take_down(self, keep: Collection[str]) -> None:
        """Forget what feeds told that are none of these."""
        kept = tuple(keep)
        marks = ", ".join("?" for _ in kept)
        with self.writing() as execute:
            for table, name in (("notice", "feed"), ("feed", "name")):
                execute(f"DELETE FROM {table} WHERE {name} NOT IN ({marks})", kept)

    def stamp(self, feed: str) -> Stamp:
        """Return what a feed gave with what it told last."""
        rows = self._read("SELECT tag, modified, heard FROM feed WHERE name = ?", feed)
        if not rows:
            return Stamp()
        ((tag, modified, heard),) = rows
        return Stamp(tag, modified, _read(heard))

    def notices(self) -> list[Notice]:
        """Return all that hangs there, a feed's in its order."""
        rows = self._read(
            "SELECT id, kind, language, title, text, published, expires, severity"
            " FROM notice ORDER BY feed, place"
        )
        return [
            Notice(
                uid,
                NoticeKind(kind),
                language,
                title,
                text,
                _read(published),
                _read(expires),
                Severity(severity),
            )
            for uid, kind, language, title, text, published, expires, severity in rows
        ]


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _read(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)
