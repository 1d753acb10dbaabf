"""What is written down of photos and voice notes: which there are, whose they are, and how
much of each is here. Their bytes lie on the shelf.

What is promised to a caller is promised after the commit, so an offset that stands here
stands on bytes that are on disk already.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Engine, RowMapping, Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from hub.dispatch import Attachment
from hub.tables import media


class Upload(Struct, frozen=True, kw_only=True):
    """An attachment, as far as it has come. `metadata` describes it as its kiosk wrote
    that (tus 1.0.0, "Upload-Metadata"); `kept` counts its bytes that are on disk."""

    submission: str
    attachment: Attachment
    metadata: str
    kept: int
    touched_at: datetime

    @property
    def is_whole(self) -> bool:
        """Whether all of it is here, and was found to be what was announced."""
        return self.kept == self.attachment.size

    def is_the_same_as(self, other: Upload) -> bool:
        """Whether two creations under one id can be one upload."""
        return (self.submission, self.attachment) == (
            other.submission,
            other.attachment,
        )


class Inventory:
    """All uploads, begun and whole."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, new: Upload) -> Upload:
        """Writes an upload down, or gives the one that is already there under its id."""
        row = msgspec.structs.asdict(new.attachment) | {
            "submission": new.submission,
            "metadata": new.metadata,
            "kept": new.kept,
            "touched_at": new.touched_at,
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(media).values(row))
        except IntegrityError:
            known = self.find(new.attachment.id)
            if known is None:
                raise
            return known
        return new

    def find(self, name: str) -> Upload | None:
        """The upload of the attachment with this id."""
        found = self._all(select(media).where(media.c.id == name))
        return found[0] if found else None

    def of(self, submission: str) -> list[Upload]:
        """All uploads of a submission, in the order of their names."""
        wanted = select(media).where(media.c.submission == submission)
        return self._all(wanted.order_by(media.c.name, media.c.id))

    def first_images(self, submissions: Iterable[str]) -> dict[str, str]:
        """The id of the first image that is whole, of each submission that has one."""
        wanted = (
            select(media.c.submission, media.c.id)
            .where(media.c.submission.in_(list(submissions)))
            .where(media.c.media.startswith("image/"), media.c.kept == media.c.size)
            .order_by(media.c.name.desc(), media.c.id.desc())
        )
        with self._engine.connect() as connection:
            return {row.submission: row.id for row in connection.execute(wanted)}

    def advance(self, name: str, kept: int, at: datetime) -> bool:
        """Notes how much of an upload is on disk now; False if there is no such upload."""
        turn = update(media).where(media.c.id == name)
        with self._engine.begin() as connection:
            done = connection.execute(turn.values(kept=kept, touched_at=at))
            return done.rowcount == 1

    def abandoned(self, before: datetime, most: int) -> list[Upload]:
        """Uploads that are not whole and were not touched since a time, and those that
        are more than `most`: the oldest of them."""
        unfinished = select(media).where(media.c.kept < media.c.size)
        newest = unfinished.order_by(media.c.touched_at.desc(), media.c.id)
        return [
            *self._all(unfinished.where(media.c.touched_at < before)),
            *self._all(newest.offset(most).limit(most)),
        ]

    def drop(self, name: str) -> None:
        """Forgets an upload."""
        with self._engine.begin() as connection:
            connection.execute(delete(media).where(media.c.id == name))

    def _all(self, wanted: Select[Any]) -> list[Upload]:
        with self._engine.connect() as connection:
            return [_upload(row) for row in connection.execute(wanted).mappings()]


def _upload(row: RowMapping) -> Upload:
    # SQLAlchemy's own kind of text names the columns; msgspec takes plain text only.
    facts = {str(name): value for name, value in row.items()}
    return msgspec.convert(
        facts | {"attachment": msgspec.convert(facts, Attachment)}, Upload
    )
