"""Reads a page aloud and marks the part that is being said."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.screen import Said, Screen
from ui.speech import Line, Speaker
from ui.strips import page_number
from ui.widgets.button import Touchable


def said_on(page: Screen, heading: QWidget | None) -> tuple[Said, ...]:
    """Return all that is said of a page, in reading order: heading, hint, content, note."""
    over, pages, action = page.heading(), page.pages(), page.action()
    parts = [Said(one, heading, private=True) for one in over.chosen]
    parts += [Said(over.title, heading), Said(over.hint, heading, over.private)]
    parts += page.spoken()
    if pages is not None and pages.count > 1:
        parts.append(Said(page_number(pages)))
    if page.note():
        parts.append(Said(page.note()))
    if action is not None:
        parts.append(Said(action.words))
    return tuple(part for part in parts if part.text)


class Reader(QObject):
    """Speaks one page at a time."""

    ended = Signal()
    """All was said, or it was stopped, or it cannot speak."""
    mute = Signal()
    """There is no sound to be had."""

    def __init__(self, speaker: Speaker, parent: QObject) -> None:
        super().__init__(parent)
        self._speaker = speaker
        self._parts: tuple[Said, ...] = ()
        self._marked: Touchable | None = None
        speaker.line_started.connect(self._mark)
        speaker.finished.connect(self._end)
        speaker.unavailable.connect(self._be_mute)

    @property
    def reading(self) -> bool:
        """Whether it is speaking."""
        return self._speaker.speaking

    def read(self, parts: tuple[Said, ...], voice: str) -> None:
        """Say these parts of a page, in the voice of their language."""
        self._unmark()
        self._parts = parts
        self._speaker.say([Line(part.text, voice, part.private) for part in parts])

    def stop(self) -> None:
        """Be silent at once."""
        self._speaker.stop()
        self._unmark()
        self._parts = ()

    def forget(self) -> None:
        """Wipe what was said of a person's own."""
        self.stop()
        self._speaker.forget()

    def _mark(self, index: int) -> None:
        self._unmark()
        if index < len(self._parts):
            where = self._parts[index].where
            if isinstance(where, Touchable):
                where.show_state("spoken", True)
                where.destroyed.connect(self._lose)
                self._marked = where

    def _unmark(self) -> None:
        marked, self._marked = self._marked, None
        if marked is not None:
            marked.destroyed.disconnect(self._lose)
            marked.show_state("spoken", False)

    def _lose(self) -> None:
        self._marked = None

    def _end(self) -> None:
        self._unmark()
        self.ended.emit()

    def _be_mute(self) -> None:
        self._end()
        self.mute.emit()
