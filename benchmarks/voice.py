"""speech: from a touch to the first sound, through the kiosk's own children.

`python -m benchmarks.voice FOLDER` is the child that speaks; the figure leads it. It hears
itself through a sound server of its own, on a loudspeaker that nobody hears.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication

from benchmarks.measured import NotHere, Place, Row, in_turns, timed
from benchmarks.paint import serve
from tests.ui.hearing import Sound
from ui.rendering import Line
from ui.speech import Speaker

_ROUNDS: Final = 15
_FIXED: Final = "Τι θέλετε να κάνετε;"
_NEW: Final = "Ο αριθμός σας είναι {}, κρατήστε τον."
_NEEDS: Final = ("espeak-ng", "pulseaudio", "parec", "pactl")
_NEVER_S: Final = 30


def speech(place: Place) -> Iterator[Row]:
    """A kiosk that somebody stands before: its loudspeaker runs, its voice may not yet."""
    for program in _NEEDS:
        if shutil.which(program) is None:
            raise NotHere(program)
    sound = Sound(place.folder)
    sound.start()
    command = [sys.executable, "-m", "benchmarks.voice", str(place.folder)]
    server = f"unix:{sound.socket}"
    try:
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PULSE_SERVER": server, "QT_QPA_PLATFORM": "offscreen"},
        ) as talk:
            yield from _said(talk, place.folder / "espeak.wav")
            talk.communicate()
    finally:
        sound.kill()


def _said(talk: subprocess.Popen[str], path: Path) -> Iterator[Row]:
    def ask(order: str) -> float:
        assert talk.stdin is not None
        assert talk.stdout is not None
        talk.stdin.write(f"{order}\n")
        talk.stdin.flush()
        return float(talk.stdout.readline())

    number = iter(range(1_000))

    def espeak() -> None:
        text = _NEW.format(next(number))
        command = ["espeak-ng", "-v", "el", "-w", str(path), text]
        subprocess.run(command, check=True)

    ask("fixed")
    acts = {
        "fixed": lambda: ask("fixed"),
        "new": lambda: ask(f"new {next(number)}"),
        "espeak": timed(espeak),
    }
    took = in_turns(acts, _ROUNDS)
    peer = "one run of espeak-ng, which makes no sound yet"
    what = "touch to the first sound"
    yield Row(f"{what}: a fixed sentence", took["fixed"], peer, took["espeak"], 1.0)
    yield Row(f"{what}: a new one", took["new"], peer, took["espeak"])


class Talk:
    """A speaker, asked for one sentence after the other."""

    def __init__(self, folder: Path) -> None:
        self._speaker = Speaker(folder / "voice", 145)
        self._speaker.line_started.connect(self._note)
        self._speaker.unavailable.connect(self._note)
        self._heard = False

    def _note(self, *_: object) -> None:
        self._heard = True

    def do(self, order: str) -> str:
        """Say it, and tell how many seconds went by until it sounded."""
        self._speaker.prepare()
        self._let_be(0.3)
        kind, _, number = order.partition(" ")
        text = _FIXED if kind == "fixed" else _NEW.format(number)
        self._heard = False
        start = time.perf_counter()
        self._speaker.say([Line(text, "el")])
        while not self._heard and time.perf_counter() < start + _NEVER_S:
            QCoreApplication.processEvents()
        took = time.perf_counter() - start
        self._speaker.stop()
        return str(took)

    def close(self) -> None:
        """End the children."""
        self._speaker.close()

    def _let_be(self, seconds: float) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            QCoreApplication.processEvents()
            time.sleep(0.005)


def main() -> int:
    """Answer, then be silent."""
    application = QCoreApplication(sys.argv)
    talk = Talk(Path(sys.argv[1]))
    code = serve(talk)
    talk.close()
    application.quit()
    return code


if __name__ == "__main__":
    sys.exit(main())
