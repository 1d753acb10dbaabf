"""What is heard of the pages by somebody who listens: in their language, at their pace."""

from PySide6.QtCore import QObject, QTimer, Signal

from i18n import _
from ui.frame import Frame
from ui.person import Person
from ui.reader import Bookmark, Reader, said_on
from ui.screen import Said, Screen


class Narrator(QObject):
    """Reads for one person after another."""

    began = Signal()
    """It speaks now, and that counts as somebody being there."""
    ended = Signal()
    """It is silent again."""
    asks = Signal()
    """Something of a person's own stands there: whether all may hear it is to be asked."""
    ears = Signal(bool)
    """A headset was put on, or taken off."""

    def __init__(self, reader: Reader, parent: QObject) -> None:
        super().__init__(parent)
        self._reader = reader
        self._person: Person | None = None
        self._voice = ""
        self._bookmark: Bookmark | None = None
        """Where to go on with what a page beside the way covers."""
        self._greeting: tuple[Said, ...] = ()
        """Whoever has just put on a headset is told what they hear."""
        reader.ended.connect(self.ended)
        reader.ears.connect(self.ears)

    def suit(self, person: Person, voice: str) -> None:
        """Read as this person wants it, in the voice of their language, from now on."""
        self._person = person
        self._voice = voice

    def read_page(self, page: Screen, frame: Frame | None, beside: bool) -> None:
        """Read a page to whoever listens, from the bookmark on if it has one.

        A page may be read twice as it finds its place: the bookmark stays till a touch.
        """
        if self._person is None or not self._person.listens:
            return
        if self._is_to_ask and page.takes_own():
            self.asks.emit()
            return
        parts = (*self._greeting, *said_on(page, frame))
        self._say(parts, None if beside else self._bookmark)

    def echo(self, said: Said) -> None:
        """A key was touched; what it did is heard by somebody who listens."""
        self.tell((said,))

    def tell(self, parts: tuple[Said, ...]) -> None:
        """Say this to somebody who listens, and nothing else."""
        if parts and self._person is not None and self._person.listens:
            self._say(parts)

    def greet(self, parts: tuple[Said, ...] = ()) -> None:
        """Begin the next page with this; else with what one hears, and how it is made
        silent."""
        self._greeting = parts or (Said(_greeting()),)

    def announce(self, parts: tuple[Said, ...]) -> None:
        """Say something that nobody asked for, once what is shown stands there."""
        QTimer.singleShot(0, self, lambda: self._say(parts, counts=False))

    def hush(self, beside: bool) -> None:
        """Any touch or key makes it silent at once (EN 301 549, 5.1.3.5)."""
        self._greeting = ()
        if not beside:
            self._bookmark = None
        if self._reader.reading:
            self._reader.stop()
            self.ended.emit()

    def keep_place(self) -> None:
        """A page beside the way is wanted: what was being read is gone on with after it."""
        self._bookmark = self._reader.bookmark

    def lose_place(self) -> None:
        """It is to be read from its start."""
        self._bookmark = None

    def prepare(self) -> None:
        """Somebody has come, who may want to listen."""
        self._reader.prepare()

    def stop(self) -> None:
        """Be silent: something else will be shown."""
        self._reader.stop()

    def forget(self) -> None:
        """Nothing said is left to hear."""
        self._bookmark = None
        self._reader.forget()

    @property
    def in_ears(self) -> bool:
        """Whether one person alone hears it."""
        return self._reader.in_ears

    @property
    def _is_to_ask(self) -> bool:
        asked = self._person is not None and self._person.reads_own is not None
        return not self._reader.in_ears and not asked

    def _say(
        self,
        parts: tuple[Said, ...],
        bookmark: Bookmark | None = None,
        counts: bool = True,
    ) -> None:
        assert self._person is not None
        if not (self._reader.in_ears or self._person.reads_own):
            parts = tuple(one for one in parts if not one.own)
        if counts:
            self.began.emit()
        self._reader.read(parts, self._voice, self._person.manner, bookmark)


def _greeting() -> str:
    return _(
        "Good day. I read the screen to you, from top to bottom."
        " A touch or a key makes me silent."
    )
