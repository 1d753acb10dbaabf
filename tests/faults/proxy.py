"""A line that fails as it is told, in front of one server.

It understands just enough HTTP to tell one call from the next. Any other protocol, as that
of mail, is two streams to it (`Pipe`).
"""

import asyncio
import re
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self, TypeVar

T = TypeVar("T")

PATIENCE_S: Final = 20
PIECE: Final = 65_536

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
_CONNECTION: Final = re.compile(rb"\r\nconnection: *[^\r]*(?=\r\n)", re.IGNORECASE)
_ASKING: Final = {"GET", "HEAD"}
_LINGER: Final = struct.pack("ii", 1, 0)

ELSEWHERE: Final = "127.0.0.2"
"""Another host, where everything is welcome and nothing is kept."""


@dataclass(frozen=True)
class Fault:
    """One way to fail."""

    name: str
    call: Callable[["Call"], Awaitable[None]]
    """What happens to a call over HTTP."""
    pipe: Callable[["Pipe"], Awaitable[None]] | None = None
    """What happens to a connection of any other protocol; None: no such thing there."""


@dataclass
class Spell:
    """For how long a fault lasts, and what it hits."""

    fault: Fault
    calls: int
    """How many calls it hits; then the line is well."""
    only_sends: bool = False
    """It hits nothing but calls that bring something."""
    every: int = 1
    """It hits each first of so many."""
    _met: int = 0

    def hits(self, method: str) -> bool:
        """Say whether it hits the call that is being made, and count it."""
        if not self.calls or (self.only_sends and method in _ASKING):
            return False
        self._met += 1
        if (self._met - 1) % self.every:
            return False
        self.calls -= 1
        return True


class Proxy:
    """The line, on a free loopback port, from `with` to its end."""

    def __init__(self, to: int, speaks_http: bool = True) -> None:
        self.to = to
        self.port = 0
        self.elsewhere = 0
        """The port of another host."""
        self.spell: Spell | None = None
        self.hits = 0
        """How many calls were spoiled."""
        self.strays = 0
        """How many went to another host."""
        self.busy = 0
        """How many callers wait for an answer, or how many who are gone left something."""
        self._wire = self._http if speaks_http else self._raw
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._servers: list[asyncio.Server] = []

    def __enter__(self) -> Self:
        self._thread.start()
        self.port = self._do(self._listen(self._serve, "127.0.0.1"))
        self.elsewhere = self._do(self._listen(self._stray, ELSEWHERE))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def settle(self) -> None:
        """Wait until the server is done with whatever has got there.

        Only for a moment when no caller is waiting for an answer.
        """
        self._do(self._settled())

    def _do(self, what: Coroutine[object, object, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(PATIENCE_S)

    async def _listen(
        self,
        serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
        host: str,
    ) -> int:
        server = await asyncio.start_server(serve, host, 0)
        self._servers.append(server)
        port = server.sockets[0].getsockname()[1]
        assert isinstance(port, int)
        return port

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        mine = asyncio.current_task()
        rest = [one for one in asyncio.all_tasks() if one is not mine]
        for one in rest:
            one.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    async def _settled(self) -> None:
        while True:
            for _ in range(10):  # what a caller has left in a socket is seen by then
                await asyncio.sleep(0)
            if not self.busy:
                return
            await asyncio.sleep(0.001)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            await self._wire(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # whoever called is gone
        finally:
            writer.transport.abort()

    async def _http(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        is_open = True
        while is_open:
            head = await reader.readuntil(b"\r\n\r\n")
            self.busy += 1
            try:
                call = Call(self, reader, writer, head)
                fault = self._fault(call.method)
                await (honest if fault is None else fault.call)(call)
            finally:
                self.busy -= 1
            is_open = not call.is_over

    async def _raw(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        fault = self._fault("")
        pipe = Pipe(self, reader, writer)
        await (carried if fault is None or not fault.pipe else fault.pipe)(pipe)

    def _fault(self, method: str) -> Fault | None:
        spell = self.spell
        if spell is None or not spell.hits(method):
            return None
        self.hits += 1
        return spell.fault

    async def _stray(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.strays += 1
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")
        writer.close()


class Call:
    """A call over HTTP that is being made, and what may be done with it."""

    def __init__(
        self,
        line: Proxy,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        head: bytes,
    ) -> None:
        self.line = line
        self.method = head.split(b" ", 1)[0].decode("ascii")
        self.is_over = False
        """Nothing more is heard on its connection."""
        self._reader = reader
        self._writer = writer
        self._head = head
        length = _LENGTH.search(head)
        self._left = int(length[1]) if length else 0

    async def ask(self) -> bytes:
        """Bring the request to the server, and return its whole answer.

        Raises ConnectionError if the caller has given up before.
        """
        body = await self._reader.readexactly(self._left)
        await asyncio.sleep(0)
        if self._reader.at_eof() or self._reader.exception():
            raise ConnectionResetError
        request = self._head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1) + body
        reader, writer = await asyncio.open_connection("127.0.0.1", self.line.to)
        try:
            writer.write(request)
            return _CONNECTION.sub(b"", await reader.read())
        finally:
            writer.close()

    async def spill(self, most: int) -> None:
        """Bring no more than so many bytes of the request to the server, then break."""
        request = self._head
        while self._left and len(request) < most:
            piece = await self._reader.read(min(self._left, most - len(request)))
            if not piece:
                raise ConnectionResetError
            self._left -= len(piece)
            request += piece
        _, writer = await asyncio.open_connection("127.0.0.1", self.line.to)
        writer.write(request[: min(most, len(request) - 1)])
        await writer.drain()
        break_off(writer)

    async def say(self, answer: bytes) -> None:
        """Answer, or go on with it."""
        self._writer.write(answer)
        await self._writer.drain()

    async def gone(self) -> None:
        """Wait until the caller gives up."""
        self.is_over = True
        while await self._reader.read(PIECE):
            pass

    def shut(self) -> None:
        """Say that no more is coming; what comes is still heard."""
        self.is_over = True
        self._writer.write_eof()

    def end(self) -> None:
        """Close the connection."""
        self.is_over = True
        self._writer.close()

    def reset(self) -> None:
        """Break the connection."""
        self.is_over = True
        break_off(self._writer)


Valve = Callable[[bytes], Awaitable[bytes]]
"""What becomes of a piece on its way."""


class Pipe:
    """A connection of a protocol that it knows nothing of, but that in mail a line with a
    dot alone ends what is given (RFC 5321, 4.1.1.4)."""

    def __init__(
        self, line: Proxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.line = line
        self.given = False
        """Something was given, and what comes now is the receipt."""
        self.carried = 0
        """Bytes brought to the server."""
        self._reader = reader
        self._writer = writer
        self._far: asyncio.StreamWriter | None = None
        self._tail = b""
        self._is_busy = False

    async def carry(self, outward: Valve, inward: Valve) -> None:
        """Carry both ways until both are done."""
        reader, self._far = await asyncio.open_connection("127.0.0.1", self.line.to)
        back = asyncio.create_task(self._bring_back(reader, inward))
        try:
            with suppress(ConnectionError):
                await self._bring(self._far, outward)
            self._keep_busy(True)  # whoever called is gone; what was given is given
            if not self._far.transport.is_closing():
                self._far.write_eof()
            await asyncio.wait_for(back, PATIENCE_S)
        finally:
            self._keep_busy(False)
            self._far.close()

    async def _bring(self, far: asyncio.StreamWriter, valve: Valve) -> None:
        while piece := await self._reader.read(PIECE):
            self._tail = (self._tail + piece)[-5:]
            if self._tail == b"\r\n.\r\n":
                self.given = True
                self._keep_busy(True)
            self.line.busy += 1  # what is held up here still gets there
            try:
                far.write(await valve(piece))
                self.carried += len(piece)
                await far.drain()
            finally:
                self.line.busy -= 1

    async def _bring_back(self, far: asyncio.StreamReader, valve: Valve) -> None:
        with suppress(ConnectionError):
            while piece := await far.read(PIECE):
                told = await valve(piece)
                self._keep_busy(False)
                self.given = False
                await self.say(told)
        self._writer.close()

    def _keep_busy(self, busy: bool) -> None:
        self.line.busy += busy - self._is_busy
        self._is_busy = busy

    async def say(self, words: bytes) -> None:
        """Tell the caller something the server did not say."""
        self._writer.write(words)
        await self._writer.drain()

    async def gone(self) -> None:
        """Wait until the caller gives up."""
        while await self._reader.read(PIECE):
            pass

    def shut(self) -> None:
        """Say that no more is coming; what comes is still heard."""
        self._writer.write_eof()

    def end(self) -> None:
        """Close the caller's connection."""
        self._writer.close()

    def reset(self) -> None:
        """Break both connections."""
        break_off(self._writer)
        if self._far is not None:
            break_off(self._far)


async def honest(call: Call) -> None:
    """Fail in no way."""
    await call.say(await call.ask())


async def as_it_is(piece: bytes) -> bytes:
    """Change nothing."""
    return piece


async def carried(pipe: Pipe) -> None:
    """Fail in no way."""
    await pipe.carry(as_it_is, as_it_is)


def break_off(writer: asyncio.StreamWriter) -> None:
    """Reset a connection: what has not got there yet never does."""
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
    writer.transport.abort()
