"""The voice: a child process that turns sentences into WAV files. `python -m ui.voice`.

One `Render` a line on standard input, one `Rendered` a line on standard output, until the
input ends. It never makes a sound: pyttsx3's own playback blocks in `aplay` and cannot be
stopped, so only `save_to_file` is used. Exit code 0 at the end of the input, 3 when there
is no speech engine.
"""

import contextlib
import ctypes
import logging
import os
import re
import sys
import textwrap
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import espeakng_loader
import msgspec

from kiosk.errors import Unavailable
from ui.utterance import (
    Failure,
    Render,
    Rendered,
    answer_line,
    begin_child,
    plain,
)

LONGEST_PIECE = 400
"""Characters given to the engine at once: pyttsx3's time grows with the square of them."""

SAMPLES_PER_SECOND = 22_050
"""What espeak-ng gives and pyttsx3 writes: one channel, 16 bits."""

_SENTENCE = re.compile(r".+?(?:[.!?;·…]\s+|\n+|$)", re.DOTALL)


class CannotSay(Exception):
    """This text will not be heard; the next one may."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


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


class Engine:
    """pyttsx3 on espeak-ng, as a function from text to file."""

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
        self._engine.connect("finished-utterance", self._finish)
        # Ids look like `grk/el`, after the language's family, or are a code alone: `eu`.
        self._voices: dict[str, str] = {
            voice.id.rpartition("/")[2]: voice.id
            for voice in self._engine.getProperty("voices")
        }

    def render(self, request: Render) -> float:
        """Write the WAV file a request asks for, whole or not at all; return its seconds.

        Raises CannotSay.
        """
        text = plain(request.text)
        if not text:
            raise CannotSay(Failure.NOTHING_TO_SAY)
        self._choose(request.voice, request.words_per_minute)
        path = Path(request.path)
        part = path.with_name(f"{path.stem}.{os.getpid()}.part")
        try:
            seconds = self._write(text, part)
            part.replace(path)
        except OSError as error:
            raise CannotSay(Failure.CANNOT_SAVE) from error
        finally:
            _remove(part)
        return seconds

    def _choose(self, code: str, words_per_minute: int) -> None:
        voice = self._voices.get(code.lower())
        if voice is None:  # espeak-ng would go on in the voice it spoke with before
            raise CannotSay(Failure.NO_VOICE)
        if self._chosen == (voice, words_per_minute):
            return
        self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", words_per_minute)
        # The rate is set by another thread; without this the next text may overtake it.
        self._library.espeak_Synchronize()
        self._chosen = (voice, words_per_minute)

    def _write(self, text: str, path: Path) -> float:
        frames = 0
        try:
            with path.open("wb") as file, wave.open(file, "wb") as whole:
                whole.setparams((1, 2, SAMPLES_PER_SECOND, 0, "NONE", ""))
                for piece in pieces(text):
                    with wave.open(self._say(piece), "rb") as said:
                        frames += said.getnframes()
                        whole.writeframes(said.readframes(said.getnframes()))
        except (wave.Error, EOFError) as error:
            raise CannotSay(Failure.ENGINE) from error
        return frames / SAMPLES_PER_SECOND

    def _say(self, text: str) -> str:
        """Return the path of a file in memory that holds one piece, until the next one.

        In memory, because pyttsx3 waits for ever when it cannot write.
        """
        os.ftruncate(self._memory, 0)
        path = f"/proc/self/fd/{self._memory}"
        self._saved = False
        self._engine.save_to_file(text, path)
        self._engine.runAndWait()
        self._library.espeak_Synchronize()  # the first runAndWait may return too early
        if not self._saved:
            raise CannotSay(Failure.ENGINE)
        return path

    def _finish(self, name: str | None, completed: bool) -> None:
        del name
        self._saved = completed


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):  # what stays is swept by the face
        path.unlink(missing_ok=True)


def answer(engine: Engine, line: bytes) -> Rendered:
    """Do what one line asks for, and say how it went."""
    try:
        request = msgspec.json.decode(line, type=Render)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Rendered(0, ok=False, error=Failure.NOT_UNDERSTOOD)
    try:
        seconds = engine.render(request)
    except CannotSay as error:
        return Rendered(request.id, ok=False, error=error.failure)
    return Rendered(request.id, ok=True, seconds=round(seconds, 3))


def main() -> int:
    """Render until standard input ends."""
    logging.disable()  # pyttsx3 logs; what a person says belongs in no log
    write = begin_child()
    try:
        engine = Engine()
    except Unavailable as error:
        os.write(2, f"{error}\n".encode())
        return error.exit_code
    for line in sys.stdin.buffer:
        write(answer_line(answer(engine, line)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
