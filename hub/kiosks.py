"""The door for kiosks: submissions in, one or many at a time, and news out.

Every call may be made again at any time: a submission has the id its kiosk gave it, and
the same id with the same words is one request, whoever asks first. A success names the
bytes that are kept, so that no other program's "200" can be taken for ours.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec
from litestar import Request, Response, Router, get, post, put
from litestar.concurrency import sync_to_thread
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, RawBody

from hub.arguments import read_id
from hub.contract import SendBatch, SendDispatch
from hub.dispatch import (
    LARGEST_BATCH,
    LARGEST_ITEM,
    LONGEST_NONCE,
    LONGEST_OF,
    MEDIA_TYPE,
    PROBLEM,
    Feed,
    OpenRequests,
    Pong,
    Problem,
    Result,
    Results,
    id_in,
    read_batch,
)
from hub.errors import Declined
from hub.georeport import as_w3c
from hub.keys import make_guard
from hub.mailroom import Mailroom
from hub.office import Office

BASE = "/plateia/v1"


Asked = Request[Any, Any, State]
Told = TypeVar("Told")
Text = FromQuery[str | None]

READING = {
    400: "The call could not be read",
    401: "The key is not ours, or was not given",
    404: "There is no such jurisdiction",
}
_WRITING = READING | {
    413: "It is too large",
    415: "It is of another type or another encoding",
}
_UNFIT = {
    409: "The id was already used for another submission",
    422: "It is no submission",
}


class Answer(Response[Told]):
    """A document of this wire."""

    def render(self, content: Any, media_type: str, enc_hook: Any = None) -> bytes:
        """The document as bytes."""
        return b"" if content is None else msgspec.json.encode(content)


def problem(
    status: int, title: str, headers: Mapping[str, str] = MappingProxyType({})
) -> Response[Problem]:
    """What cannot be followed, and why."""
    return Answer(
        Problem(status, title),
        status_code=status,
        media_type=PROBLEM,
        headers=dict(headers),
    )


async def put_submission(
    request: Asked,
    mailroom: NamedDependency[Mailroom],
    submission: FromPath[str],
    body: RawBody,
    jurisdiction_id: Text = None,
) -> Response[Result]:
    """Files a submission under the id its kiosk gave it; the answer means that it is on
    disk. The same again is answered the same, with 200 instead of 201."""
    clear = unpacked(request, body, LARGEST_ITEM)
    if id_in(clear) not in {None, submission}:
        raise Declined(422, "the id in the address is not the submission's")
    (done,) = await sync_to_thread(mailroom.take, [clear], jurisdiction_id)
    if isinstance(done.title, str):
        raise Declined(done.status, done.title)
    return Answer(done, status_code=done.status, media_type=MEDIA_TYPE)


async def post_batch(
    request: Asked,
    mailroom: NamedDependency[Mailroom],
    body: RawBody,
    jurisdiction_id: Text = None,
) -> Response[Results]:
    """Files up to 50 submissions in one transaction, each as PUT would; one that cannot
    be filed spoils none of the others."""
    items = read_batch(unpacked(request, body, LARGEST_BATCH))
    done = await sync_to_thread(mailroom.take, items, jurisdiction_id)
    return Answer(Results(done), media_type=MEDIA_TYPE)


async def list_news(
    request: Asked,
    mailroom: NamedDependency[Mailroom],
    since: Text = None,
    of: Text = None,
    jurisdiction_id: Text = None,
) -> Response[Feed | None]:
    """What became of requests, in the order it was decided, after a cursor from an
    earlier answer; `of` names requests by number, comma separated."""
    written = of.split(",") if of else []
    if len(of or "") > LONGEST_OF:
        raise Declined(400, f"of is longer than {LONGEST_OF} characters")
    # 0 is nobody's number: who asks for what cannot be ours is told nothing, not all.
    wanted = [read_id(one.strip()) or 0 for one in written]
    told = await sync_to_thread(mailroom.news, since or "", wanted, jurisdiction_id)
    return _if_new(request, told)


async def list_open(
    request: Asked,
    mailroom: NamedDependency[Mailroom],
    jurisdiction_id: Text = None,
) -> Response[OpenRequests | None]:
    """What is open, and where: so that whoever tells the same can say "me too" to it."""
    return _if_new(request, await sync_to_thread(mailroom.open, jurisdiction_id))


def _if_new(request: Asked, told: Told) -> Response[Told | None]:
    """The answer, or that it is the one the caller has (RFC 9110, If-None-Match)."""
    tag = f'"{hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:32]}"'
    known = tag in request.headers.get("if-none-match", "")
    return Answer(
        None if known else told,
        status_code=304 if known else 200,
        media_type=MEDIA_TYPE,
        headers={"etag": tag},
    )


async def ping(office: NamedDependency[Office], nonce: Text = None) -> Response[Pong]:
    """Says that it is a hub that answers, and that it does so now. Needs no key."""
    said = nonce or ""
    if len(said) > LONGEST_NONCE:
        raise Declined(400, f"nonce is longer than {LONGEST_NONCE} characters")
    return Answer(Pong(said, as_w3c(office.now())), media_type=MEDIA_TYPE)


def make_kiosk_door(office: Office) -> Router:
    """The kiosks' routes, behind the key where there is one."""
    mailroom, guards = Mailroom(office), [make_guard(office)]
    filed = ResponseSpec(Result, description="Filed now", media_type=MEDIA_TYPE)
    put_it = put(
        "/submissions/{submission:str}",
        status_code=200,
        guards=guards,
        operation_class=SendDispatch,
        responses=problems(_WRITING | _UNFIT) | {201: filed},
        media_type=MEDIA_TYPE,
    )
    post_them = post(
        "/batch",
        status_code=200,
        guards=guards,
        operation_class=SendBatch,
        responses=problems(_WRITING),
        media_type=MEDIA_TYPE,
    )
    tell = get(
        "/news",
        guards=guards,
        responses=problems(READING | {410: "Begin without a cursor"}),
        media_type=MEDIA_TYPE,
    )
    tell_open = get(
        "/open", guards=guards, responses=problems(READING), media_type=MEDIA_TYPE
    )
    say_back = get(
        "/ping", responses=problems({400: READING[400]}), media_type=MEDIA_TYPE
    )
    return Router(
        path=BASE,
        route_handlers=[
            *(put_it(put_submission), post_them(post_batch)),
            *(tell(list_news), tell_open(list_open), say_back(ping)),
        ],
        dependencies={"mailroom": Provide(lambda: mailroom, sync_to_thread=False)},
    )


def unpacked(request: Asked, body: bytes, most: int) -> bytes:
    """The body, decompressed where it came compressed. Raises Declined for another type
    or encoding and for more than `most` bytes, before they are made."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip()
    if media_type.lower() != MEDIA_TYPE:
        raise Declined(415, f"the body must be {MEDIA_TYPE}")
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding == "gzip":
        body = _inflated(body, most)
    elif encoding != "identity":
        raise Declined(415, "the body may be compressed with gzip only")
    if len(body) > most:
        raise Declined(413, f"the body is larger than {most} bytes")
    return body


def _inflated(body: bytes, most: int) -> bytes:
    inflating = zlib.decompressobj(wbits=31)
    try:
        clear = inflating.decompress(body, most + 1)
    except zlib.error as error:
        raise Declined(400, "the body is not gzip") from error
    if len(clear) <= most and (not inflating.eof or inflating.unused_data):
        raise Declined(400, "the body is not one whole gzip")
    return clear


def problems(codes: Mapping[int, str]) -> dict[int, ResponseSpec]:
    """How answers that are no success are described."""
    return {
        code: ResponseSpec(
            Problem,
            description=why,
            media_type=PROBLEM,
            generate_examples=False,
        )
        for code, why in codes.items()
    }
