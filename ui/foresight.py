"""What may come next is made ready while a person reads: a touch then only has to show it.

A page takes longer to make than to show. Nobody can touch anything in the first moment of a
page (`ui.shell`), and nobody reads so quickly: in that time the pages that lead on from it
are made, one at a time, drawn once where nobody sees it, and kept. One that was made for
another language, look or size of letters is never shown.
"""

from collections.abc import Callable, Iterator
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer

from kiosk.forms import Answer
from ui.frame import Frame
from ui.screen import Scene, Screen
from ui.strips import Helps

Make = Callable[[Scene], Screen]
"""Makes a page for a scene. Two that are equal make the same page."""

AFTER_MS: Final = 320
"""What is shown is painted by then, and a finger is not yet heard."""
_BETWEEN_MS: Final = 15
_MOST: Final = 9
"""As many as there are choices on a page."""


class _Ready(msgspec.Struct, frozen=True):
    make: Make
    scene: Scene
    helps: Helps
    frame: Frame


class Foresight(QObject):
    """Keeps the pages that may come next."""

    def __init__(
        self, frame_for: Callable[[Screen, Helps], Frame], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._frame_for = frame_for
        self._ready: list[_Ready] = []
        self._past: list[Frame] = []
        self._makes: Iterator[Make] = iter(())
        self._scene: Scene | None = None
        self._helps = Helps("", listening=False)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._go_on)

    def expect(self, makes: Iterator[Make], scene: Scene, helps: Helps) -> None:
        """Make these ready, the likeliest first, and let go of what did not come."""
        self._past += [one.frame for one in self._ready]
        self._ready.clear()
        self._makes, self._scene, self._helps = makes, scene, helps
        self._soon.start(AFTER_MS)

    def framed(self, make: Make, partial: Answer, scene: Scene, helps: Helps) -> Frame:
        """Return a page in its frame: the one that is ready, which is then no longer
        kept, or a new one, as it was left if it was."""
        self._soon.stop()
        for one in self._ready:
            if not partial and (one.make, one.scene, one.helps) == (make, scene, helps):
                self._ready.remove(one)
                return one.frame
        page = make(scene)
        if partial:  # before its frame: it may have another way on
            page.restore(partial)
        return self._frame_for(page, helps)

    def _go_on(self) -> None:
        if self._past:
            self._past.pop().deleteLater()
        elif not self._make_one():
            return
        self._soon.start(_BETWEEN_MS)

    def _make_one(self) -> bool:
        make = next(self._makes, None)
        if make is None or self._scene is None or len(self._ready) == _MOST:
            return False
        frame = self._frame_for(make(self._scene), self._helps)
        frame.grab()  # laid out, its words set, its pictures drawn
        self._ready.append(_Ready(make, self._scene, self._helps, frame))
        return True
