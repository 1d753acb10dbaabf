"""A paper is shown to the camera: the number on it is found by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtMultimedia import QVideoFrame
from pytestqt.qtbot import QtBot

from kiosk.codes import new_code
from tests.kiosk.every_kind import write_every_kind
from tests.ui.booth import Booth, Given
from tests.ui.captors import hand_kit
from tests.ui.capturing import camera, player
from tests.ui.codes import held, mirror
from tests.ui.test_follow import reported
from tests.ui.test_place import at_the_place
from ui.bell import chime
from ui.citizen.finder import Finder
from ui.devices import Eye
from ui.eye import Eye as EyeItself
from ui.eye import codes_in
from ui.scan import MOST, label
from ui.senses import Do, Order, Sense, Sensed
from ui.theme import Theme

Stand = Callable[..., Booth]

OURS = "KX74MQ2PD"
HOSTILE = (
    "https://evil.example/?kiosk=1",
    "\x00\x07\x1b[2J",
    "\u202eDP2QM47XK",
    "<img src=x onerror=alert(1)>",
    "'; DROP TABLE submission; --",
    "file:///etc/passwd",
    "1" * 5000,
    "A" * 3000,
)


def see(booth: Booth, view: QImage) -> None:
    """Hold this before the camera."""
    camera(booth).view = view
    camera(booth).show()
    booth.settle()


@pytest.fixture
def seeing(booths: Stand) -> Booth:
    """A kiosk with a camera."""
    return booths(Given(kit=hand_kit))


# What is read


@pytest.mark.parametrize(
    "view",
    [
        held(OURS),
        *(held(OURS, turn=turn) for turn in (7, 45, 90, 171)),
        *(held(OURS, side=side) for side in (90, 140, 700)),
        held(OURS, side=300, blur=3),
        held(OURS, light=0.15),
        held(OURS, side=200, turn=20, blur=2, light=0.3),
        mirror(held(OURS)),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_a_code_is_read_as_people_hold_it(view: QImage) -> None:
    assert codes_in(view) == (OURS,)


@pytest.mark.usefixtures("qapp")
def test_two_codes_are_both_read_and_nothing_where_there_is_none() -> None:
    assert sorted(codes_in(held(OURS, "lamps:147", turn=12))) == [OURS, "lamps:147"]
    assert codes_in(held()) == ()
    dark = QImage(640, 480, QImage.Format.Format_RGB32)
    dark.fill(QColor("black"))
    assert codes_in(dark) == ()


@pytest.mark.parametrize("text", [*HOSTILE, "K" * 10_000])
def test_a_strangers_code_is_a_label_at_most(text: str) -> None:
    for one in (text, *(codes_in(held(text, side=900)) if len(text) < 10_000 else ())):
        assert label(one) in {"", one}
        assert len(label(one)) <= MOST
        assert label(one).isprintable()


@pytest.mark.qt_log_ignore("No RHI backend", extend=True)
def test_the_eye_reads_only_when_it_is_asked(qtbot: QtBot) -> None:
    told: list[Sensed] = []
    eye = EyeItself(told.append)
    eye.obey(Order(7, Do.TAKE))
    eye.sink.setVideoFrame(QVideoFrame(held(OURS)))
    assert [one.sense for one in told] == [Sense.TAKEN]
    eye._reading = True
    eye.sink.setVideoFrame(QVideoFrame(held(OURS)))
    assert [one.sense for one in told[1:]] == [Sense.PIECE, Sense.READ]
    assert told[-1].codes == (OURS,)
    eye.rest()
    qtbot.wait(100)  # until the next picture is due
    eye.sink.setVideoFrame(QVideoFrame(held(OURS)))
    assert [one.sense for one in told[3:]] == [Sense.PIECE]


def test_a_machine_without_a_camera_says_so(qtbot: QtBot) -> None:
    """The real child, on a machine that has none."""
    eye = Eye()
    with qtbot.waitSignal(eye.missing, timeout=30_000):
        eye.look()
    assert not eye.there
    eye.close()


# The receipt's number


def test_a_paper_is_found_by_itself_with_one_sound(seeing: Booth) -> None:
    code = reported(seeing)
    seeing.go("show-code")
    assert camera(seeing).looking
    see(seeing, held())
    assert player(seeing).playing == b""
    before = seeing.page
    see(seeing, held(code, turn=10))
    assert not camera(seeing).looking
    assert player(seeing).playing == chime()
    seeing.wait_to_leave(before)
    assert seeing.page.name == "case"


def test_without_a_camera_there_is_no_button(booth: Booth) -> None:
    booth.come_in()
    booth.go("follow")
    booth.qtbot.wait(50)
    assert not booth.has("show-code")


def test_the_button_comes_and_goes_with_the_camera(seeing: Booth) -> None:
    camera(seeing).plugged = False
    seeing.come_in()
    seeing.go("follow")
    seeing.type("K7Q")
    assert not seeing.has("show-code")
    camera(seeing).plugged = True
    camera(seeing).found.emit()
    seeing.qtbot.waitUntil(lambda: seeing.has("show-code"))
    assert seeing.page.partial() == ("K7Q",)
    seeing.settle()
    seeing.go("show-code")
    camera(seeing).lose()
    seeing.wait_for("follow")
    assert not seeing.has("show-code")
    assert seeing.page.partial() == ("K7Q",)


@pytest.mark.parametrize("leave", ["back", "start-over", "help", "language"])
def test_whoever_leaves_is_seen_no_more(seeing: Booth, leave: str) -> None:
    seeing.come_in()
    seeing.go("follow", "show-code")
    assert camera(seeing).looking
    seeing.go(leave)
    assert not camera(seeing).looking
    assert seeing.shell.findChildren(Finder) == [] or seeing.page.name != "show-code"


def test_nobody_is_looked_at_when_nobody_is_there(booths: Stand) -> None:
    booth = booths(Given(kit=hand_kit, warn_after_s=2.5, wipe_after_s=0.4))
    booth.come_in()
    booth.go("follow", "show-code")
    booth.qtbot.waitUntil(lambda: booth.page.name == "idle", timeout=20_000)
    assert not camera(booth).looking
    booth.qtbot.waitUntil(lambda: booth.page.name == "attract", timeout=20_000)
    assert not camera(booth).looking


@pytest.mark.parametrize("text", HOSTILE)
def test_a_strangers_code_is_calmly_not_ours(seeing: Booth, text: str) -> None:
    seeing.come_in()
    seeing.go("follow", "show-code")
    see(seeing, held(text, side=900))
    assert seeing.page.name == "show-code"
    assert seeing.reads("δεν είναι δικός μας αριθμός")
    assert camera(seeing).looking
    assert player(seeing).playing == b""
    assert seeing.shell.size() == seeing.given.panel.size


def test_ours_is_found_beside_a_strangers_code(seeing: Booth) -> None:
    code = reported(seeing)
    seeing.go("show-code")
    before = seeing.page
    see(seeing, held("https://elsewhere.example/1", code))
    seeing.wait_to_leave(before)
    assert seeing.page.name == "case"


def test_of_two_numbers_of_ours_none_is_chosen(seeing: Booth) -> None:
    code = reported(seeing)
    other = new_code(lambda count: bytes(range(count)))
    seeing.go("show-code")
    see(seeing, held(code, other))
    assert seeing.reads("Βλέπουμε δύο αριθμούς")
    before = seeing.page
    see(seeing, held(code))
    seeing.wait_to_leave(before)
    assert seeing.page.name == "case"


def test_a_number_nobody_knows_stands_on_the_keys_to_be_mended(seeing: Booth) -> None:
    seeing.come_in()
    seeing.go("follow", "show-code")
    other = new_code(lambda count: bytes(range(count)))
    see(seeing, held(other))
    seeing.wait_for("follow")
    assert seeing.reads("Δεν τον βρίσκουμε εδώ")
    assert seeing.page.partial() == (other,)


def test_a_reader_reads_on_this_page_too(seeing: Booth) -> None:
    code = reported(seeing)
    seeing.go("show-code")
    before = seeing.page
    seeing.scans.scanned.emit(code)
    seeing.wait_to_leave(before)
    assert seeing.page.name == "case"


def test_the_picture_is_a_mirror(seeing: Booth, qtbot: QtBot) -> None:
    finder = Finder(seeing.kit, Theme(seeing.given.panel))
    qtbot.addWidget(finder)
    finder.resize(400, 300)
    half = QImage(400, 300, QImage.Format.Format_RGB32)
    half.fill(QColor("white"))
    for x in range(200):
        for y in range(300):
            half.setPixelColor(x, y, QColor("black"))
    camera(seeing).view = half
    camera(seeing).show()
    shown = finder.grab().toImage()
    assert shown.pixelColor(100, 150) == QColor("white")
    assert shown.pixelColor(300, 150) == QColor("black")


# The pole's code


def at_the_pole(booth: Booth) -> Booth:
    at_the_place(booth)
    booth.turn_to("pole-number")
    booth.touch("pole-number")
    booth.qtbot.waitUntil(lambda: booth.has("erase") and not booth.shell.deaf)
    booth.settle()
    return booth


@pytest.fixture
def poles(booths: Stand, tmp_path: Path) -> Booth:
    """A kiosk with a camera, whose lamps have numbers."""
    pack = write_every_kind(tmp_path / "pack")
    return booths(Given(pack=pack, kit=hand_kit))


def test_a_poles_code_is_the_place(poles: Booth) -> None:
    seeing, layer = poles, poles.core.pack.places.layers[0]
    number = layer.assets[0].number
    at_the_pole(seeing)
    seeing.go("show-code")
    assert camera(seeing).looking
    see(seeing, held("https://elsewhere.example/1"))
    assert seeing.reads("Δεν τον ξέρουμε")
    before = seeing.page
    see(seeing, held(f"{layer.id}:{number}"))
    assert not camera(seeing).looking
    assert player(seeing).playing == chime()
    seeing.wait_to_leave(before)
    journey = seeing.visit._journey
    assert journey is not None
    fixture = poles.core.pack.places.fixture(f"{layer.id}:{number}")
    assert fixture is not None
    assert journey.answers["where"] == poles.core.pack.places.answer_of(fixture)


def test_a_pole_is_left_for_its_keys(poles: Booth) -> None:
    seeing = at_the_pole(poles)
    seeing.go("show-code", "back")
    assert not camera(seeing).looking
    assert seeing.has("show-code")
    seeing.go("show-code")
    camera(seeing).lose()
    seeing.qtbot.waitUntil(lambda: seeing.has("erase"))
    assert not seeing.has("show-code")


def test_a_pole_has_no_button_without_a_camera(poles: Booth) -> None:
    camera(poles).plugged = False
    assert not at_the_pole(poles).has("show-code")
