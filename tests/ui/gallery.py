"""Every page of the citizen face, as it may stand before somebody."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

from kiosk.forms import Answer
from kiosk.journey import Journey
from kiosk.submission import Case, Progress, Receipt, SubmissionId
from tests.ui.booth import Booth
from ui.citizen.aside import HelpScreen, IdleScreen, TroubleScreen
from ui.citizen.attract import AttractScreen
from ui.citizen.case import CaseScreen
from ui.citizen.check import CheckScreen
from ui.citizen.follow import FollowScreen
from ui.citizen.home import HomeScreen
from ui.citizen.language import LanguageScreen
from ui.citizen.listening import ListeningScreen
from ui.citizen.permission import PermissionScreen
from ui.citizen.questions import Asked, screen_for
from ui.citizen.receipt import ReceiptScreen
from ui.person import Person
from ui.screen import Scene, Screen
from ui.stand import Make

CODE = "WMWQWMWMW"
"""As wide as a number can be."""
WHEN = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LONG_MESSAGE = (
    "Ευχαριστούμε που μας το είπατε. Το συνεργείο ηλεκτροφωτισμού ήρθε την Τρίτη και"
    " παρήγγειλε νέα λάμπα και μπράτσο, γιατί το παλιό είχε σκουριάσει. Θα τα βάλουμε"
    " μέσα στον μήνα. Ως τότε αφήσαμε ένα προσωρινό φως στη γωνία, δίπλα στο φαρμακείο."
    " Αν δείτε πάλι σκοτάδι, πείτε μας το εδώ ή πάρτε μας τηλέφωνο το πρωί."
)


def gallery(booth: Booth) -> Iterator[tuple[str, Make]]:
    """Return each page with the name it is complained of by."""
    town = booth.core.pack.municipality
    yield "attract", lambda scene: AttractScreen(scene, town, booth.about.languages)
    yield "language", lambda scene: LanguageScreen(scene, booth.about.languages)
    yield "home", lambda scene: HomeScreen(scene, booth.core.pack.forms)
    yield from _questions(booth)
    yield "check", lambda scene: CheckScreen(scene, _walked(booth))
    yield from _tracking()
    yield "help", lambda scene: HelpScreen(scene, town.contact)
    yield "listening", lambda scene: ListeningScreen(scene, Person("el"))
    yield "permission", PermissionScreen
    yield "idle", lambda scene: IdleScreen(scene, 45)
    yield "trouble", lambda scene: TroubleScreen(scene, town.contact, "")
    yield (
        "trouble with number",
        lambda scene: TroubleScreen(scene, town.contact, "7KX4QM"),
    )


def _questions(booth: Booth) -> Iterator[tuple[str, Make]]:
    begun = Journey.begin(booth.core.pack.forms[0], booth.core.pack.places)
    yield "choice", asks(booth, begun)
    for option in begun.form.questions[0].choices():
        yield f"choice {option.id}", asks(booth, begun.answer((option.id,)))
    place = begun.answer(("lighting",)).answer(("broken-lamp",))
    yield "place", asks(booth, place)
    yield "place, villages", then(asks(booth, place), lambda page: page.restore(()))
    for name, view in (("map", ""), ("coast", "0.5604 0.3850 11")):
        shown = partial(_restored, ("sella", "map", view))
        yield f"place, {name}", then(asks(booth, place), shown)
    several = place.answer(("sella", "square"))
    most = ("since-today", "since-days", "dangerous", "again", "photo", "call-me")
    yield "several", asks(booth, several)
    yield (
        "several, all allowed",
        then(asks(booth, several), lambda page: page.restore(most)),
    )
    mute = "This kiosk cannot speak now. Everything else works."
    yield (
        "several, mute",
        then(asks(booth, several), lambda page: page.say_note(mute)),
    )


def _tracking() -> Iterator[tuple[str, Make]]:
    receipt = Receipt(CODE, SubmissionId("1"), "problem", WHEN)
    for progress in (Progress.KEPT, Progress.DONE):
        yield f"receipt, {progress}", partial(_receipt, receipt, progress)
    yield "follow", FollowScreen
    yield "follow, typed", then(FollowScreen, lambda page: page.restore((CODE[:5],)))
    yield "follow, wrong", then(FollowScreen, _find_nothing)
    yield "follow, no code", then(FollowScreen, lambda page: page.scanned("x"))
    for name, message in (("", ""), (", long message", LONG_MESSAGE)):
        case = Case(CODE, "problem", Progress.SEEN, WHEN, message, WHEN)
        yield f"case{name}", partial(_case, case)


def _receipt(receipt: Receipt, progress: Progress, scene: Scene) -> Screen:
    return ReceiptScreen(scene, receipt, progress)


def _case(case: Case, scene: Scene) -> Screen:
    return CaseScreen(scene, case)


def _restored(answer: Answer, page: Screen) -> None:
    page.restore(answer)


def _find_nothing(page: Screen) -> None:
    page.restore((CODE,))
    assert isinstance(page, FollowScreen)
    page.say_unknown()


def _walked(booth: Booth) -> Journey:
    journey = Journey.begin(booth.core.pack.forms[0], booth.core.pack.places)
    for answer in (
        ("lighting",),
        ("broken-lamp",),
        ("sella", "square"),
        ("since-weeks", "dangerous", "again"),
    ):
        journey = journey.answer(answer)
    return journey


def asks(booth: Booth, journey: Journey) -> Make:
    """Ask the question a journey is at."""

    def make(scene: Scene) -> Screen:
        assert journey.question is not None
        door, words = booth.door, booth.core.pack.lexicon
        tools = (words, booth.kit, door.map)
        asked = Asked(journey.question, journey, door.village, *tools)
        return screen_for(scene, asked)

    return make


def then(make: Make, do: Callable[[Screen], None]) -> Make:
    """Make a page and do something with it before it is shown."""

    def made(scene: Scene) -> Screen:
        page = make(scene)
        do(page)
        return page

    return made
