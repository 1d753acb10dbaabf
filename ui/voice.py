"""The voice: a child process that turns sentences into WAV files. `python -m ui.voice`.

One `Render` a line on standard input, one `Rendered` a line on standard output, until the
input ends; which voices there are is its first argument, as JSON. It never makes a sound.
Exit code 0 at the end of the input, 3 when there is no speech engine.
"""

import contextlib
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kiosk.errors import Unavailable
from ui.clip import Grain, Spoken, write_clip
from ui.utterance import (
    BACKGROUND,
    Failure,
    Render,
    Rendered,
    answer_line,
    begin_child,
    plain,
)
from ui.voices import CannotSay, Engine, Voices
from ui.voices.espeak import Espeak
from ui.voices.piper import Piper
from ui.voices.recorded import Recorded


class Choir:
    """Lets the first of its voices that can say it: recorded, Piper's, espeak-ng."""

    def __init__(self, voices: Voices) -> None:
        """Raises Unavailable when there is no espeak-ng."""
        self._engines: list[Engine] = []
        if voices.recorded:
            self._engines.append(Recorded(Path(voices.recorded)))
        if voices.models:
            self._engines.append(Piper(voices.piper, voices.models))
        self._engines.append(Espeak())

    def speaks(self, asked: Render) -> bool:
        return any(one.speaks(asked) for one in self._engines)

    def say(self, asked: Render) -> tuple[Grain, Iterator[Spoken]]:
        """A voice that fails leaves it to the next one. Raises the last one's CannotSay."""
        failure = Failure.NO_VOICE
        for one in self._engines:
            if one.speaks(asked):
                try:
                    return one.say(asked)
                except CannotSay as error:
                    failure = error.failure
        raise CannotSay(failure)


def render(engine: Engine, request: Render) -> float:
    """Write the WAV file a request asks for, whole or not at all; return its seconds.

    Raises CannotSay.
    """
    text = plain(request.text)
    if not text:
        raise CannotSay(Failure.NOTHING_TO_SAY)
    grain, said = engine.say(msgspec.structs.replace(request, text=text))
    path = Path(request.path)
    part = path.with_name(f"{path.stem}.{os.getpid()}.part")
    try:
        seconds = write_clip(part, grain, said)
        part.replace(path)
    except OSError as error:
        raise CannotSay(Failure.CANNOT_SAVE) from error
    finally:
        _remove(part)
    return seconds


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
        seconds = render(engine, request)
    except CannotSay as error:
        return Rendered(request.id, ok=False, error=error.failure)
    return Rendered(request.id, ok=True, seconds=round(seconds, 3))


def main() -> int:
    """Render until standard input ends."""
    logging.disable()  # pyttsx3 logs; what a person says belongs in no log
    write = begin_child()
    if BACKGROUND in sys.argv:
        os.nice(19)
    voices = msgspec.json.decode(sys.argv[1], type=Voices) if sys.argv[1:] else Voices()
    try:
        engine = Choir(voices)
    except Unavailable as error:
        os.write(2, f"{error}\n".encode())
        return error.exit_code
    for line in sys.stdin.buffer:
        write(answer_line(answer(engine, line)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
