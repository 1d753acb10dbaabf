"""A voice of Piper's: the administrator gives the program and one file a language.

The program gets a text on its standard input, where no list of processes shows it, and
writes a WAV file in memory.
"""

import io
import os
import shutil
import subprocess
import wave
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from ui.clip import Grain, Spoken
from ui.utterance import Failure, Render
from ui.voices import CannotSay

_PATIENCE_S: Final = 8
"""The face waits no longer than 10 s for a sentence."""


class Piper:
    """Says what the languages it has files for."""

    def __init__(self, program: str, models: Mapping[str, str]) -> None:
        self._program = shutil.which(program)
        self._models = models

    def speaks(self, asked: Render) -> bool:
        model = self._models.get(asked.voice)
        return bool(self._program and model and Path(model).is_file())

    def say(self, asked: Render) -> tuple[Grain, Iterator[Spoken]]:
        """Return the sound of a text, whole. It does not tell of words. Raises CannotSay."""
        memory = os.memfd_create("piper", os.MFD_CLOEXEC)
        try:
            self._run(asked, memory)
            with open(memory, "rb", closefd=False) as file:
                content = file.read()
            with wave.open(io.BytesIO(content)) as sound:
                grain = Grain(sound.getframerate(), sound.getnchannels())
                samples = sound.readframes(sound.getnframes())
                if not samples or sound.getsampwidth() != 2:
                    raise CannotSay(Failure.ENGINE)
        except (OSError, subprocess.SubprocessError, wave.Error, EOFError) as error:
            raise CannotSay(Failure.ENGINE) from error
        finally:
            os.close(memory)
        return grain, iter([Spoken(samples)])

    def _run(self, asked: Render, memory: int) -> None:
        assert self._program is not None
        words = [self._program, "--model", self._models[asked.voice]]
        words += ["--output_file", f"/proc/self/fd/{memory}"]
        words += ["--length_scale", f"{1 / asked.pace:.3f}"]
        subprocess.run(
            words,
            # Each line would be a file of its own.
            input=" ".join(asked.text.split()).encode() + b"\n",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[memory],
            timeout=_PATIENCE_S,
            check=True,
        )
