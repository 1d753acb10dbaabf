"""The voice every kiosk has: pyttsx3 on espeak-ng, as a function from text to sound.

pyttsx3's own playback blocks in `aplay` and cannot be stopped, so only `save_to_file` is
used. It tells of each word as it is made; that is what the page is marked by.
"""

import ctypes
import os
import re
import textwrap
import wave
from collections.abc import Iterator, Sequence
from typing import Any, Final

import espeakng_loader

from kiosk.errors import Unavailable
from ui.clip import Grain, Spoken, Word
from ui.utterance import Failure, Render
from ui.voices import CannotSay

LONGEST_PIECE = 400
"""Characters given to the engine at once: pyttsx3's time grows with the square of them."""

GRAIN: Final = Grain(22_050)
"""What espeak-ng gives and pyttsx3 writes."""

_SENTENCE = re.compile(r".+?(?:[.!?;·…]\s+|\n+|$)", re.DOTALL)

_WRITTEN = re.compile(r"\S+")
"""A word with the signs at its ends: marked without them, it would seem to lose them."""


def pieces(text: str) -> Iterator[str]:
    """Cut a long text at its sentences; only a sentence longer than a piece is cut too."""
    piece = ""
    for sentence in _SENTENCE.findall(text):
        for part in textwrap.wrap(
            sentence, LONGEST_PIECE, replace_whitespace=False, drop_whitespace=False
        ):
            if len(piece) + len(part) > LONGEST_PIECE:
                yield piece
                piece = ""
            piece += part
    if piece:
        yield piece


def whole_words(text: str, told: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words as they are written, each once.

    The engine tells of `2610` four times, as it says "two thousand six hundred ten".
    """
    words: list[Word] = []
    written = _WRITTEN.finditer(text)
    here = next(written, None)
    for one in told:
        while here is not None and here.end() <= one.start:
            here = next(written, None)
        if here is None:
            break
        if here.start() <= one.start and (not words or words[-1].start != here.start()):
            length = here.end() - here.start()
            words.append(Word(one.at_ms, here.start(), length))
    return tuple(words)


class Espeak:
    """The engine of DESIGN, section 7."""

    def __init__(self) -> None:
        """Load library and voices from the espeakng-loader wheel: no system package.

        Raises Unavailable when they cannot be loaded.
        """
        try:
            # Global, so that pyttsx3 finds it when it asks for libespeak-ng.so.1.
            self._library = ctypes.CDLL(
                espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL
            )
            os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
            import pyttsx3  # noqa: PLC0415 - it loads the library as it is imported

            self._engine: Any = pyttsx3.init("espeak")
        except (OSError, RuntimeError) as error:
            raise Unavailable(
                "the voice",
                "espeak-ng cannot be loaded",
                "install espeakng-loader again",
            ) from error
        self._memory = os.memfd_create("piece", os.MFD_CLOEXEC)
        self._chosen: tuple[str, int] | None = None
        self._saved = False
        self._words: list[Word] = []
        # Not by the engine's own queue: in one start of thirty it set the pace after the
        # first sentence, or gave up the second.
        self._driver: Any = self._engine.proxy._driver
        self._heed_words()
        self._engine.connect("finished-utterance", self._finish)
        # Ids look like `grk/el`, after the language's family, or are a code alone: `eu`.
        self._voices: dict[str, str] = {
            voice.id.rpartition("/")[2]: voice.id
            for voice in self._engine.getProperty("voices")
        }

    def speaks(self, asked: Render) -> bool:
        """Say whether it has a voice of this code; it can say any text."""
        return asked.voice.lower() in self._voices

    def say(self, asked: Render) -> tuple[Grain, Iterator[Spoken]]:
        """Return the sound of a text, piece by piece. Raises CannotSay."""
        self._choose(asked.voice, asked.words_per_minute)
        return GRAIN, self._pieces(asked.text)

    def _choose(self, code: str, words_per_minute: int) -> None:
        voice = self._voices.get(code.lower())
        if voice is None:  # espeak-ng would go on in the voice it spoke with before
            raise CannotSay(Failure.NO_VOICE)
        if self._chosen == (voice, words_per_minute):
            return
        self._driver.setProperty("voice", voice)
        self._driver.setProperty("rate", words_per_minute)
        # The rate is set by another thread; without this the next text may overtake it.
        self._library.espeak_Synchronize()
        self._chosen = (voice, words_per_minute)

    def _pieces(self, text: str) -> Iterator[Spoken]:
        start = 0
        for piece in pieces(text):
            samples = self._samples(piece)
            yield Spoken(samples, whole_words(piece, self._words), start)
            start += len(piece)

    def _samples(self, text: str) -> bytes:
        """Return the sound of one piece.

        It is written to a file in memory, because pyttsx3 waits for ever when it cannot
        write.
        """
        os.ftruncate(self._memory, 0)
        path = f"/proc/self/fd/{self._memory}"
        self._saved = False
        self._words = []
        self._driver.save_to_file(text, path)
        self._driver._start_synthesis(text)
        self._library.espeak_Synchronize()
        if not self._saved:
            raise CannotSay(Failure.ENGINE)
        try:
            with wave.open(path, "rb") as said:
                return said.readframes(said.getnframes())
        except (wave.Error, EOFError) as error:
            raise CannotSay(Failure.ENGINE) from error

    def _heed_words(self) -> None:
        """Take each word's time from the engine's events, before pyttsx3 sees them.

        pyttsx3 tells of words too, but not when they are said.
        """
        from pyttsx3.drivers import _espeak  # noqa: PLC0415 - see __init__

        go_on = self._driver._onSynth

        def heed(wav: object, count: int, events: Any) -> int:
            at = 0
            while events[at].type != _espeak.EVENT_LIST_TERMINATED:
                event = events[at]
                if event.type == _espeak.EVENT_WORD:
                    start = event.text_position - 1
                    self._words.append(Word(event.audio_position, start, event.length))
                at += 1
            result: int = go_on(wav, count, events)
            return result

        _espeak.SetSynthCallback(heed)

    def _finish(self, name: str | None, completed: bool) -> None:
        del name
        self._saved = completed
