"""Who the kiosk is, to a destination that asks (401).

Digest where it is offered. Basic only where nobody can listen: under TLS, or on this very
machine; and there also without being offered, for ODK Central asks for nothing and expects
it. What was asked for once is given unasked from then on, so that a report does not travel
twice.

Spec: RFC 7616, RFC 7617; OpenRosa 1.0 Authentication.
"""

import ipaddress
from collections.abc import Mapping
from contextlib import suppress
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from requests.utils import parse_dict_header

_MOST_READ = 65_536  # bytes of a page that says no, so that its line can be kept


class Credentials(AuthBase):
    """A name and a password, for one destination."""

    def __init__(self, username: str, password: str) -> None:
        self._basic = HTTPBasicAuth(username.encode(), password.encode())
        self._digest = _Digest(username, password)
        self._wanted: AuthBase | None = None

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        """Give what was asked for the last time, and look at the answer."""
        r.register_hook("response", self._answer)  # type: ignore[no-untyped-call] # stub
        wanted = self._wanted
        if wanted is self._basic and not _nobody_listens(r.url or ""):
            wanted = None
        return r if wanted is None else wanted(r)

    def _answer(self, response: requests.Response, **how: Any) -> requests.Response:
        """Answer a 401, once; or the 403 that ODK Central gives to nobody in particular."""
        given = "Authorization" in response.request.headers
        asks = response.status_code == 401 or (
            response.status_code == 403 and not given
        )
        wanted = self._choose(response) if asks else None
        if wanted is None:
            return response
        self._wanted = wanted
        response.raw.read(_MOST_READ, decode_content=False)
        response.close()
        asked = wanted(response.request.copy())
        again: requests.Response = response.connection.send(asked, **how)
        again.request = asked
        return again

    def _choose(self, response: requests.Response) -> AuthBase | None:
        offered = response.headers.get("WWW-Authenticate", "")
        if "digest " in offered.lower():
            return self._digest if self._digest.heed(offered) else None
        given = "Authorization" in response.request.headers
        return self._basic if not given and _nobody_listens(response.url) else None


class _Digest(HTTPDigestAuth):
    """Digest that remembers across threads: each of our calls has one of its own."""

    def __init__(self, username: str, password: str) -> None:
        super().__init__(username, password)
        self._thread_local = SimpleNamespace()
        self.init_per_thread_state()

    def heed(self, offered: str) -> bool:
        """Take a challenge up; say whether it is one."""
        at = offered.lower().index("digest ") + len("digest ")
        challenge: Mapping[str, str] = parse_dict_header(offered[at:])  # type: ignore[no-untyped-call] # stub
        self._thread_local.chal = challenge
        return challenge.keys() >= {"realm", "nonce"}

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        given = self.build_digest_header(r.method, r.url)  # type: ignore[no-untyped-call] # stub
        if given:  # None for a way of hashing nobody knows
            r.headers["Authorization"] = given
        return r


def _nobody_listens(url: str) -> bool:
    address = urlsplit(url)
    host = address.hostname or ""
    if address.scheme == "https" or host == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False
