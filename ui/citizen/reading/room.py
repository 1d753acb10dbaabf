"""The reading room: which page comes after which touch."""

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from kiosk.errors import Known
from kiosk.reading import Work
from ui.citizen.reading.article import ArticleScreen
from ui.citizen.reading.cards import CardsScreen, HoursScreen, NumbersScreen
from ui.citizen.reading.contents import Contents, Section, Story
from ui.citizen.reading.document import DocumentScreen
from ui.citizen.reading.entries import EntriesScreen, face_of, work_face
from ui.citizen.reading.shelf import ShelfScreen
from ui.citizen.reading.site import SiteScreen
from ui.citizen.reading.work import WorkScreen
from ui.citizen.threshold import Threshold
from ui.foresight import Make
from ui.leafing import Lectern
from ui.screen import Scene, Screen

_log = logging.getLogger(__name__)

_PAGES = (
    *(ShelfScreen, EntriesScreen, ArticleScreen, DocumentScreen, CardsScreen),
    SiteScreen,
)


class ReadingRoom(QObject):
    """Leads a person from the shelf to a page and back; nothing here is kept."""

    def __init__(self, threshold: Threshold, lectern: Lectern) -> None:
        super().__init__(threshold)
        self._lectern = lectern
        self._threshold = threshold
        self._stand = threshold.stand
        self._door = threshold.door
        self._trail: list[Make] = []
        self._take()
        threshold.noticed.connect(self._take)

    @property
    def has_something(self) -> bool:
        """Whether there is anything to read."""
        return bool(self._contents.sections())

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
        self._take()

    def _go(self, make: Make) -> None:
        self._trail.append(make)
        self._stand.show(make)

    def _take(self) -> None:
        self._contents = Contents(self._door.pack.reading, self._threshold.notices)

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
        self._threshold.worker.background(read, fetched, self._not_seen)

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
