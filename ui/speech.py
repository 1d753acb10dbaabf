"""The face's end of the voice: everything on a screen can be heard, and a touch stops it.

A sentence is rendered by one child process (`ui.voice`) and played by another
(`ui.loudspeaker`). The face only passes file names between them, so no speech engine and
no sound server can block or end the window. With no sound to be had `unavailable` is
emitted, and nothing else happens.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from ui.child import Child
from ui.rehearsal import Rehearsal
from ui.rendering import DEATHS, NORMAL, Line, Manner, Part, Renderer, Stage, voice
from ui.utterance import BACKGROUND, Heard, Moment, Play
from ui.voices import ESPEAK_ALONE, Voices

START_MS = 10_000
OVERTIME_MS = 5_000


class Place(msgspec.Struct, frozen=True):
    """How far something was said: a line, and a word of it."""

    line: int = 0
    word: int = 0


BEGINNING: Final = Place()


class Speaker(QObject):
    """Says lines, one after the other, until it is stopped.

    Every `say` ends in exactly one way: `finished`, `unavailable`, or being stopped by
    `stop` or by the next `say`. Signals come from the event loop, never from within a
    call. A line that no voice can say is passed over; `unavailable` means that nothing
    was said, or that the sound was lost on the way.
    """

    line_started = Signal(int)
    """The index of the line that is being said now."""
    word_started = Signal(int, int)
    """The word of that line that is being said now: its first character, and its length.
    Not every voice tells."""
    finished = Signal()
    """All was said."""
    unavailable = Signal()
    """It cannot be said: no sound device, no voice, or switched off."""

    def __init__(
        self,
        voice_folder: Path,
        words_per_minute: int,
        enabled: bool = True,
        voices: Voices = ESPEAK_ALONE,
        parent: QObject | None = None,
    ) -> None:
        """Keep rendered sentences in `voice_folder`. Starts nothing before the first say."""
        super().__init__(parent)
        self._enabled = enabled
        self._renderer = Renderer(voice_folder, words_per_minute, voices, self)
        self._rehearsal = Rehearsal(
            self._renderer.clips,
            words_per_minute,
            voice(voices, self, BACKGROUND),
            self,
        )
        self._renderer.changed.connect(self._advance)
        self._renderer.gave_up.connect(self._give_up)
        self._loudspeaker = Child("ui.loudspeaker", Heard, self)
        self._loudspeaker.answered.connect(self._on_heard)
        self._loudspeaker.lost.connect(self._on_lost)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._advance)
        self._parts: list[Part] = []
        self._at = 0
        self._word = 0
        self._manner = NORMAL
        self._last_id = 0
        self._playing = 0
        self._speaking = False

    @property
    def speaking(self) -> bool:
        """Whether something is being said or about to be."""
        return self._speaking

    @property
    def place(self) -> Place:
        """How far it has come."""
        if self._at >= len(self._parts):
            return BEGINNING
        return Place(self._now.index, self._word)

    def say(
        self,
        lines: Sequence[Line],
        begin: Place = BEGINNING,
        manner: Manner = NORMAL,
    ) -> None:
        """Stop what is being said and say these instead, from a place on, if it is not
        the beginning. Returns at once."""
        self.stop()
        self._speaking = True
        self._loudspeaker.deaths = 0
        self._parts = self._renderer.take(lines, begin.line, manner.pace)
        self._manner = manner
        if self._parts and self._now.index == begin.line:
            self._word = begin.word
        self._soon.start()

    def stop(self) -> None:
        """Be silent at once, forget the rest, and delete what of it is private."""
        self._soon.stop()
        self._speaking = False
        self._parts = []
        self._at = self._word = 0
        self._loudspeaker.relax()
        if self._playing:
            self._playing = 0
            self._last_id += 1
            self._loudspeaker.tell_now(Play(self._last_id))
        self._renderer.stop()

    def take_voices(self, voices: Voices) -> None:
        """Be silent, and speak with these from now on."""
        self.stop()
        self._renderer.take_voices(voices)
        self._rehearsal.take_voices(voices)

    def rehearse(self, lines: Iterator[Line]) -> None:
        """Render these in the background, as far as they are missing."""
        if self._enabled:
            self._rehearsal.begin(lines)

    def prepare(self) -> None:
        """Somebody has come: be ready before they want to listen."""
        if self._enabled:
            self._loudspeaker.start()

    def forget(self) -> None:
        """Be silent, and delete everything private, now: a person's visit is over."""
        self.stop()
        if self._renderer.knows:
            self._loudspeaker.end()
        self._renderer.forget()

    def close(self) -> None:
        """End the children. A later `say` would start new ones."""
        self.stop()
        self._rehearsal.close()
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
        while self._at < len(self._parts) and self._now.stage is Stage.LOST:
            self._at += 1
            self._word = 0
        if self._at == len(self._parts):
            self._end()
        elif self._now.stage is Stage.READY:
            self._last_id += 1
            self._playing = self._last_id
            path, manner = str(self._now.path), self._manner
            how = (self._word, manner.decibels, manner.device)
            self._loudspeaker.ask(Play(self._playing, path, *how))
            self._loudspeaker.expect(START_MS)

    @property
    def _now(self) -> Part:
        return self._parts[self._at]

    def _end(self) -> None:
        stages = {part.stage for part in self._parts}
        self.stop()
        if stages == {Stage.LOST}:
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
        if heard.moment is Moment.WORD:
            self._word = heard.word
            self.word_started.emit(heard.start, heard.length)
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
            self._word = 0
        else:
            self._renderer.render_again(self._now)
        self._advance()

    def _on_lost(self) -> None:
        self._playing = 0
        if self._loudspeaker.deaths < DEATHS:
            self._advance()
        else:
            self._give_up()
