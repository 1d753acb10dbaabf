"""What a citizen shows or says: a photo, a voice note. Looked at before it is kept.

A face makes it small before it hands it over; what is kept here goes over a village's line.
A photo that still holds what a camera notes beside the picture (Exif: when, where, whose) is
none: what somebody did not show must not be told.

Spec: JPEG (ITU T.81, B.2.2), WAVE (RIFF), Ogg Opus (RFC 7845).
"""

import uuid
from enum import StrEnum
from typing import Final

import msgspec

from kiosk.submission import AttachmentId

LONGEST_SIDE: Final = 1600
"""Pixels of a photo's longer side."""

LARGEST_PHOTO: Final = 300_000
"""Bytes."""

LARGEST_VOICE: Final = 2_000_000
"""Bytes: a minute of speech, 16 kHz, 16 bits, one channel, needs no more."""


class Media(StrEnum):
    """What can be attached."""

    JPEG = "image/jpeg"
    OPUS = "audio/ogg"
    WAV = "audio/wav"


_NAMES: Final = {
    Media.JPEG: ("photo", "jpg"),
    Media.OPUS: ("voice", "ogg"),
    Media.WAV: ("voice", "wav"),
}
# Frame headers (T.81, table B.1): all of C0 to CF but the tables among them.
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _EXIF = 0xDA, 0xE1


class Captured(msgspec.Struct, frozen=True):
    """A photo or a voice note, as a face hands it over."""

    question: str
    """The question it answers."""
    media: Media
    content: bytes
    id: AttachmentId = msgspec.field(
        default_factory=lambda: AttachmentId(str(uuid.uuid4()))
    )
    """What its question was answered with."""


def name_of(captured: Captured, place: int) -> str:
    """Name its file; `place` is its own among those of its submission, from 1."""
    stem, ending = _NAMES[captured.media]
    return f"{stem}-{place}.{ending}"


def check(captured: Captured) -> None:
    """Raise ValueError, saying why, for what may not be kept: a face has a bug."""
    content = captured.content
    if captured.media is Media.JPEG:
        _check_photo(content)
        return
    if len(content) > LARGEST_VOICE:
        raise ValueError(f"a voice note has more than {LARGEST_VOICE} bytes")
    if captured.media is Media.WAV:
        fits = content[:4] == b"RIFF" and content[8:12] == b"WAVE"
    else:
        fits = content[:4] == b"OggS" and content[28:36] == b"OpusHead"
    if not fits:
        raise ValueError(f"a voice note is no {captured.media}")


def _check_photo(content: bytes) -> None:
    if len(content) > LARGEST_PHOTO:
        raise ValueError(f"a photo has more than {LARGEST_PHOTO} bytes")
    size = _size(content)
    if size is None:
        raise ValueError("a photo is no JPEG")
    if max(size) > LONGEST_SIDE:
        raise ValueError(f"a photo has more than {LONGEST_SIDE} pixels a side")


def _size(content: bytes) -> tuple[int, int] | None:
    """Read width and height, or return None for what is no JPEG."""
    at = 2
    if content[:3] != b"\xff\xd8\xff":
        return None
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == _EXIF:
            raise ValueError("a photo still holds what its camera noted (Exif)")
        if marker in _FRAMES:
            height, width = content[at + 5 : at + 7], content[at + 7 : at + 9]
            return int.from_bytes(width), int.from_bytes(height)
        if marker == _SCAN:
            return None
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return None
