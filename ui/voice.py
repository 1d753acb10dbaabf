"""The voice: a child process that turns sentences into WAV files. `python -m ui.voice`.

One `Render` a line on standard input, one `Rendered` a line on standard output, until the
input ends. It never makes a sound. Exit code 0 at the end of the input, 3 when there is no
speech engine.
"""

import contextlib
import logging
import os
import sys
from pathlib import Path

import msgspec

from kiosk.errors import Unavailable
from ui.clip import write_clip
from ui.utterance import (
    Failure,
    Render,
    Rendered,
    answer_line,
    begin_child,
    plain,
)
from ui.voices import CannotSay, Engine
from ui.voices.espeak import Espeak


def render(engine: Engine, request: Render) -> float:
    """Write the WAV file a request asks for, whole or not at all; return its seconds.

    Raises CannotSay.
    """
    text = plain(request.text)
    if not text:
        raise CannotSay(Failure.NOTHING_TO_SAY)
    grain, said = engine.say(text, request.voice, request.words_per_minute)
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
    try:
        engine = Espeak()
    except Unavailable as error:
        os.write(2, f"{error}\n".encode())
        return error.exit_code
    for line in sys.stdin.buffer:
        write(answer_line(answer(engine, line)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
