"""Resumable uploads by tus 1.0.0 (https://tus.io/protocols/resumable-upload): a file goes
in pieces that fit the line, and what is there is asked for and not sent again.

Each piece bears its checksum, so a server keeps it whole or not at all: a line that is cut
costs the piece that was on its way. Nothing is remembered between two calls but how much
the line took.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
from msgspec.structs import replace

from sync.connector import Kind, Trouble
from sync.endpoint import Halt, halt
from sync.http import Answer, Line, LineTrouble, Request, kind_of, same_place
from sync.plateia import read_problem

FIRST: Final = 64 * 1024
SMALLEST: Final = 16 * 1024
LARGEST: Final = 1024 * 1024
"""Bytes of a piece."""

AIM_S: Final = 10.0
"""Seconds that a piece should take."""

CALL_S: Final = 30.0
"""Seconds after which the rest is left to another call."""

_VERSION = "1.0.0"
_GONE = {404, 410}
_BEHIND, _MANGLED = 409, 460
_MOST_STUMBLES = 4


class File(msgspec.Struct, frozen=True):
    """What is to be brought, where it is created, and how it is described there."""

    url: str
    metadata: Mapping[str, str]
    content: bytes


class Leg(msgspec.Struct, frozen=True):
    """How far one call came."""

    trouble: Trouble | None
    """None when the server has every byte."""
    sent: int
    """Bytes of the file that went out, whether or not they arrived."""


@dataclass
class Pace:
    """How many bytes the line takes in about `AIM_S` seconds."""

    size: int = FIRST
    _seconds_a_byte: float = 0.0

    def took(self, sent: int, seconds: float) -> None:
        """A piece arrived. The tail of a file is too short to judge a fast line by."""
        self._seconds_a_byte = seconds / sent
        if sent < self.size and seconds <= AIM_S:
            return
        fits = int(AIM_S / self._seconds_a_byte) if seconds > 0 else LARGEST
        # At most twice as much at once: a line that was fast for a moment may not stay so.
        self.size = max(SMALLEST, min(fits, 2 * self.size, LARGEST))

    def broke(self) -> None:
        """A piece did not arrive."""
        self.size = max(SMALLEST, self.size // 2)

    def lasts_s(self, size: int) -> float:
        """How long a piece may take; 0 before the first has arrived."""
        return size * self._seconds_a_byte


@dataclass
class _Trip:
    """One call."""

    file: File
    most: int
    began: float
    sent: int = 0
    stumbles: int = 0

    def stumble(self, answer: Answer) -> None:
        """Take an answer for one that can be mended. Raises Halt when there are many."""
        self.stumbles += 1
        if self.stumbles > _MOST_STUMBLES:
            raise Halt(replace(_trouble(answer), kind=Kind.BUSY))


class Uploader:
    """Brings files to the server at the other end of a line, one call at a time."""

    def __init__(
        self, line: Line, headers: Mapping[str, str], now: Callable[[], float]
    ) -> None:
        """`headers` say who we are; `now` gives seconds that only grow."""
        self._line = line
        self._headers = {**headers, "Tus-Resumable": _VERSION}
        self._now = now
        self._pace = Pace()

    def bring(self, file: File, most: int) -> Leg:
        """Bring some of a file, or the rest: `most` bytes, but one small piece always."""
        trip = _Trip(file, most, self._now())
        try:
            self._go(trip)
        except Halt as reason:
            return Leg(reason.trouble, trip.sent)
        return Leg(None, trip.sent)

    def _go(self, trip: _Trip) -> None:
        """Send until it is there. Raises Halt."""
        content = trip.file.content
        place, at = self._open(trip, None)
        while at < len(content):
            size = self._next(trip, len(content) - at)
            if not size:
                halt(Kind.UNFINISHED, f"{at} of {len(content)} bytes are there")
            piece = content[at : at + size]
            answer = self._send(trip, place, at, piece)
            if answer.status == 204:
                at = _number(answer, at + 1, at + size)
            elif answer.status == _MANGLED:
                trip.stumble(answer)
            elif answer.status in {_BEHIND, *_GONE}:
                trip.stumble(answer)
                place, at = self._open(trip, place)
            else:
                raise Halt(_turned_down(answer))

    def _open(self, trip: _Trip, place: str | None) -> tuple[str, int]:
        """Find an upload, or create it, and ask how much of it is there. Raises Halt."""
        while True:
            place = place or self._create(trip.file)
            answer = self._ask("HEAD", place, {})
            if answer.status in {200, 204}:
                return place, _number(answer, 0, len(trip.file.content))
            if answer.status not in _GONE:
                raise Halt(_trouble(answer))
            trip.stumble(answer)
            place = None

    def _create(self, file: File) -> str:
        """Create an upload, which may be there already; return its address. Raises Halt."""
        described = {
            "Upload-Length": str(len(file.content)),
            "Upload-Metadata": written(file.metadata),
        }
        answer = self._ask("POST", file.url, described, b"")
        told = _trouble(answer)
        if answer.status in {404, 405}:
            raise Halt(replace(told, code=f"{told.code}, it takes no attachments"))
        if answer.status == 409:  # another attachment under our id does not go away
            raise Halt(replace(told, kind=Kind.REFUSED))
        if answer.status != 201:
            raise Halt(told)
        place = same_place(answer.url, answer.headers.get("Location", ""))
        if not _is_tus(answer) or place is None or place == answer.url:
            raise _not_understood(answer)
        return place

    def _next(self, trip: _Trip, left: int) -> int:
        """How many bytes go now; 0 when this call has done enough."""
        want, room = min(self._pace.size, left), trip.most - trip.sent
        if not trip.sent:
            return min(want, max(room, SMALLEST))
        ends_s = self._now() - trip.began + self._pace.lasts_s(want)
        if room < min(want, SMALLEST) or ends_s > CALL_S:
            return 0
        return min(want, room)

    def _send(self, trip: _Trip, place: str, at: int, piece: bytes) -> Answer:
        """Send a piece. Raises Halt."""
        digest = hashlib.sha256(piece).digest()
        told = {
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(at),
            "Upload-Checksum": f"sha256 {base64.b64encode(digest).decode('ascii')}",
        }
        began = self._now()
        try:
            answer = self._ask("PATCH", place, told, piece)
        except Halt as reason:
            if reason.trouble.may_have_arrived:
                trip.sent += len(piece)
                self._pace.broke()
            raise
        trip.sent += len(piece)
        if answer.status == 204:
            self._pace.took(len(piece), self._now() - began)
        return answer

    def _ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
    ) -> Answer:
        """Make a call. Raises Halt."""
        try:
            request = Request(method, url, body, {**self._headers, **headers})
            return self._line.ask(request)
        except LineTrouble as line:
            trouble = Trouble(Kind.LINK, line.code, may_have_arrived=line.left)
            raise Halt(trouble) from None


def written(metadata: Mapping[str, str]) -> str:
    """Write what describes a file: keys, and values in base64."""
    return ",".join(
        f"{key} {base64.b64encode(value.encode()).decode('ascii')}"
        for key, value in metadata.items()
    )


def _number(answer: Answer, least: int, most: int) -> int:
    """Read an answer's Upload-Offset. Raises Halt when there can be no such."""
    told = answer.headers.get("Upload-Offset", "").strip()
    number = int(told) if told.isascii() and told.isdecimal() and len(told) < 16 else -1
    if not _is_tus(answer) or not least <= number <= most:
        raise _not_understood(answer)
    return number


def _is_tus(answer: Answer) -> bool:
    return answer.headers.get("Tus-Resumable", "").strip() == _VERSION


def _turned_down(answer: Answer) -> Trouble:
    """Say why a piece was not taken. A whole that turned out not to be what was announced
    begins again, though nothing is wrong with it here: each piece bore its checksum."""
    told = _trouble(answer)
    if answer.status == 422 and _is_tus(answer):
        return replace(told, kind=Kind.BUSY, code=f"{told.code}, it begins again")
    return told


def _trouble(answer: Answer) -> Trouble:
    return Trouble(
        kind_of(answer.status),
        f"answered {answer.status}",
        read_problem(answer.body),
        # A server may have kept it before it failed.
        may_have_arrived=answer.status < 400 or answer.status >= 500,
        wait_s=answer.wait_s,
    )


def _not_understood(answer: Answer) -> Halt:
    code = f"answered {answer.status}, not understood"
    return Halt(Trouble(Kind.BUSY, code, may_have_arrived=True))
