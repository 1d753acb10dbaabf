"""An OpenRosa server, written from the specification, with the manners of ODK Central or of
Kobo; strict, and able to fail in every way the world knows.

Spec: OpenRosa 1.0 HTTP Request, Form Submission and Authentication APIs; RFC 7616, 7617.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import HTTP
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import assert_never
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import msgspec

from kiosk.config import Destination
from kiosk.submission import Attachment, AttachmentId, Dispatch
from tests.sync.contract import make_dispatch
from tests.sync.openrosa_archive import Archive, Kept, Manners, Part, Refused
from tests.sync.tricks import Desk, Trickster

USER = "kiosk@lefki.gr"
PASSWORD = "κωδικός: 1"
REALM = "ODK"


class Asks(Enum):
    """How it asks who is there."""

    NOBODY = ""
    DIGEST = 'Digest realm="{realm}", qop="auth", nonce="{nonce}", algorithm=MD5'
    OLD_DIGEST = 'Basic realm="{realm}", Digest realm="{realm}", nonce="{nonce}"'
    STRANGE_DIGEST = 'Digest realm="{realm}", nonce="{nonce}", algorithm=WHIRLPOOL'
    BASIC = 'Basic realm="{realm}"'
    SILENTLY = "-"
    """Basic, without a challenge (getodk/central-backend#851)."""


class OpenRosaServer(Trickster):
    """The server, on a free loopback port, from `with` to its end."""

    def __init__(self, manners: Manners = Manners.CENTRAL) -> None:
        super().__init__(_Entry)
        self.manners = manners
        self.archive = Archive(manners)
        self.asks = Asks.NOBODY
        self.most: str | None = "100000000"
        """What it announces as the longest POST."""
        self.longest: int | None = None
        """What it, or a proxy before it, takes at most."""
        self.location: str | None = None
        """Where it wants submissions sent instead."""
        self.calls: list[str] = []
        self.bodies: list[bytes] = []
        """Of the POSTs that were let in."""
        self.authorized: list[str] = []
        """The Authorization of each call, '' where there was none."""
        self.may_read = True
        """Whether who may send may also read (a Project Manager; no Data Collector)."""
        self.nonce = "n1"

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.manners.value}"

    @property
    def kept(self) -> list[Kept]:
        return self.archive.kept

    def knows(self, method: str, path: str, authorization: str) -> bool:
        """Say whether the caller proved who they are (RFC 7616, RFC 7617)."""
        match self.asks:
            case Asks.NOBODY:
                return True
            case Asks.BASIC | Asks.SILENTLY:
                word = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
                return authorization == f"Basic {word}"
            case Asks.DIGEST | Asks.OLD_DIGEST:
                return self._digests(method, path, authorization)
            case Asks.STRANGE_DIGEST:
                return False
            case _:
                assert_never(self.asks)

    def _digests(self, method: str, path: str, authorization: str) -> bool:
        if not authorization.startswith("Digest "):
            return False
        told = dict(re.findall(r'(\w+)="?([^",]*)"?', authorization))
        own = _md5(f"{USER}:{REALM}:{PASSWORD}")
        call = _md5(f"{method}:{path}")
        if self.asks is Asks.DIGEST:
            middle = f"{told.get('nc')}:{told.get('cnonce')}:auth"
            wanted = _md5(f"{own}:{self.nonce}:{middle}:{call}")
        else:
            wanted = _md5(f"{own}:{self.nonce}:{call}")
        fits = (told.get("uri"), told.get("nonce")) == (path, self.nonce)
        return fits and told.get("response") == wanted


class _Entry(Desk):
    @property
    def far(self) -> OpenRosaServer:
        assert isinstance(self.server.far, OpenRosaServer)
        return self.server.far

    def do_HEAD(self) -> None:
        self._serve(None)

    def do_GET(self) -> None:
        """ODK Central's own API, beside OpenRosa; Kobo's is on another host."""
        far = self.far
        far.calls.append(f"GET {self.path}")
        far.authorized.append(self.headers.get("Authorization", ""))
        trick = far.trick("GET", self.path)
        try:
            status, told = 200, self._list_files()
        except Refused as no:
            status, told = no.status, {"message": no.message, "code": no.status + 0.1}
        media = {"Content-Type": "application/json; charset=utf-8"}
        self.write(trick, status, msgspec.json.encode(told), media)

    def _list_files(self) -> object:
        far = self.far
        path = re.fullmatch(
            rf"{far.manners.value}/forms/([^/]+)/submissions/([^/]+)/attachments",
            urlsplit(self.path).path,
        )
        if far.manners is not Manners.CENTRAL or path is None:
            raise Refused(404, "Could not find the resource you were looking for.")
        authorization = self.headers.get("Authorization", "")
        if authorization and not far.knows("GET", self.path, authorization):
            raise Refused(401, "Could not authenticate with the provided credentials.")
        if not far.may_read or not authorization:
            # Nobody in particular is somebody without rights.
            raise Refused(403, "The authentication you provided does not have rights.")
        form, instance = (unquote(one) for one in path.groups())
        return far.archive.listed(form, instance)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._serve(body)
        self.far.after_answering()

    def _serve(self, body: bytes | None) -> None:
        far = self.far
        far.calls.append(f"{self.command} {self.path}")
        far.authorized.append(self.headers.get("Authorization", ""))
        trick = far.trick(self.command, self.path)
        status, told = 201, ""
        headers = {"X-OpenRosa-Version": "1.0", "Content-Type": "text/xml"}
        if far.most is not None:
            headers["X-OpenRosa-Accept-Content-Length"] = far.most
        try:
            self._let_in(body)
            if body is None:
                status = 204
                headers |= {"Location": far.location} if far.location else {}
            else:
                far.bodies.append(body)
                if trick.commits:
                    status, told = self._take(body)
        except Refused as no:
            status, told = no.status, no.message
            offered = far.asks.value.format(realm=REALM, nonce=far.nonce)
            if status == 401 and far.asks is not Asks.SILENTLY:
                headers["WWW-Authenticate"] = offered
        far.before_answering()
        envelope = b"" if body is None else _envelope(told, is_error=status >= 400)
        self.write(trick, status, envelope, headers)

    def _let_in(self, body: bytes | None) -> None:
        """OpenRosa 1.0 HTTP Request API, and who is there."""
        far = self.far
        address = urlsplit(self.path)
        if self.headers.get("X-OpenRosa-Version") != "1.0":
            raise Refused(400, "X-OpenRosa-Version is missing")
        date = self.headers.get("Date", "")
        if not date.endswith(" GMT") or parsedate_to_datetime(date) is None:
            raise Refused(400, "Date is missing")
        if address.path != far.manners.path:
            raise Refused(404, "Could not find the resource you were looking for.")
        is_public = body is None and far.manners is Manners.CENTRAL
        authorization = self.headers.get("Authorization", "")
        if not is_public and not far.knows(self.command, self.path, authorization):
            raise Refused(401, "Could not authenticate with the provided credentials.")
        if far.longest is not None and len(body or b"") > far.longest:
            raise Refused(413, "Request Entity Too Large")

    def _take(self, body: bytes) -> tuple[int, str]:
        media = self.headers.get("Content-Type", "")
        if not media.startswith("multipart/form-data; boundary="):
            raise Refused(415, "multipart/form-data is expected")
        device = parse_qs(urlsplit(self.path).query).get("deviceID", [""])[0]
        return self.far.archive.take(read_parts(body, media), device)


FIRST = "uuid:00000000-0000-4000-8000-000000000001"
"""The instanceID of the first report."""


def make_report() -> Dispatch:
    """A report that is the same in every run."""
    noon = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
    return msgspec.structs.replace(make_dispatch(), confirmed=noon, form_version="1")


def make_photos(*contents: bytes) -> Dispatch:
    """The same report with photos, one question for all."""
    photos = tuple(
        Attachment(
            id=AttachmentId(f"00000000-0000-4000-9000-{at:012}"),
            name=f"photo-{at}.jpg",
            question="photo",
            media="image/jpeg",
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        for at, content in enumerate(contents, start=1)
    )
    answers = {"what": ("broken-lamp",), "photo": tuple(one.id for one in photos)}
    return msgspec.structs.replace(make_report(), answers=answers, attachments=photos)


def to(
    server: OpenRosaServer,
    timeout_s: float = 5,
    services: Mapping[str, str] = {},
    login: tuple[str, str] = ("", ""),
) -> Destination:
    """How to reach a server."""
    return Destination(
        name="central",
        type="openrosa",
        url=server.url,
        services=services,
        timeout_s=timeout_s,
        username=login[0],
        password=login[1],
    )


def read_parts(body: bytes, media: str) -> list[Part]:
    """Read a multipart body, with the standard library's reader of mail."""
    head = f"Content-Type: {media}\r\n\r\n".encode()
    message = message_from_bytes(head + body, policy=HTTP)
    assert not message.defects
    parts = []
    for part in message.iter_parts():
        assert not part.defects
        assert part.get_content_disposition() == "form-data"
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        name = part.get_param("name", header="content-disposition")
        media = part.get_content_type() if "Content-Type" in part else ""
        parts.append(Part(str(name), part.get_filename(), media, content))
    return parts


def _envelope(message: str, is_error: bool) -> bytes:
    nature = "error" if is_error else ""
    return (
        '\n  <OpenRosaResponse xmlns="http://openrosa.org/http/response" items="0">\n'
        f'    <message nature="{nature}">{escape(message)}</message>\n'
        "  </OpenRosaResponse>"
    ).encode()


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
