"""Somebody who sits at a desk for a tour: eyes on its window, hands on its keys.

What is to be done is a walk of steps, each of which waits for something; a deed is asked
for by the keys that its button shows.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from ui.album import Shown, picture
from ui.desk.face import DeskFace
from ui.desk.page import Page
from ui.desk.typist import Typist
from ui.widgets.words import Words

_STEP_MS: Final = 20
WITHIN_S: Final = 30.0
"""Of what a step waits for."""
_QUIET_BEATS: Final = 8
"""Steps without anything on its way, after which a page has come to rest."""

Wait = Callable[[], bool]


class Sitter(QObject):
    """Walks through `work`, a step at a time, in Qt's own loop."""

    def __init__(self, face: DeskFace, out: Path) -> None:
        super().__init__()
        self._face = face
        self._out = out
        self._hands = Typist(face.window)
        self._shown: list[Shown] = []
        self._steps: Iterator[Wait] = iter(())
        self._wait: Wait = self._rests
        self._deadline = 0.0
        self._quiet = 0
        self._doing = ""
        self.lost_at = ""
        """Where what was waited for did not come, if it did not."""
        self._beat = QTimer(self, interval=_STEP_MS)
        self._beat.timeout.connect(self._step)

    def work(self) -> Iterator[Wait]:
        """Do something, and yield what is to be waited for."""
        raise NotImplementedError

    def finish(self) -> None:
        """All of it is done."""

    def begin(self) -> None:
        """Begin; the application ends when the work does."""
        self._steps = self.work()
        self._deadline = time.monotonic() + WITHIN_S
        self._beat.start()

    def _step(self) -> None:
        if not self._wait():
            if time.monotonic() > self._deadline:
                self._end(self._doing)
            return
        try:
            self._wait = next(self._steps)
        except StopIteration:
            self.finish()
            self._end("")
        except LookupError as error:
            self._end(str(error))
        self._quiet = 0
        self._deadline = time.monotonic() + WITHIN_S

    def _end(self, lost_at: str) -> None:
        self.lost_at = lost_at
        self._beat.stop()
        QApplication.quit()

    # Eyes and hands

    def _rests(self) -> bool:
        """Whether nothing is on its way."""
        self._quiet += 1 if self._face.worker.is_idle else 0
        return self._quiet >= _QUIET_BEATS

    def _page(self) -> Page:
        """The page that is shown. Raises LookupError when nobody is signed in."""
        if self._face.office is None:
            raise LookupError(f"nobody is signed in for {self._doing}")
        return self._face.office.page

    def _on(self, name: str) -> Wait:
        office = self._face.office
        return lambda: office is not None and office.page.name == name

    def _buttons(self, words: str) -> list[QPushButton]:
        return [
            one
            for one in self._face.window.findChildren(QPushButton)
            if one.accessibleName() == words and one.isVisible() and one.isEnabled()
        ]

    def _sees(self, words: str) -> bool:
        return bool(self._buttons(words))

    def _press(self, words: str) -> None:
        """Press the keys that a button shows."""
        found = self._buttons(words)
        if not found:
            raise LookupError(f"no button “{words}” for {self._doing}")
        keys = found[0].text().rpartition("   ")[2]
        self._hands.press(keys.replace("Enter", "Return"))

    def _press_or_type(self, keys: str) -> None:
        if len(keys) == 1:
            self._hands.type(keys)
        else:
            self._hands.press(keys)

    def _take(self, name: str) -> None:
        """Take a picture of the window. Raises CannotSave when it cannot be written."""
        png, window = f"{len(self._shown) + 1:02}-{name}.png", self._face.window
        picture(window, self._out, png)
        there = (one for one in window.findChildren(Words) if one.isVisible())
        words = [one.text() for one in there if one.text()]
        self._shown.append(Shown(name, png, "", words))
