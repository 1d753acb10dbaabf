"""The mail that a letter travels in: its bytes. Pure.

The same letter and enclosures always give the same bytes. Nothing that was said can make
a header of its own: it stands in headers only in base64, a line at a time, and names of
files are Latin letters. The library's own way is not used, for it undoes the encoding of
what it is given: `=?utf-8?q?=0D=0ABcc:_...?=` in a title became a recipient.

Spec: RFC 5322, RFC 2045, RFC 2047, RFC 3834 (Auto-Submitted).
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from email.utils import format_datetime
from typing import Final

import msgspec

from sync.letter import Letter

_MEDIA: Final = re.compile(r"(?:application|audio|image)/[a-z0-9][a-z0-9.+-]{0,60}")
_WORD_BYTES: Final = 45  # of text in an encoded word, which may have 75 characters


class Enclosure(msgspec.Struct, frozen=True):
    """A file that goes with a letter."""

    name: str
    media: str
    content: bytes


def mail_of(
    letter: Letter, enclosures: Sequence[Enclosure], sender: str, recipient: str
) -> bytes:
    """Put a letter and what goes with it into an envelope."""
    # Base64 has no underscore, so nothing in the mail can be the boundary.
    once = hashlib.sha256(letter.id.encode()).hexdigest()[:32]
    boundary = f"=_plateia_{once}"
    head = (
        f"From: {_encoded(letter.kiosk)}\r\n <{sender}>",
        f"To: {recipient}",
        f"Subject: {_encoded(letter.subject)}",
        f"Date: {format_datetime(letter.confirmed)}",
        f"Message-ID: {letter.id}",
        "Auto-Submitted: auto-generated",  # so that no answering machine answers
        "MIME-Version: 1.0",
        f'Content-Type: multipart/mixed;\r\n boundary="{boundary}"',
    )
    text = letter.body.replace("\n", "\r\n").encode()
    parts = [_part("text/plain; charset=utf-8", "inline", text)]
    for number, one in enumerate(enclosures, start=1):
        media = one.media if _MEDIA.fullmatch(one.media) else "application/octet-stream"
        name = _file_name(one.name) or f"enclosure-{number}"
        shown = f'attachment;\r\n filename="{name}"'
        parts.append(_part(media, shown, one.content))
    body = b"".join(f"--{boundary}\r\n".encode() + one for one in parts)
    return (
        "\r\n".join(head).encode() + b"\r\n\r\n" + body + f"--{boundary}--\r\n".encode()
    )


def _part(media: str, shown: str, content: bytes) -> bytes:
    head = (
        f"Content-Type: {media}\r\nContent-Disposition: {shown}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + base64.encodebytes(content).replace(b"\n", b"\r\n")


def _encoded(text: str) -> str:
    """Write a text as encoded words, a line each."""
    words = [base64.b64encode(one).decode() for one in _chunks(text)]
    return "\r\n ".join(f"=?utf-8?b?{word}?=" for word in words)


def _chunks(text: str) -> Iterator[bytes]:
    """Cut a text into pieces of so many bytes at most, between its letters."""
    piece = b""
    for letter in text:
        if len(piece) + len(letter.encode()) > _WORD_BYTES:
            yield piece
            piece = b""
        piece += letter.encode()
    yield piece


def _file_name(name: str) -> str:
    """Return a name that is one on every machine."""
    return re.sub(r"[^A-Za-z0-9._-]", "", name).strip(".")[:60]
