"""A conversation with a mail server: where the server is, and how a call to it ends.

A mail is taken with its final dot and not before. The dot passes a gate, and once a call is
cut off the gate is shut; so it is known for certain whether a mail may have arrived. A cut
or a killed call also takes back what the kernel still holds (SO_LINGER 0), as in
`sync.http`.
"""

import errno
import ipaddress
import queue
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final, TypeVar
from urllib.parse import urlsplit

import msgspec

from sync.connector import Kind
from sync.fault import Fault

T = TypeVar("T")

SMTP: Final[Mapping[str, int]] = {"smtps": 465, "smtp": 587}
IMAP: Final[Mapping[str, int]] = {"imaps": 993, "imap": 143}
"""Schemes and their ports; those that end with an s speak TLS from the first byte."""

_NO_WAY = {errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL}
# X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED (OpenSSL, x509_vfy.h)
_BY_DATE = {9: (Kind.CLOCK, Fault.EARLY), 10: (Kind.CERTIFICATE, Fault.EXPIRED)}


class MailTrouble(Exception):
    """What was asked for did not come about."""

    def __init__(
        self,
        kind: Kind,
        code: str,
        said: str = "",
        left: bool | None = None,
        denies: bool = False,
    ) -> None:
        super().__init__(kind, code)
        self.kind = kind
        self.code = code
        self.said = said
        self.left = left
        """The mail may have arrived; None: if its final dot has left."""
        self.denies = denies
        """The server says that it has not taken what may have arrived."""


class Server(msgspec.Struct, frozen=True):
    """Where a mail server is."""

    host: str
    port: int
    is_secure: bool
    """TLS from the first byte."""

    @classmethod
    def at(cls, url: str, ports: Mapping[str, int]) -> "Server | None":
        """Read an address, or return None where it is none of these schemes'."""
        try:
            address = urlsplit(url)
            port = address.port or ports[address.scheme]
            address.hostname.encode("idna") if address.hostname else None
        except (ValueError, KeyError):
            return None
        more = address.path.strip("/") or address.query or address.fragment
        if not address.hostname or more or "@" in address.netloc:
            return None
        return cls(address.hostname, port, address.scheme.endswith("s"))

    @property
    def is_here(self) -> bool:
        """On this very machine, where nobody listens in between."""
        if self.host == "localhost":
            return True
        with suppress(ValueError):
            return ipaddress.ip_address(self.host).is_loopback
        return False


class Line:
    """Makes one call after another, and can end each at any moment."""

    def __init__(self, timeout_s: float) -> None:
        """Give up when nothing has gone on for so long."""
        self.timeout_s = timeout_s
        self._call: Call | None = None
        self._hung_up = False

    def make(self, talk: "Callable[[Call], T]") -> T:
        """Make a call and return what came of it. Raises MailTrouble."""
        told: list[T] = []
        call = Call(lambda call: told.append(talk(call)), self.timeout_s)
        self._call = call
        trouble = None
        if not self._hung_up:
            call.start()
            trouble = call.wait()
        if not told:
            call.cut()
        if told:  # it may have gone well at the last moment
            return told[0]
        code = "stopped" if self._hung_up else Fault.SILENT.value
        trouble = trouble or MailTrouble(Kind.LINK, code)
        trouble.left = call.left if trouble.left is None else trouble.left
        raise trouble

    def hang_up(self) -> None:
        """End the call being made and refuse every later one; safe in a signal handler."""
        self._hung_up = True
        if self._call is not None:
            self._call.over.put(None)


class Call(threading.Thread):
    """One conversation with a server, on a thread that can be left behind."""

    def __init__(self, talk: "Callable[[Call], None]", timeout_s: float) -> None:
        super().__init__(name="plateia-mail", daemon=True)
        self.over: queue.SimpleQueue[MailTrouble | None] = queue.SimpleQueue()
        self.left = False
        """The final dot has left, or is about to."""
        self.timeout_s = timeout_s
        self._talk = talk
        self._gate = threading.Lock()
        self._shut = False
        self._socket: socket.socket | None = None
        self._until = time.monotonic() + timeout_s

    def run(self) -> None:
        trouble = None
        try:
            self._talk(self)
        except MailTrouble as one:
            trouble = one
        except OSError as error:
            trouble = _broken(error)
        except (ValueError, LookupError, TypeError):
            # The libraries' way of not understanding what a server says.
            trouble = MailTrouble(Kind.BUSY, "answer not understood")
        finally:
            if self._socket is not None:
                self._socket.close()
            self.over.put(trouble)

    def wait(self) -> MailTrouble | None:
        """Wait for the end, for as long as the conversation goes on."""
        while (left_s := self._until - time.monotonic()) > 0:
            with suppress(queue.Empty):
                return self.over.get(timeout=left_s)
        return None

    def goes_on(self) -> None:
        """Something is said: the other side has its time anew."""
        self._until = time.monotonic() + self.timeout_s

    def open(self, server: Server) -> socket.socket:
        """Connect. Raises MailTrouble or OSError."""
        address = (server.host, server.port)
        try:
            plain_socket = socket.create_connection(address, self.timeout_s)
        except TimeoutError:
            raise MailTrouble(Kind.LINK, Fault.UNREACHED.value) from None
        linger = struct.pack("ii", 1, 0)
        plain_socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        patience_ms = int(self.timeout_s * 1000)
        plain_socket.setsockopt(
            socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, patience_ms
        )
        self.use(plain_socket)
        if not server.is_secure:
            return plain_socket
        secure = ssl.create_default_context().wrap_socket(
            plain_socket, server_hostname=server.host, do_handshake_on_connect=False
        )
        self.use(secure)
        secure.do_handshake()
        return secure

    def use(self, through: socket.socket) -> None:
        """Take note of the socket to cut. Raises OSError once the call is cut off."""
        with self._gate:
            self._socket = through
            if self._shut:
                through.close()
                raise OSError("cut off")

    def leave(self) -> None:
        """Pass the gate with the final dot. Raises OSError once the call is cut off."""
        with self._gate:
            if self._shut:
                raise OSError("cut off")
            self.left = True

    def cut(self) -> None:
        """Shut the gate, break the connection and see the thread out."""
        with self._gate:
            self._shut = True
            if self._socket is not None:
                with suppress(OSError):  # it was over already
                    # Past the methods of TLS, which its own thread may be using.
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
        if self.is_alive():
            self.join(timeout=1)


def _broken(error: OSError) -> MailTrouble:
    """Say what went wrong with the line."""
    if isinstance(error, ssl.SSLCertVerificationError):
        untrusted = (Kind.CERTIFICATE, Fault.UNTRUSTED)
        kind, fault = _BY_DATE.get(error.verify_code, untrusted)
        return MailTrouble(kind, fault.value)
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
        return MailTrouble(Kind.CERTIFICATE, "does not speak TLS as it should")
    fault = Fault.NO_WAY if error.errno in _NO_WAY else Fault.BROKEN
    for kind_of_error, known in (
        (socket.gaierror, Fault.NO_NAME),
        (ConnectionRefusedError, Fault.REFUSED),
        (TimeoutError, Fault.SILENT),
    ):
        if isinstance(error, kind_of_error):
            fault = known
    return MailTrouble(Kind.LINK, fault.value)
