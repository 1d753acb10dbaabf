"""The reading room: which page comes after which touch, and what is new on the board."""

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from i18n import Language
from kiosk.citizen import CitizenDoor
from kiosk.errors import Known
from kiosk.notice import Notice
from kiosk.reading import Work
from ui.citizen.attract import AttractScreen, announcement
from ui.citizen.reading.article import ArticleScreen
from ui.citizen.reading.cards import CardsScreen, HoursScreen, NumbersScreen
from ui.citizen.reading.contents import Contents, Section, Story, best
from ui.citizen.reading.document import DocumentScreen
from ui.citizen.reading.entries import EntriesScreen, face_of, work_face
from ui.citizen.reading.shelf import ShelfScreen
from ui.citizen.reading.site import SiteScreen
from ui.citizen.reading.work import WorkScreen
from ui.foresight import Make
from ui.leafing import Lectern
from ui.screen import Scene, Screen
from ui.stand import Stand
from ui.work import Worker

_log = logging.getLogger(__name__)

_LOOK_EVERY_MS = 20_000
_PAGES = (
    *(ShelfScreen, EntriesScreen, ArticleScreen, DocumentScreen, CardsScreen),
    SiteScreen,
)


class ReadingRoom(QObject):
    """Leads a person from the shelf to a page and back; nothing here is kept."""

    alarmed = Signal()
    """What the kiosk at rest shows is another than before: a warning came, or is over."""

    def __init__(
        self, stand: Stand, door: CitizenDoor, worker: Worker, lectern: Lectern
    ) -> None:
        super().__init__(stand)
        self._lectern = lectern
        self._stand = stand
        self._door = door
        self._worker = worker
        self._contents = Contents(door.pack.reading)
        self._trail: list[Make] = []
        self._alert: Notice | None = None
        self._announced: str | None = None
        again = QTimer(self)
        again.setInterval(_LOOK_EVERY_MS)
        again.timeout.connect(self.look)
        again.start()
        self.look()

    @property
    def has_something(self) -> bool:
        """Whether there is anything to read."""
        return bool(self._contents.sections())

    def alert(self, scene: Scene) -> Notice | None:
        """Return the warning that everybody must see now, in a language of theirs."""
        if self._alert is None:
            return None
        same = [one for one in self._contents.notices if one.id == self._alert.id]
        return best(same, scene.languages)[0] if same else self._alert

    def attract(self, scene: Scene, languages: tuple[Language, ...]) -> AttractScreen:
        """Return the page of the kiosk at rest, with its warning if there is one."""
        town = self._door.pack.municipality
        return AttractScreen(scene, town, languages, self.alert(scene))

    def announce(self) -> None:
        """Say a new warning aloud, once."""
        alert, before = self._alert, self._announced
        self._announced = None if alert is None else alert.id
        if alert is not None and alert.id != before:
            self._stand.announce(lambda scene: announcement(self.alert(scene), scene))

    def look(self) -> None:
        """Look at the board, beside what is being shown."""
        self._worker.background(self._door.notices, self._seen, self._not_seen)

    def begin(self) -> None:
        """Show what there is to read."""
        self._trail = []
        self._go(self._shelf)

    def back(self) -> bool:
        """Go back one page of this room; say whether there was one."""
        if not self._trail or not isinstance(self._stand.page, _PAGES):
            return False
        self._trail.pop()
        if self._trail:
            self._stand.show(self._trail[-1])
        return bool(self._trail)

    def forget(self) -> None:
        """Whoever was reading has left; the door's pack may be another one now."""
        self._trail = []
        self._lectern.put_away()
        self._contents = Contents(self._door.pack.reading, self._contents.notices)

    def _go(self, make: Make) -> None:
        self._trail.append(make)
        self._stand.show(make)

    def _seen(self, notices: tuple[Notice, ...]) -> None:
        self._contents = Contents(self._door.pack.reading, notices)
        before, self._alert = self._alert, self._door.emergency(notices)
        if self._alert != before and isinstance(self._stand.page, AttractScreen):
            self.alarmed.emit()

    def _not_seen(self, error: Exception) -> None:
        if not isinstance(error, Known):
            raise error
        _log.error("%s: %s", type(error).__name__, error)

    # The pages

    def _shelf(self, scene: Scene) -> Screen:
        page = ShelfScreen(scene, self._contents)
        page.chosen.connect(self._open_section)
        return page

    def _open_section(self, name: str) -> None:
        section, reading = Section(name), self._contents.reading
        if section is Section.NUMBERS:
            self._go(lambda scene: NumbersScreen(scene, reading.numbers))
        elif section is Section.HOURS:
            self._go(lambda scene: HoursScreen(scene, reading.offices))
        elif section is Section.WORKS:
            self._go(self._works)
        else:
            self._go(partial(self._entries, section))

    def _entries(self, section: Section, scene: Scene) -> Screen:
        stories = self._contents.stories(section, scene)
        faces = [(one.id, face_of(one, scene)) for one in stories]
        page = EntriesScreen(scene, section, faces)
        page.chosen.connect(partial(self._open_story, section))
        return page

    def _open_story(self, section: Section, uid: str) -> None:
        contents = self._contents  # as it was when it was touched

        def article(scene: Scene) -> Screen:
            page = ArticleScreen(scene, story(scene))
            page.more.connect(partial(self._fetch_pages, story))
            return page

        def story(scene: Scene) -> Story:
            stories = contents.stories(section, scene)
            return next(one for one in stories if one.id == uid)

        self._go(article)

    def _fetch_pages(self, story: Callable[[Scene], Story]) -> None:
        """Take a document from the disk, and show it unless they went on meanwhile."""
        article = self._stand.page
        assert article is not None
        uid = story(article.scene).id

        def fetched(document: bytes | None) -> None:
            if self._stand.page is article:
                self._open_pages(story, document or b"")

        read = partial(self._door.document, uid)
        self._worker.background(read, fetched, self._not_seen)

    def _open_pages(self, story: Callable[[Scene], Story], document: bytes) -> None:
        self._lectern.open(document)
        self._go(lambda scene: DocumentScreen(scene, story(scene), self._lectern))

    def _works(self, scene: Scene) -> Screen:
        works = self._contents.reading.works
        faces = [(one.id, work_face(one, scene)) for one in works]
        page = EntriesScreen(scene, Section.WORKS, faces)
        page.chosen.connect(self._open_work)
        return page

    def _open_work(self, uid: str) -> None:
        works = self._contents.reading.works
        work = next(one for one in works if one.id == uid)

        def facts(scene: Scene) -> Screen:
            page = WorkScreen(scene, work, self._door.pack.places)
            page.more.connect(lambda: self._go(partial(_about, work)))
            page.place_wanted.connect(lambda: self._go(site))
            return page

        def site(scene: Scene) -> Screen:
            return SiteScreen(scene, work, self._door)

        self._go(facts)


def _about(work: Work, scene: Scene) -> Screen:
    title, text = scene.say(work.title), scene.say(work.text)
    story = Story(work.id, Section.WORKS, title, "", text, work.icon)
    return ArticleScreen(scene, story)
