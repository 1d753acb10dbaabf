"""Where mails are handed in, and the only module that speaks SMTP.

Foreign errors become `MailTrouble` here.

Spec: RFC 5321, RFC 1870 (SIZE), RFC 3207 (STARTTLS), RFC 4954 (AUTH).
"""

import smtplib
import socket
import ssl
import struct
from collections.abc import Container, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from sync.call import Call, Line, MailTrouble, Server
from sync.connector import Kind
from sync.georeport import is_page, plain

_CHUNK = 16_384
_LONGEST_LINE = 8_192
_MOST_LINES = 200
_LONGEST_SAID = 160
_LOCKED = {530, 534, 535, 538}


class PostOffice:
    """Where mails are handed in."""

    def __init__(
        self, server: Server, login: tuple[str, str] | None, line: Line
    ) -> None:
        self._server = server
        self._login = login
        self._line = line

    def hand_in(self, sender: str, to: Sequence[str], mail: bytes) -> None:
        """Hand in a mail for all of these or for none. Raises MailTrouble.

        The first is whom it is for; the others are mailboxes of our own.
        """
        self._line.make(lambda call: self._talk(call, sender, to, mail))

    def _talk(self, call: Call, sender: str, to: Sequence[str], mail: bytes) -> None:
        speaker = _Speaker(call, self._server)
        try:
            self._enter(speaker, call)
            _address(speaker, sender, to, len(mail))
            _hand_over(speaker, call, mail)
            speaker.say_goodbye()
        finally:
            speaker.close()

    def _enter(self, speaker: "_Speaker", call: Call) -> None:
        _expect({250}, speaker.ehlo(), "EHLO", no=Kind.LOCKED)
        if not self._server.is_secure and not self._server.is_here:
            if not speaker.has_extn("starttls"):
                raise MailTrouble(Kind.CERTIFICATE, "offers no TLS (STARTTLS)")
            try:
                speaker.starttls(context=ssl.create_default_context())
            except smtplib.SMTPResponseException as answer:
                _refuse(answer.smtp_code, _bytes(answer.smtp_error), "STARTTLS")
            call.use(speaker.wire)
            _expect({250}, speaker.ehlo(), "EHLO", no=Kind.LOCKED)
        if self._login is None:
            return
        try:
            speaker.login(*self._login)
        except smtplib.SMTPResponseException as answer:
            said = _bytes(answer.smtp_error)
            _refuse(answer.smtp_code, said, "AUTH", no=Kind.LOCKED)
        except smtplib.SMTPServerDisconnected:
            raise
        except smtplib.SMTPException:
            raise MailTrouble(Kind.LOCKED, "takes no name and password") from None


def _address(speaker: "_Speaker", sender: str, to: Sequence[str], size: int) -> None:
    """Say who it is from and for; all are taken, or nothing is sent."""
    most = speaker.esmtp_features.get("size", "")
    if most.isdecimal() and 0 < int(most) < size:
        raise MailTrouble(Kind.REFUSED, "too large there", f"at most {most} bytes")
    options = [f"size={size}"] if speaker.has_extn("size") else []
    _expect({250}, speaker.mail(sender, options), "MAIL")
    first, *own = to
    _expect({250, 251}, speaker.rcpt(first), "RCPT")
    for one in own:  # without a copy of ours, what is lost could never be found
        _expect({250, 251}, speaker.rcpt(one), "RCPT to itself", no=Kind.LOCKED)


def _hand_over(speaker: "_Speaker", call: Call, mail: bytes) -> None:
    _expect({354}, speaker.docmd("DATA"), "DATA")
    written = mail.replace(b"\r\n.", b"\r\n..")  # RFC 5321, 4.5.2
    written = written if written.endswith(b"\r\n") else written + b"\r\n"
    for at in range(0, len(written), _CHUNK):
        speaker.send(written[at : at + _CHUNK])
    call.leave()
    speaker.send(b".\r\n")
    code, said = speaker.getreply()
    if code != 250:
        # A 5xx is a no. A 4xx says the same, but some servers fail like that after all.
        _refuse(code, said, "the mail", left=code < 500)


class _Speaker(smtplib.SMTP):
    """Speaks SMTP over the socket of a call, and listens for so long and no longer."""

    def __init__(self, call: Call, server: Server) -> None:
        self._call = call
        self._server = server
        self._is_greeted = False
        try:
            super().__init__(
                server.host, server.port, "[127.0.0.1]", timeout=call.timeout_s
            )
        except smtplib.SMTPConnectError as answer:
            said = _bytes(answer.smtp_error)
            _refuse(answer.smtp_code, said, "greeting", no=Kind.LOCKED)
        self._is_greeted = True
        here = str(self.wire.getsockname()[0])
        self.local_hostname = f"[IPv6:{here}]" if ":" in here else f"[{here}]"

    @property
    def wire(self) -> socket.socket:
        """The open socket. Raises SMTPServerDisconnected when there is none."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected
        return self.sock

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._call.open(self._server)

    def send(self, s: Any) -> None:
        self._call.goes_on()
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        """As the library does it, but an answer without an end has one."""
        if self.file is None:
            self.file = self.wire.makefile("rb")
        told: list[bytes] = []
        while len(told) < _MOST_LINES:
            line = self.file.readline(_LONGEST_LINE)
            if not line:
                self.close()
                raise smtplib.SMTPServerDisconnected
            code, mark = line[:3], line[3:4]
            if not (
                line.endswith(b"\n") and code.isdigit() and b"200" <= code < b"600"
            ):
                break
            told.append(line[4:].strip())
            if mark != b"-":
                return int(code), b"\n".join(told)
        self.close()
        if is_page(line):
            raise MailTrouble(Kind.LINK, "answered with a web page")
        if not self._is_greeted:
            raise MailTrouble(Kind.LINK, "no mail server answers there")
        raise MailTrouble(Kind.BUSY, "answer not understood")

    def say_goodbye(self) -> None:
        """End as one should; what became of the mail is known."""
        with suppress(OSError):
            self.putcmd("QUIT")
            linger = struct.pack("ii", 0, 0)
            self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


def _expect(
    wanted: Container[int],
    answer: tuple[int, bytes],
    what: str,
    no: Kind = Kind.REFUSED,
) -> None:
    if answer[0] not in wanted:
        _refuse(*answer, what, no)


def _refuse(
    code: int, said: bytes, what: str, no: Kind = Kind.REFUSED, left: bool = False
) -> NoReturn:
    """Say what an answer that is no success means (RFC 5321, 4.2.1)."""
    kind = no if code >= 500 else Kind.BUSY
    told = plain(said.decode("utf-8", "replace"), _LONGEST_SAID)
    if code in _LOCKED:
        kind = Kind.LOCKED
    denies = left and code >= 400
    raise MailTrouble(kind, f"answered {code} to {what}", told, left, denies) from None


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()
