"""What came back to the kiosk's mailbox: an answer, a letter returned, or neither. Pure.

Only who got our letter knows its Message-ID, so only they can answer it.
"""

import re
import unicodedata
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Final

import msgspec

from kiosk.outbox import News
from kiosk.submission import Progress
from sync.georeport import LONGEST_MESSAGE, plain, read_moment

OURS: Final = re.compile(r"<[0-9a-z-]{1,64}@(plateia-[0-9a-z-]{1,64}\.internal)>")
"""A Message-ID of ours; the first group is the part that all of a kiosk's have."""

_LONGEST_SUBJECT = 500
_LONGEST_TEXT = 20_000

# `Δεν ολοκληρώθηκε` and `Done?` say something else: the word begins the line, and no
# question follows.
_DONE: Final = re.compile(r"(?:ολοκληρωθηκε\b(?!\s*[?;])|done\s*(?:$|[.,:!–-]))")
_PREFIX: Final = re.compile(
    r"(?:\s*(?:re|απ|aw|fw|fwd|πρθ|σχετ)\s*:)*\s*", re.IGNORECASE
)
_QUOTED: Final = re.compile(
    r"\s*(?:>|-{2,}\s*\S.*-{2,}\s*$|_{5,}|(?:from|από)\s*:\s"
    r"|(?:on|στις|την?)\s.{4,200}(?:wrote|έγραψε)\s*:\s*$)",
    re.IGNORECASE,
)
_STATUS: Final = re.compile(
    rb"^Status:\s*([245]\.\d{1,3}\.\d{1,3})", re.MULTILINE | re.I
)
_FAILED: Final = re.compile(rb"^Action:\s*failed", re.MULTILINE | re.IGNORECASE)


class Reply(msgspec.Struct, frozen=True):
    """What one mail in the box says of one of our letters."""

    about: str
    """The letter's Message-ID."""
    news: News


def read_reply(mail: bytes) -> Reply | None:
    """Read a mail, or as much of it as was fetched; None when it says nothing to us.

    A letter that was returned is kept at the kiosk, and nowhere else: `Progress.KEPT`.
    """
    try:
        message = BytesParser(policy=policy.default).parsebytes(mail)
        if message.get_content_type() == "multipart/report":
            return _returned(mail)
        return None if _is_by_machine(message) else _answer(message)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # the parser of mails has its ways of not understanding one


def _returned(mail: bytes) -> Reply | None:
    """Read a report on delivery (RFC 3464); one of a delay is none."""
    letter = OURS.search(mail.decode("ascii", "replace"))
    if letter is None or not _FAILED.search(mail):
        return None
    status = _STATUS.search(mail)
    why = f" ({status[1].decode()})" if status else ""
    return Reply(letter[0], News(Progress.KEPT, f"came back undelivered{why}", None))


def _is_by_machine(message: EmailMessage) -> bool:
    """Say whether nobody wrote it (RFC 3834, and what was written before there was one)."""
    said = str(message.get("Auto-Submitted", "no")).partition(";")[0].strip().lower()
    bulk = str(message.get("Precedence", "")).strip().lower()
    return said != "no" or bulk in {"bulk", "junk", "auto_reply"}


def _answer(message: EmailMessage) -> Reply | None:
    about = [
        found[0]
        for name in ("In-Reply-To", "References")
        for found in OURS.finditer(str(message.get(name, "")).lower())
    ]
    if not about:
        return None
    lines = list(_own_lines(_text(message)))
    subject = _PREFIX.sub("", str(message.get("Subject", ""))[:_LONGEST_SUBJECT], 1)
    done = any(_says_done(line) for line in [subject, *lines[:1]])
    progress = Progress.DONE if done else Progress.SEEN
    told = plain(" ".join(lines), LONGEST_MESSAGE)
    return Reply(
        about[0], News(progress, told, read_moment(str(message.get("Date", ""))))
    )


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    if part is None:
        return ""
    content = part.get_content()
    return content[:_LONGEST_TEXT] if isinstance(content, str) else ""


def _own_lines(text: str) -> Iterator[str]:
    """The lines somebody wrote, up to the signature or to what they answer."""
    for line in text.splitlines():
        if line == "-- " or _QUOTED.match(line):
            return
        if line.strip():
            yield line.strip()


def _says_done(line: str) -> bool:
    bare = "".join(
        one
        for one in unicodedata.normalize("NFD", line)
        if not unicodedata.combining(one)
    )
    return bool(_DONE.match(bare.strip().lower()))
