"""The face's end of the voice: everything on a screen can be heard, and a touch stops it.

A sentence is rendered by one child process (`ui.voice`) and played by another
(`ui.loudspeaker`). The face only passes file names between them, so no speech engine and
no sound server can block or end the window. With no sound to be had `unavailable` is
emitted, and nothing else happens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from ui.child import Child
from ui.clips import Clips, in_memory
from ui.utterance import Failure, Heard, Moment, Play, Render, Rendered, plain

MOST_KEPT_BYTES = 200_000_000
"""Of the kiosk's own sentences: an hour and a quarter of speech."""
AHEAD = 2
"""Sentences the voice is asked for at once; what is stopped leaves no more behind it."""
LONG = 1_000
"""Characters; a rendering of more is ended sooner than waited for."""
DEATHS = 3
"""In a row, of one child: then it is given up until something new is to be said."""
RENDER_MS = 10_000
START_MS = 10_000
OVERTIME_MS = 5_000


@dataclass(frozen=True)
class Line:
    """One thing to be said."""

    text: str
    voice: str
    """espeak-ng's code of the voice of its language, such as `el`; '' when it has none."""
    private: bool = False
    """A citizen's own: never kept in the cache."""


class _Stage(Enum):
    WANTED = auto()
    ASKED = auto()
    READY = auto()
    SAID = auto()
    LOST = auto()


@dataclass
class _Part:
    """A line on its way to the ear."""

    index: int
    text: str
    line: Line
    path: Path
    stage: _Stage = _Stage.WANTED
    moved: bool = False
    """It could not be saved where it belongs, and was asked for in memory."""
    torn: bool = False
    """Its file could not be played once."""


class _Renderer(QObject):
    """Gets the files of parts made, in order, and knows where they lie."""

    changed = Signal()
    """A part is ready or lost."""
    gave_up = Signal()
    """The voice died too often."""

    def __init__(self, folder: Path, words_per_minute: int, parent: QObject) -> None:
        super().__init__(parent)
        self._words_per_minute = words_per_minute
        self._clips = Clips(folder, in_memory(), MOST_KEPT_BYTES)
        self._folder_made = False
        self._parts: list[_Part] = []
        self._asked: dict[int, _Part] = {}
        self._last_id = 0
        self.knows = False
        """The voice was given something private."""
        self._child = Child("ui.voice", Rendered, self)
        self._child.answered.connect(self._on_rendered)
        self._child.lost.connect(self._on_lost)

    def take(self, lines: Sequence[Line]) -> list[_Part]:
        """Return the parts of these lines; blank lines are none."""
        self._child.deaths = 0
        for index, line in enumerate(lines):
            if text := plain(line.text):
                place = self._place(text, line)
                self._parts.append(_Part(index, text, line, place))
        return self._parts

    def render_ahead(self) -> None:
        """Ask for what is missing, as far as it is time to."""
        for part in self._parts:
            if part.stage is not _Stage.WANTED:
                continue
            if not part.line.voice:
                part.stage = _Stage.LOST
            elif self._clips.ready(part.path):
                part.stage = _Stage.READY
            elif len(self._asked) < AHEAD:
                self._ask(part)

    def said(self, part: _Part) -> None:
        """A part was heard: a citizen's own is not needed any more."""
        part.stage = _Stage.SAID
        if part.line.private:
            self._clips.drop(part.path)

    def render_again(self, part: _Part) -> None:
        """A file that a power cut tore is made anew, once."""
        self._clips.drop(part.path)
        part.stage = _Stage.LOST if part.torn else _Stage.WANTED
        part.torn = True

    def stop(self) -> None:
        """Forget all parts, and delete what is private."""
        self._parts = []
        if any(len(part.text) > LONG for part in self._asked.values()):
            self._end()
        self._clips.forget()

    def forget(self) -> None:
        """End a voice that was given something private: it may still lie in its memory."""
        self.stop()
        if self.knows:
            self.knows = False
            self._end()

    def close(self) -> None:
        """End the child."""
        self.stop()
        self._asked.clear()
        self._child.close()

    def _place(self, text: str, line: Line) -> Path:
        if line.private:
            return self._clips.private()
        return self._clips.kept(text, line.voice, self._words_per_minute)

    def _ask(self, part: _Part) -> None:
        if not part.line.private and not self._folder_made:
            self._folder_made = self._clips.make_folder()
        part.stage = _Stage.ASKED
        self.knows = self.knows or part.line.private
        self._last_id += 1
        self._asked[self._last_id] = part
        rate, path = self._words_per_minute, str(part.path)
        self._child.ask(Render(self._last_id, part.text, part.line.voice, rate, path))
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
                part.stage = _Stage.READY
                self._clips.count_in(part.path)
            else:
                self._save_elsewhere(part, answer.error)
        self.changed.emit()

    def _save_elsewhere(self, part: _Part, error: Failure | None) -> None:
        """A full or broken disk silences nobody: what cannot be kept is said from memory."""
        part.stage = _Stage.LOST
        current = any(part is one for one in self._parts)
        if error is Failure.CANNOT_SAVE and not part.moved and current:
            part.path = self._clips.private()
            part.moved = True
            part.stage = _Stage.WANTED

    def _on_lost(self) -> None:
        for part in self._asked.values():
            part.stage = _Stage.WANTED
        self._asked.clear()
        if self._child.deaths < DEATHS:
            self.changed.emit()
        else:
            self.gave_up.emit()


class Speaker(QObject):
    """Says lines, one after the other, until it is stopped.

    Every `say` ends in exactly one way: `finished`, `unavailable`, or being stopped by
    `stop` or by the next `say`. Signals come from the event loop, never from within a
    call. A line that no voice can say is passed over; `unavailable` means that nothing
    was said, or that the sound was lost on the way.
    """

    line_started = Signal(int)
    """The index of the line that is being said now."""
    finished = Signal()
    """All was said."""
    unavailable = Signal()
    """It cannot be said: no sound device, no voice, or switched off."""

    def __init__(
        self,
        voice_folder: Path,
        words_per_minute: int,
        enabled: bool = True,
        parent: QObject | None = None,
    ) -> None:
        """Keep rendered sentences in `voice_folder`. Starts nothing before the first say."""
        super().__init__(parent)
        self._enabled = enabled
        self._renderer = _Renderer(voice_folder, words_per_minute, self)
        self._renderer.changed.connect(self._advance)
        self._renderer.gave_up.connect(self._give_up)
        self._loudspeaker = Child("ui.loudspeaker", Heard, self)
        self._loudspeaker.answered.connect(self._on_heard)
        self._loudspeaker.lost.connect(self._on_lost)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._advance)
        self._parts: list[_Part] = []
        self._at = 0
        self._last_id = 0
        self._playing = 0
        self._speaking = False

    @property
    def speaking(self) -> bool:
        """Whether something is being said or about to be."""
        return self._speaking

    def say(self, lines: Sequence[Line]) -> None:
        """Stop what is being said and say these instead. Returns at once."""
        self.stop()
        self._speaking = True
        self._loudspeaker.deaths = 0
        self._parts = self._renderer.take(lines)
        self._soon.start()

    def stop(self) -> None:
        """Be silent at once, forget the rest, and delete what of it is private."""
        self._soon.stop()
        self._speaking = False
        self._parts = []
        self._at = 0
        self._loudspeaker.relax()
        if self._playing:
            self._playing = 0
            self._last_id += 1
            self._loudspeaker.tell_now(Play(self._last_id))
        self._renderer.stop()

    def forget(self) -> None:
        """Be silent, and delete everything private, now: a person's visit is over."""
        self.stop()
        if self._renderer.knows:
            self._loudspeaker.end()
        self._renderer.forget()

    def close(self) -> None:
        """End the children. A later `say` would start new ones."""
        self.stop()
        self._renderer.close()
        self._loudspeaker.close()

    def _advance(self) -> None:
        """Do whatever can be done now: ask for what is missing, play what is there."""
        if not self._speaking:
            return
        if not self._enabled:
            self._give_up()
            return
        self._renderer.render_ahead()
        self._loudspeaker.start()  # while the voice renders
        self._play_next()

    def _play_next(self) -> None:
        if self._playing:
            return
        while self._at < len(self._parts) and self._now.stage is _Stage.LOST:
            self._at += 1
        if self._at == len(self._parts):
            self._end()
        elif self._now.stage is _Stage.READY:
            self._last_id += 1
            self._playing = self._last_id
            self._loudspeaker.ask(Play(self._playing, str(self._now.path)))
            self._loudspeaker.expect(START_MS)

    @property
    def _now(self) -> _Part:
        return self._parts[self._at]

    def _end(self) -> None:
        stages = {part.stage for part in self._parts}
        self.stop()
        if stages == {_Stage.LOST}:
            self.unavailable.emit()
        else:
            self.finished.emit()

    def _give_up(self) -> None:
        if self._speaking:
            self.stop()
            self.unavailable.emit()

    def _on_heard(self, heard: Heard) -> None:
        if not self._playing or heard.id != self._playing:
            return  # of something that was stopped
        if heard.moment is Moment.STARTED:
            self._loudspeaker.expect(round(heard.seconds * 1000) + OVERTIME_MS)
            self.line_started.emit(self._now.index)
            return
        self._loudspeaker.relax()
        if heard.moment is Moment.NO_DEVICE:
            self._give_up()
            return
        self._playing = 0
        if heard.moment is Moment.ENDED:
            self._loudspeaker.deaths = 0
            self._renderer.said(self._now)
            self._at += 1
        else:
            self._renderer.render_again(self._now)
        self._advance()

    def _on_lost(self) -> None:
        self._playing = 0
        if self._loudspeaker.deaths < DEATHS:
            self._advance()
        else:
            self._give_up()
