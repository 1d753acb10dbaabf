"""What a kiosk sends and is told: the types of its own wire, as JSON.

The media type names the version. Within a version fields are only added, so one that is
not known here is passed over; it is not lost, for the ledger keeps what came as it came.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType

from hub.errors import Declined
from hub.model import Submission
from hub.services import CODE

MEDIA_TYPE = "application/vnd.plateia.v1+json"
PROBLEM = "application/problem+json"

CURSOR = "[0-9a-f]{8}-[0-9]{1,18}"
LONGEST_NONCE = 100
LONGEST_OF = 2000
MOST_ITEMS = 50
LARGEST_ITEM = 64 * 1024
LARGEST_BATCH = 256 * 1024
"""Bytes of JSON, decompressed."""

LARGEST_MEDIA = 4_000_000
"""Bytes of one photo or voice note."""
LONGEST_METADATA = 2000
"""Characters of what describes one, as tus writes it."""
TUS = "1.0.0"
PIECE_TYPE = "application/offset+octet-stream"
MEDIA = r"^(image/jpeg|audio/ogg|audio/wav)$(?!\n)"
FILE_NAME = r"^[a-z0-9][a-z0-9-]{0,80}\.[a-z0-9]{1,10}$(?!\n)"

_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$(?!\n)"
_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# What people write for a symbol of Crockford's base 32, Greek capitals included.
_READ_AS = str.maketrans("OILΟΙΑΒΕΖΗΚΜΝΡΤΥΧ", "011" + "01ABEZHKMNPTYX")

# Python's $ also matches before a line feed at the end; the wire's does not.
PYTHONS_END = r"(?!\n)"
_END = "$" + PYTHONS_END
# What XML 1.0 cannot carry and no keyboard writes; tab and line feed stay in texts.
_UNPRINTABLE = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff"
_LINE = rf"^[^{_UNPRINTABLE}\x09\x0a]*{_END}"
_TEXT = rf"^[^{_UNPRINTABLE}]*{_END}"

Id = Annotated[str, Meta(pattern=_UUID, max_length=36)]
Code = Annotated[str, Meta(pattern=f"^{CODE.pattern}{_END}", max_length=64)]
ReceiptCode = Annotated[str, Meta(pattern=f"^[{_SYMBOLS}]{{9}}$", max_length=9)]
Line = Annotated[str, Meta(pattern=_LINE, max_length=255)]
Words = Annotated[str, Meta(pattern=_TEXT, max_length=20_000)]


class Attachment(Struct, frozen=True, kw_only=True):
    """A photo or a voice note that belongs to a submission; its bytes follow."""

    id: Id
    name: Annotated[str, Meta(pattern=FILE_NAME, max_length=100)]
    question: Line
    media: Annotated[str, Meta(pattern=MEDIA)]
    size: Annotated[int, Meta(ge=1, le=LARGEST_MEDIA)]
    sha256: Annotated[str, Meta(pattern=f"^[0-9a-f]{{64}}{_END}")]


class Dispatch(Struct, frozen=True, kw_only=True):
    """A citizen's submission in the municipality's words. `service` is a service_code of
    ours if the form asks for a service; degrees are WGS84, both or neither; `answers`
    are by question id; `same_as` is the number of a request to which it says "me too"."""

    id: Id
    receipt: ReceiptCode
    form: Code
    form_version: Line = ""
    service: Code | None = None
    title: Annotated[str, Meta(pattern=_LINE, min_length=1, max_length=255)]
    description: Words
    address: Annotated[str, Meta(pattern=_TEXT, max_length=1000)] = ""
    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None
    language: Annotated[str, Meta(pattern=_LINE, max_length=35)]
    kiosk: Code
    confirmed: Annotated[datetime, Meta(tz=True)]
    answers: dict[Line, tuple[Words, ...]]
    places: tuple[Line, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    name: Line = ""
    phone: Line = ""
    email: Line = ""
    same_as: Line = ""


class Batch(Struct, frozen=True, forbid_unknown_fields=True):
    """POST batch: up to `MOST_ITEMS` dispatches, each read on its own."""

    items: list[Raw]


class Result(Struct, frozen=True, kw_only=True):
    """What became of one dispatch. `status` is what it alone would have been answered:
    201 or 200 with the number of its request and the SHA-256 of exactly the bytes that
    came, which says that these are kept; or 409, 413 or 422 and why, in `title`."""

    id: str | None
    status: int
    request: str | UnsetType = UNSET
    sha256: str | UnsetType = UNSET
    title: str | UnsetType = UNSET


class Results(Struct, frozen=True):
    """The answer to POST batch: one result for each item, in their order."""

    results: list[Result]


class News(Struct, frozen=True):
    """One step of one request: `id` is what its sender calls it, `request` its number
    here, `note` what the clerk wrote to the citizen, `expected` the day
    by which it should be done, `at` in UTC."""

    id: str
    request: str
    status: str
    closed: bool
    note: str | None
    expected: str | None
    at: str


class Feed(Struct, frozen=True):
    """The answer to GET news: steps in the order they were taken, and where to read on;
    `more` says that there is something to read on already."""

    news: list[News]
    cursor: str
    more: bool


class OpenRequest(Struct, frozen=True):
    """What anybody may know of an open request: its number, what it asks for, where, in
    WGS84 degrees, and since when, in UTC."""

    request: str
    service: str
    lat: float
    long: float
    at: str


class OpenRequests(Struct, frozen=True):
    """The answer to GET open: the newest, at most 1000."""

    open: list[OpenRequest]


class Pong(Struct, frozen=True):
    """The answer to GET ping: the caller's nonce, and the time here in UTC."""

    nonce: str
    at: str


class Kept(Struct, frozen=True):
    """An attachment that is here from end to end, and is what was announced."""

    id: str
    name: str
    media: str
    size: int
    sha256: str


class Whole(Struct, frozen=True):
    """The answer to GET media/{submission}: what of its attachments is here."""

    media: list[Kept]


class Problem(Struct, frozen=True):
    """A call that could not be followed (RFC 9457)."""

    status: int
    title: str


def read_dispatch(body: bytes) -> Dispatch:
    """Reads one dispatch strictly. Raises Declined."""
    if len(body) > LARGEST_ITEM:
        raise Declined(413, f"a submission is larger than {LARGEST_ITEM} bytes")
    dispatch = _decode(body, Dispatch)
    if (dispatch.latitude is None) != (dispatch.longitude is None):
        raise Declined(422, "latitude and longitude must be sent together")
    return dispatch


def read_batch(body: bytes) -> list[bytes]:
    """Takes a batch apart, reading no item. Raises Declined."""
    try:
        items = msgspec.json.decode(body, type=Batch).items
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise Declined(400, f"the body is no batch: {_said(error)}") from error
    if not 1 <= len(items) <= MOST_ITEMS:
        raise Declined(413 if items else 400, f"a batch has 1 to {MOST_ITEMS} items")
    return [bytes(item) for item in items]


def id_in(body: bytes) -> str | None:
    """What an item calls itself, whatever else is wrong with it."""
    try:
        return msgspec.json.decode(body, type=_Named).id
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return None


def is_id(written: str) -> bool:
    """Whether this may be the id of a submission or an attachment."""
    return re.match(_UUID, written) is not None


def submission_of(dispatch: Dispatch) -> Submission:
    """The dispatch as any request here is kept. Its description ends with the receipt
    code, as an Open311 client's would, so whoever reads it can find it by that."""
    return Submission(
        service_code=dispatch.service or dispatch.form,
        external_id=dispatch.id,
        lat=dispatch.latitude,
        long=dispatch.longitude,
        address_string=dispatch.address or None,
        description=f"{dispatch.description.rstrip()}\n\n{reference(dispatch.receipt)}",
        device_id=dispatch.kiosk,
        first_name=dispatch.name or None,
        phone=dispatch.phone or None,
        email=dispatch.email or None,
    )


def reference(receipt: str) -> str:
    """How a receipt code stands in a description: Ref: KX7-4MQ-2PD."""
    return f"Ref: {grouped(receipt)}"


def grouped(receipt: str) -> str:
    """A receipt code in threes."""
    return f"{receipt[:3]}-{receipt[3:6]}-{receipt[6:]}"


def read_receipt(written: str) -> str | None:
    """The receipt code somebody wrote, or None for what cannot be one."""
    kept = (one for one in written.upper() if not (one.isspace() or one in "-·"))
    symbols = "".join(kept).translate(_READ_AS)
    whole = len(symbols) == 9 and set(symbols) <= set(_SYMBOLS)
    return symbols if whole else None


def digest(body: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


class _Named(Struct, frozen=True):
    id: Id


def _decode(body: bytes, shape: type[Dispatch]) -> Dispatch:
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise Declined(422, f"this is no submission: {_said(error)}") from error


def _said(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]
