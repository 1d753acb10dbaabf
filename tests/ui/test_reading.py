"""To read and hear, by touch; and a warning that takes over the kiosk at rest."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from kiosk.built import BUILT
from kiosk.mercator import to_world
from kiosk.notice import Notice, NoticeKind, Severity, Stamp
from kiosk.noticeboard import Noticeboard
from tests.kiosk.every_kind import write_every_kind
from tests.ui.booth import Booth, Given
from tests.ui.gallery_reading import LONG
from ui.citizen.attract import AttractScreen
from ui.rendering import NORMAL, Line, Manner
from ui.speech import BEGINNING, Place, Speaker
from ui.widgets.button import Touchable
from ui.widgets.map import MapView

Stand = Callable[..., Booth]
NOON = BUILT + timedelta(days=2)
STORM = Notice(
    "gr-1", NoticeKind.EMERGENCY, "el", "Καταιγίδες στην Αχαΐα", "Μείνετε μέσα.",
    NOON, NOON + timedelta(hours=3), Severity.SEVERE,
)  # fmt: skip
ENGLISH = replace(STORM, language="en", title="Storms in Achaia", text="Stay inside.")


def hang(booth: Booth, *notices: Notice) -> None:
    """Let the agent hang these up, and the kiosk look."""
    booth.clock.wall = NOON
    Noticeboard(booth.device.store, booth.clock).post("feed", notices, Stamp())
    booth.threshold.look()
    wanted = booth.door.notices()
    booth.qtbot.waitUntil(lambda: booth.threshold.notices == wanted)
    booth.settle()


def test_a_citizen_reads_and_comes_back_by_the_way_they_came(booths: Stand) -> None:
    booth = booths()
    booth.come_in()
    booth.turn_to("read")
    booth.go("read", "section-works", "example-square")
    assert booth.reads("Έχει γίνει το 40%")
    assert booth.reads("240.000")
    booth.go("action")
    assert booth.page.name == "article"
    for before in ("work", "entries", "shelf", "home"):
        booth.go("back")
        assert booth.page.name == before


def test_a_work_is_seen_on_the_map_with_what_is_known_of_it(booths: Stand) -> None:
    booth = booths()
    booth.come_in()
    booth.turn_to("read")
    booth.go("read", "section-works", "example-square", "place")
    assert booth.page.name == "site"
    shown = booth.find("map")
    assert isinstance(shown, MapView)
    square = booth.core.pack.places.villages[0].landmarks[0]
    assert shown.mark is not None
    assert shown.mark.toTuple() == to_world(square.latitude, square.longitude)
    assert booth.reads("Πλατεία, Σελλά")
    for told in ("Έχει γίνει το 40%", "30 Ιουνίου 2027", "240.000", "Ο Δήμος"):
        assert booth.reads(told)
    assert shown.accessibleName() in [said.text for said in booth.page.spoken()]
    booth.touch("map")
    assert shown.mark.toTuple() == to_world(square.latitude, square.longitude)
    at = shown.centre
    booth.touch("east")
    assert shown.centre.x() > at.x()
    booth.touch("my-place")
    assert shown.centre == shown.mark
    for before in ("work", "entries"):
        booth.go("back")
        assert booth.page.name == before


def test_numbers_and_hours_are_read_on_one_page(booths: Stand) -> None:
    booth = booths()
    booth.come_in()
    booth.turn_to("read")
    booth.go("read", "numbers")
    assert booth.reads("112")
    booth.go("back", "hours")
    assert booth.reads("Δημαρχείο")
    booth.go("start-over")
    assert booth.page.name == "home"


def test_a_long_text_is_paged_and_each_page_is_spoken(booths: Stand) -> None:
    booth = booths()
    hang(booth, Notice("1", NoticeKind.NEWS, "el", "Νέες ώρες", LONG))
    booth.come_in()
    booth.turn_to("read")
    booth.go("read", "section-news", "1")
    pages = booth.page.pages()
    assert pages is not None
    heard = []
    for _ in range(pages.count):
        heard += [said.text for said in booth.page.spoken()[1:]]
        pages.turn(1)
    assert " ".join(heard).split() == LONG.split()
    assert all(len(page.split()) <= 60 for page in heard)


def test_what_a_stranger_wrote_is_never_read_as_html(booths: Stand) -> None:
    booth = booths()
    hang(
        booth, Notice("<b>", NoticeKind.NEWS, "el", "<h1>Νέα</h1>", "<img src=x> & <b>")
    )
    booth.come_in()
    booth.turn_to("read")
    booth.go("read", "section-news", "<b>")
    assert booth.reads("<h1>Νέα</h1>")
    assert booth.reads("<img src=x> & <b>")


def test_without_anything_to_read_there_is_no_tile(
    booths: Stand, tmp_path: Path
) -> None:
    booth = booths(Given(pack=write_every_kind(tmp_path / "bare")))
    booth.come_in()
    assert booth.shell.findChild(Touchable, "read") is None


def test_a_warning_takes_over_and_one_touch_goes_on(booths: Stand) -> None:
    booth = booths()
    assert not booth.reads("Καταιγίδες")
    hang(booth, STORM, ENGLISH)
    assert isinstance(booth.page, AttractScreen)
    assert booth.reads("Κίνδυνος")
    assert booth.reads("Καταιγίδες στην Αχαΐα")
    assert not booth.reads("Storms")
    booth.go("begin")
    assert booth.page.name == "language"


def test_a_warning_disturbs_nobody_who_is_there(booths: Stand) -> None:
    booth = booths()
    booth.come_in()
    page = booth.page
    hang(booth, STORM)
    assert booth.page is page
    booth.visit.rest()
    booth.wait_for("attract")
    assert booth.reads("Καταιγίδες στην Αχαΐα")


def test_a_warning_that_came_while_a_receipt_was_read_is_not_missed(
    booths: Stand,
) -> None:
    booth = booths()
    booth.come_in()
    booth.go("problem", "lighting", "broken-lamp", "landmark:square", "action")
    booth.go("action")
    assert booth.page.name == "receipt"
    booth.qtbot.waitUntil(lambda: booth.shell.findChild(AttractScreen) is not None)
    hang(booth, STORM)
    booth.go("action")
    assert booth.page.name == "attract"
    assert booth.reads("Καταιγίδες στην Αχαΐα")


def test_a_warning_goes_when_it_is_over(booths: Stand) -> None:
    booth = booths()
    hang(booth, STORM)
    booth.clock.wall = NOON + timedelta(hours=4)
    booth.threshold.look()
    booth.qtbot.waitUntil(lambda: booth.threshold.notices == ())
    booth.settle()
    assert not booth.reads("Καταιγίδες")


def test_by_a_wrong_clock_nobody_is_alarmed(booths: Stand) -> None:
    booth = booths()
    Noticeboard(booth.device.store, booth.clock).post("feed", [STORM], Stamp())
    assert booth.clock.now() < BUILT
    booth.threshold.look()
    booth.qtbot.waitUntil(lambda: bool(booth.threshold.notices))
    assert not booth.reads("Κίνδυνος")


class Heard(Speaker):
    """Says nothing aloud, and keeps what it was to say."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, 145, enabled=False)
        self.said: list[list[str]] = []

    def say(
        self, lines: Sequence[Line], begin: Place = BEGINNING, manner: Manner = NORMAL
    ) -> None:
        self.said.append([line.text for line in lines])


def test_a_warning_is_said_once(booths: Stand) -> None:
    booth = booths(Given(speaker=Heard))
    speaker = booth.speaker
    assert isinstance(speaker, Heard)
    hang(booth, STORM)
    booth.qtbot.waitUntil(lambda: bool(speaker.said))
    booth.visit.rest()
    booth.settle()
    booth.qtbot.wait(50)
    assert len(speaker.said) == 1
    assert speaker.said[0][:3] == ["Κίνδυνος", "Καταιγίδες στην Αχαΐα", "Μείνετε μέσα."]
    hang(booth, replace(STORM, id="gr-2", title="Πλημμύρα"))
    booth.qtbot.waitUntil(lambda: len(speaker.said) == 2)
