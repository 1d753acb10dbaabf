"""The door for photos and voice notes: resumable uploads by tus 1.0.0, its core and the
extensions creation, checksum and expiration (https://tus.io/protocols/resumable-upload).

An upload is addressed by the ids of its submission and its attachment, so a kiosk needs
to remember nothing: it creates what it wants to bring, whether or not it did so before,
and asks how much of that is here. A list of our own says what is here from end to end.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable
from contextlib import suppress
from email.utils import format_datetime
from typing import Any

import msgspec
from litestar import Request, Response, Router, get, head, patch, post, route
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.exceptions import InternalServerException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath
from litestar.types import Guard

from hub import kiosks
from hub.album import Album, expires
from hub.contract import AskUpload, CreateUpload, SendPiece
from hub.dispatch import (
    LARGEST_MEDIA,
    LONGEST_METADATA,
    MEDIA,
    MEDIA_TYPE,
    PIECE_TYPE,
    TUS,
    Attachment,
    Kept,
    Whole,
    is_id,
)
from hub.errors import Declined
from hub.inventory import Upload
from hub.keys import make_guard
from hub.kiosks import READING, problems
from hub.office import Office

BASE = f"{kiosks.BASE}/media"

Asked = Request[Any, Any, State]
Connection = ASGIConnection[Any, Any, Any, Any]

_MANY, _ONE = "/{submission:str}", "/{submission:str}/{attachment:str}"

# What stands on every answer of these addresses, an error's too.
SPEAKS = {"tus-resumable": TUS, "tus-version": TUS}
_OFFERS = {
    "tus-extension": "creation,checksum,expiration",
    "tus-checksum-algorithm": "sha1,sha256",
    "tus-max-size": str(LARGEST_MEDIA),
}
_SUMS: dict[str, Callable[[bytes], Any]] = {
    "sha1": hashlib.sha1,
    "sha256": hashlib.sha256,
}
_NUMBER = re.compile(r"\d{1,15}", re.ASCII)
_PAIR = re.compile(r"([\x21-\x2b\x2d-\x7e]+)(?: ([A-Za-z0-9+/]*={0,2}))?", re.ASCII)

_ASKING = {
    401: READING[401],
    404: "There is no such upload",
    412: "The caller speaks another version of tus",
}
_TAKING = {
    400: READING[400],
    413: "It is too large",
    507: "The disk does not take it now",
}
_CREATING = _TAKING | {
    401: _ASKING[401],
    409: "The id was already used for another attachment",
    412: _ASKING[412],
    415: "It is of a type that is not taken",
    422: "It is no attachment",
}
_SENDING = (
    _TAKING
    | _ASKING
    | {
        409: "It goes on at another offset",
        415: "It is not of the type it was announced with, or is sent as no piece",
        422: "The whole is not what was announced; it begins again at 0",
        460: "The piece is not what its checksum says; it was thrown away",
    }
)
_LISTING = {401: READING[401], 422: "It is no id"}


async def create_upload(
    request: Asked, album: NamedDependency[Album], submission: FromPath[str]
) -> Response[None]:
    """Opens the upload of an attachment (tus, "Creation"). The same again is answered the
    same, however much of it is here."""
    whose = _id(submission, 422)
    written = request.headers.get("upload-metadata", "")
    size = _number(request, "upload-length")
    attachment = read_metadata(written, size)
    upload = await sync_to_thread(album.create, whose, attachment, written)
    # Relative, so that it is right behind any proxy.
    place = {"location": f"{whose}/{attachment.id}"}
    return _nothing(201, place | _until(upload))


async def ask_upload(
    album: NamedDependency[Album],
    submission: FromPath[str],
    attachment: FromPath[str],
) -> Response[None]:
    """How much of an upload is on disk (tus, "HEAD")."""
    names = _id(submission, 404), _id(attachment, 404)
    upload = await sync_to_thread(album.find, *names)
    told = {
        "upload-offset": str(upload.kept),
        "upload-length": str(upload.attachment.size),
    }
    if upload.metadata:  # what came by hand has none
        told["upload-metadata"] = upload.metadata
    return _nothing(200, told | _until(upload))


async def send_piece(
    request: Asked,
    album: NamedDependency[Album],
    submission: FromPath[str],
    attachment: FromPath[str],
) -> Response[None]:
    """Takes a piece (tus, "PATCH"); the answer means that it is on disk. What came of a
    piece that was cut off is kept too, if there is no checksum to hold it against."""
    names = _id(submission, 404), _id(attachment, 404)
    piece = await _piece(request)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip()
    if media_type.lower() != PIECE_TYPE:
        raise Declined(415, f"the piece must be {PIECE_TYPE}")
    at = _number(request, "upload-offset")
    _check(request, piece)
    upload = await sync_to_thread(album.add, *names, at, piece)
    return _nothing(204, {"upload-offset": str(upload.kept)} | _until(upload))


async def send_piece_by_post(
    request: Asked,
    album: NamedDependency[Album],
    submission: FromPath[str],
    attachment: FromPath[str],
) -> Response[None]:
    """The same, where a proxy lets no PATCH through (tus, "X-HTTP-Method-Override")."""
    if request.headers.get("x-http-method-override", "").strip().upper() != "PATCH":
        allow = {"allow": "HEAD, OPTIONS, PATCH"}
        raise Declined(405, "only PATCH may be asked for by POST", allow)
    return await send_piece(request, album, submission, attachment)


async def list_whole(
    album: NamedDependency[Album], submission: FromPath[str]
) -> Response[Whole]:
    """Which attachments of a submission are here from end to end, and are what was
    announced: of these a kiosk need keep no copy."""
    found = await sync_to_thread(album.whole, _id(submission, 422))
    kept = [Kept(one.id, one.name, one.media, one.size, one.sha256) for one in found]
    return kiosks.Answer(Whole(kept), media_type=MEDIA_TYPE)


async def tell_offers() -> Response[None]:
    """What can be done here (tus, "OPTIONS")."""
    return _nothing(204, _OFFERS)


def make_media_door(office: Office, album: Album) -> Router:
    """The routes, behind the key where there is one."""
    key = make_guard(office)
    tell = get(
        _MANY,
        guards=[key],
        responses=problems(_LISTING),
        media_type=MEDIA_TYPE,
    )
    offers = [
        route(path, http_method="OPTIONS", guards=[key], include_in_schema=False)
        for path in ("/", _MANY, _ONE)
    ]
    return Router(
        path=BASE,
        # The offers first, or the framework answers with what it heard of first.
        route_handlers=[
            *(offer(tell_offers) for offer in offers),
            *_uploading([key, _speaks_tus]),
            tell(list_whole),
        ],
        dependencies={"album": Provide(lambda: album, sync_to_thread=False)},
    )


def _uploading(guards: list[Guard]) -> list[HTTPRouteHandler]:
    """The routes of tus itself."""
    opened = ResponseSpec(None, description="Open, at its Location")
    create = post(
        _MANY,
        status_code=201,
        guards=guards,
        operation_class=CreateUpload,
        responses=problems(_CREATING) | {201: opened},
    )
    ask = head(
        _ONE,
        guards=guards,
        operation_class=AskUpload,
        responses=problems(_ASKING),
        media_type=MEDIA_TYPE,
    )
    # The size of a piece is counted here, and told in a sentence.
    send = patch(
        _ONE,
        status_code=204,
        guards=guards,
        operation_class=SendPiece,
        request_max_body_size=None,
        responses=problems(_SENDING),
    )
    by_post = post(
        _ONE, guards=guards, request_max_body_size=None, include_in_schema=False
    )
    return [
        create(create_upload),
        ask(ask_upload),
        send(send_piece),
        by_post(send_piece_by_post),
    ]


def read_metadata(written: str, size: int) -> Attachment:
    """The attachment that an Upload-Metadata header describes. Keys that are not known
    here are passed over. Raises Declined."""
    if len(written) > LONGEST_METADATA:
        raise Declined(400, f"Upload-Metadata is longer than {LONGEST_METADATA} signs")
    told: dict[str, str] = {}
    for pair in written.split(","):
        match = _PAIR.fullmatch(pair.strip())
        if match is None or match[1] in told:
            raise Declined(400, "Upload-Metadata is not pairs of a key and base64")
        try:
            told[match[1]] = base64.b64decode(match[2] or "", validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise Declined(400, "Upload-Metadata is not UTF-8 in base64") from error
    if size > LARGEST_MEDIA:
        raise Declined(413, f"an attachment is larger than {LARGEST_MEDIA} bytes")
    if not re.match(MEDIA, told.get("media", "")):
        raise Declined(415, "an attachment is image/jpeg, audio/ogg or audio/wav")
    try:
        return msgspec.convert(told | {"size": size}, Attachment)
    except msgspec.ValidationError as error:
        raise Declined(422, f"this is no attachment: {str(error)[:200]}") from error


def _speaks_tus(connection: Connection, _: BaseRouteHandler) -> None:
    """A guard: another version is not listened to."""
    if connection.headers.get("tus-resumable", "").strip() != TUS:
        raise Declined(412, f"Tus-Resumable must be {TUS}")


async def _piece(request: Asked) -> bytes:
    """The body, as far as it came. Raises Declined for more than any attachment has."""
    length = request.headers.get("content-length", "0")
    piece = bytearray()
    if not _NUMBER.fullmatch(length) or int(length) > LARGEST_MEDIA:
        raise Declined(413, f"a piece is larger than {LARGEST_MEDIA} bytes")
    with suppress(InternalServerException):  # the caller went away
        async for more in request.stream():
            piece += more
            if len(piece) > LARGEST_MEDIA:
                raise Declined(413, f"a piece is larger than {LARGEST_MEDIA} bytes")
    return bytes(piece)


def _check(request: Asked, piece: bytes) -> None:
    """Holds a piece against its checksum, where it has one (tus, "Checksum"). Raises
    Declined."""
    written = request.headers.get("upload-checksum")
    if written is None:
        return
    algorithm, _, told = written.strip().partition(" ")
    if algorithm not in _SUMS:
        raise Declined(400, "the algorithm of Upload-Checksum may be sha1 or sha256")
    try:
        wanted = base64.b64decode(told, validate=True)
    except ValueError as error:
        raise Declined(400, "Upload-Checksum is not base64") from error
    if not hmac.compare_digest(_SUMS[algorithm](piece).digest(), wanted):
        raise Declined(460, "the piece is not what its checksum says")


def _nothing(status: int, headers: dict[str, str]) -> Response[None]:
    """An answer that is all in its headers."""
    return kiosks.Answer(
        None, status_code=status, media_type=MEDIA_TYPE, headers=headers
    )


def _id(written: str, otherwise: int) -> str:
    """An id of a caller's. Raises Declined with the status `otherwise`."""
    if not is_id(written):
        raise Declined(otherwise, "this is no id; it must be a UUID")
    return written


def _number(request: Asked, header: str) -> int:
    written = request.headers.get(header, "").strip()
    if not _NUMBER.fullmatch(written):
        raise Declined(400, f"{header.title()} must be a number")
    return int(written)


def _until(upload: Upload) -> dict[str, str]:
    """Until when it is kept (tus, "Expiration")."""
    until = expires(upload)
    return {"upload-expires": format_datetime(until, usegmt=True)} if until else {}
