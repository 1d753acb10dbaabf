"""The wire of our own hub: what is written to it and what it says. Pure.

A submission goes as the JSON of its dispatch, and the same dispatch gives the same bytes.
What is kept is answered with the SHA-256 of exactly those bytes: nobody else's success
can be taken for ours.
"""

import base64
import gzip
import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, TypeVar

import msgspec

from kiosk.outbox import News
from kiosk.submission import Dispatch, Progress
from sync.georeport import LONGEST_MESSAGE, plain, read_day

MEDIA_TYPE: Final = "application/vnd.plateia.v1+json"

MOST_ITEMS: Final = 50
"""Submissions in a batch."""

MOST_BYTES: Final = 256 * 1024
"""Bytes of a batch before it is compressed."""

_LONGEST_ID = 200

Told = TypeVar("Told", bound=msgspec.Struct)


class Unreadable(Exception):
    """It is none of our hub's."""


class Result(msgspec.Struct, frozen=True):
    """What became of one submission; a status of HTTP's."""

    id: str | None
    status: int
    request: str = ""
    sha256: str = ""
    title: str = ""

    def proves(self, body: bytes) -> bool:
        """Say whether it means that these very bytes are kept."""
        return (
            self.status in {200, 201}
            and self.sha256 == hashlib.sha256(body).hexdigest()
            and _names_a_request(self.request)
        )


class Results(msgspec.Struct, frozen=True):
    """The answer to a batch, in its order."""

    results: tuple[Result, ...]


class Step(msgspec.Struct, frozen=True):
    """Something that a clerk decided about a request."""

    id: str
    request: str
    closed: bool
    note: str | None
    at: datetime
    expected: str | None = None
    """A day; None, too, from a hub of before."""

    def news(self) -> News:
        """What a citizen may be told."""
        return _news(self)


class Steps(msgspec.Struct, frozen=True):
    """A part of the hub's news, and where to read on."""

    news: tuple[Step, ...]
    cursor: str
    more: bool


class Received(msgspec.Struct, frozen=True):
    """The receipt for a submission that travelled by hand."""

    id: str
    request: str
    countersign: str
    status: str
    closed: bool
    note: str | None
    at: datetime
    expected: str | None = None

    @property
    def names_a_request(self) -> bool:
        """Whether it says what the municipality calls it."""
        return _names_a_request(self.request)

    def news(self) -> News:
        """What a citizen may be told."""
        unseen = self.status == "open" and not self.note and not self.expected
        return News(Progress.SENT, "", None) if unseen else _news(self)


class Enclosed(msgspec.Struct, frozen=True):
    """The receipt for an attachment that travelled by hand."""

    id: str
    sha256: str
    countersign: str


class Kept(msgspec.Struct, frozen=True):
    """An attachment that the hub has."""

    id: str
    size: int
    sha256: str


class Whole(msgspec.Struct, frozen=True):
    """The hub's own list of what it has of a submission's attachments."""

    media: tuple[Kept, ...]

    def has(self, name: str, content: bytes) -> bool:
        """Say whether these very bytes are in it under this id."""
        wanted = Kept(name, len(content), hashlib.sha256(content).hexdigest())
        return wanted in self.media


class OpenRequest(msgspec.Struct, frozen=True):
    """What anybody may know of a request that is open."""

    request: str
    service: str
    lat: float
    long: float
    at: datetime


class OpenRequests(msgspec.Struct, frozen=True):
    """The answer to the question what is open."""

    open: tuple[OpenRequest, ...]


class Pong(msgspec.Struct, frozen=True):
    """The answer to a ping."""

    nonce: str


class Problem(msgspec.Struct, frozen=True):
    """Why a call was not followed (RFC 9457)."""

    title: str


def written(dispatch: Dispatch, service: str | None) -> bytes:
    """Write a dispatch, its service in the destination's words."""
    return msgspec.json.encode(msgspec.structs.replace(dispatch, service=service))


def packed(bodies: Sequence[bytes]) -> Iterator[list[int]]:
    """Put bodies into batches, by their places, in order and as few as will do."""
    batch: list[int] = []
    size = 0
    for place, body in enumerate(bodies):
        more = len(body) + 1
        if batch and (len(batch) >= MOST_ITEMS or size + more > MOST_BYTES - 16):
            yield batch
            batch, size = [], 0
        batch.append(place)
        size += more
    if batch:
        yield batch


def batch_of(bodies: Sequence[bytes]) -> bytes:
    """Write a batch, compressed."""
    return gzip.compress(b'{"items":[' + b",".join(bodies) + b"]}", mtime=0)


def read(body: bytes, shape: type[Told]) -> Told:
    """Read an answer as what it should be. Raises Unreadable."""
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise Unreadable from None


def read_problem(body: bytes) -> str:
    """Read why not, in one plain line; '' when it cannot be told."""
    try:
        return plain(read(body, Problem).title, 160)
    except Unreadable:
        return ""


def credentials(key: str) -> dict[str, str]:
    """The key is the password of HTTP Basic (RFC 7617), in UTF-8."""
    if not key:
        return {}
    word = base64.b64encode(f"plateia:{key}".encode()).decode("ascii")
    return {"Authorization": f"Basic {word}"}


def _names_a_request(number: str) -> bool:
    return 0 < len(number) <= _LONGEST_ID and number.isprintable()


def _news(told: Step | Received) -> News:
    """Somebody decided something, so it has been seen at least."""
    progress = Progress.DONE if told.closed else Progress.SEEN
    message = plain(told.note or "", LONGEST_MESSAGE)
    return News(progress, message, told.at, read_day(told.expected or ""))
