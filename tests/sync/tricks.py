"""A server of the tests, on loopback, that fails in every way the world knows."""

import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

LOGIN = b"<!DOCTYPE html>\n<html><head><title>Free Wi-Fi</title></head><form/></html>"


class Manner(Enum):
    """How an answer goes out."""

    WHOLE = auto()
    DROPPED = auto()
    """The connection closes instead."""
    RESET = auto()
    """The connection is reset instead."""
    TRUNCATED = auto()
    """Half of it, then the end."""
    DRIPPING = auto()
    """A byte at a time, and never done."""
    HELD = auto()
    """Nothing, until the server stops."""


@dataclass(frozen=True)
class Trick:
    """What to do with one call instead of the honest thing."""

    commits: bool = True
    """Whether a POST is kept all the same."""
    status: int | None = None
    body: bytes | None = None
    media: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    manner: Manner = Manner.WHOLE


HONEST = Trick()


class Trickster:
    """A server on a free loopback port, from `with` to its end."""

    def __init__(self, desk: "type[Desk]") -> None:
        self.callers: set[tuple[str, int]] = set()
        self.open: list[socket.socket] = []
        self.date: str | None = None
        """What it says the time is; None: the truth."""
        self.tricks: dict[str, deque[Trick]] = {}
        """What to do with the next calls, by method."""
        self.always: dict[str, Trick] = {}
        """A trick for every call whose method and path hold this."""
        self.received = threading.Event()
        """Set when a held call is at hand."""
        self.stopped = threading.Event()
        self.before_answering: Callable[[], None] = _nothing
        self.after_answering: Callable[[], None] = _nothing
        self._server = _Server(("127.0.0.1", 0), desk)
        self._server.far = self
        self.host = f"127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def next_post(self, *tricks: Trick) -> None:
        """Play these on the next POSTs."""
        self.next("POST", *tricks)

    def next_get(self, *tricks: Trick) -> None:
        """Play these on the next GETs."""
        self.next("GET", *tricks)

    def next(self, method: str, *tricks: Trick) -> None:
        """Play these on the next calls of that method."""
        self.tricks.setdefault(method, deque()).extend(tricks)

    def hang_up_idle(self) -> None:
        """Close every connection, as servers do with those that are idle."""
        for one in self.open:
            one.shutdown(socket.SHUT_RDWR)

    def trick(self, method: str, path: str) -> Trick:
        """Say what to do with a call."""
        for part, trick in self.always.items():
            if part in f"{method} {path}":
                return trick
        waiting = self.tricks.get(method)
        return waiting.popleft() if waiting else HONEST


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    far: Trickster

    def handle_error(self, request: object, client_address: object) -> None:
        """Callers go away; that is not worth a word."""


class Desk(BaseHTTPRequestHandler):
    """Where one connection is served; a server's own desk says what is answered."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.far.callers.add(self.client_address)
        self.server.far.open.append(self.connection)

    def date_time_string(self, timestamp: float | None = None) -> str:
        return self.server.far.date or super().date_time_string(timestamp)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def write(
        self, trick: Trick, status: int, body: bytes, headers: Mapping[str, str]
    ) -> None:
        """Answer in the manner of the trick; its words stand above the honest ones."""
        far = self.server.far
        body = trick.body if trick.body is not None else body
        if trick.manner is Manner.HELD:
            far.received.set()
            far.stopped.wait()
        if trick.manner in {Manner.HELD, Manner.DROPPED, Manner.RESET}:
            if trick.manner is Manner.RESET:
                self.connection.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                )
            self.close_connection = True
            return
        self.send_response(trick.status or status)
        more = 1_000_000 if trick.manner is Manner.DRIPPING else 0
        told = {**headers, "Content-Length": str(len(body) + more), **trick.headers}
        if trick.media:
            told["Content-Type"] = trick.media
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        if trick.manner is Manner.WHOLE:
            self.wfile.write(body)
            return
        self.close_connection = True
        self.wfile.write(body[: len(body) // 2])
        while trick.manner is Manner.DRIPPING and not far.stopped.is_set():
            self.wfile.write(b" ")
            time.sleep(0.01)


def _nothing() -> None:
    """Do nothing."""
