"""Voices: each turns a sentence into sound in its own way, behind one port.

A voice lives in the child process that renders (`ui.voice`), never in the face.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

import msgspec

from ui.clip import Grain, Spoken
from ui.utterance import Failure, Render


class CannotSay(Exception):
    """This text will not be heard; the next one may."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


class Engine(Protocol):
    """What a voice can do."""

    def speaks(self, asked: Render) -> bool:
        """Say whether it can say this, in its language and at its pace."""

    def say(self, asked: Render) -> tuple[Grain, Iterator[Spoken]]:
        """Return the sound of a text, piece by piece as it is made. Raises CannotSay."""


class Voices(msgspec.Struct, frozen=True):
    """Which voices there are besides the one that every kiosk has."""

    piper: str = "piper"
    """The program, by name or path."""
    models: Mapping[str, str] = {}
    """Language -> Piper's voice file."""
    recorded: str = ""
    """The pack's folder of recorded sentences."""

    def mark(self, voice: str) -> str:
        """Say what a language's sentences are made with, so that others are made anew when
        that has changed."""
        files = [Path(self.models[voice])] if voice in self.models else []
        if self.recorded:
            files += sorted(Path(self.recorded, voice).glob("*"))
        return " ".join(f"{one}:{_changed_ns(one)}" for one in files)


ESPEAK_ALONE = Voices()


def _changed_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
