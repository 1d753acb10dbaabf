"""What a kiosk will say is rendered ahead, in the background, before anybody listens."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QObject, QTimer

from ui.child import Child
from ui.clips import Clips
from ui.rendering import RENDER_MS, Line, told
from ui.utterance import BACKGROUND, Render, Rendered, plain
from ui.voices import Voices

_AT_ONCE: Final = 50
"""Sentences looked for before the window is given a turn."""
_SHARE: Final = 0.8
"""Of the room there is: the rest is for what nobody could know ahead."""


class Rehearsal(QObject):
    """One sentence after the other, by a child that yields to everything else."""

    def __init__(
        self, clips: Clips, words_per_minute: int, child: Child, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._clips = clips
        self._words_per_minute = words_per_minute
        self._lines: Iterator[Line] = iter(())
        self._child = child
        self._child.answered.connect(self._count)
        self._child.lost.connect(self.close)
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)
        self._path = clips.nowhere

    def begin(self, lines: Iterator[Line]) -> None:
        """Render what of these is missing, until there is no more room."""
        if self._clips.make_folder():
            self._lines = lines
            self._next.start()

    def take_voices(self, voices: Voices) -> None:
        """Have others from now on."""
        self.close()
        self._child.begin_anew([told(voices), BACKGROUND])

    def close(self) -> None:
        """Let it be."""
        self._next.stop()
        self._child.close()

    def _go_on(self) -> None:
        for _ in range(_AT_ONCE):
            line = next(self._lines, None)
            if line is None or self._clips.share > _SHARE:
                self.close()
                return
            text, rate = plain(line.text), self._words_per_minute
            path = self._clips.kept(text, line.voice, rate)
            if not path.exists():
                self._path = path
                self._child.ask(Render(0, text, line.voice, rate, str(path)))
                self._child.expect(RENDER_MS)
                return
        self._next.start()

    def _count(self, answer: Rendered) -> None:
        self._child.relax()
        if answer.ok:
            self._clips.count_in(self._path)
        self._next.start()
