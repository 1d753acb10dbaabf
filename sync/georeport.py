"""The wire of Open311, read liberally: GeoReport v2 in JSON or XML, by what it looks like.

JSON follows the specification's Spark convention, in which the root is dropped; servers
keep it, or wrap their lists in it, all the same. Ids and tokens come as text or numbers and
are always text here. A list of one may come as the one. What is no GeoReport raises
Unreadable: it proves nothing, neither that something is there nor that it is not.
"""

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import defusedxml
import defusedxml.ElementTree
import msgspec

from kiosk.codes import grouped
from kiosk.outbox import News
from kiosk.submission import Progress

LONGEST_DESCRIPTION: Final = 4000
"""Characters (GeoReport v2, POST Service Request)."""

LONGEST_MESSAGE: Final = 500

_LONGEST_ID = 200
_DEEPEST = 20

Tree = str | list["Tree"] | dict[str, "Tree"]
"""What was written, without the differences of JSON and XML; every leaf is text."""

REQUESTS: Final = ("service_requests", "requests", "request", "service_request")
"""What a list of requests is wrapped in, if in anything."""

_ERRORS = ("errors", "error")
_SAYS = ("description", "message", "detail", "title", "error", "error_message")

_PAGE = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.I
)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.I | re.S)
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")

# What a server writes as a stage while nobody has looked at a request.
_UNSEEN = {"", "open", "new", "submitted", "received", "unconfirmed", "reported"}
_STAGES = ("extended_status", "status_details", "detailed_status")

# A server's own second write of a new request is no person's look at it.
_LOOKED_AT_AFTER = timedelta(minutes=1)


class Unreadable(Exception):
    """It is no GeoReport; `page` says that it is a web page, a login's most likely."""

    def __init__(self, page: bool) -> None:
        super().__init__(page)
        self.page = page


class Receipt(msgspec.Struct, frozen=True):
    """The answer to POST requests."""

    id: str | None
    token: str | None
    error: bool
    """It lists errors, whatever its status said."""


class Request(msgspec.Struct, frozen=True):
    """A service request as its destination shows it."""

    id: str
    token: str
    description: str
    words: frozenset[str]
    """Every text in it but its notes: an id of ours is among them if it is echoed."""
    status: str
    stage: str
    notes: str
    requested: datetime | None
    updated: datetime | None
    expected: date | None

    def is_of(self, submission_id: str, receipt: str) -> bool:
        """Say whether it is the submission with this id and receipt code."""
        if submission_id.casefold() in self.words:
            return True
        return has_reference(self.description, receipt)


def with_reference(description: str, receipt: str, more: Sequence[str] = ()) -> str:
    """End a description with its receipt code, by which the request is found again.

    What is `more` stands before the code, a line each, as far as half of it has room.
    What is too long loses the end of its words, never the code.
    """
    end = f"\n\nRef: {grouped(receipt, '-')}"
    lines = list(more)
    while len("\n".join(lines)) > LONGEST_DESCRIPTION // 2:
        lines.pop()
    if lines:
        end = "\n\n" + "\n".join(lines) + end
    return description[: LONGEST_DESCRIPTION - len(end)].rstrip() + end


def has_reference(description: str, receipt: str) -> bool:
    """Say whether a description ends, or was ended, with this receipt code."""
    code = "[-\\s]?".join(grouped(receipt, " ").split())
    return bool(re.search(rf"\bRef[:.]?\s*{code}\b", description, re.IGNORECASE))


def read_receipt(body: bytes) -> Receipt:
    """Read the answer to POST requests, or to GET tokens. Raises Unreadable."""
    tree = read_tree(body)
    rows = list(rows_of(tree, REQUESTS))
    error = any("code" in row for row in rows) or (
        isinstance(tree, dict) and not tree.keys().isdisjoint(_ERRORS)
    )
    row = rows[0] if rows and not error else {}
    token = plain(text_of(row, "token"), _LONGEST_ID) or None
    return Receipt(id_of(row), token, error)


def read_requests(body: bytes) -> list[Request]:
    """Read the answer to GET requests. Raises Unreadable."""
    return [_request(row) for row in rows_of(read_tree(body), REQUESTS)]


def read_fault(body: bytes) -> str:
    """Read what went wrong, in one plain line; '' when it cannot be told."""
    try:
        tree = read_tree(body)
    except Unreadable as reason:
        text = body[:4000].decode("utf-8", "replace")
        if reason.page or "<" in text:
            title = _TITLE.search(text)
            return plain(title[1], 160) if title else ""
        return plain(text.strip().partition("\n")[0], 160)
    try:
        said = [text_of(row, name) for row in rows_of(tree, _ERRORS) for name in _SAYS]
    except Unreadable:  # a list of texts, or a text alone
        said = list(texts_of(tree))
    return plain(next(filter(None, said), ""), 160)


def is_page(body: bytes) -> bool:
    """Say whether this is a web page, a login's most likely."""
    return bool(_PAGE.match(body))


def news_of(request: Request) -> News:
    """Say what a citizen may be told of a request.

    `closed` is done. An open one has been seen when a person left a trace: notes, a stage
    other than that of a new one, or a change more than a minute after it was made.
    """
    if request.status == "closed":
        progress = Progress.DONE
    else:
        changed = (
            request.updated is not None
            and request.requested is not None
            and request.updated - request.requested > _LOOKED_AT_AFTER
        )
        seen = bool(request.notes) or request.stage not in _UNSEEN or changed
        progress = Progress.SEEN if seen else Progress.SENT
    message = plain(request.notes, LONGEST_MESSAGE)
    return News(progress, message, request.updated, request.expected)


def plain(text: str, longest: int) -> str:
    """Return a text as one line without control characters, at most so long."""
    spaced = (" " if unicodedata.category(one) == "Cc" else one for one in text)
    return " ".join(_BIDI.sub("", "".join(spaced)).split())[:longest]


def read_moment(text: str) -> datetime | None:
    """Read a date as servers write them; without a zone it is UTC; None when it is none."""
    written = _written(text)
    try:
        if written is not None and written.tzinfo is None:
            written = written.replace(tzinfo=UTC)
        return None if written is None else written.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def read_day(text: str) -> date | None:
    """Read a date as the day it is here, as written where it has no zone; None when it is
    none."""
    written = _written(text)
    try:
        if written is not None and written.tzinfo is not None:
            written = written.astimezone()
        return None if written is None else written.date()
    except (ValueError, OverflowError, OSError):
        return None


def _written(text: str) -> datetime | None:
    written = text.strip().replace("/", "-")
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(written)
        except (ValueError, TypeError, OverflowError):
            continue
    return None


def _request(row: Mapping[str, Tree]) -> Request:
    if "service_request_id" not in row and "token" not in row:
        raise Unreadable(page=False)
    told = {name: value for name, value in row.items() if name != "status_notes"}
    return Request(
        id=id_of(row) or "",
        token=plain(text_of(row, "token"), _LONGEST_ID),
        description=text_of(row, "description"),
        words=frozenset(text.casefold() for text in texts_of(told)),
        status=text_of(row, "status").lower(),
        stage=next(filter(None, (text_of(row, one).lower() for one in _STAGES)), ""),
        notes=text_of(row, "status_notes"),
        requested=read_moment(text_of(row, "requested_datetime")),
        updated=read_moment(text_of(row, "updated_datetime")),
        expected=read_day(text_of(row, "expected_datetime")),
    )


def id_of(row: Mapping[str, Tree]) -> str | None:
    """Return the id of the request that a row is, or is about; None when it has none."""
    return plain(text_of(row, "service_request_id"), _LONGEST_ID) or None


def text_of(row: Mapping[str, Tree], name: str) -> str:
    """Return a member that is text, '' when there is none."""
    value = row.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def texts_of(tree: Tree) -> Iterator[str]:
    """Return every text there is in it."""
    if isinstance(tree, str):
        yield tree
    else:
        for inner in tree if isinstance(tree, list) else tree.values():
            yield from texts_of(inner)


def rows_of(tree: Tree, names: tuple[str, ...]) -> Iterator[dict[str, Tree]]:
    """Find the members of a list, wrapped in any of these names or not.

    Raises Unreadable when there is text where a member should be.
    """
    if isinstance(tree, list):
        for one in tree:
            yield from rows_of(one, names)
    elif isinstance(tree, dict):
        inner = next((name for name in names if _holds(tree, name)), None)
        inner = _strange_root(tree, names) if inner is None else inner
        if inner is not None:
            yield from rows_of(tree[inner], names)
        elif tree:
            yield tree
    elif tree.strip():
        raise Unreadable(page=False)


def _strange_root(tree: Mapping[str, Tree], names: tuple[str, ...]) -> str | None:
    """Return the one name that wraps all, if something of these names is in it.

    An empty one wraps nothing: it is no proof that there is nothing.
    """
    for name, inner in tree.items() if len(tree) == 1 else ():
        if isinstance(inner, dict) and any(
            inner.get(one) and _holds(inner, one) for one in names
        ):
            return name
    return None


def _holds(tree: Mapping[str, Tree], name: str) -> bool:
    """Say whether this wraps something of that name, if only nothing."""
    inner = tree.get(name, "no")
    return not isinstance(inner, str) or (not inner and len(tree) == 1)


def read_tree(body: bytes) -> Tree:
    """Read JSON or XML, by what it looks like. Raises Unreadable."""
    start = body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"<":
        return _from_xml(body)
    if not start:
        raise Unreadable(page=False)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("iso-8859-7", "replace")
    try:
        return _from_json(msgspec.json.decode(text), 0)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise Unreadable(page=False) from None


def _from_json(value: object, depth: int) -> Tree:
    if depth > _DEEPEST:
        raise Unreadable(page=False)
    if isinstance(value, dict):
        return {str(name): _from_json(one, depth + 1) for name, one in value.items()}
    if isinstance(value, list):
        return [_from_json(one, depth + 1) for one in value]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _from_xml(body: bytes) -> Tree:
    try:
        root = defusedxml.ElementTree.fromstring(body)
    except (ET.ParseError, defusedxml.DefusedXmlException, ValueError, LookupError):
        raise Unreadable(is_page(body)) from None
    if _name(root).lower() == "html":
        raise Unreadable(page=True)
    return {_name(root): _from_element(root, 0)}


def _from_element(element: ET.Element, depth: int) -> Tree:
    if depth > _DEEPEST:
        raise Unreadable(page=False)
    if len(element) == 0:
        return element.text or ""
    tree: dict[str, Tree] = {}
    for child in element:
        name, inner = _name(child), _from_element(child, depth + 1)
        if name not in tree:
            tree[name] = inner
            continue
        held = tree[name]
        # A list cannot come from a single element, so this one holds repeated elements.
        tree[name] = [*held, inner] if isinstance(held, list) else [held, inner]
    return tree


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
