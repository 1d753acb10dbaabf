"""Gets the files of sentences made, in order, by the child that has the voices."""

from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QObject, Signal

from ui.child import Child
from ui.clips import Clips, in_memory
from ui.utterance import Failure, Render, Rendered, plain
from ui.voices import Voices

MOST_KEPT_BYTES = 200_000_000
"""Of the kiosk's own sentences: an hour and a quarter of speech."""
AHEAD = 2
"""Sentences the voice is asked for at once; what is stopped leaves no more behind it."""
LONG = 1_000
"""Characters; a rendering of more is ended sooner than waited for."""
DEATHS = 3
"""In a row, of one child: then it is given up until something new is to be said."""
RENDER_MS = 10_000
SLOWEST, FASTEST = 80, 450
"""Words a minute: what espeak-ng can do."""


class Line(msgspec.Struct, frozen=True):
    """One thing to be said."""

    text: str
    voice: str
    """espeak-ng's code of the voice of its language, such as `el`; '' when it has none."""
    private: bool = False
    """A citizen's own: never kept in the cache."""


class Manner(msgspec.Struct, frozen=True):
    """How it is said."""

    pace: float = 1.0
    """Of the kiosk's own pace. The pitch stays."""
    decibels: float = 0.0
    """Of full volume; never above 0."""
    device: str = ""
    """The output that is to be heard, and no other; '' is the machine's own choice."""


NORMAL: Final = Manner()


class Stage(Enum):
    WANTED = auto()
    ASKED = auto()
    READY = auto()
    SAID = auto()
    LOST = auto()


class Part(msgspec.Struct):
    """A line on its way to the ear."""

    index: int
    text: str
    line: Line
    words_per_minute: int
    path: Path
    stage: Stage = Stage.WANTED
    moved: bool = False
    """It could not be saved where it belongs, and was asked for in memory."""
    torn: bool = False
    """Its file could not be played once."""


def voice(voices: Voices, parent: QObject, *more: str) -> Child:
    """Return the child that has these voices."""
    return Child("ui.voice", Rendered, parent, [told(voices), *more])


def told(voices: Voices) -> str:
    """Return what such a child is told of its voices."""
    return msgspec.json.encode(voices).decode()


class Renderer(QObject):
    """Gets the files of parts made, in order, and knows where they lie."""

    changed = Signal()
    """A part is ready or lost."""
    gave_up = Signal()
    """The voice died too often."""

    def __init__(
        self, folder: Path, words_per_minute: int, voices: Voices, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._words_per_minute = words_per_minute
        self.clips = Clips(folder, in_memory(), MOST_KEPT_BYTES, voices.mark)
        self._folder_made = False
        self._parts: list[Part] = []
        self._asked: dict[int, Part] = {}
        self._last_id = 0
        self.knows = False
        """The voice was given something private."""
        self._child = voice(voices, self)
        self._child.answered.connect(self._on_rendered)
        self._child.lost.connect(self._on_lost)

    def take(
        self, lines: Sequence[Line], first: int = 0, pace: float = 1.0
    ) -> list[Part]:
        """Return the parts of these lines from the first wanted on; blank ones are none."""
        self._child.deaths = 0
        rate = round(self._words_per_minute * pace)
        rate = min(FASTEST, max(SLOWEST, rate))
        for index, line in enumerate(lines):
            if index >= first and (text := plain(line.text)):
                place = self._place(text, line, rate)
                self._parts.append(Part(index, text, line, rate, place))
        return self._parts

    def render_ahead(self) -> None:
        """Ask for what is missing, as far as it is time to."""
        for part in self._parts:
            if part.stage is not Stage.WANTED:
                continue
            if not part.line.voice:
                part.stage = Stage.LOST
            elif self.clips.ready(part.path):
                part.stage = Stage.READY
            elif len(self._asked) < AHEAD:
                self._ask(part)

    def said(self, part: Part) -> None:
        """A part was heard: a citizen's own is not needed any more."""
        part.stage = Stage.SAID
        if part.line.private:
            self.clips.drop(part.path)

    def render_again(self, part: Part) -> None:
        """A file that a power cut tore is made anew, once."""
        self.clips.drop(part.path)
        part.stage = Stage.LOST if part.torn else Stage.WANTED
        part.torn = True

    def stop(self) -> None:
        """Forget all parts, and delete what is private."""
        self._parts = []
        if any(len(part.text) > LONG for part in self._asked.values()):
            self._end()
        self.clips.forget()

    def forget(self) -> None:
        """End a voice that was given something private: it may still lie in its memory."""
        self.stop()
        if self.knows:
            self.knows = False
            self._end()

    def take_voices(self, voices: Voices) -> None:
        """Have others from now on."""
        self.stop()
        self._asked.clear()
        self._child.begin_anew([told(voices)])
        self.clips.mark_by(voices.mark)

    def close(self) -> None:
        """End the child."""
        self.stop()
        self._asked.clear()
        self._child.close()

    def _place(self, text: str, line: Line, rate: int) -> Path:
        if line.private:
            return self.clips.private()
        return self.clips.kept(text, line.voice, rate)

    def _ask(self, part: Part) -> None:
        if not part.line.private and not self._folder_made:
            self._folder_made = self.clips.make_folder()
        part.stage = Stage.ASKED
        self.knows = self.knows or part.line.private
        self._last_id += 1
        self._asked[self._last_id] = part
        rate, path = part.words_per_minute, str(part.path)
        how = (part.line.voice, rate, path, round(rate / self._words_per_minute, 3))
        self._child.ask(Render(self._last_id, part.text, *how))
        if len(self._asked) == 1:
            self._child.expect(RENDER_MS)

    def _end(self) -> None:
        self._asked.clear()
        self._child.relax()
        self._child.end()

    def _on_rendered(self, answer: Rendered) -> None:
        self._child.deaths = 0
        part = self._asked.pop(answer.id, None)
        if self._asked:
            self._child.expect(RENDER_MS)
        else:
            self._child.relax()
        if part is not None:
            if answer.ok:
                part.stage = Stage.READY
                self.clips.count_in(part.path)
            else:
                self._save_elsewhere(part, answer.error)
        self.changed.emit()

    def _save_elsewhere(self, part: Part, error: Failure | None) -> None:
        """A full or broken disk silences nobody: what cannot be kept is said from memory."""
        part.stage = Stage.LOST
        current = any(part is one for one in self._parts)
        if error is Failure.CANNOT_SAVE and not part.moved and current:
            part.path = self.clips.private()
            part.moved = True
            part.stage = Stage.WANTED

    def _on_lost(self) -> None:
        for part in self._asked.values():
            part.stage = Stage.WANTED
        self._asked.clear()
        if self._child.deaths < DEATHS:
            self.changed.emit()
        else:
            self.gave_up.emit()
