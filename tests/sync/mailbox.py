"""The kiosk's own mailbox, behind a small IMAP4rev1 on loopback (RFC 3501)."""

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from pathlib import Path
from typing import Self

CERTIFICATES = Path(__file__).parent / "certificates"
LOGIN = ("kiosk", "a-pass-word")


class Box:
    """The kiosk's own mailbox, and the IMAP server in front of it."""

    def __init__(self) -> None:
        self.mails: dict[int, bytes] = {}
        self.is_shut = False
        """It answers NO to every question."""
        self.says: bytes | None = None
        """These bytes, and nothing else, for a greeting."""
        self.finds: str | None = None
        """What every search finds, whatever is there."""
        self.password = LOGIN[1]
        self.commands: list[str] = []
        self._server = _BoxServer(("127.0.0.1", 0), _BoxDesk)
        self._server.box = self
        self.port = int(self._server.server_address[1])
        self.is_secure = False

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"imap{'s' if self.is_secure else ''}://127.0.0.1:{self.port}"

    def secure(self, certificate: str) -> None:
        """Speak TLS from now on."""
        self.is_secure = True
        listening = self._server.socket
        self._server.socket = certified(certificate).wrap_socket(
            listening, server_side=True
        )

    def put(self, mail: bytes) -> None:
        self.mails[len(self.mails) + 1] = mail

    def search(self, criteria: str) -> str:
        """Find by the text in a header field, as HEADER of RFC 3501 does."""
        asked = re.fullmatch(r'HEADER (\S+) "?([^"]*)"?', criteria)
        if self.finds is not None:
            return self.finds
        if asked is None:
            return ""
        name, text = asked.groups()
        found = []
        for uid, mail in self.mails.items():
            told = message_from_bytes(mail).get(name, "")
            if text.lower() in str(told).lower():
                found.append(str(uid))
        return " ".join(found)


class _BoxServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    box: Box

    def handle_error(self, request: object, client_address: object) -> None:
        """Callers go away; that is not worth a word."""


class _BoxDesk(socketserver.StreamRequestHandler):
    server: _BoxServer

    def handle(self) -> None:
        box = self.server.box
        self._say(b"* OK IMAP4rev1 ready\r\n" if box.says is None else box.says)
        while box.says is None and (line := self.rfile.readline(65_536)):
            tag, _, command = line.decode("ascii").strip().partition(" ")
            box.commands.append(command)
            for told in self._answer(command):
                self._say(told)
            word = "NO not now" if self._denied(command) else "OK done"
            self._say(f"{tag} {word}\r\n".encode())
            if command == "LOGOUT":
                return

    def _say(self, told: bytes) -> None:
        with suppress(OSError):
            self.wfile.write(told)

    def _denied(self, command: str) -> bool:
        box = self.server.box
        if command.startswith("LOGIN "):
            return command != f'LOGIN {LOGIN[0]} "{box.password}"'
        return box.is_shut and command.startswith("UID ")

    def _answer(self, command: str) -> Iterator[bytes]:
        box = self.server.box
        if command == "CAPABILITY":
            yield b"* CAPABILITY IMAP4rev1\r\n"
        elif command.startswith(("EXAMINE", "SELECT")):
            yield f"* {len(box.mails)} EXISTS\r\n* OK [UIDVALIDITY 7] fine\r\n".encode()
        elif self._denied(command):
            return
        elif command.startswith("UID SEARCH "):
            yield f"* SEARCH {box.search(command[11:])}".rstrip().encode() + b"\r\n"
        elif command.startswith("UID FETCH "):
            _, _, uid, part = command.split(" ", 3)
            mail = box.mails.get(int(uid))
            if mail is not None:
                yield _fetched(int(uid), mail, part)


def _fetched(uid: int, mail: bytes, part: str) -> bytes:
    if "HEADER.FIELDS" in part:
        name = message_from_bytes(mail).get("Message-ID", "")
        content = f"Message-ID: {name}\r\n\r\n".encode()
        label = "BODY[HEADER.FIELDS (MESSAGE-ID)]"
    else:
        content, label = mail[:65_536], "BODY[]<0>"
    head = f"* {uid} FETCH (UID {uid} {label} {{{len(content)}}}\r\n".encode()
    return head + content + b")\r\n"


def certified(name: str) -> ssl.SSLContext:
    """What a server shows that has one of the certificates."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem", CERTIFICATES / "key.pem")
    return context
