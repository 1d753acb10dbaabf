"""Photos and voice notes for tests: small, whole, and each unlike the others."""

import io
import math
import struct
import wave

from kiosk.media import Captured, Media


def jpeg(number: int = 1, side: int = 640, more: int = 0, exif: bool = False) -> bytes:
    """A grey JPEG, as its headers tell it; `more` bytes of a comment make it larger."""

    def segment(marker: int, content: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content

    head = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    if exif:
        head += segment(0xE1, b"Exif\0\0 38.27 N 21.86 E")
    while more > 0:
        head += segment(0xFE, bytes(at % 251 for at in range(min(more, 60_000))))
        more -= 60_000
    head += segment(0xFE, f"photo {number}".encode())
    tables = segment(0xDB, b"\0" + b"\x10" * 64)
    frame = segment(0xC0, struct.pack(">BHHB", 8, side, side, 1) + b"\1\x11\0")
    codes = segment(0xC4, b"\0" + b"\1" + b"\0" * 15 + b"\0")
    scan = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\0" * 64
    return b"\xff\xd8" + head + tables + frame + codes + scan + b"\xff\xd9"


def wav(number: int = 1, seconds: float = 0.5) -> bytes:
    """A tone, 16 kHz, one channel."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        pitch = 220 + 20 * number
        for at in range(int(seconds * 16_000)):
            level = int(8000 * math.sin(2 * math.pi * pitch * at / 16_000))
            sound.writeframesraw(struct.pack("<h", level))
    return file.getvalue()


def photo(number: int = 1, more: int = 0) -> Captured:
    return Captured("photo", Media.JPEG, jpeg(number, more=more))


def voice(number: int = 1) -> Captured:
    return Captured("voice", Media.WAV, wav(number))
