"""What citizens bring with their reports in the matrix."""

import hashlib
import random
import secrets
import struct
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from kiosk.forms import Answers
from kiosk.journey import Journey
from kiosk.media import Captured, Media
from kiosk.submission import Receipt
from tests.kiosk.village import Kiosk, write_pack

_NOISE: Final = 40_000  # bytes: more than one piece of anything


class Load(Enum):
    """What goes with each report."""

    NOTHING = "no attachment"
    PHOTO = "photo"
    VOICE = "audio"


LOADS: Final = tuple(Load)


@dataclass(frozen=True)
class Filed:
    """A report somebody has a receipt for."""

    receipt: Receipt
    files: tuple[str, ...]
    """The sha256 of each attachment."""


def file_report(kiosk: Kiosk, load: Load) -> Filed:
    """File one report, with an attachment like no other."""
    captured = {
        Load.NOTHING: (),
        Load.PHOTO: (Captured("photo", Media.JPEG, photo()),),
        Load.VOICE: (Captured("voice", Media.WAV, voice()),),
    }[load]
    journey = _walked(kiosk, {one.question: (one.id,) for one in captured})
    receipt = kiosk.door.confirm(journey, "en", secrets.token_bytes, captured)
    return Filed(receipt, tuple(sha256(one.content) for one in captured))


def file_photo(kiosk: Kiosk, noise: int) -> Receipt:
    """File one report with a photo of about so many bytes."""
    taken = Captured("photo", Media.JPEG, photo(noise))
    journey = _walked(kiosk, {"photo": (taken.id,)})
    return kiosk.door.confirm(journey, "en", secrets.token_bytes, (taken,))


def write_pack_with_files(folder: Path) -> None:
    """Write the village's pack, whose report may come with a photo and a voice note."""
    form = write_pack(folder) / "forms" / "problem.toml"
    asked = form.read_text("utf-8")
    for kind in ("photo", "voice"):
        title = '{ el = "Θέλετε;", en = "Would you like to?" }'
        asked += f'[[question]]\nkind = "{kind}"\nid = "{kind}"\ntitle = {title}\n'
    form.write_text(asked, "utf-8")


def _walked(kiosk: Kiosk, files: Answers) -> Journey:
    journey = kiosk.walked()
    while journey.at is not None:
        journey = journey.answer(files.get(journey.at, ()))
    return journey


def sha256(content: bytes) -> str:
    """Return the checksum by which an attachment is counted."""
    return hashlib.sha256(content).hexdigest()


def photo(noise: int = _NOISE) -> bytes:
    """A JPEG of 64 x 48, whose picture is noise (ITU T.81, B.2)."""
    frame = struct.pack(">BHHB", 8, 48, 64, 1) + bytes([1, 0x11, 0])
    scan = bytes([1, 1, 0, 0, 63, 0])
    parts = [_segment(0xC0, frame), _segment(0xDA, scan)]
    grain = random.randbytes(noise).replace(b"\xff", b"\xfe")
    return b"\xff\xd8" + b"".join(parts) + grain + b"\xff\xd9"


def voice() -> bytes:
    """A WAV of noise: 16 kHz, 16 bits, one channel."""
    noise = random.randbytes(_NOISE)
    form = struct.pack("<HHIIHH", 1, 1, 16_000, 32_000, 2, 16)
    chunks = b"fmt " + struct.pack("<I", 16) + form
    chunks += b"data" + struct.pack("<I", len(noise)) + noise
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def _segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content
