"""Where is it? Touched on the map, or told by the number on the pole."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from i18n import Direction
from kiosk.forms import Answer
from kiosk.journey import Journey
from tests.kiosk.cartographer import png, write_mbtiles
from tests.kiosk.every_kind import write_every_kind
from tests.ui.booth import PATRAS, Booth, Given
from ui.citizen.questions.place import PlaceScreen
from ui.widgets.compass import Compass
from ui.widgets.map import MapView

Stand = Callable[..., Booth]


@pytest.fixture
def asked(booths: Stand, tmp_path: Path) -> Booth:
    """A kiosk that asks where it is."""
    return at_the_place(booths(Given(pack=write_every_kind(tmp_path / "pack"))))


def at_the_place(booth: Booth) -> Booth:
    journey = Journey.begin(booth.core.pack.forms[0], booth.core.pack.places)
    for answer in (("lighting",), ("broken-lamp",)):
        journey = journey.answer(answer)
    booth.visit._walk(journey)
    booth.wait_for("place")
    return booth


def chart(booth: Booth) -> MapView:
    found = booth.find("map")
    assert isinstance(found, MapView)
    return found


def tap(booth: Booth, at: QPoint) -> None:
    booth.press("map", at)
    booth.lift("map", at)
    booth.settle()


def answer(booth: Booth) -> Answer:
    """Go on, and return what was answered."""
    booth.go("action")
    journey = booth.visit._journey
    assert journey is not None
    return journey.answers["where"]


def test_a_tap_on_the_map_is_an_answer(asked: Booth) -> None:
    asked.go("map")
    tap(asked, chart(asked).rect().center())
    assert asked.reads("Κοντά: Πλατεία, Άνω Λευκή (1")
    assert asked.reads("38.27")
    village, point = answer(asked)
    assert village == "ano"
    told = [float(one) for one in point.removeprefix("@").split(",")]
    assert told == pytest.approx([38.27, 21.86], abs=1e-5)


def test_nothing_is_answered_before_something_was_touched(asked: Booth) -> None:
    asked.go("map")
    asked.touch("action")
    asked.settle()
    assert asked.page.name == "place"
    assert asked.reads("Διαλέξτε πρώτα το σημείο")


def test_larger_letters_keep_the_mark_and_what_is_shown(asked: Booth) -> None:
    asked.go("map")
    asked.touch("plus")
    tap(asked, QPoint(200, 150))
    before, zoom = asked.page.partial(), chart(asked).zoom
    asked.go("letters")
    assert asked.page.partial() == before
    assert chart(asked).zoom == zoom


def test_back_leads_from_the_map_to_the_landmarks_and_then_on(asked: Booth) -> None:
    asked.go("map", "back")
    assert asked.page.name == "place"
    assert asked.tile("landmark:square").isVisible()
    asked.go("back")
    assert asked.page.name != "place"


def test_the_buttons_move_and_enlarge_it(asked: Booth) -> None:
    asked.go("map")
    shown = chart(asked)
    at, zoom = shown.centre, shown.zoom
    for name, east, south in (
        ("north", 0, -1),
        ("east", 1, 0),
        ("south", 0, 1),
        ("west", -1, 0),
    ):
        shown.look_at(at.x(), at.y(), zoom)
        asked.touch(name)
        moved = shown.centre - at
        assert (moved.x() > 0) - (moved.x() < 0) == east
        assert (moved.y() > 0) - (moved.y() < 0) == south
    asked.touch("plus")
    assert shown.zoom == zoom + 1
    for _ in range(30):
        asked.touch("minus")
    assert shown.zoom == shown.least_zoom
    asked.touch("my-place")
    assert shown.centre == at


def test_west_is_on_the_left_in_every_language(booths: Stand, tmp_path: Path) -> None:
    pack = write_every_kind(tmp_path / "pack")
    given = Given(pack=pack, direction=Direction.RIGHT_TO_LEFT)
    booth = at_the_place(booths(given))
    booth.go("map")
    assert booth.find("west").x() < booth.find("east").x()
    compass = booth.shell.findChild(Compass)
    assert compass is not None
    assert compass.x() < chart(booth).x()


def test_a_lamp_can_be_touched_and_two_that_are_near_are_enlarged_first(
    asked: Booth,
) -> None:
    asked.go("map")
    shown = chart(asked)
    places = asked.core.pack.places
    fixture = places.fixture("lamps:L-0147")
    assert fixture is not None

    def there() -> QPoint:
        from kiosk.mercator import to_world

        at = to_world(fixture.latitude, fixture.longitude)
        return shown._view.on_glass(*at).toPoint()

    zoom = shown.zoom
    tap(asked, there())
    assert shown.zoom > zoom
    assert asked.reads("Εδώ είναι πολλά μαζί")
    while shown.zoom < 18:
        asked.touch("plus")
    tap(asked, there())
    assert asked.reads("Κολόνα L-0147")
    assert answer(asked) == ("ano", "lamps:L-0147")


def test_a_drag_moves_the_map_and_marks_nothing(asked: Booth) -> None:
    asked.go("map")
    shown, at = chart(asked), chart(asked).centre
    asked.press("map", QPoint(300, 200))
    asked.slide("map", QPoint(100, 200))
    asked.lift("map", QPoint(100, 200))
    assert shown.centre.x() > at.x()
    assert shown.mark is None


def test_keys_enter_the_map_move_the_mark_and_leave(asked: Booth) -> None:
    asked.go("map")
    shown = chart(asked)
    shown.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    begun = shown.mark
    assert begun is not None
    QTest.keyClick(shown, Qt.Key.Key_Up)
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert shown.mark is not None
    assert shown.mark.y() < begun.y()
    assert shown.mark.x() > begun.x()
    QTest.keyClick(shown, Qt.Key.Key_Plus)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    QTest.keyClick(shown, Qt.Key.Key_Down)
    assert asked.shell.focusWidget() is not shown


def test_a_number_is_typed_and_found(asked: Booth) -> None:
    asked.go("pole-number")
    asked.type("147")
    assert answer(asked) == ("ano", "lamps:L-0147")


def test_a_number_that_two_have_is_asked_again(asked: Booth) -> None:
    asked.go("pole-number")
    asked.type("149")
    asked.go("action")
    asked.go("back")
    assert asked.reads("149")
    asked.go("action", "asset:lamps:K-0149")
    assert asked.page.name != "place"


def test_an_unknown_number_is_told_and_kept(asked: Booth) -> None:
    asked.go("pole-number")
    asked.touch("action")
    asked.type("99")
    asked.touch("action")
    assert asked.reads("Δεν τον ξέρουμε αυτόν τον αριθμό")
    assert asked.reads("99")


def test_a_code_on_a_pole_answers_the_question(asked: Booth) -> None:
    asked.scans.scanned.emit("nonsense")
    assert asked.reads("Δεν τον ξέρουμε αυτόν τον κωδικό")
    before = asked.page
    asked.scans.scanned.emit("https://lefki.example/L-0147")
    asked.wait_to_leave(before)
    journey = asked.visit._journey
    assert journey is not None
    assert journey.answers["where"] == ("ano", "lamps:L-0147")


def test_a_pack_without_lamps_asks_for_no_number(booths: Stand, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    shutil.copytree(PATRAS, bare)
    places = bare / "places.toml"
    text = places.read_text("utf-8")
    places.write_text(text[: text.index("[[layer]]")], "utf-8")
    booth = booths(Given(pack=bare))
    booth.come_in()
    booth.go("problem", "lighting", "broken-lamp")
    names = [
        one.objectName() for one in booth.page.findChildren(type(booth.tile("map")))
    ]
    assert "map" in names
    assert "pole-number" not in names


def test_tiles_are_painted_and_a_spoilt_one_is_left_out(
    booths: Stand, tmp_path: Path
) -> None:
    pack = write_every_kind(tmp_path / "pack")
    torn = png()[:40]
    tiles = {(0, 0, 0): png(10)} | {(1, x, y): torn for x in (0, 1) for y in (0, 1)}
    write_mbtiles(pack / "map.mbtiles", tiles, minzoom="0", maxzoom="1")
    booth = at_the_place(booths(Given(pack=pack)))
    booth.go("map")
    assert isinstance(booth.page, PlaceScreen)
    chart(booth)._zoom = 2
    booth.shell.grab()
