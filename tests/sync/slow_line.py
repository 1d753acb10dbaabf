"""A long way to a server: every byte takes half a round trip, and a new connection one
more, as a handshake does. What is on its way at once is counted."""

import asyncio
import re
import threading
import time
from collections.abc import Coroutine
from contextlib import suppress
from types import TracebackType
from typing import Final, TypeVar

T = TypeVar("T")

_REQUEST: Final = re.compile(rb"^(GET|HEAD|POST|PUT) ([^ ]+) HTTP/1\.1\r\n")


class SlowLine:
    """A proxy in front of one server, on a free loopback port, from `with` to its end.

    It carries requests one after the other on each connection, as HTTP/1.1 clients send
    them, and delays them without limiting their rate.
    """

    def __init__(self, port: int, round_trip_s: float) -> None:
        self._to = port
        self._round_trip_s = round_trip_s
        self.connections = 0
        self.requests: list[tuple[str, str]] = []
        """Method and path of each request, in the order in which they set out."""
        self.bytes_out = 0
        """That went towards the server, headers and all."""
        self.most_in_flight = 0
        self._in_flight = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._open: set[asyncio.StreamWriter] = set()
        self.port = 0

    def __enter__(self) -> "SlowLine":
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._do(self._hang_up())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def forget(self) -> None:
        """Begin to count anew."""
        self.requests.clear()
        self.most_in_flight = 0

    def _do(self, what: Coroutine[object, object, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(20)

    async def _hang_up(self) -> None:
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        mine = asyncio.current_task()
        rest = [one for one in asyncio.all_tasks() if one is not mine]
        for one in rest:
            one.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.connections += 1
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        self._open |= {writer, back}
        await asyncio.sleep(self._round_trip_s)  # the handshake
        with suppress(asyncio.CancelledError):  # it is hung up
            await asyncio.gather(
                self._pass(reader, back, outward=True),
                self._pass(there, writer, outward=False),
            )

    async def _pass(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, outward: bool
    ) -> None:
        """Pass on what comes, half a round trip later, in its order."""
        late: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        passing = asyncio.create_task(self._pass_late(late, sink, outward))
        try:
            while piece := await source.read(65_536):
                if outward:
                    self.bytes_out += len(piece)
                    self._note(piece)
                await late.put((time.monotonic() + self._round_trip_s / 2, piece))
            await late.put((0, b""))
            await passing
        except (ConnectionError, asyncio.CancelledError):
            passing.cancel()
            sink.transport.abort()

    async def _pass_late(
        self,
        late: "asyncio.Queue[tuple[float, bytes]]",
        sink: asyncio.StreamWriter,
        outward: bool,
    ) -> None:
        while True:
            at, piece = await late.get()
            if not piece:
                sink.close()
                return
            await asyncio.sleep(at - time.monotonic())
            if not outward and piece.startswith(b"HTTP/1.1 "):
                self._in_flight -= 1
            sink.write(piece)
            await sink.drain()

    def _note(self, piece: bytes) -> None:
        request = _REQUEST.match(piece)
        if request is not None:
            self.requests.append((request[1].decode(), request[2].decode()))
            self._in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self._in_flight)
