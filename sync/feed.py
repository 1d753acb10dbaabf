"""The port to what citizens read from outside, and the one way such a thing is fetched.

A feed is asked only for what is newer than what hangs in the square. Whatever is not
plainly its answer, a login page above all, proves nothing: what hangs there stays.
"""

from collections.abc import Mapping
from typing import Final, Protocol, runtime_checkable
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import defusedxml
import defusedxml.ElementTree
import msgspec

from kiosk.config import Destination, Feed
from kiosk.errors import Misconfigured
from kiosk.notice import Notice, Stamp
from kiosk.others import Report
from sync.connector import Kind, Trouble
from sync.http import Answer, Line, LineTrouble, Request, kind_of

_LONGEST_STAMP: Final = 200
_DEEPEST: Final = 60


class Told(msgspec.Struct, frozen=True):
    """All that a feed tells now."""

    notices: tuple[Notice, ...]
    stamp: Stamp


class Listed(msgspec.Struct, frozen=True):
    """All that a destination lists as open now."""

    reports: tuple[Report, ...]
    stamp: Stamp


class Unchanged:
    """It tells nothing but what it told last."""


class Reader(Protocol):
    """Reads one feed. It never raises."""

    def fetch(self, stamp: Stamp) -> Told | Listed | Unchanged | Trouble:
        """Ask for all it tells, if that is newer than its last answer's stamp."""

    def hang_up(self) -> None:
        """End the call being made, and make no more. A signal handler may call this."""

    def close(self) -> None:
        """Let the line go."""


@runtime_checkable
class Archive(Protocol):
    """A reader whose notices have documents with them (`Notice.link`)."""

    def document(self, link: str) -> bytes | Trouble:
        """Fetch a document: a PDF as far as one sees from outside; empty when it can
        never be had."""


class Fetching:
    """What the readers have in common: a line, and a question for something newer."""

    def __init__(self, feed: Feed) -> None:
        """Take the line up. Raises Misconfigured for an address that is none."""
        self.feed = feed
        self.line = line_to(feed, feed.timeout_s)

    def hang_up(self) -> None:
        """End the call being made, and make no more."""
        self.line.hang_up()

    def close(self) -> None:
        """Let the line go."""
        self.line.close()

    def ask(self, url: str, stamp: Stamp, takes: str) -> Answer | Unchanged | Trouble:
        """Get what is at an address; `takes` is what can be read (Accept)."""
        headers = {"Accept": takes, **asking(stamp)}
        try:
            answer = self.line.ask(Request("GET", url, headers=headers))
        except LineTrouble as trouble:
            return Trouble(Kind.LINK, trouble.code)
        if answer.status == 304 and asking(stamp):
            return Unchanged()
        if answer.status != 200:
            code = f"answered {answer.status}"
            return Trouble(kind_of(answer.status), code, wait_s=answer.wait_s)
        return answer


def asking(stamp: Stamp) -> dict[str, str]:
    """Return what is said to be told only something newer (RFC 9110, 13.1)."""
    said = {"If-None-Match": stamp.tag, "If-Modified-Since": stamp.modified}
    return {name: value for name, value in said.items() if value}


def stamp_of(answer: Answer) -> Stamp:
    """Return what a server gave to be asked only for something newer."""
    return Stamp(
        _header(answer.headers, "ETag"), _header(answer.headers, "Last-Modified")
    )


def not_understood(what: str) -> Trouble:
    """Say that an answer is none of what the feed should tell."""
    return Trouble(Kind.BUSY, f"the answer is no {what}")


def tree(body: bytes) -> ET.Element | None:
    """Return the root of an XML document, None when it is none, or is made to harm."""
    try:
        root: ET.Element = defusedxml.ElementTree.fromstring(
            body.lstrip(), forbid_dtd=True
        )
    except (ET.ParseError, defusedxml.DefusedXmlException, ValueError, LookupError):
        return None
    return root if _is_shallow(root) else None


def local(element: ET.Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def children(element: ET.Element, name: str) -> list[ET.Element]:
    """Return the children of that name, whatever their namespace."""
    return [one for one in element if local(one) == name]


def child_text(element: ET.Element, name: str) -> str:
    """Return the text of the first child of that name; '' when there is none."""
    found = children(element, name)
    return (found[0].text or "").strip() if found else ""


def _is_shallow(root: ET.Element) -> bool:
    level = [root]
    for _ in range(_DEEPEST):
        level = [child for one in level for child in one]
        if not level:
            return True
    return False


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name, "").strip()
    fine = value.isascii() and value.isprintable() and len(value) <= _LONGEST_STAMP
    return value if fine else ""


def line_to(feed: Feed, timeout_s: float) -> Line:
    """Take up a line to a feed's host. Raises Misconfigured for an address that is none."""
    base = urlsplit(feed.url)._replace(query="", fragment="").geturl()
    try:
        return Line(
            Destination(name=feed.name, type=feed.type, url=base, timeout_s=timeout_s)
        )
    except Misconfigured as error:
        raise Misconfigured(
            f'feed "{feed.name}", url',
            error.what,
            "write it like https://example.gr/feed",
        ) from None
