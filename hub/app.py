"""The application: the doors, the errors in the words of each door, the headers."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeGuard

from litestar import Litestar, Request, Response
from litestar.datastructures import MutableScopeHeaders, State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import Message, Scope

from hub import kiosks, page, tus
from hub.album import Album
from hub.calls import Answer, make_calls
from hub.contract import name_operation, tell_the_truth
from hub.counter import ask_for_key, make_counter
from hub.errors import Declined, Fault, Refused
from hub.georeport import Error
from hub.keys import CHALLENGE
from hub.kiosks import make_kiosk_door
from hub.office import Office
from hub.tus import make_media_door
from hub.viewer import make_viewer

# Bytes of one form; 4,000 Greek letters, percent-encoded, are 24,000.
LARGEST_BODY = 512 * 1024

_log = logging.getLogger("hub")


class _Words(NamedTuple):
    """What a door says where it has no words of its own for an error."""

    by_code: dict[int, str]
    otherwise: str
    bug: str


_WIRE = _Words(
    {
        401: "this needs a key, as the password of HTTP Basic",
        404: "there is nothing at this address",
        405: "this address does not take that method",
        413: f"the body is larger than {LARGEST_BODY} bytes",
    },
    "the call could not be understood",
    "a fault of ours, noted under {reference}; try again later",
)
_PAGE = _Words(
    {404: "Δεν υπάρχει σελίδα σε αυτή τη διεύθυνση."},
    "Ξεκινήστε από τη λίστα.",
    "Το σημειώσαμε με τον αριθμό {reference}. Δοκιμάστε ξανά σε λίγο.",
)


_DESCRIPTION = OpenAPIConfig(
    title="Plateia hub: Open311 GeoReport v2, and the kiosks' own wire",
    version="2",
    use_handler_docstrings=True,
    operation_id_creator=name_operation,
    path="/schema",
    render_plugins=[JsonRenderPlugin(path="/openapi.json")],
)


def build_app(
    office: Office, album: Album, new_reference: Callable[[], str]
) -> Litestar:
    """The hub as an ASGI application. `new_reference` names a bug of ours in the answer
    and in the log, so that the two can be brought together."""

    def refuse(request: Request[Any, Any, State], error: Exception) -> Response[Any]:
        path = request.scope["path"]
        if path.startswith(kiosks.BASE):
            return _decline(error, path, new_reference)
        status = _status(error)
        # What a 405 has to say of the methods that are taken (RFC 9110, 15.5.6).
        headers = (_is_callers(error) and error.headers) or {}
        on_wire = path.startswith("/open311")
        faults = _faults(error, path, _WIRE if on_wire else _PAGE, new_reference)
        if on_wire:
            told = [Error(fault.code, fault.description) for fault in faults]
            return Answer(request, told, Error, status, headers)
        if status == 401:
            return ask_for_key(office.settings.name)
        html = page.trouble(office.settings.name, status, faults)
        return page.answer(html, status, headers)

    app = Litestar(
        route_handlers=[
            *make_calls(),
            make_kiosk_door(office),
            make_media_door(office, album),
            make_counter(office, album),
            make_viewer(album),
        ],
        dependencies={"office": Provide(lambda: office, sync_to_thread=False)},
        exception_handlers={Exception: refuse},
        before_send=[_guard_headers],
        request_max_body_size=LARGEST_BODY,
        logging_config=None,
        openapi_config=_DESCRIPTION,
    )
    tell_the_truth(app, [one.service_code for one in office.catalogue.listed()])
    return app


def _decline(
    error: Exception, path: str, new_reference: Callable[[], str]
) -> Response[Any]:
    """Any error, on the kiosks' wire."""
    if isinstance(error, Declined):
        return kiosks.problem(error.status, error.title, error.headers)
    faults = _faults(error, path, _WIRE, new_reference)
    title = "; ".join(fault.description for fault in faults)
    if _is_callers(error):
        status, headers = error.status_code, error.headers or {}
        return kiosks.problem(status, title, CHALLENGE if status == 401 else headers)
    return kiosks.problem(_status(error), title)


def _status(error: Exception) -> int:
    if isinstance(error, Refused):
        return error.status
    if _is_callers(error):
        # GeoReport v2, "Errors": 400 is for everything that is not 403 or 404; what the
        # framework finds (a body too large, a query it cannot read) is no exception.
        known = {401, 403, 404, 405}
        return error.status_code if error.status_code in known else 400
    return 500


def _is_callers(error: Exception) -> TypeGuard[HTTPException]:
    return isinstance(error, HTTPException) and error.status_code < 500


def _faults(
    error: Exception, path: str, words: _Words, new_reference: Callable[[], str]
) -> Sequence[Fault]:
    if isinstance(error, Refused):
        return error.faults
    if _is_callers(error):
        code = error.status_code
        return [Fault(code, words.by_code.get(code, words.otherwise))]
    reference = new_reference()
    # The path only: a query or a body may say who somebody is.
    printable = re.sub(r"[^\x21-\x7e]", "?", path)[:200]
    _log.error("bug %s at %s", reference, printable, exc_info=error)
    return [Fault(500, words.bug.format(reference=reference))]


def _style_hash() -> str:
    digest = hashlib.sha256(page.STYLE.encode()).digest()
    return base64.b64encode(digest).decode()


# Referrer-Policy is same-origin, not no-referrer: with the latter a browser sends
# "Origin: null" with our own form, and the form could not tell friend from stranger.
HEADERS = {
    "content-security-policy": "default-src 'none'; "
    f"style-src 'sha256-{_style_hash()}'; img-src 'self'; media-src 'self'; "
    "form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


async def _guard_headers(message: Message, scope: Scope) -> None:
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders(message)
        own = tus.SPEAKS if scope["path"].startswith(tus.BASE) else {}
        for name, value in {**HEADERS, **own}.items():
            headers[name] = value
