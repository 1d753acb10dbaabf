"""The port between a page and its frame: what every screen tells the shell."""

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar, Final

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import resources
from i18n import _
from kiosk.forms import Answer, say
from kiosk.places import Text
from ui.theme import Theme
from ui.widgets.paged import Paged

VOICE: Final = "voice"
"""The property of a thing whose words are of another language than its page: which voice
says them."""


class Scene(msgspec.Struct, frozen=True):
    """What screens are built with: the look, the language, the pictures."""

    theme: Theme
    languages: tuple[str, ...]
    """The language being spoken, then those to fall back on."""
    pack_folder: Path

    @property
    def language(self) -> str:
        """The language being spoken."""
        return self.languages[0]

    def say(self, text: Text) -> str:
        """Return a pack's text in the language being spoken, or the next best."""
        return say(text, self.languages)

    def picture(self, name: str) -> Path:
        """Return a pictogram: the pack's own, else the program's."""
        return picture_in(self.pack_folder, name)


def picture_in(pack_folder: Path, name: str) -> Path:
    """Return a pictogram: the pack's own, else the program's."""
    own = pack_folder / "icons" / f"{name}.svg"
    if own.is_file():
        return own
    return resources.icon(name) or resources.icon("something-else") or own


class Heading(msgspec.Struct, frozen=True):
    """What stands over the content of a page."""

    title: str
    hint: str = ""
    urgent: bool = False
    """The hint says what is wrong: it is shown however little room there is."""
    steps: tuple[int, int] | None = None
    """Steps done, and steps in all."""
    chosen: tuple[str, ...] = ()
    """What was answered so far, in words."""
    private: bool = False
    """The hint is somebody's own, as what was chosen always is: it is never kept."""


class Action(msgspec.Struct, frozen=True):
    """The one way on: a verb and its picture."""

    words: str
    picture: str = "forward"


class Said(msgspec.Struct, frozen=True):
    """A thing on the page as it is spoken, and where it stands."""

    text: str
    where: QWidget | None = None
    private: bool = False
    """A citizen's own words or number: never kept, and spoken with care."""
    own: bool = False
    """An answer in a person's own words or of their own life: said into a headset, or
    after a yes."""
    spelt: bool = False
    """A number or a code: sign by sign."""

    @property
    def voice(self) -> str:
        """The voice of its own language, where that is not the page's."""
        voice = None if self.where is None else self.where.property(VOICE)
        return voice if isinstance(voice, str) else ""


class Screen(QWidget):
    """A page. The shell draws the frame round it and asks it the questions below."""

    name: ClassVar[str]
    """What the tour and the tests call it."""
    bare: ClassVar[bool] = False
    """Fills the whole panel, without a frame."""
    final: ClassVar[bool] = False
    """Its way on sends, or ends, or forgets something: no arrow key may do that."""
    has_back: ClassVar[bool] = True
    has_start_over: ClassVar[bool] = True

    changed = Signal()
    """Something that the shell shows for this page is different now."""
    turned = Signal()
    """Another page of what it has is shown, or there are more of them, or fewer."""
    heard = Signal(object)
    """A `Said`: what a touch just did, for somebody who listens."""
    remade = Signal()
    """It is another page now, to be made anew from its `partial`."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.setObjectName("page")
        self.scene = scene
        self._note = ""

    def arrive(self) -> None:
        """It is on the glass: if it looks or listens, now. It may have been made before,
        and somebody may never have come to it."""

    def heading(self) -> Heading:
        """Return what stands over the page."""
        raise NotImplementedError

    def action(self) -> Action | None:
        """Return the way on, where a touch on the page itself is not the way on."""
        return None

    def act(self) -> None:
        """The action was touched."""

    def step_back(self) -> bool:
        """Go back inside the page; say whether there was a step to go."""
        return False

    def scanned(self, text: str) -> None:
        """A reader has read a code; most pages have no use for one."""

    def note(self) -> str:
        """Return a calm sentence for the bottom strip, or ''."""
        return self._note

    def say_note(self, sentence: str) -> None:
        """Say something about the kiosk itself in the bottom strip."""
        self._note = sentence
        self.changed.emit()

    def pages(self) -> Paged | None:
        """Return what has pages on this screen, where there may be more than one."""
        return None

    def spoken(self) -> tuple[Said, ...]:
        """Return all that stands on the page below its heading, in reading order."""
        return ()

    def takes_own(self) -> bool:
        """Say whether something of a person's own stands here, or is being written."""
        return any(one.own for one in self.spoken())

    def busy(self) -> bool:
        """Say whether it records, plays or counts: then nobody is asked whether they are
        there, and the page is not read aloud. A change is told by `changed`."""
        return False

    def leave(self) -> None:
        """Let go of every device: another page will be shown now."""

    def partial(self) -> Answer:
        """Return what was touched and not yet answered, to survive a rebuilt page."""
        return ()

    def restore(self, partial: Answer) -> None:
        """Take back what `partial` gave."""


def listed(names: Iterable[str]) -> str:
    """Say one after another, as the language does."""
    # Words: what stands between two things of a list.
    return _(", ").join(names)
