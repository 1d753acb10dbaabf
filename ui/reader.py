"""Reads a page aloud and marks the word that is being said."""

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from ui.aloud import Aloud
from ui.frame import Frame
from ui.headset import Headset
from ui.marker import Marker
from ui.rendering import NORMAL, Line, Manner
from ui.screen import Said, Screen
from ui.speech import BEGINNING, Place, Speaker
from ui.strips import page_number


def said_on(page: Screen, frame: Frame | None) -> tuple[Said, ...]:
    """Return all that is said of a page, in reading order: heading, hint, content, note."""
    over, pages, action = page.heading(), page.pages(), page.action()
    heading = None if frame is None else frame.heading
    parts = [Said(one, heading, private=True) for one in over.chosen]
    parts += [Said(over.title, heading), Said(over.hint, heading, over.private)]
    parts += page.spoken()
    if pages is not None and pages.count > 1:
        parts.append(Said(page_number(pages), None if frame is None else frame.pager))
    if page.note():
        parts.append(Said(page.note(), None if frame is None else frame.note_place))
    if action is not None:
        parts.append(Said(action.words, None if frame is None else frame.action))
    return tuple(part for part in parts if part.text)


class Bookmark(msgspec.Struct, frozen=True):
    """Where reading was broken off."""

    texts: tuple[str, ...]
    place: Place

    def place_in(self, parts: tuple[Said, ...]) -> Place:
        """Return the place in these parts; their beginning if they are others."""
        same = self.texts == tuple(part.text for part in parts)
        return self.place if same else BEGINNING


class Reader(QObject):
    """Speaks one page at a time."""

    ended = Signal()
    """All was said, or it was stopped, or it cannot speak."""
    mute = Signal()
    """There is no sound to be had."""

    ears = Signal(bool)
    """A headset was put on, or taken off."""

    def __init__(
        self, speaker: Speaker, parent: QObject, headset: Headset | None = None
    ) -> None:
        super().__init__(parent)
        self._headset = headset
        if headset is not None:
            headset.changed.connect(self._change_ears)
        self._speaker = speaker
        self._parts: tuple[Said, ...] = ()
        self._aloud: list[Aloud] = []
        self._at = 0
        self.bookmark: Bookmark | None = None
        """Where it was stopped last; nothing where it came to its end."""
        self._marker = Marker(self)
        speaker.line_started.connect(self._mark)
        speaker.word_started.connect(self._mark_word)
        speaker.finished.connect(self._end)
        speaker.unavailable.connect(self._be_mute)

    @property
    def reading(self) -> bool:
        """Whether it is speaking."""
        return self._speaker.speaking

    @property
    def in_ears(self) -> bool:
        """Whether one person alone hears it."""
        return self._headset is not None and bool(self._headset.device)

    def prepare(self) -> None:
        """Be ready before anything is to be said."""
        self._speaker.prepare()

    def read(
        self,
        parts: tuple[Said, ...],
        voice: str,
        manner: Manner = NORMAL,
        bookmark: Bookmark | None = None,
    ) -> None:
        """Say these parts of a page in the voice of their language, from a bookmark on if
        there is one for them."""
        self._marker.clear()
        self.bookmark = None
        self._parts = parts
        self._aloud = [Aloud.of(part) for part in parts]
        told = zip(self._aloud, parts, strict=True)
        lines = [
            Line(one.text, part.voice or voice, part.private) for one, part in told
        ]
        place = BEGINNING if bookmark is None else bookmark.place_in(parts)
        if self._headset is not None:
            manner = replace(manner, device=self._headset.device)
        self._speaker.say(lines, place, manner)

    def stop(self) -> None:
        """Be silent at once, and remember where it was."""
        if self.reading:
            texts = tuple(part.text for part in self._parts)
            self.bookmark = Bookmark(texts, self._speaker.place)
        self._speaker.stop()
        self._marker.clear()
        self._parts = ()

    def forget(self) -> None:
        """Wipe what was said of a person's own."""
        self.stop()
        self.bookmark = None
        self._aloud = []
        self._speaker.forget()

    def _change_ears(self) -> None:
        """What was for one is not gone on with for all, nor the other way round."""
        self.stop()
        self.ears.emit(self.in_ears)

    def _mark(self, index: int) -> None:
        self._marker.clear()
        if index < len(self._parts):
            self._at = index
            self._marker.show_part(self._parts[index])

    def _mark_word(self, start: int, length: int) -> None:
        if self._at < len(self._parts):
            self._marker.show_word(self._aloud[self._at].shown(start, length))

    def _end(self) -> None:
        self._marker.clear()
        self.ended.emit()

    def _be_mute(self) -> None:
        self._end()
        self.mute.emit()
