"""What the agent brought to be read, as the feeds told it last."""

from collections.abc import Collection, Sequence
from datetime import datetime

from kiosk.notice import Notice, NoticeKind, Severity, Stamp
from kiosk.store.connection import Connection
from kiosk.store.reports import left_out


class Board(Connection):
    """Where notices hang, a feed's all at once."""

    def post(self, feed: str, notices: Sequence[Notice], stamp: Stamp) -> None:
        """Put these in the place of all that a feed told before."""
        with self.writing() as execute:
            execute("DELETE FROM notice WHERE feed = ?", (feed,))
            for place, one in enumerate(notices):
                execute(
                    "INSERT INTO notice VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *(feed, place, one.id, one.kind.value, one.language),
                        *(one.title, one.text, _written(one.published)),
                        *(_written(one.expires), one.severity.value, one.link),
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
            tables = (("notice", "feed"), ("document", "feed"), ("feed", "name"))
            for table, name in tables:
                execute(f"DELETE FROM {table} WHERE {name} NOT IN ({marks})", kept)
            left_out(execute, kept)

    def still(self, feed: str, heard: datetime) -> None:
        """Note that a feed tells now what it told last."""
        with self.writing() as execute:
            execute("UPDATE feed SET heard = ? WHERE name = ?", (_written(heard), feed))

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
            "SELECT n.id, kind, language, title, text, published, expires, severity,"
            " n.link, length(d.body) > 0 FROM notice n"
            " LEFT JOIN document d ON d.feed = n.feed AND d.id = n.id"
            " ORDER BY n.feed, place"
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
                link,
                bool(has_pages),
            )
            for uid, kind, language, title, text, published, expires, severity, link, (
                has_pages
            ) in rows
        ]

    def keep_documents(self, feed: str, most: int) -> list[tuple[str, str]]:
        """Let go of every document but those of the newest so many notices; return the
        id and the link of each of these that has none yet."""
        newest = (
            "SELECT id, link FROM notice WHERE feed = ? AND link <> ''"
            " ORDER BY place LIMIT ?"
        )
        with self.writing() as execute:
            execute(
                f"DELETE FROM document WHERE feed = ? AND (id, link) NOT IN ({newest})",
                (feed, feed, most),
            )
        rows = self._read(
            f"SELECT id, link FROM ({newest}) WHERE id NOT IN"
            " (SELECT id FROM document WHERE feed = ?)",
            *(feed, most, feed),
        )
        return [(uid, link) for uid, link in rows]

    def put_document(self, feed: str, uid: str, link: str, body: bytes) -> None:
        """Lay a document beside its notice; an empty one is never to be had."""
        with self.writing() as execute:
            execute(
                "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?)",
                (feed, uid, link, body),
            )

    def document(self, uid: str) -> bytes | None:
        """Return the document of a notice that hangs here, if it lies here."""
        rows = self._read(
            "SELECT body FROM document d JOIN notice n ON n.feed = d.feed AND n.id = d.id"
            " WHERE d.id = ? AND length(body) > 0 LIMIT 1",
            uid,
        )
        return bytes(rows[0][0]) if rows else None


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _read(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)
