"""Voices: each turns a sentence into sound in its own way, behind one port.

A voice lives in the child process that renders (`ui.voice`), never in the face.
"""

from collections.abc import Iterator
from typing import Protocol

from ui.clip import Grain, Spoken
from ui.utterance import Failure


class CannotSay(Exception):
    """This text will not be heard; the next one may."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


class Engine(Protocol):
    """What a voice can do."""

    def speaks(self, text: str, voice: str) -> bool:
        """Say whether it can say this text in this language."""

    def say(
        self, text: str, voice: str, words_per_minute: int
    ) -> tuple[Grain, Iterator[Spoken]]:
        """Return the sound of a text, piece by piece as it is made. Raises CannotSay."""
