"""A post office of the tests: just enough SMTP (RFC 5321) to count what it was given."""

import socketserver
import threading
from types import TracebackType
from typing import Self


class PostOffice:
    """The server, on a free loopback port, from `with` to its end."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self._server = _Server(("127.0.0.1", 0), _Counter)
        self._server.office = self
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    office: PostOffice

    def handle_error(self, request: object, client_address: object) -> None:
        """Callers go away; that is not worth a word."""


class _Counter(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self._say(b"220 post office")
        while line := self.rfile.readline():
            word = line[:4].strip().upper()
            if word == b"DATA":
                self._say(b"354 go on")
                self._take()
            elif word == b"QUIT":
                self._say(b"221 bye")
                return
            else:
                self._say(b"250 fine")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line.endswith(b"\n"):
                raise ConnectionResetError  # not all of it: none of it
            lines.append(line)
        self.server.office.kept.append(b"".join(lines))
        self._say(b"250 kept")

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")
