"""Sentences somebody has spoken: a pack brings them, each under the words it says."""

from collections.abc import Iterator
from pathlib import Path

from kiosk.errors import Misconfigured
from kiosk.spoken import read_spoken
from ui.clip import Grain, Spoken
from ui.utterance import Failure, Render
from ui.voices import CannotSay


class Recorded:
    """Says those sentences, and at the pace they were spoken with alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, dict[str, Path]] = {}

    def speaks(self, asked: Render) -> bool:
        return asked.pace == 1 and _words(asked.text) in self._sentences(asked.voice)

    def say(self, asked: Render) -> tuple[Grain, Iterator[Spoken]]:
        """Return a sentence as it was spoken. It is not told word by word."""
        import soundfile  # noqa: PLC0415 -- it takes long to load; few packs need it

        path = self._sentences(asked.voice)[_words(asked.text)]
        try:
            with soundfile.SoundFile(path) as file:
                grain = Grain(file.samplerate, file.channels)
                samples = bytes(file.buffer_read(dtype="int16"))
        except (OSError, soundfile.SoundFileError) as error:
            raise CannotSay(Failure.ENGINE) from error
        return grain, iter([Spoken(samples)])

    def _sentences(self, voice: str) -> dict[str, Path]:
        if voice not in self._known:
            try:
                told = read_spoken(self._folder / voice)
            except Misconfigured:  # the pack's check has told of it
                told = {}
            self._known[voice] = {_words(one): path for one, path in told.items()}
        return self._known[voice]


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()
