"""The faults, by name: a new one is a function or two and a row."""

import asyncio
import re
from collections.abc import Callable
from typing import Final

from tests.faults.proxy import ELSEWHERE, Call, Fault, Pipe, as_it_is
from tests.sync.tricks import LOGIN

PATIENCE_S: Final = 0.25
"""How long a kiosk of the matrix waits for an answer."""

_LATE_S = PATIENCE_S / 6
_DROP_S = 0.02
_RATE = 20_000  # bytes a second
_RATE_RAW = 150_000  # the same, where a letter is a hundred times an answer
_SPILT = 250  # bytes of a request: its head, and some of what it brings
_SPILT_RAW = 900
_PORTAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b"
_LENGTH = re.compile(rb"(?<=\r\n)content-length: *(\d+)", re.IGNORECASE)


async def _late(call: Call) -> None:
    await asyncio.sleep(_LATE_S)
    answer = await call.ask()
    await asyncio.sleep(_LATE_S)
    await call.say(answer)


async def _late_pipe(pipe: Pipe) -> None:
    async def slowly(piece: bytes) -> bytes:
        await asyncio.sleep(_LATE_S)
        return piece

    await pipe.carry(as_it_is, slowly)


async def _too_late(call: Call) -> None:
    await call.ask()
    await call.gone()


async def _too_late_pipe(pipe: Pipe) -> None:
    async def too_late(piece: bytes) -> bytes:
        await asyncio.sleep(3 * PATIENCE_S if pipe.given else 0)
        return piece

    await pipe.carry(as_it_is, too_late)


async def _slow(call: Call) -> None:
    answer = await call.ask()
    for at in range(0, len(answer), _RATE // 100):
        await call.say(answer[at : at + _RATE // 100])
        await asyncio.sleep(0.01)


async def _slow_pipe(pipe: Pipe) -> None:
    async def slowly(piece: bytes) -> bytes:
        await asyncio.sleep(len(piece) / _RATE_RAW)
        return piece

    await pipe.carry(slowly, slowly)


async def _reset_request(call: Call) -> None:
    await call.spill(_SPILT)
    call.reset()


async def _reset_request_pipe(pipe: Pipe) -> None:
    async def some(piece: bytes) -> bytes:
        if pipe.carried + len(piece) > _SPILT_RAW:
            pipe.reset()
            raise ConnectionResetError
        return piece

    await pipe.carry(some, as_it_is)


async def _reset_answer(call: Call) -> None:
    answer = await call.ask()
    await call.say(answer[:20])
    call.reset()


async def _reset_answer_pipe(pipe: Pipe) -> None:
    async def some(piece: bytes) -> bytes:
        if pipe.given:
            await pipe.say(piece[:2])
            pipe.reset()
            raise ConnectionResetError
        return piece

    await pipe.carry(as_it_is, some)


async def _black_hole(call: Call) -> None:
    await call.gone()


async def _black_hole_pipe(pipe: Pipe) -> None:
    await pipe.gone()


async def _half_closed(call: Call) -> None:
    call.shut()
    await call.ask()


async def _half_closed_pipe(pipe: Pipe) -> None:
    pipe.shut()
    await pipe.gone()


async def _login_page(call: Call) -> None:
    await call.say(_PORTAL % (len(LOGIN), b"" if call.method == "HEAD" else LOGIN))
    call.end()


async def _login_page_pipe(pipe: Pipe) -> None:
    await pipe.say(_PORTAL % (len(LOGIN), LOGIN))
    pipe.end()


async def _dropped(call: Call) -> None:
    await call.ask()
    call.end()


async def _dropped_pipe(pipe: Pipe) -> None:
    async def none(piece: bytes) -> bytes:
        if pipe.given:
            pipe.reset()
            raise ConnectionResetError
        return piece

    await pipe.carry(as_it_is, none)


async def _dripping(call: Call) -> None:
    answer = await call.ask()
    for at in range(len(answer)):
        await call.say(answer[at : at + 1])
        await asyncio.sleep(_DROP_S)


async def _dripping_pipe(pipe: Pipe) -> None:
    async def drops(piece: bytes) -> bytes:
        for at in range(len(piece) if pipe.given else 0):
            await pipe.say(piece[at : at + 1])
            await asyncio.sleep(_DROP_S)
        return b"" if pipe.given else piece

    await pipe.carry(as_it_is, drops)


async def _truncated(call: Call) -> None:
    answer = await call.ask()
    head, end, body = answer.partition(b"\r\n\r\n")
    some = head + end + body[: len(body) // 2] if body else head[: len(head) // 2]
    await call.say(some)
    call.end()


async def _truncated_pipe(pipe: Pipe) -> None:
    async def half(piece: bytes) -> bytes:
        if pipe.given:
            await pipe.say(piece[: len(piece) // 2])
            pipe.end()
            raise ConnectionResetError
        return piece

    await pipe.carry(as_it_is, half)


async def _too_short(call: Call) -> None:
    await call.say(_with_length(await call.ask(), lambda real: real // 2))


async def _too_long(call: Call) -> None:
    await call.say(_with_length(await call.ask(), lambda real: real + 100))
    if call.method != "HEAD":  # whose answer has no body, whatever it says
        await call.gone()


async def _elsewhere(call: Call) -> None:
    there = f"http://{ELSEWHERE}:{call.line.elsewhere}/"
    await call.say(
        f"HTTP/1.1 307 There\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n".encode()
    )
    call.end()


def _with_length(answer: bytes, wrong: Callable[[int], int]) -> bytes:
    """Change what an answer says of its own length, if it says anything."""
    return _LENGTH.sub(
        lambda told: b"Content-Length: %d" % wrong(int(told[1])), answer, count=1
    )


FAULTS: Final = (
    Fault("delay", _late, _late_pipe),
    Fault("delay, longer than the kiosk waits", _too_late, _too_late_pipe),
    Fault("rate", _slow, _slow_pipe),
    Fault("reset within the request", _reset_request, _reset_request_pipe),
    Fault("reset within the answer", _reset_answer, _reset_answer_pipe),
    Fault("black hole", _black_hole, _black_hole_pipe),
    Fault("half close", _half_closed, _half_closed_pipe),
    Fault("login page", _login_page, _login_page_pipe),
    Fault("answer dropped after the server committed", _dropped, _dropped_pipe),
    Fault("slow drip", _dripping, _dripping_pipe),
    Fault("truncated body", _truncated, _truncated_pipe),
    Fault("content length too small", _too_short),
    Fault("content length too large", _too_long),
    Fault("redirect to another host", _elsewhere),
)
"""The rows of the matrix."""
