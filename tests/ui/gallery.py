"""Every page of the citizen face, as it may stand before somebody."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from itertools import product

from msgspec.structs import replace

from i18n import _
from kiosk.forms import Answer
from kiosk.journey import Journey
from kiosk.others import Other, Report
from kiosk.packs import Municipality
from kiosk.paperform import PaperForm
from kiosk.submission import Case, Progress, Receipt, SubmissionId
from tests.ui.booth import Booth
from tests.ui.captors import HandPrinter, hand_kit
from ui.blank import blank_of
from ui.capture import Printer
from ui.citizen.aside import CallScreen, HelpScreen, IdleScreen, TroubleScreen
from ui.citizen.attract import AttractScreen
from ui.citizen.case import CaseScreen
from ui.citizen.check import CheckScreen
from ui.citizen.follow import FollowScreen
from ui.citizen.forms import FormsScreen
from ui.citizen.home import HomeScreen
from ui.citizen.language import LanguageScreen
from ui.citizen.listening import ListeningScreen
from ui.citizen.others import Met, OthersScreen
from ui.citizen.permission import PermissionScreen
from ui.citizen.questions import Asked, screen_for
from ui.citizen.receipt import ReceiptScreen
from ui.citizen.show import ShowScreen
from ui.foresight import Make
from ui.leaves import Blank
from ui.person import Person
from ui.satchel import Kit, bare_kit
from ui.screen import Scene, Screen
from ui.widgets.button import Touchable

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
    yield from _others(booth)
    yield from _tracking(booth)
    yield "help", lambda scene: HelpScreen(scene, town.contact)
    yield "listening", lambda scene: ListeningScreen(scene, Person("el"))
    yield "permission", PermissionScreen
    yield "help, a desk", lambda scene: HelpScreen(scene, town.contact, True)
    yield "help, paper", lambda scene: HelpScreen(scene, town.contact, True, True)
    yield "forms", partial(_forms, booth)
    yield "forms, no paper", then(partial(_forms, booth), _print_form)
    yield "call", lambda scene: CallScreen(scene, town.contact, "")
    yield (
        "call, answered",
        lambda scene: CallScreen(scene, town.contact, "Μαρία Παπαδοπούλου"),
    )
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
        shown = partial(_restored, ("sella", "map", "", view))
        yield f"place, {name}", then(asks(booth, place), shown)
    several = place.answer(("sella", "square"))
    most = ("since-today", "since-days", "dangerous", "again", "photo", "call-me")
    yield "several", asks(booth, several)
    yield (
        "several, all allowed",
        then(asks(booth, several), lambda page: page.restore(most)),
    )
    mute = _("This kiosk cannot speak now. Everything else works.")
    yield (
        "several, mute",
        then(asks(booth, several), lambda page: page.say_note(mute)),
    )


def _others(booth: Booth) -> Iterator[tuple[str, Make]]:
    """What others told: one, as many as there may be, and what is said of it after."""
    told = _walked(booth)
    sella = booth.core.pack.places.villages[0]
    ages = (0, 3, 400)
    others = [
        Other(Report(str(at), "broken-lamp", one.latitude, one.longitude, WHEN), days)
        for at, (one, days) in enumerate(zip(sella.landmarks, ages, strict=False))
    ]
    asked = replace(told, at="details")
    for name, some in (("one", others[:1]), ("three", others)):
        met = Met(asked, tuple(some))
        yield f"others, {name}", partial(OthersScreen, met=met)
    joined = told.join(others[0].report)
    yield "check, me too", lambda scene: CheckScreen(scene, joined)
    changed = joined.change("where").answer((sella.id, "church"))
    yield "check, another now", lambda scene: CheckScreen(scene, changed)


def _tracking(booth: Booth) -> Iterator[tuple[str, Make]]:
    blind, seeing = bare_kit(booth.shell), hand_kit(booth.shell)
    town = booth.core.pack.municipality
    receipt = Receipt(CODE, SubmissionId("1"), "problem", WHEN)
    kits = {"": blind, ", printer": seeing}
    for progress, (name, kit) in product((Progress.KEPT, Progress.DONE), kits.items()):
        make = partial(_receipt, receipt, progress, kit.printer, town)
        yield f"receipt, {progress}{name}", make
    paperless = partial(_receipt, receipt, Progress.KEPT, seeing.printer, town)
    yield "receipt, no paper", then(paperless, partial(_print, seeing.printer))
    follow = partial(_follow, blind)
    yield "follow", follow
    yield "follow, typed", then(follow, lambda page: page.restore((CODE[:5],)))
    yield "follow, wrong", then(follow, _find_nothing)
    yield "follow, no code", then(follow, lambda page: page.scanned("x"))
    yield "follow, camera", partial(_follow, seeing)
    show = partial(_show, seeing)
    yield "show", show
    yield "show, no code", then(show, lambda page: page.scanned("x"))
    for name, message, day in (
        ("", "", None),
        (", long message", LONG_MESSAGE, None),
        (", expected", LONG_MESSAGE, date(2027, 12, 28)),
    ):
        case = Case(CODE, "problem", Progress.SEEN, WHEN, message, WHEN, day)
        yield f"case{name}", partial(_case, case, blind.printer, town)
    printable = partial(_case, case, seeing.printer, town)
    yield "case, printer", printable
    yield "case, no paper", then(printable, partial(_print, seeing.printer))
    case = Case(CODE, "problem", Progress.KEPT, WHEN, "", None, is_taken_back=True)
    yield "case, taken back", partial(_case, case, blind.printer, town)
    case = Case(CODE, "problem", Progress.CLOSED, WHEN, LONG_MESSAGE, WHEN)
    yield "case, closed", partial(_case, case, blind.printer, town)


def _follow(kit: Kit, scene: Scene) -> Screen:
    return FollowScreen(scene, kit.camera)


def _show(kit: Kit, scene: Scene) -> Screen:
    return ShowScreen(scene, kit)


def _receipt(
    receipt: Receipt,
    progress: Progress,
    printer: Printer,
    town: Municipality,
    scene: Scene,
) -> Screen:
    return ReceiptScreen(scene, receipt, progress, printer, town)


def _case(case: Case, printer: Printer, town: Municipality, scene: Scene) -> Screen:
    return CaseScreen(scene, case, printer, town)


def _forms(booth: Booth, scene: Scene) -> FormsScreen:
    pack, printer = booth.core.pack, HandPrinter(booth.shell)
    language = booth.about.language(scene.language)

    def blank(form_id: str) -> Blank:
        form = next(one for one in pack.forms if one.id == form_id)
        paper = PaperForm(pack.municipality.id, form.id, form.version, CODE)
        return blank_of(pack, form, paper, language)

    return FormsScreen(scene, pack.forms, printer, blank)


def _print_form(page: Screen) -> None:
    page.findChildren(Touchable)[0].click()
    printer = page.printer if isinstance(page, FormsScreen) else None
    assert isinstance(printer, HandPrinter)
    printer.run_out()


def _print(printer: Printer, page: Screen) -> None:
    """Print, and find that there is no paper."""
    button = page.findChild(Touchable, "print")
    assert button is not None
    button.click()
    assert isinstance(printer, HandPrinter)
    printer.end(well=False)


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
