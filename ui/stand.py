"""What stands between a face and the glass: the page shown, for the person who is there.

A page is shown by its maker, a function from a `Scene`, so that it can be made again when
the person changes the language, the look or the size of the letters, with what they had
touched still touched. A page beside the way (help, languages) covers the one below.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QLocale, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

import i18n
from i18n import Direction, Language, _
from kiosk.forms import Answer
from kiosk.places import Text
from ui.figures import locale_of
from ui.foresight import Foresight, Make
from ui.frame import Frame
from ui.idle import Idle
from ui.narrator import Narrator
from ui.person import Means, Person
from ui.reader import Reader
from ui.screen import Said, Scene, Screen
from ui.shell import Shell
from ui.strips import Helps, Strip, Town
from ui.theme import Letters, Look, Panel, Theme, dress


class About(msgspec.Struct, frozen=True):
    """Whose kiosk it is, where it stands, and what it speaks."""

    name: Text
    place: Text
    colour: str
    pack_folder: Path
    languages: tuple[Language, ...]
    """The first is the municipality's own, and the one a visit begins with."""

    def language(self, code: str) -> Language:
        """Return one of its languages."""
        return next(one for one in self.languages if one.code == code)

    def codes(self, first: str) -> tuple[str, ...]:
        """Return its languages by code, this one first."""
        return tuple(dict.fromkeys((first, *(one.code for one in self.languages))))


class Stand(QObject):
    """Shows pages to one person, as they like them."""

    touched = Signal(str)
    """A `Strip` that is the face's business: back, start over, help, language."""
    shown = Signal(object)
    """The Screen that is now on the glass."""

    def __init__(
        self, shell: Shell, panel: Panel, about: About, reader: Reader, idle: Idle
    ) -> None:
        super().__init__(shell)
        self.shell = shell
        self.idle = idle
        self._panel = panel
        self.about = about
        """Another one counts from the next page on."""
        self._person = Person(about.languages[0].code)
        self._make: Make | None = None
        self._below: tuple[Make, Answer] | None = None
        self._busy = False
        self._foresight = Foresight(self._frame_for, self)
        shell.touched.connect(self._act)
        shell.turned.connect(self.read_aloud)
        idle.touched.connect(self._hush)
        self.narrator = Narrator(reader, self)
        self.narrator.began.connect(idle.hold)
        self.narrator.ended.connect(self._watch_again)
        reader.mute.connect(self._be_mute)
        self._dress()

    @property
    def person(self) -> Person:
        """What the person who is there has chosen."""
        return self._person

    @property
    def page(self) -> Screen | None:
        """The page on the glass."""
        return self.shell.page

    def show(self, make: Make, partial: Answer = ()) -> None:
        """Show a page, as it was left if it was, and forget the one it follows."""
        self._below = None
        self._put(make, partial)

    def expect(self, makes: Iterator[Make]) -> None:
        """One of these may be next, the likeliest first: let it be made ready."""
        helps = _helps(self._person, self._language())
        self._foresight.expect(makes, self._scene(), helps)

    def cover(self, make: Make) -> None:
        """Show a page over the one that is there, to come back to it."""
        if self._below is None and self._make is not None and self.page is not None:
            self._below = (self._make, self.page.partial())
            self.narrator.keep_place()
        self._put(make, ())

    def uncover(self) -> bool:
        """Go back to the page below; say whether there was one."""
        below, self._below = self._below, None
        return below is not None and self._put(*below)

    def speak(self, code: str) -> None:
        """Change to a language, on the page that is there."""
        self._person = replace(self._person, language=code)
        self._dress()

    def prefer(self, look: Look, letters: Letters) -> None:
        """Change to a look and a size of letters, on the page that is there."""
        self._change(replace(self._person, look=look, letters=letters))

    def wish(self, person: Person) -> None:
        """Let the voice do as the person who is there now wants it."""
        self._person = person
        self.narrator.suit(person, self._language().voice)

    def use(self, means: Means, welcome: tuple[Said, ...]) -> None:
        """They use keys: all is spoken from now on, after this welcome, without haste."""
        self.idle.be_patient(True)
        self.idle.watch()
        self.narrator.greet(welcome)
        self._change(replace(self._person, means=means, listens=True))

    def take_scan(self, text: str) -> None:
        """A reader has read a code: the page that is there may want it."""
        if self.page is not None:
            self.page.scanned(text)

    def announce(self, says: Callable[[Scene], tuple[Said, ...]]) -> None:
        """Say something that nobody asked for, once what is shown stands there."""
        self.narrator.announce(says(self._scene()))

    def forget_person(self) -> None:
        """Everything as it was before they came; nothing said is left to hear."""
        self._busy = False
        self.idle.rest()
        self.idle.be_patient(False)
        self.narrator.forget()
        worn = self.narrator.in_ears  # a headset that stays is the next person's
        self._person = Person(self.about.languages[0].code, listens=worn)
        if worn:
            self.narrator.greet()
        self._dress()

    # The helps of every page

    def _act(self, name: str) -> None:
        if (person := _as_asked(self._person, name)) != self._person:
            self._change(person)
        elif name == Strip.BACK and self._below is not None:
            self.uncover()
        elif name == Strip.BACK and self.page is not None and self.page.step_back():
            return
        else:
            self.touched.emit(name)

    def _change(self, person: Person) -> None:
        self._person = person
        self._dress()
        self.remake()

    def remake(self) -> None:
        """Make the page that is there anew, with what was touched still touched."""
        if self._make is not None and self.page is not None:
            self._put(self._make, self.page.partial())

    def _put(self, make: Make, partial: Answer) -> bool:
        self.narrator.stop()
        self._leave()
        self._make = make
        scene, helps = self._scene(), _helps(self._person, self._language())
        frame = self._foresight.framed(make, partial, scene, helps)
        page = frame.page
        page.heard.connect(self.narrator.echo)
        page.changed.connect(self._mind)
        page.remade.connect(self.remake)
        self.shell.show_page(frame)
        self.shown.emit(page)
        if self._person.listens:
            QTimer.singleShot(0, self, self.read_aloud)
        return True

    def _frame_for(self, page: Screen, helps: Helps) -> Frame:
        return self.shell.prepare(page, _town(self.about, page.scene), helps)

    def _leave(self) -> None:
        """The page before lets go of its devices, and is asked nothing more."""
        page, was_busy = self.page, self._busy
        self._busy = False
        if page is not None:
            page.changed.disconnect(self._mind)
            page.leave()
        if was_busy:
            self._watch_again()

    def _mind(self) -> None:
        """A page that records or plays is not spoken into, and nobody is idle there."""
        page, was_busy = self.page, self._busy
        self._busy = page is not None and page.busy()
        if self._busy and not was_busy:
            self.narrator.stop()
            self.idle.rest()
        elif was_busy and not self._busy:
            self._watch_again()

    def _dress(self) -> None:
        _wear(self._language(), self._scene().theme)
        self.wish(self._person)

    def _language(self) -> Language:
        return self.about.language(self._person.language)

    def _scene(self) -> Scene:
        return _scene(self.about, self._panel, self._person)

    def read_aloud(self) -> None:
        """Read the page that is there, to somebody who listens."""
        if self.page is not None and not self._busy:
            self.narrator.read_page(self.page, self.shell.frame, bool(self._below))

    def _hush(self) -> None:
        self.narrator.hush(beside=bool(self._below))

    def _watch_again(self) -> None:
        touches = self._person.means is Means.TOUCH
        empty = self.page is None or (touches and self.page.bare)
        if not (empty or self._busy or self.idle.warning):
            self.idle.watch()

    def _be_mute(self) -> None:
        """No sound is to be had: whoever asked for it is told, on the page."""
        if not self._person.listens:
            return
        self._change(replace(self._person, listens=False))
        assert self.page is not None
        self.page.say_note(_("This kiosk cannot speak now. Everything else works."))


def _scene(about: About, panel: Panel, person: Person) -> Scene:
    theme = Theme(panel, person.look, person.letters, about.colour)
    return Scene(theme, about.codes(person.language), about.pack_folder)


def _as_asked(person: Person, name: str) -> Person:
    """Return what a person has chosen when they touch one of these helps."""
    if name == Strip.LISTEN:
        return replace(person, listens=True)
    if name == Strip.LOWER:
        return replace(person, low=not person.low)
    if name == Strip.LETTERS:
        return person.with_larger_letters()
    return person.with_next_look() if name == Strip.COLOURS else person


def _helps(person: Person, language: Language) -> Helps:
    return Helps(language.name, person.listens, person.low)


def _town(about: About, scene: Scene) -> Town:
    emblem = scene.picture("municipality")
    return Town(scene.say(about.name), scene.say(about.place), emblem)


def _wear(language: Language, theme: Theme) -> None:
    """Let the whole program speak a language, in its direction and in a look."""
    i18n.use(language.code)
    QLocale.setDefault(locale_of(language.code))
    application = QApplication.instance()
    if isinstance(application, QApplication):
        rtl = language.direction is Direction.RIGHT_TO_LEFT
        direction = Qt.LayoutDirection
        application.setLayoutDirection(
            direction.RightToLeft if rtl else direction.LeftToRight
        )
        dress(application, theme)
