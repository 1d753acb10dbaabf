"""The wire of OpenRosa: submissions as multipart, answers in their envelope. Pure.

The XML goes first and alone, then each file that belongs to it in a POST of its own, which
repeats the XML: no server's limit is met sooner than it must be, and what breaks off costs
one file. All POSTs but the last say that more will come. The same submission gives the
same POSTs, byte for byte.

Spec: OpenRosa 1.0 Form Submission API (docs.getodk.org/openrosa-form-submission).
"""

import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

import defusedxml
import defusedxml.ElementTree
import msgspec

from sync.georeport import Unreadable, is_page, plain

_LONGEST_SAID = 160


class File(msgspec.Struct, frozen=True):
    """A file that belongs to a submission; its name stands in the XML."""

    name: str
    media: str
    content: bytes


class Post(msgspec.Struct, frozen=True):
    """One POST of a submission: its XML, and at most one file of those it names."""

    xml: bytes
    file: File | None
    is_last: bool

    def body(self) -> tuple[bytes, str]:
        """Return the body, and the Content-Type that goes with it (RFC 7578)."""
        parts = [_part("xml_submission_file", self.xml, "text/xml", "submission.xml")]
        if self.file is not None:
            name, media = self.file.name, self.file.media
            parts.append(_part(name, self.file.content, media, name))
        if not self.is_last:
            parts.append(_part("*isIncomplete*", b"yes"))
        boundary = _boundary(parts)
        line = b"--" + boundary.encode("ascii")
        body = b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line
        return body + b"--\r\n", f"multipart/form-data; boundary={boundary}"


class Envelope(msgspec.Struct, frozen=True):
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


def is_centrals(url: str) -> bool:
    """Say whether an address is that of a project of ODK Central's: it has a list of files.

    An App User's (`/v1/key/...`) is none: that one may send, and read nothing.
    """
    return "/v1/projects/" in urlsplit(url).path


def read_files(body: bytes) -> Mapping[str, bool]:
    """Read ODK Central's list of a submission's files: those its XML names, and whether
    each is there. Raises Unreadable for anything else.

    Spec: ODK Central API, "Listing expected Submission Attachments".
    """
    try:
        listed = msgspec.json.decode(body, type=list[_Listed])
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise Unreadable(is_page(body)) from None
    return {one.name: one.exists for one in listed}


class _Listed(msgspec.Struct):
    name: str
    exists: bool


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
