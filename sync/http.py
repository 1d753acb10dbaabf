"""The line to one destination, and the only module that makes requests.

Foreign errors become `LineTrouble` here. It knows for certain whether anything had left:
a connection asks at the gate before its first byte goes out, and once a call is cut off
the gate is shut, so nothing of it can leave later. A cut or a killed call also takes back
what the kernel still holds (SO_LINGER 0): otherwise it would arrive when the line is back,
beside the same submission sent again.
"""

import queue
import socket
import struct
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import quote, urlencode, urljoin, urlsplit

import msgspec
import requests
import urllib3.exceptions as foreign
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from kiosk.config import Destination
from kiosk.errors import Misconfigured
from sync.connector import Kind
from sync.credentials import Credentials
from sync.fault import Fault, fault_of

LONGEST_ANSWER: Final = 5_000_000
"""Bytes; a longer answer is none."""

TOO_LONG: Final = "answer too long"
"""The code of that trouble."""

Fields = Sequence[tuple[str, str]]
"""Names and values, in order."""

_MOST_REDIRECTS = 5
_MOVED = {301, 302, 303, 307, 308}
_FORM = "application/x-www-form-urlencoded; charset=utf-8"


class LineTrouble(Exception):
    """No whole answer came."""

    def __init__(self, code: str, left: bool, fault: Fault = Fault.BROKEN) -> None:
        super().__init__(code, left)
        self.code = code
        self.fault = fault
        self.left = left
        """Something of the request may have arrived; False is proof that nothing did."""


class Answer(msgspec.Struct, frozen=True):
    """What the destination, or somebody in its place, answered."""

    status: int
    body: bytes
    wait_s: float
    """Seconds it asks us to wait (Retry-After); 0 when it does not."""
    url: str
    """The address that answered, after all redirects."""
    headers: Mapping[str, str]
    """By name, in whatever case."""


def kind_of(status: int) -> Kind:
    """Say what an answer that is no success is to the agent (RFC 9110)."""
    if status in {401, 403}:
        return Kind.LOCKED
    if status in {407, 511} or status < 400:  # somebody stands in between
        return Kind.LINK
    if status in {408, 409, 421, 423, 425, 429} or status >= 500:
        return Kind.BUSY
    return Kind.REFUSED


class Request(msgspec.Struct, frozen=True):
    """What is asked of a destination."""

    method: str
    url: str
    body: bytes | None = None
    headers: Mapping[str, str] = msgspec.field(default_factory=dict)


class Line:
    """One destination's line: its address, its patience, its kept connection."""

    def __init__(self, to: Destination) -> None:
        """Take the line up. Raises Misconfigured for an address or a name that is none."""
        _check_address(to)
        self._base = to.url.rstrip("/")
        self._timeout_s = to.timeout_s
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "plateia-agent"
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _Adapter(to.timeout_s))
        login = to.login()
        if login is not None:
            self._session.auth = _credentials(to, *login)
        self._call: _Call | None = None
        self._hung_up = False

    def get(self, parts: Sequence[str], args: Fields) -> Answer:
        """Ask for `base/part/part?args`. Raises LineTrouble."""
        return self.ask(Request("GET", self.url(parts, args)))

    def post(self, parts: Sequence[str], fields: Fields) -> Answer:
        """Post a form in UTF-8 to `base/part/part`. Raises LineTrouble."""
        body = urlencode(fields).encode("ascii")
        form = {"Content-Type": _FORM}
        return self.ask(Request("POST", self.url(parts), body, form))

    def url(self, parts: Sequence[str], args: Fields = ()) -> str:
        """Return the address `base/part/part?args`."""
        path = "/".join([self._base, *(quote(part, safe="") for part in parts)])
        asked = urlencode(args, quote_via=quote, safe=",:")
        return f"{path}?{asked}" if asked else path

    def hang_up(self) -> None:
        """End the call being made and refuse every later one; safe in a signal handler."""
        self._hung_up = True
        if self._call is not None:
            self._call.mail.put(None)

    def close(self) -> None:
        """Let the kept connection go."""
        self._session.close()

    def ask(self, request: Request) -> Answer:
        """Make any call to an address of this destination. Raises LineTrouble."""
        # On a thread of its own, which can be left behind at any moment.
        call = _Call(self._session, request, self._timeout_s)
        self._call = call
        told = None
        if not self._hung_up:
            call.start()
            with suppress(queue.Empty):
                told = call.mail.get(timeout=self._timeout_s)
        if isinstance(told, Answer):
            return told
        call.cut()
        code = "stopped" if self._hung_up else "no answer in time"
        raise told or LineTrouble(code, call.left, Fault.SILENT)


class _Call(threading.Thread):
    """One call: a request, its redirects, its whole answer, put in `mail`."""

    def __init__(
        self, session: requests.Session, request: Request, timeout_s: float
    ) -> None:
        super().__init__(name="plateia-call", daemon=True)
        self.mail: queue.SimpleQueue[Answer | LineTrouble | None] = queue.SimpleQueue()
        self.left = False
        self._session = session
        self._request = request
        self._timeout_s = timeout_s
        self._gate = threading.Lock()
        self._shut = False
        self._socket: socket.socket | None = None

    def run(self) -> None:
        try:
            self.mail.put(self._exchange())
        except LineTrouble as trouble:
            self.mail.put(trouble)
        except (requests.RequestException, foreign.HTTPError, OSError) as error:
            fault = fault_of(error)
            self.mail.put(LineTrouble(fault.value, self.left, fault))
        finally:
            self.mail.put(None)  # after a bug, nobody waits in vain

    def leave(self, through: socket.socket | None) -> None:
        """Pass the gate with the first byte. Raises OSError once the call is cut off."""
        with self._gate:
            if self._shut:
                raise OSError("cut off")
            self.left = True
            self._socket = through

    def cut(self) -> None:
        """Shut the gate, break the connection and see the thread out."""
        with self._gate:
            self._shut = True
            if self._socket is not None:
                with suppress(OSError):  # it was over already
                    self._socket.shutdown(socket.SHUT_RDWR)
        if self.is_alive():
            self.join(timeout=1)

    def _exchange(self) -> Answer:
        request, url = self._request, self._request.url
        for _ in range(_MOST_REDIRECTS):
            with self._session.request(
                request.method,
                url,
                data=request.body,
                headers=request.headers,
                timeout=self._timeout_s,
                allow_redirects=False,
                stream=True,
            ) as response:
                onward = _onward(request.method, url, response)
                if onward is None:
                    return Answer(
                        response.status_code,
                        self._read(response),
                        _wait_s(response),
                        url,
                        response.headers,
                    )
            url = onward
        raise LineTrouble("redirected in circles", self.left)

    def _read(self, response: requests.Response) -> bytes:
        body = bytearray()
        told = response.headers.get("Content-Length", "")
        if told.isascii() and told.isdecimal() and int(told[:18]) > LONGEST_ANSWER:
            raise LineTrouble(TOO_LONG, self.left)  # said beforehand: it costs nothing
        for piece in response.iter_content(64 * 1024):
            body += piece
            if len(body) > LONGEST_ANSWER:
                raise LineTrouble(TOO_LONG, self.left)
        return bytes(body)


class _Plain(HTTPConnection):
    """Asks at the gate of its call before the first byte leaves."""

    def request(self, *args: Any, **kwargs: Any) -> None:
        _leave(self)
        super().request(*args, **kwargs)


class _Secure(HTTPSConnection):
    """The same, under TLS: a certificate is checked before anything leaves."""

    def request(self, *args: Any, **kwargs: Any) -> None:
        _leave(self)
        super().request(*args, **kwargs)


def _leave(connection: HTTPConnection) -> None:
    if connection.sock is None:
        connection.connect()
    call = threading.current_thread()
    if isinstance(call, _Call):
        call.leave(connection.sock)


class _Adapter(HTTPAdapter):
    """Makes gated connections, whose sockets forget what was not acknowledged."""

    def __init__(self, timeout_s: float) -> None:
        self._options = [
            *HTTPConnection.default_socket_options,
            (socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)),
            (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(timeout_s * 1000)),
        ]
        super().__init__(pool_connections=2, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, socket_options=self._options, **kwargs)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        return super().proxy_manager_for(proxy, socket_options=self._options, **kwargs)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = _Secure if pool.scheme == "https" else _Plain
        return pool


def _check_address(to: Destination) -> None:
    try:
        address = urlsplit(to.url)
        fine = address.scheme in {"http", "https"} and bool(address.hostname)
        fine = fine and not address.query and not address.fragment
        fine = fine and (address.port is None or address.port > 0)
    except ValueError:
        fine = False
    if not fine:
        raise Misconfigured(
            f'destination "{to.name}", url',
            f'"{to.url}" is no web address',
            "write it like https://open311.example.org/v2",
        )


def _credentials(to: Destination, username: str, password: str) -> Credentials:
    if not username.isascii() or not username.isprintable() or ":" in username:
        raise Misconfigured(
            f'destination "{to.name}", username',
            "cannot be sent as it stands",
            "write it in Latin letters, without a colon",
        )
    return Credentials(username, password)


def same_place(url: str, location: str) -> str | None:
    """Return where a Location leads to, if on the same host, never from TLS to none."""
    try:
        here, there = urlsplit(url), urlsplit(urljoin(url, location))
    except ValueError:
        return None
    allowed = {"https"} if here.scheme == "https" else {"http", "https"}
    if there.hostname != here.hostname or there.scheme not in allowed:
        return None
    return there.geturl()


def _onward(method: str, url: str, response: requests.Response) -> str | None:
    """Return where a redirect may be followed to, or None.

    Never so that a POST becomes a GET or is made twice: a POST goes on where the status
    says that it was not acted upon, or where the very same address is asked for under TLS.
    """
    location = response.headers.get("Location")
    if response.status_code not in _MOVED or not location:
        return None
    onward = same_place(url, location)
    if onward is None:
        return None
    here, there = urlsplit(url), urlsplit(onward)
    only_tls = (there.path, there.query) == (here.path, here.query) and (
        (here.scheme, there.scheme) == ("http", "https")
    )
    unmade = response.status_code in {307, 308} or (
        response.status_code in {301, 302} and only_tls
    )
    return onward if method in {"GET", "HEAD"} or unmade else None


def _wait_s(response: requests.Response) -> float:
    """Read Retry-After: seconds, or a date that means something beside the answer's own."""
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdecimal():
        return float(asked[:9])
    try:
        until = parsedate_to_datetime(asked)
        now = parsedate_to_datetime(response.headers.get("Date", ""))
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError):
        return 0.0
