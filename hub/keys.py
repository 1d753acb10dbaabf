"""Who may come in: whoever gives one of our keys as the password of HTTP Basic, with any
user name (RFC 7617). Where the hub has none it listens on loopback only, and whoever is
at this machine is trusted."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler

from hub.office import Office

Connection = ASGIConnection[Any, Any, Any, Any]
CHALLENGE = {"www-authenticate": 'Basic realm="Plateia", charset="UTF-8"'}


def make_guard(office: Office) -> Callable[[Connection, BaseRouteHandler], None]:
    """A guard for routes that are not for everybody."""

    def check_key(connection: Connection, _: BaseRouteHandler) -> None:
        if office.settings.api_keys and not office.holds(_password(connection)):
            raise NotAuthorizedException

    return check_key


def _password(connection: Connection) -> str:
    scheme, _, sent = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(sent, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""
