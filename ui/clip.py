"""A sentence that was spoken: a WAV file that also knows when each word begins.

The words are a chunk of their own behind the sound, so that one file is whole or torn, and
a sentence found again is shown word by word like a new one. Whatever else plays WAV files
passes over the chunk (RIFF says so).
"""

import struct
import wave
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

_CHUNK: Final = b"word"
_PCM: Final = 1
_HEAD: Final = struct.Struct("<4sI")
_FORMAT: Final = struct.Struct("<HHIIHH")


class Word(msgspec.Struct, frozen=True, array_like=True):
    """When a word is said, and which characters of the text it is."""

    at_ms: int
    start: int
    length: int


class Grain(msgspec.Struct, frozen=True):
    """How the samples of a sound lie: 16 bits each."""

    rate: int
    """Samples a second."""
    channels: int = 1

    def ms(self, size: int) -> float:
        """Return how long so many bytes sound."""
        return size * 1000 / (2 * self.channels * self.rate)


class Spoken(msgspec.Struct, frozen=True):
    """A piece of text as sound; its words count from the piece's own beginning."""

    samples: bytes
    words: tuple[Word, ...] = ()
    start: int = 0
    """Where the piece begins in the whole text."""


class Clip(msgspec.Struct, frozen=True):
    """What a file holds."""

    grain: Grain
    samples: bytes
    words: tuple[Word, ...]

    def from_word(self, number: int) -> "Clip":
        """Return it from this word on; whole where it knows no such word."""
        if not 0 < number < len(self.words):
            return self
        at_ms = self.words[number].at_ms
        frame = 2 * self.grain.channels
        cut = round(at_ms * self.grain.rate / 1000) * frame
        words = [
            Word(one.at_ms - at_ms, one.start, one.length)
            for one in self.words[number:]
        ]
        return Clip(self.grain, self.samples[cut:], tuple(words))


def write_clip(path: Path, grain: Grain, pieces: Iterable[Spoken]) -> float:
    """Write a file piece by piece as they come; return its seconds. Raises OSError."""
    words: list[Word] = []
    size = 0
    with path.open("w+b") as file:
        with wave.open(file, "wb") as whole:
            whole.setparams((grain.channels, 2, grain.rate, 0, "NONE", ""))
            for piece in pieces:
                begins = round(grain.ms(size))
                words += [
                    Word(begins + one.at_ms, piece.start + one.start, one.length)
                    for one in piece.words
                ]
                whole.writeframes(piece.samples)
                size += len(piece.samples)
        _append(file.fileno(), msgspec.json.encode(words))
    return grain.ms(size) / 1000


def _append(file: int, told: bytes) -> None:
    """Put a chunk behind the others, and count it into the whole."""
    with open(file, "r+b", closefd=False) as raw:
        raw.seek(0, 2)
        padded = told + b" " * (len(told) % 2)
        raw.write(_HEAD.pack(_CHUNK, len(padded)) + padded)
        whole = raw.tell() - _HEAD.size
        raw.seek(4)
        raw.write(struct.pack("<I", whole))


def read_clip(path: Path) -> Clip:
    """Read a file. Raises OSError, or wave.Error for one that is torn or no such file."""
    content = path.read_bytes()
    try:
        name, size = _HEAD.unpack_from(content)
        if name != b"RIFF" or size + _HEAD.size != len(content):
            raise wave.Error("cut short, or not a WAV file")
        chunks = _chunks(content)
        kind, channels, rate, _, _, bits = _FORMAT.unpack_from(chunks[b"fmt "])
        samples = chunks[b"data"]
        words = msgspec.json.decode(
            chunks.get(_CHUNK, b"[]"), type=tuple[Word, ...], strict=False
        )
    except (struct.error, KeyError, msgspec.DecodeError) as error:
        raise wave.Error("not a WAV file") from error
    if not samples or (kind, bits) != (_PCM, 16) or len(samples) % (2 * channels):
        raise wave.Error("nothing in it, or not 16 bits a sample")
    return Clip(Grain(rate, channels), samples, words)


def _chunks(content: bytes) -> dict[bytes, bytes]:
    found, at = {}, 12
    while at < len(content):
        name, size = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        found[name] = content[at : at + size]
        at += size + size % 2
    return found
