"""What the face and its two speaking children say to one another: one JSON line each.

`ui.voice` renders a sentence into a file, `ui.loudspeaker` plays a file. Both are
processes of their own, because both stand on C libraries that may block or abort, and a
window must do neither. No Qt here: the voice has none.
"""

import os
import resource
import signal
import sys
import unicodedata
from collections.abc import Callable
from enum import StrEnum

import msgspec

BACKGROUND = "--background"
"""To the voice, when it starts: yield to everything else."""


class Render(msgspec.Struct, frozen=True):
    """To the voice: make a WAV file of this text."""

    id: int
    text: str
    voice: str
    """espeak-ng's code of a voice: `el`, `en`, `pt-br`."""
    words_per_minute: int
    path: str
    pace: float = 1.0
    """Of the kiosk's own: what the words a minute are, for voices that do not count."""


class Failure(StrEnum):
    """Why a text did not become a file."""

    NOTHING_TO_SAY = "nothing to say"
    NO_VOICE = "no such voice"
    CANNOT_SAVE = "cannot save"
    ENGINE = "the engine gave up"
    NOT_UNDERSTOOD = "not a request"


class Rendered(msgspec.Struct, frozen=True):
    """From the voice."""

    id: int
    ok: bool
    seconds: float = 0.0
    error: Failure | None = None


class Play(msgspec.Struct, frozen=True):
    """To the loudspeaker: stop whatever sounds, then play this file; none: be silent."""

    id: int
    path: str = ""
    from_word: int = 0
    """Which of its words to begin with."""
    decibels: float = 0.0
    """How much softer than it lies in the file; never above 0."""
    device: str = ""
    """The output to play on, and on no other; '' is the machine's own choice."""


class Moment(StrEnum):
    """What became of a file that was to be played."""

    STARTED = "started"
    WORD = "word"
    ENDED = "ended"
    UNPLAYABLE = "unplayable"
    NO_DEVICE = "no device"


class Heard(msgspec.Struct, frozen=True):
    """From the loudspeaker."""

    id: int
    moment: Moment
    seconds: float = 0.0
    """With STARTED: how long it will sound."""
    word: int = 0
    """With WORD: which of its words is said now; then its characters."""
    start: int = 0
    length: int = 0


_JOINERS = "\u200c\u200d"  # invisible, but Persian and Hindi words need them
_UNSPEAKABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def speakable(symbol: str) -> bool:
    """Say whether a character may be given to an engine."""
    return symbol in _JOINERS or unicodedata.category(symbol) not in _UNSPEAKABLE


def plain(text: str) -> str:
    """Return the text without what an engine could take for a command.

    espeak-ng obeys commands that begin with the control character U+0001, and stops at
    U+0000; bidi marks and private-use characters have no sound. Every line becomes a
    paragraph, so that it ends with a pause.
    """
    lines = (
        "".join(symbol if speakable(symbol) else " " for symbol in line)
        for line in text.splitlines()
    )
    return "\n\n".join(words for line in lines if (words := " ".join(line.split())))


def answer_line(answer: msgspec.Struct) -> bytes:
    """Return an answer as it goes over the pipe."""
    return msgspec.json.encode(answer) + b"\n"


def begin_child() -> Callable[[bytes], None]:
    """Keep standard output for answers alone, and return what writes there.

    Whatever a library prints goes to standard error from now on. Ctrl-C in a terminal is
    for the face; a child ends when the face closes its standard input. A child that
    crashes leaves no core file: what a citizen said may be in it.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    own = os.dup(1)
    sys.stdout.flush()
    os.dup2(2, 1)

    def write(answer: bytes) -> None:
        while answer:
            answer = answer[os.write(own, answer) :]

    return write
