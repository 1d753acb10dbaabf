"""Hubs that take photos, for the connector's tests: a strict one made here from the
specification of tus, and the real program; before both a line that can be cut in the
middle of a body, and that counts every byte of a photo that passes."""

import base64
import hashlib
import http.client
import json
import socket
import struct
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kiosk.config import Destination
from kiosk.submission import Attachment, AttachmentId, Dispatch
from sync.connector import Haul, Piece, Trouble
from sync.connectors.hub import Hub as HubConnector
from tests.hub.running import Hub
from tests.sync.hubs import KEY, MEDIA, PROBLEM, Call, No, OnTheLine, Reply
from tests.sync.tricks import Desk, Trick

TUS = {"Tus-Resumable": "1.0.0", "Tus-Version": "1.0.0"}
PLENTY = 10_000_000


def photo(size: int = 300_000, number: int = 1) -> Piece:
    """A photo that may go at once."""
    content = bytearray(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00")
    while len(content) < size:
        content += hashlib.sha256(f"{number} {len(content)}".encode()).digest()
    whole = bytes(content[:size])
    told = Attachment(
        id=AttachmentId(f"bbbbbbbb-0000-4000-8000-{number:012}"),
        name=f"photo-{number}.jpg",
        question="photo",
        media="image/jpeg",
        size=size,
        sha256=hashlib.sha256(whole).hexdigest(),
    )
    return Piece(told, whole, None, PLENTY)


class MediaLine(OnTheLine):
    """Whoever takes photos."""

    def __init__(self) -> None:
        super().__init__()
        self._server.RequestHandlerClass = _MediaDesk
        self.cut_after: int | None = None
        """Cut the next PATCH after so many bytes of its body."""
        self.mangles_next = False
        """Change a byte of the next PATCH on its way."""
        self.passed: list[tuple[int, int]] = []
        """Where each piece began, and how much of it came through the line."""

    def made(self, method: str) -> list[Call]:
        return [one for one in self.calls if one.method == method]

    @property
    def bytes_passed(self) -> int:
        return sum(size for _, size in self.passed)

    def piece_passes(self, call: Call) -> None:
        """A hook: a PATCH has come through."""

    @abstractmethod
    def take_cut(self, call: Call, length: int) -> None:
        """A PATCH was cut off."""

    @abstractmethod
    def content(self, dispatch: Dispatch, piece: Piece) -> bytes | None:
        """What is there of a photo from end to end."""


class _MediaDesk(Desk):
    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PATCH(self) -> None:
        self._serve()

    def _serve(self) -> None:
        far = self.server.far
        assert isinstance(far, MediaLine)
        length = int(self.headers.get("Content-Length", "0"))
        patch = self.command == "PATCH"
        cut = far.cut_after if patch else None
        body = self.rfile.read(length if cut is None else cut)
        call = Call(self.command, self.path, dict(self.headers), body)
        far.calls.append(call)
        if patch:
            far.passed.append((int(self.headers.get("Upload-Offset", "-1")), len(body)))
        if cut is not None:
            far.cut_after = None
            far.take_cut(call, length)
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            return
        if patch and far.mangles_next:
            far.mangles_next = False
            call = Call(call.method, call.path, call.headers, b"\x00" + body[1:])
        trick = far.trick(self.command, self.path)
        told = far.take(call) if trick.commits else Reply(200, b"{}")
        if patch:
            far.piece_passes(call)
        self._tell(trick, told)

    def _tell(self, trick: Trick, told: Reply) -> None:
        body = b"" if self.command == "HEAD" else told.body
        self.write(trick, told.status, body, told.headers)


# A hub made here


@dataclass
class _Upload:
    told: str
    length: int
    sha256: str
    content: bytes = b""


class FakeMediaHub(MediaLine):
    """Takes the wire at its word, and nothing that the wire does not allow."""

    def __init__(self) -> None:
        super().__init__()
        self.uploads: dict[str, _Upload] = {}
        self.takes_media = True
        self.lists_anything = True

    def content(self, dispatch: Dispatch, piece: Piece) -> bytes | None:
        upload = self.uploads.get(f"{dispatch.id}/{piece.attachment.id}")
        return upload.content if upload else None

    def take_cut(self, call: Call, length: int) -> None:
        """It had a checksum: nothing is kept."""
        assert call.headers["Upload-Checksum"]

    def take(self, call: Call) -> Reply:
        try:
            reply = self._take(call)
            return Reply(reply.status, reply.body, {**reply.headers, **TUS})
        except No as no:
            body = json.dumps({"status": no.status, "title": no.title}).encode()
            return Reply(no.status, body, {"Content-Type": PROBLEM, **TUS})

    def _take(self, call: Call) -> Reply:
        path = unquote(urlsplit(call.path).path).removeprefix("/plateia/v1/")
        word = base64.b64encode(f"plateia:{KEY}".encode()).decode()
        if call.headers.get("Authorization") != f"Basic {word}":
            raise No(401, "this needs a key")
        if not self.takes_media:
            raise No(404, "there is nothing at this address")
        media, _, name = path.partition("/")
        assert media == "media"
        if call.method == "GET":
            return self._list(name)
        if call.headers.get("Tus-Resumable") != "1.0.0":
            raise No(412, "another version")
        doings = {"POST": self._create, "HEAD": self._tell, "PATCH": self._append}
        return doings[call.method](name, call)

    def _list(self, submission: str) -> Reply:
        told: list[dict[str, Any]] = []
        for name, one in self.uploads.items():
            whose, _, mine = name.partition("/")
            if whose == submission and len(one.content) == one.length:
                told.append({"id": mine, "size": one.length, "sha256": one.sha256})
        body = json.dumps({"media": told if self.lists_anything else []}).encode()
        return Reply(200, body, {"Content-Type": MEDIA})

    def _create(self, submission: str, call: Call) -> Reply:
        assert call.body == b""
        told = call.headers["Upload-Metadata"]
        pairs = dict(one.split(" ") for one in told.split(","))
        said = {key: base64.b64decode(value).decode() for key, value in pairs.items()}
        assert set(said) == {"id", "name", "question", "media", "sha256"}
        name = f"{submission}/{said['id']}"
        new = _Upload(told, int(call.headers["Upload-Length"]), said["sha256"])
        if self.uploads.setdefault(name, new).told != told:
            raise No(409, "the id was used already")
        return Reply(201, b"", {"Location": name})

    def _tell(self, name: str, _: Call) -> Reply:
        upload = self._found(name)
        there = {
            "Upload-Offset": str(len(upload.content)),
            "Upload-Length": str(upload.length),
        }
        return Reply(200, b"", there)

    def _append(self, name: str, call: Call) -> Reply:
        upload = self._found(name)
        if call.headers.get("Content-Type") != "application/offset+octet-stream":
            raise No(415, "another type")
        if int(call.headers["Upload-Offset"]) != len(upload.content):
            raise No(409, "another offset")
        algorithm, told = call.headers["Upload-Checksum"].split(" ")
        digest = hashlib.new(algorithm, call.body).digest()
        if base64.b64decode(told) != digest:
            raise No(460, "another checksum")
        upload.content += call.body
        assert len(upload.content) <= upload.length
        return Reply(204, b"", {"Upload-Offset": str(len(upload.content))})

    def _found(self, name: str) -> _Upload:
        if name not in self.uploads:
            raise No(404, "there is no such upload")
        return self.uploads[name]


# The real program


class RealMediaHub(MediaLine):
    """The program itself, behind the line."""

    def __init__(self, hub: Hub, home: Path) -> None:
        super().__init__()
        self.hub = hub
        self.home = home

    def content(self, dispatch: Dispatch, piece: Piece) -> bytes | None:
        answer = self.hub.page(f"media/{piece.attachment.id}")
        return answer.content if answer.status_code == 200 else None

    def take(self, call: Call) -> Reply:
        line = self._line()
        try:
            line.request(call.method, call.path, call.body, self._passed_on(call))
            answer = line.getresponse()
            body = answer.read()
        finally:
            line.close()
        left = {"content-length", "connection", "transfer-encoding", "date"}
        kept = {k: v for k, v in answer.getheaders() if k.lower() not in left}
        return Reply(answer.status, body, kept)

    def take_cut(self, call: Call, length: int) -> None:
        line = self._line()
        line.putrequest(call.method, call.path)
        for key, value in self._passed_on(call).items():
            line.putheader(key, value)
        line.endheaders(call.body)
        line.close()

    def _line(self) -> http.client.HTTPConnection:
        address = urlsplit(self.hub.url)
        return http.client.HTTPConnection(str(address.hostname), address.port, 30)

    def _passed_on(self, call: Call) -> Mapping[str, str]:
        return {key: value for key, value in call.headers.items() if key != "Host"}


# The kiosk's end


class Watch:
    """A clock that goes on only when the line takes something."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


Connect = Callable[..., HubConnector]


@contextmanager
def connecting(now: Callable[[], float]) -> Iterator[Connect]:
    """Makes connectors that are closed at the end."""
    made: list[HubConnector] = []

    def connect(line: MediaLine, **settings: object) -> HubConnector:
        told: dict[str, object] = {"url": line.url, "api_key": KEY, "timeout_s": 10}
        to = Destination(name="town", type="hub", **(told | settings))  # type: ignore[arg-type] # settings are what a test says
        made.append(HubConnector(to, now=now))
        return made[-1]

    yield connect
    for one in made:
        one.close()


def trouble(haul: Haul) -> Trouble:
    assert isinstance(haul.outcome, Trouble)
    return haul.outcome
