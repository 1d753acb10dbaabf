"""What there is to read, as it may stand before somebody."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial

import msgspec
from msgspec.structs import replace

from kiosk.notice import Notice, NoticeKind, Severity
from kiosk.reading import Article, Number, Office, Reading, Work
from tests.ui import papers
from tests.ui.booth import Booth
from tests.ui.captors import HandLectern
from tests.ui.gallery import then
from ui.citizen.attract import AttractScreen
from ui.citizen.home import HomeScreen
from ui.citizen.reading.article import ArticleScreen
from ui.citizen.reading.cards import HoursScreen, NumbersScreen
from ui.citizen.reading.contents import Contents, Section
from ui.citizen.reading.document import DocumentScreen
from ui.citizen.reading.entries import EntriesScreen, face_of, work_face
from ui.citizen.reading.shelf import ShelfScreen
from ui.citizen.reading.site import SiteScreen
from ui.citizen.reading.work import WorkScreen
from ui.foresight import Make
from ui.screen import Scene, Screen

WHEN = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
SUBJECT = (
    "ΕΓΚΡΙΣΗ ΤΗΣ ΜΕΛΕΤΗΣ ΚΑΙ ΤΩΝ ΟΡΩΝ ΔΙΑΚΗΡΥΞΗΣ ΤΟΥ ΕΡΓΟΥ «ΑΝΤΙΚΑΤΑΣΤΑΣΗ ΦΩΤΙΣΤΙΚΩΝ"
    " ΣΩΜΑΤΩΝ ΣΤΙΣ ΤΟΠΙΚΕΣ ΚΟΙΝΟΤΗΤΕΣ ΤΗΣ ΔΗΜΟΤΙΚΗΣ ΕΝΟΤΗΤΑΣ ΡΙΟΥ» ΣΥΝΟΛΙΚΟΥ"
    " ΠΡΟΫΠΟΛΟΓΙΣΜΟΥ 240.000,00 ΕΥΡΩ"
)
STORM = (
    "Μείνετε μέσα. Μην περνάτε ρέματα και χαμηλές διαβάσεις, ούτε με αυτοκίνητο."
    " Μαζέψτε από τα μπαλκόνια ό,τι μπορεί να πέσει.\nΙσχυρές βροχές και καταιγίδες ως"
    " το βράδυ, με άνεμο 9 μποφόρ."
)
LONG = (
    "Από τη Δευτέρα αλλάζουν οι ώρες που περνάει το απορριμματοφόρο. Στα χωριά του"
    " Παναχαϊκού θα περνάει κάθε Τρίτη και Παρασκευή, νωρίς το πρωί. Βγάζετε τους"
    " κάδους το προηγούμενο βράδυ. Τα κλαδιά και τα ογκώδη δεν μπαίνουν στους κάδους."
    " Τα παίρνει άλλο συνεργείο, όταν το ζητήσετε.\n"
) * 3
NOTICES = (
    Notice(
        "gr-1",
        NoticeKind.EMERGENCY,
        "el",
        "Καταιγίδες και πλημμύρες στην Αχαΐα",
        STORM,
        WHEN,
        WHEN.replace(hour=20),
        Severity.SEVERE,
    ),
    Notice(
        "6ΩΞΤ46Ω5ΒΞ-Ν2Φ",
        NoticeKind.DECISION,
        "el",
        f"{SUBJECT[:118]}…",
        SUBJECT,
        WHEN,
        link="https://diavgeia.gov.gr/doc/6%CE%A9%CE%9E%CE%A446%CE%A95%CE%92%CE%9E-%CE%9D2%CE%A6",
        has_pages=True,
    ),
    Notice(
        "ΨΗΔ446ΩΩ5Β-1ΛΚ",
        NoticeKind.DECISION,
        "el",
        "ΟΡΙΣΜΟΣ ΑΝΤΙΔΗΜΑΡΧΩΝ",
        "ΟΡΙΣΜΟΣ ΑΝΤΙΔΗΜΑΡΧΩΝ",
        WHEN,
    ),
    Notice(
        "17", NoticeKind.NEWS, "el", "Ανοίγει ξανά το κλειστό γυμναστήριο", LONG, WHEN
    ),
)
READING = Reading(
    articles=tuple(
        Article(
            id=f"bins-{at}",
            date=date(2026, 11, 20 - at),
            title={
                "el": "Αλλάζουν οι ώρες για τα σκουπίδια",
                "en": "New hours for rubbish",
            },
            text={"el": LONG, "en": "On Tuesdays and Fridays. " * 40},
        )
        for at in range(6)
    ),
    works=(
        Work(
            id="square",
            title={"el": "Ανάπλαση της πλατείας", "en": "The square is rebuilt"},
            text={"el": LONG, "en": "New slabs. " * 30},
            pays={
                "el": "Το Ταμείο Ανάκαμψης και ο δήμος",
                "en": "The recovery fund and the town",
            },
            cost=1_240_000,
            done=65,
            until=date(2027, 6, 30),
            village="",
            landmark=None,
        ),
        Work(
            id="lamps",
            icon="lamp-new",
            title={"el": "Νέοι λαμπτήρες", "en": "New lamps"},
            text={"el": LONG, "en": "New lamps. " * 30},
            pays={"el": "Ο δήμος", "en": "The town"},
            done=0,
            village="",
        ),
    ),
    numbers=tuple(
        Number(
            id=f"n-{at}",
            name={"el": name, "en": "Fire brigade"},
            phone=phone,
            hint={"el": "Δωρεάν, μέρα και νύχτα", "en": "Free, day and night"}
            if at
            else {},
        )
        for at, (name, phone) in enumerate(
            (
                ("Κίνδυνος, παντού", "112"),
                ("Πυροσβεστική", "199"),
                ("Βλάβες ύδρευσης", "2610 366 100"),
                ("Δημοτική Αστυνομία", "2613 610 000"),
                ("Κοινωνική υπηρεσία", "+30 2610 390 900"),
            )
        )
    ),
    offices=tuple(
        Office(
            id=f"o-{at}",
            icon="municipality",
            name={"el": name, "en": "Citizens' office"},
            hours={
                "el": "Δευτέρα ως Παρασκευή, 8:00 ως 15:00",
                "en": "Monday to Friday, 8 to 3",
            },
            address={"el": "Μαιζώνος 108, Πάτρα", "en": "108 Maizonos Street, Patras"},
        )
        for at, name in enumerate(("Δημαρχείο", "ΚΕΠ", "Δημοτική βιβλιοθήκη"))
    ),
)


def gallery_of_reading(booth: Booth) -> Iterator[tuple[str, Make]]:
    """Return each page there is to read, in a booth of any pack."""
    contents, town = Contents(READING, NOTICES), booth.core.pack.municipality
    languages, places = booth.about.languages, booth.core.pack.places
    village = places.villages[0]
    landmark = village.landmarks[0].id if village.landmarks else None
    works = [
        msgspec.structs.replace(one, village=village.id, landmark=landmark)
        for one in READING.works
    ]
    yield (
        "attract, warning",
        lambda scene: AttractScreen(scene, town, languages, NOTICES[0]),
    )
    endless = replace(NOTICES[0], title=SUBJECT, text=LONG, expires=None)
    yield (
        "attract, long warning",
        lambda scene: AttractScreen(scene, town, languages, endless),
    )
    yield "home, reads", lambda scene: HomeScreen(scene, booth.core.pack.forms, True)
    yield "shelf", lambda scene: ShelfScreen(scene, contents)
    for section in (Section.WARNINGS, Section.NEWS, Section.DECISIONS):
        yield f"entries {section}", partial(_entries, contents, section)
        yield f"article {section}", partial(_article, contents, section)
    yield from _documents(booth, contents)
    yield (
        "entries works",
        lambda scene: EntriesScreen(
            scene, Section.WORKS, [(one.id, work_face(one, scene)) for one in works]
        ),
    )
    for work in works:
        yield f"work {work.id}", partial(_work, booth, work)
        yield f"site {work.id}", partial(_site, booth, work)
    yield "numbers", lambda scene: NumbersScreen(scene, READING.numbers)
    yield "hours", lambda scene: HoursScreen(scene, READING.offices)


def _entries(contents: Contents, section: Section, scene: Scene) -> Screen:
    stories = contents.stories(section, scene)
    return EntriesScreen(
        scene, section, [(one.id, face_of(one, scene)) for one in stories]
    )


def _article(contents: Contents, section: Section, scene: Scene) -> Screen:
    return ArticleScreen(scene, contents.stories(section, scene)[0])


def _documents(booth: Booth, contents: Contents) -> Iterator[tuple[str, Make]]:
    def opened(document: bytes, scene: Scene) -> Screen:
        lectern = HandLectern(booth.shell)
        lectern.open(document)
        story = contents.stories(Section.DECISIONS, scene)[0]
        return DocumentScreen(scene, story, lectern)

    def enlarge(page: Screen) -> None:
        page.restore(("1", "2 0.2 0.4"))

    def shrink(page: Screen) -> None:
        page.restore(("0", "0 0 0"))

    yield "document", partial(opened, papers.decision())
    yield "document, enlarged", then(partial(opened, papers.decision()), enlarge)
    yield "document, whole", then(partial(opened, papers.decision()), shrink)
    yield "document, a scan", partial(opened, papers.scan())
    yield "document, locked", partial(opened, papers.locked())


def _site(booth: Booth, work: Work, scene: Scene) -> Screen:
    return SiteScreen(scene, work, booth.door)


def _work(booth: Booth, work: Work, scene: Scene) -> Screen:
    return WorkScreen(scene, work, booth.core.pack.places)
