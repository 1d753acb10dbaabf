"""What the municipality does with photos and voice notes: takes them piece by piece, says
which are whole, and shows them.

They belong to a submission by its id alone: its text may come later, or may have gone to
another system. What is whole is what was announced, to the byte; only that is shown.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

import msgspec

from hub.dispatch import Attachment, is_id
from hub.errors import Declined
from hub.inventory import Inventory, Upload
from hub.shelf import Shelf

KEEPS: Final = timedelta(days=14)
"""How long an upload that nobody goes on with is kept."""

MOST_UNFINISHED: Final = 2000
"""Uploads that may be under way; of more than these, the oldest are dropped."""

NOT_YET_S: Final = 3600
"""When to ask again for what is not here, in seconds."""

# How a file of each type begins: JFIF and Exif (ITU-T T.81), RFC 3533, RIFF.
_BEGINS = {
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "audio/ogg": re.compile(rb"OggS\x00"),
    "audio/wav": re.compile(rb"RIFF....WAVE", re.DOTALL),
}
_LONGEST_BEGINNING = 12

_log = logging.getLogger("hub")


class Picture(msgspec.Struct, frozen=True):
    """An attachment that is whole, and its bytes."""

    attachment: Attachment
    content: bytes


class Album:
    """The photos and voice notes of one municipality. Its ids must be UUIDs; `most` may
    be under way at once."""

    def __init__(
        self,
        inventory: Inventory,
        shelf: Shelf,
        now: Callable[[], datetime],
        most: int = MOST_UNFINISHED,
    ) -> None:
        self._inventory = inventory
        self._shelf = shelf
        self._now = now
        self._most = most

    def create(self, submission: str, attachment: Attachment, metadata: str) -> Upload:
        """Opens an upload, or gives the one that is open or whole. Raises Declined (409)
        where the id was used for something else."""
        self.sweep()
        new = Upload(
            submission=submission,
            attachment=attachment,
            metadata=metadata,
            kept=0,
            touched_at=self._now(),
        )
        known = self._inventory.record(new)
        if not known.is_the_same_as(new):
            raise Declined(409, "this id was already used for another attachment")
        return known

    def find(self, submission: str, name: str) -> Upload:
        """An upload, and how much of it is here. Raises Declined (404)."""
        upload = self._inventory.find(name)
        if upload is None or upload.submission != submission:
            raise Declined(404, "there is no such upload; create it")
        return self._as_it_is(upload)

    def add(self, submission: str, name: str, at: int, piece: bytes) -> Upload:
        """Adds a piece to an upload; what it then counts as kept is on disk. Two pieces
        at once are added one after the other, and of two at one offset only the first.

        Raises Declined: 404, 409 for another offset than where it goes on, 413 for a
        piece that is too long, 415 and 422 for what is not what was announced (then it
        begins again at 0), 507 where the disk does not take it.
        """
        with self._disk(), self._shelf.turn(name):
            upload = self.find(submission, name)
            if at != upload.kept:
                raise Declined(409, f"it goes on at {upload.kept}, not at {at}")
            end = at + len(piece)
            if end > upload.attachment.size:
                raise Declined(413, "it is longer than was announced")
            if not piece:
                return upload
            self._shelf.write(name, at, piece)
            unlike = self._unlike(upload.attachment, end)
            now = self._now()
            if not self._inventory.advance(name, 0 if unlike else end, now):
                raise Declined(404, "there is no such upload; create it")
        if unlike:
            raise unlike
        return msgspec.structs.replace(upload, kept=end, touched_at=now)

    def keep(self, submission: str, attachment: Attachment, content: bytes) -> bool:
        """Keeps the whole of one that is all at hand, or what is not here of it yet; says
        whether it was not here before. Raises Declined, as `add` and `create` do."""
        self.create(submission, attachment, "")
        upload = self.find(submission, attachment.id)
        if upload.is_whole:
            return False
        self.add(submission, attachment.id, upload.kept, content[upload.kept :])
        return True

    def whole(self, submission: str) -> list[Attachment]:
        """The attachments of a submission that are here from end to end."""
        uploads = map(self._as_it_is, self._inventory.of(submission))
        return [upload.attachment for upload in uploads if upload.is_whole]

    def show(self, name: str) -> Picture | None:
        """An attachment, by whatever a caller takes for its id, if it is whole."""
        upload = self._inventory.find(name) if is_id(name) else None
        if upload is None or not upload.is_whole:
            return None
        try:
            content = self._shelf.read(name)
        except FileNotFoundError:
            return None
        whole = len(content) == upload.attachment.size
        return Picture(upload.attachment, content) if whole else None

    def sweep(self) -> None:
        """Drops uploads that were abandoned."""
        before = self._now() - KEEPS
        for seen in self._inventory.abandoned(before, self._most):
            name = seen.attachment.id
            with self._disk(), self._shelf.turn(name):
                # Somebody may have gone on with it in this very moment.
                if self._inventory.find(name) == seen:
                    # In this order a kill in between leaves no file without a row.
                    self._shelf.discard(name)
                    self._inventory.drop(name)

    def _as_it_is(self, upload: Upload) -> Upload:
        """An upload whose file is not what it was, on a disk that was put back from an
        older copy, begins again."""
        if self._shelf.size(upload.attachment.id) >= upload.kept:
            return upload
        return msgspec.structs.replace(upload, kept=0)

    def _unlike(self, attachment: Attachment, end: int) -> Declined | None:
        """What speaks against an attachment of which so many bytes are here."""
        again: dict[str, str] = {"upload-offset": "0"}
        whole = end == attachment.size
        if whole or end >= _LONGEST_BEGINNING:
            head = self._shelf.head(attachment.id, _LONGEST_BEGINNING)
            if not _BEGINS[attachment.media].match(head):
                return Declined(415, f"it is no {attachment.media}", again)
        if whole and self._shelf.digest(attachment.id) != attachment.sha256:
            title = "it is not what was announced: another sha256; it begins again at 0"
            return Declined(422, title, again)
        return None

    @contextmanager
    def _disk(self) -> Iterator[None]:
        """Raises Declined for what the disk does not do."""
        try:
            yield
        except OSError as error:
            _log.error("media cannot be kept: %s", error.strerror)
            wait = {"retry-after": str(NOT_YET_S)}
            raise Declined(507, "the disk does not take it now", wait) from error


def expires(upload: Upload) -> datetime | None:
    """Until when an upload is kept if nobody goes on with it; one that is whole stays."""
    return None if upload.is_whole else upload.touched_at + KEEPS


def pending(
    announced: Sequence[Attachment], here: Sequence[Attachment]
) -> list[Attachment]:
    """What was announced and is not here yet."""
    names = {one.id for one in here}
    return [one for one in announced if one.id not in names]
