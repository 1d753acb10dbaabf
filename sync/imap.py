"""The kiosk's own mailbox, and the only module that speaks IMAP.

It is looked into, and left as it was: nothing is moved, deleted or marked as read. Foreign
errors become `MailTrouble` here.

Spec: RFC 3501 (IMAP4rev1).
"""

import imaplib
from collections.abc import Callable, Container, Sequence
from contextlib import suppress
from typing import Any, Final, TypeVar

from sync.call import Call, Line, MailTrouble, Server
from sync.connector import Kind

T = TypeVar("T")

MOST_READ: Final = 65_536
"""Bytes of a mail that are read: what somebody wrote stands at its beginning."""

_MOST_NEW = 200  # mails read in one call
_LONGEST_LINE = 1_000_000
_MOST_BYTES = 20_000_000  # of all that one call may bring


class Mailbox:
    """The kiosk's own mailbox. It is looked into, and left as it was."""

    def __init__(self, server: Server, login: tuple[str, str], line: Line) -> None:
        self._server = server
        self._login = login
        self._line = line

    def copies(self, message_id: str) -> int:
        """Count the mails with this Message-ID. Raises MailTrouble."""

        def look(box: "_Box") -> int:
            wanted = f'"{message_id}"'
            found = box.search_for("HEADER", "MESSAGE-ID", wanted)
            part = "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"
            # A server that finds what was not asked for proves nothing.
            return sum(message_id.encode() in box.fetch_one(one, part) for one in found)

        return self._line.make(lambda call: self._with_box(call, look))

    def new_about(
        self, domains: Sequence[str], known: Container[str]
    ) -> dict[str, bytes]:
        """Return mails that answer letters with these domains in their Message-IDs, and
        reports on delivery, by a name; without those whose name is known.

        Raises MailTrouble.
        """

        def read(box: "_Box") -> dict[str, bytes]:
            found = set(box.search_for("HEADER", "CONTENT-TYPE", '"delivery-status"'))
            for domain in domains:
                wanted = f'"@{domain}>"'
                found.update(box.search_for("HEADER", "IN-REPLY-TO", wanted))
                found.update(box.search_for("HEADER", "REFERENCES", wanted))
            names = {f"{box.validity}.{uid}": uid for uid in sorted(found, key=int)}
            new = [name for name in names if name not in known][:_MOST_NEW]
            part = f"(BODY.PEEK[]<0.{MOST_READ}>)"
            return {name: box.fetch_one(names[name], part) for name in new}

        return self._line.make(lambda call: self._with_box(call, read))

    def _with_box(self, call: Call, work: "Callable[[_Box], T]") -> T:
        try:
            box = _Box(call, self._server)
        except imaplib.IMAP4.error:
            raise MailTrouble(Kind.LINK, "no mailbox answers there") from None
        try:
            box.enter(*self._login)
            told = work(box)
            with suppress(OSError, imaplib.IMAP4.error):
                box.logout()
            return told
        except imaplib.IMAP4.abort:
            raise OSError("broken off") from None
        except imaplib.IMAP4.error:
            raise MailTrouble(Kind.BUSY, "the mailbox does not answer that") from None
        finally:
            with suppress(OSError):
                box.shutdown()


class _Box(imaplib.IMAP4):
    """Speaks IMAP over the socket of a call, and listens to so much and no more."""

    def __init__(self, call: Call, server: Server) -> None:
        self._call = call
        self._server = server
        self._left = _MOST_BYTES
        super().__init__(server.host, server.port)

    def open(self, *_: Any, **__: Any) -> None:
        self.sock = self._call.open(self._server)
        self._told = self.sock.makefile("rb")

    def read(self, size: int) -> bytes:
        self._take(size)
        return self._told.read(size)

    def readline(self) -> bytes:
        line = self._told.readline(_LONGEST_LINE)
        self._take(len(line))
        return line

    def send(self, data: Any) -> None:
        self._call.goes_on()
        self.sock.sendall(data)

    def shutdown(self) -> None:
        self._told.close()
        self.sock.close()

    def enter(self, name: str, word: str) -> None:
        """Log in, and open the inbox to look at."""
        try:
            self.login(name, word)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            raise MailTrouble(Kind.LOCKED, "the mailbox lets nobody in") from None
        self._well(self.select("INBOX", readonly=True))
        told = self.response("UIDVALIDITY")[1][0]
        self.validity = told.decode("ascii") if isinstance(told, bytes) else ""

    def search_for(self, *criteria: str) -> list[str]:
        """Return the UIDs of what fits, as they are written."""
        told = self._well(self.uid("SEARCH", *criteria))
        found = b" ".join(one for one in told if isinstance(one, bytes)).split()
        return [one.decode("ascii") for one in found if one.isdigit()]

    def fetch_one(self, uid: str, part: str) -> bytes:
        """Return a part of a mail; b"" when it is gone."""
        told = self._well(self.uid("FETCH", uid, part))
        return b"".join(one[1] for one in told if isinstance(one, tuple))

    def _well(self, answer: tuple[str, list[Any]]) -> list[Any]:
        if answer[0] != "OK":
            raise self.error("no")
        return answer[1]

    def _take(self, size: int) -> None:
        """Count what comes. Raises when it is too much to be a mailbox."""
        self._left -= size
        if self._left < 0:
            raise self.abort("too long")
