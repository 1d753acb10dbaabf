"""Hubs for the agent's tests: a strict one made here from the description of the wire, and
the real program with somebody on the line before it."""

import base64
import gzip
import hashlib
import http.client
import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.hub.running import running, write
from tests.sync.tricks import Desk, Trick, Trickster

KEY = "κλειδί του Δήμου"
MEDIA = "application/vnd.plateia.v1+json"
PROBLEM = "application/problem+json"
FIELDS = {
    *("id", "receipt", "form", "form_version", "service", "title", "description"),
    *("address", "latitude", "longitude", "language", "kiosk", "confirmed"),
    *("answers", "places", "attachments", "name", "phone", "email"),
    "same_as",
}


@dataclass(frozen=True)
class Call:
    """What was asked."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def items(self) -> list[Any]:
        """The submissions in it."""
        clear = self.body
        if self.headers.get("Content-Encoding") == "gzip":
            clear = gzip.decompress(clear)
        told = json.loads(clear)
        return told["items"] if self.path.endswith("/batch") else [told]


@dataclass(frozen=True)
class Reply:
    """What is answered."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class OnTheLine(Trickster, ABC):
    """Whoever takes the calls; every trick of the tests can be played on them."""

    def __init__(self) -> None:
        super().__init__(_Desk)
        self.calls: list[Call] = []

    @property
    def url(self) -> str:
        return f"http://{self.host}/plateia/v1"

    def sent(self) -> list[Call]:
        """The calls that brought something."""
        return [one for one in self.calls if one.method != "GET"]

    def next_send(self, *tricks: Trick) -> None:
        """Play these on the next calls that bring something."""
        for method in ("PUT", "POST"):
            self.next(method, *tricks)

    @abstractmethod
    def take(self, call: Call) -> Reply:
        """Do what is asked."""


class _Desk(Desk):
    def do_GET(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        far = self.server.far
        assert isinstance(far, OnTheLine)
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length)
        call = Call(self.command, self.path, dict(self.headers), body)
        far.calls.append(call)
        trick = far.trick(self.command, self.path)
        told = far.take(call) if trick.commits else Reply(200, b"{}")
        self.write(trick, told.status, told.body, told.headers)


# A hub made here


class No(Exception):
    """The wire says no."""

    def __init__(self, status: int, title: str) -> None:
        super().__init__(status, title)
        self.status = status
        self.title = title


class FakeHub(OnTheLine):
    """Takes the wire at its word, and nothing that the wire does not allow."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, Any] = {}
        self.numbers: dict[str, str] = {}
        self.steps: list[dict[str, Any]] = []
        self.refusing: set[str] = set()
        """Ids it will not have; "*" for every one."""
        self.upset_by: tuple[str, int] | None = None
        """An id that brings this status upon the whole call it is in."""
        self.most_items = 50
        self.page = 200
        self.forgets_cursors = False

    def decide(self, number: str, note: str | None, closed: bool = True) -> None:
        """Let a clerk decide."""
        step = {
            "id": next(one for one, at in self.numbers.items() if at == number),
            "request": number,
            "status": "fixed" if closed else "planned",
            "closed": closed,
            "note": note,
            "at": f"2026-05-06T10:00:{len(self.steps):02}Z",
        }
        self.steps.append(step)

    def take(self, call: Call) -> Reply:
        try:
            return self._take(call)
        except No as no:
            told = {"status": no.status, "title": no.title}
            return _reply(no.status, told, PROBLEM)

    def _take(self, call: Call) -> Reply:
        address = urlsplit(call.path)
        args = {name: one for name, (one,) in parse_qs(address.query).items()}
        path = unquote(address.path).removeprefix("/plateia/v1")
        if path == "/ping":
            return _reply(200, {"nonce": args["nonce"], "at": "2026-05-06T10:00:00Z"})
        word = base64.b64encode(f"plateia:{KEY}".encode()).decode()
        if call.headers.get("Authorization") != f"Basic {word}":
            raise No(401, "this needs a key")
        if (call.method, path) == ("GET", "/news"):
            return self._news(args)
        if call.headers.get("Content-Type") != MEDIA:
            raise No(415, "another type")
        if self.upset_by and self.upset_by[0] in {one["id"] for one in call.items}:
            raise No(self.upset_by[1], "something is wrong")
        if (call.method, path) == ("POST", "/batch"):
            if not 1 <= len(call.items) <= self.most_items:
                raise No(413, "too many")
            raws = _raw_items(call)
            return _reply(200, {"results": [self._file(*one) for one in raws]})
        if call.method == "PUT" and path == f"/submissions/{call.items[0]['id']}":
            told = self._file(call.items[0], call.body)
            if "title" in told:
                raise No(told["status"], told["title"])
            return _reply(told["status"], told)
        raise No(404, "there is nothing at this address")

    def _file(self, item: Any, raw: bytes) -> dict[str, Any]:
        name = item["id"]
        assert set(item) == FIELDS, "the wire is the dispatch"
        if self.refusing & {"*", name}:
            return {"id": name, "status": 422, "title": "we do not want this one"}
        if self.kept.setdefault(name, item) != item:
            return {"id": name, "status": 409, "title": "the id was used already"}
        new = name not in self.numbers
        number = self.numbers.setdefault(name, str(len(self.numbers) + 1))
        return {
            "id": name,
            "status": 201 if new else 200,
            "request": number,
            "sha256": hashlib.sha256(raw).hexdigest(),
        }

    def _news(self, args: Mapping[str, str]) -> Reply:
        since = args.get("since", "c0")
        if self.forgets_cursors and since != "c0":
            self.forgets_cursors = False
            raise No(410, "begin without a cursor")
        of = args["of"].split(",") if "of" in args else None
        numbered = list(enumerate(self.steps, 1))[int(since.removeprefix("c")) :]
        wanted = [
            (at, one) for at, one in numbered if of is None or one["request"] in of
        ]
        told = wanted[: self.page]
        cursor = f"c{told[-1][0]}" if told else since
        news = [one for _, one in told]
        more = len(wanted) > self.page
        return _reply(200, {"news": news, "cursor": cursor, "more": more})


def _raw_items(call: Call) -> list[tuple[Any, bytes]]:
    """The items with the very bytes they came as."""
    clear = gzip.decompress(call.body).decode()
    at = clear.index("[") + 1
    found = []
    for item in call.items:
        decoded, end = json.JSONDecoder().raw_decode(clear, at)
        assert decoded == item
        found.append((item, clear[at:end].encode()))
        at = end + 1
    return found


def _reply(status: int, told: object, media: str = MEDIA) -> Reply:
    body = json.dumps(told, ensure_ascii=False).encode()
    return Reply(status, body, {"Content-Type": media})


# The real program


class RealHub(OnTheLine):
    """The program itself, behind a line; it can be stopped and started with other
    settings, and keeps what it has."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.home = home
        self._stop = ExitStack()

    def start(self, settings: str) -> None:
        """Start it, or start it again."""
        self._stop.close()
        write(self.home, "hub.toml", settings)
        self.direct = self._stop.enter_context(running(self.home))

    def stop(self) -> None:
        """Stop the program; the line stays."""
        self._stop.close()

    def take(self, call: Call) -> Reply:
        address = urlsplit(self.direct.url)
        line = http.client.HTTPConnection(str(address.hostname), address.port, 30)
        passed_on = {k: v for k, v in call.headers.items() if k != "Host"}
        try:
            line.request(call.method, call.path, call.body, passed_on)
            answer = line.getresponse()
            body = answer.read()
        finally:
            line.close()
        kept = {k: v for k, v in answer.getheaders() if k.lower() in _PASSED_ON}
        return Reply(answer.status, body, kept)


_PASSED_ON = {"content-type", "etag", "www-authenticate", "date"}


@contextmanager
def real_hub(home: Path, settings: str = f"api_keys = ['{KEY}']") -> Iterator[RealHub]:
    """The real hub, from `with` to its end."""
    with RealHub(home) as hub:
        hub.start(settings)
        try:
            yield hub
        finally:
            hub.stop()
