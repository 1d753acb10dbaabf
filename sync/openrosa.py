"""The wire of OpenRosa: submissions as multipart, answers in their envelope. Pure.

What does not fit one POST goes in several; each repeats the submission's XML, and all but
the last say that more will come. The same submission gives the same POSTs, byte for byte.

Spec: OpenRosa 1.0 Form Submission API (docs.getodk.org/openrosa-form-submission).
"""

import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import defusedxml
import defusedxml.ElementTree

from sync.georeport import Unreadable, is_page, plain

MOST_AT_ONCE: Final = 1_500_000
"""Bytes of one POST, whatever the server would take: a village's line breaks often."""

_LONGEST_SAID = 160


@dataclass(frozen=True)
class Attachment:
    """A file that belongs to a submission; its name stands in the XML."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True)
class Post:
    """One POST of a submission: its XML, and some of what belongs to it."""

    xml: bytes
    attachments: tuple[Attachment, ...]
    is_last: bool

    def body(self) -> tuple[bytes, str]:
        """Return the body, and the Content-Type that goes with it (RFC 7578)."""
        parts = [
            _part("xml_submission_file", self.xml, "text/xml", "submission.xml"),
            *(
                _part(one.name, one.content, one.media, one.name)
                for one in self.attachments
            ),
        ]
        if not self.is_last:
            parts.append(_part("*isIncomplete*", b"yes"))
        boundary = _boundary(parts)
        line = b"--" + boundary.encode("ascii")
        body = b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line
        return body + b"--\r\n", f"multipart/form-data; boundary={boundary}"

    def halves(self) -> "list[Post]":
        """Return the two POSTs to make instead of one that is too large, if it can be."""
        if len(self.attachments) < 2:
            return []
        middle = len(self.attachments) // 2
        first = replace(self, attachments=self.attachments[:middle], is_last=False)
        return [first, replace(self, attachments=self.attachments[middle:])]


def posts(xml: bytes, attachments: Sequence[Attachment], most: int) -> list[Post]:
    """Divide a submission into POSTs of at most so many bytes, in the order given.

    An attachment that is too large for that goes alone: here nothing is made smaller.
    """
    batches: list[tuple[Attachment, ...]] = [()]
    for one in attachments:
        more = (*batches[-1], one)
        fits = len(Post(xml, more, is_last=False).body()[0]) <= most
        if fits or not batches[-1]:
            batches[-1] = more
        else:
            batches.append((one,))
    return [Post(xml, batch, batch is batches[-1]) for batch in batches]


@dataclass(frozen=True)
class Envelope:
    """What an OpenRosa server says, whatever its status."""

    message: str
    """One line; '' when it says nothing."""
    is_error: bool


def read_envelope(body: bytes) -> Envelope:
    """Read an OpenRosaResponse. Raises Unreadable for anything else."""
    try:
        root = defusedxml.ElementTree.fromstring(body.lstrip())
    except (ET.ParseError, defusedxml.DefusedXmlException, ValueError, LookupError):
        raise Unreadable(is_page(body)) from None
    if _name(root) != "OpenRosaResponse":
        raise Unreadable(_name(root).lower() == "html")
    message = next((one for one in root if _name(one) == "message"), None)
    if message is None:
        return Envelope("", is_error=False)
    said = plain("".join(message.itertext()), _LONGEST_SAID)
    return Envelope(said, is_error="error" in message.get("nature", "").lower())


def read_limit(announced: str | None) -> int:
    """Return how many bytes one POST may have, by X-OpenRosa-Accept-Content-Length."""
    said = (announced or "").strip()
    if not said.isascii() or not said.isdecimal() or int(said[:12]) == 0:
        return MOST_AT_ONCE
    return min(MOST_AT_ONCE, int(said[:12]))


def _part(name: str, content: bytes, media: str = "", filename: str = "") -> bytes:
    header = f'Content-Disposition: form-data; name="{_quoted(name)}"'
    if filename:
        header += f'; filename="{_quoted(filename)}"'
    if media:
        header += f"\r\nContent-Type: {media}"
    return header.encode() + b"\r\n\r\n" + content


def _boundary(parts: Sequence[bytes]) -> str:
    """Name a boundary by what it bounds; nothing holds its own digest."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8) + part)
    return f"plateia-{digest.hexdigest()[:40]}"


def _quoted(name: str) -> str:
    """Escape a name as browsers do (HTML, multipart/form-data)."""
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
