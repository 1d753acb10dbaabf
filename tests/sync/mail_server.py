"""A municipality's mail, on loopback: a post office that is not ours (aiosmtpd), and the
kiosk's own mailbox behind a small IMAP4rev1. Both fail as they are told."""

import asyncio
import hashlib
import socketserver
import threading
from collections import deque
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from kiosk.config import Destination
from kiosk.submission import Attachment, AttachmentId
from sync.connector import Piece
from tests.sync.mailbox import LOGIN, Box, certified

KIOSK = "kiosk@plateia.example.gr"
OFFICE = "protokollo@example.gr"

PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 40

_BANNER = "250 OK"


@dataclass(frozen=True)
class Deed:
    """What the post office does with one mail instead of the honest thing."""

    keeps: bool = True
    answer: str = _BANNER
    raw: bytes | None = None
    """These bytes for an answer, then the line closes."""
    drops: bool = False
    """The line breaks instead of an answer."""
    holds: bool = False
    """There is no answer, until the server stops."""


HONEST = Deed()


@dataclass
class Kept:
    """A mail that was taken."""

    recipients: tuple[str, ...]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        read = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(read, EmailMessage)
        return read


@dataclass
class Manners:
    """How the post office treats whoever comes."""

    answers: dict[str, str] = field(default_factory=dict)
    """An answer for every MAIL, or for an address of RCPT."""
    password: str = LOGIN[1]
    locked: str = "535 5.7.8 Authentication credentials invalid"
    deeds: deque[Deed] = field(default_factory=deque)
    largest: int = 33_554_432
    serves_tls: str | None = None
    """The certificate that STARTTLS shows; None: it is not offered."""
    is_secure: bool = False
    """TLS from the first byte."""
    certificate: str = "well"
    copies: bool = True
    """What is for the kiosk reaches its mailbox."""


class MailTown:
    """From `with` to its end."""

    def __init__(self, manners: Manners | None = None) -> None:
        self.manners = manners or Manners()
        self.kept: list[Kept] = []
        """What the protocol office has."""
        self.came = threading.Event()
        """Set when a mail is at hand that is held."""
        self.logins = 0
        self.box = Box()
        self._loop = asyncio.new_event_loop()
        self._stopped = asyncio.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._ready = threading.Event()
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        self.box.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)
        self.box.close()

    @property
    def url(self) -> str:
        return f"smtp{'s' if self.manners.is_secure else ''}://127.0.0.1:{self.port}"

    def next(self, *deeds: Deed) -> None:
        """Do these with the next mails."""
        self.manners.deeds.extend(deeds)

    def destination(self, **settings: Any) -> Destination:
        told: dict[str, Any] = {
            "name": "mail",
            "type": "mail",
            "url": self.url,
            "sender": KIOSK,
            "recipient": OFFICE,
            "username": LOGIN[0],
            "password": LOGIN[1],
            "inbox": self.box.url,
            "timeout_s": 5,
        }
        return Destination(**(told | settings))

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._until_stopped())
        self._loop.close()

    async def _until_stopped(self) -> None:
        context = (
            certified(self.manners.certificate) if self.manners.is_secure else None
        )
        server = await self._loop.create_server(self._desk, "127.0.0.1", 0, ssl=context)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopped.wait()
        server.close()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for one in rest:
            one.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def _desk(self) -> SMTP:
        offered = self.manners.serves_tls
        return SMTP(
            self,
            hostname="mail.example.gr",
            data_size_limit=self.manners.largest,
            tls_context=certified(offered) if offered else None,
            auth_require_tls=False,
            authenticator=self._lets_in,
            loop=self._loop,
        )

    def _lets_in(
        self, server: SMTP, session: Session, _e: Envelope, _m: str, told: Any
    ) -> AuthResult:
        self.logins += 1
        known = isinstance(told, LoginPassword) and (told.login, told.password) == (
            LOGIN[0].encode(),
            self.manners.password.encode(),
        )
        if known:
            return AuthResult(success=True)
        return AuthResult(success=False, handled=False, message=self.manners.locked)

    async def handle_MAIL(
        self, _s: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        return self.manners.answers.get("MAIL", _BANNER)

    async def handle_RCPT(
        self, _s: SMTP, _: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        answer = self.manners.answers.get(address, _BANNER)
        if answer.startswith("25"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:
        deed = self.manners.deeds.popleft() if self.manners.deeds else HONEST
        content = envelope.original_content or b""
        if deed.keeps:
            self.kept.append(Kept(tuple(envelope.rcpt_tos), content))
            if KIOSK in envelope.rcpt_tos and self.manners.copies:
                self.box.put(content)
        if deed.holds:
            self.came.set()
            await self._stopped.wait()
        line = server.transport
        assert isinstance(line, asyncio.Transport)
        if deed.drops or deed.holds:
            line.abort()
        if deed.raw is not None:
            line.write(deed.raw)
            line.close()
        return deed.answer


class Shouter:
    """Somebody who is no mail server: says something, and holds the line."""

    def __init__(self, says: bytes, drips: bool = False) -> None:
        self.says = says
        self.drips = drips
        self.came = threading.Event()
        self.stopped = threading.Event()
        self._server = _ShouterServer(("127.0.0.1", 0), _Shout)
        self._server.shouter = self
        self.url = f"smtp://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()


class _ShouterServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    shouter: Shouter

    def handle_error(self, request: object, client_address: object) -> None:
        """Callers go away; that is not worth a word."""


class _Shout(socketserver.BaseRequestHandler):
    server: _ShouterServer

    def handle(self) -> None:
        shouter = self.server.shouter
        self.request.sendall(shouter.says)
        shouter.came.set()
        while not shouter.stopped.wait(0.02 if shouter.drips else 30):
            self.request.sendall(b"2")


def answer_to(
    message_id: str, text: str, subject: str = "Re: Αίτημα", **headers: str
) -> bytes:
    """A clerk's answer to a letter."""
    mail = EmailMessage(policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = OFFICE, KIOSK, subject
    mail["Date"] = "Thu, 26 Nov 2026 10:00:00 +0200"
    mail["In-Reply-To"] = message_id
    for name, told in headers.items():
        mail[name.replace("_", "-")] = told
    mail.set_content(text, charset="utf-8", cte="base64")
    return mail.as_bytes()


def returned(message_id: str, action: str = "failed") -> bytes:
    """A report that a letter could not be delivered (RFC 3464)."""
    return (
        "From: MAILER-DAEMON@mail.example.gr\r\nTo: kiosk@plateia.example.gr\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report;"
        ' report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mail.example.gr\r\n\r\n"
        f"Final-Recipient: rfc822; {OFFICE}\r\nAction: {action}\r\nStatus: 5.1.1\r\n\r\n"
        "--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {message_id}\r\n\r\n--b--\r\n"
    ).encode()


def piece(
    name: str = "photo-1.jpg", media: str = "image/jpeg", content: bytes = PHOTO
) -> Piece:
    """A photo that goes with a submission."""
    attachment = Attachment(
        id=AttachmentId("00000000-0000-4000-8000-00000000000a"),
        name=name,
        question="photo",
        media=media,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return Piece(attachment, content, None, len(content))
