"""What may come next is ready before it is touched, and is what would have been made."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from tests.kiosk.every_kind import write_every_kind
from tests.ui.booth import Booth, Given
from tests.ui.captors import hand_kit
from tests.ui.capturing import camera
from ui.citizen.check import CheckScreen
from ui.citizen.questions import QuestionScreen
from ui.citizen.questions.choice import ChoiceScreen
from ui.citizen.questions.email import EmailScreen
from ui.citizen.questions.photo import PhotoScreen
from ui.citizen.questions.text import WritingScreen
from ui.route import touches
from ui.screen import Screen
from ui.theme import Letters, Look

WAY = ("problem", "lighting", "broken-lamp")


class Paintings(QObject):
    """Counts how often a window was painted."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.count = 0
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.UpdateRequest
        return False


def read(booth: Booth) -> None:
    """Stand there until nothing more is made ready."""
    quiet = lambda: not booth.stand._foresight._soon.isActive()  # noqa: E731
    booth.qtbot.waitUntil(quiet, timeout=60_000)
    booth.settle()


def picture(booth: Booth) -> QImage:
    return booth.shell.grab().toImage()


def test_a_page_that_was_read_leads_on_without_making_anything(booth: Booth) -> None:
    booth.come_in()
    read(booth)
    made = booth.shell.findChildren(ChoiceScreen)
    assert [one for one in made if one.asked.question.id == "category"]
    booth.touch("problem")
    assert booth.page.name == "choice"
    assert booth.page in made
    assert booth.shell.findChildren(ChoiceScreen) == made


def test_who_is_quicker_gets_the_same_page(booths: Callable[..., Booth]) -> None:
    seen = []
    for reads in (False, True):
        booth = booths()
        booth.come_in()
        for name in WAY:
            if reads:
                read(booth)
            booth.go(name)
        assert booth.page.name == "place"
        seen.append(picture(booth))
    assert seen[0] == seen[1]


def test_a_ready_page_answers_the_journey_it_belongs_to(booth: Booth) -> None:
    booth.come_in()
    for name in (*WAY, "landmark:square"):
        read(booth)
        booth.go(name)
    page = booth.page
    assert isinstance(page, QuestionScreen)
    assert page.asked.journey.answers["where"] == ("sella", "square")
    booth.go("action", "action")
    assert booth.page.name == "receipt"
    assert len(booth.kept()) == 1


def test_what_is_ticked_leads_on_to_a_page_that_is_ready(booth: Booth) -> None:
    booth.come_in()
    booth.go(*WAY, "landmark:square")
    read(booth)
    booth.touch("dangerous")
    booth.qtbot.wait(400)
    read(booth)
    made = booth.shell.findChildren(CheckScreen)
    assert made
    booth.touch("action")
    assert booth.page.name == "check"
    assert booth.page in made


def test_every_page_but_the_receipt_is_ready_for_whoever_reads(
    booths: Callable[..., Booth], tmp_path: Path
) -> None:
    booth = booths(Given(pack=write_every_kind(tmp_path / "pack"), kit=hand_kit))
    booth.come_in()
    missed, name = [], "everything"
    while booth.page.name != "receipt":
        read(booth)
        ready = booth.shell.findChildren(Screen)
        booth.go(name)
        if booth.page not in ready:
            missed.append(booth.page.name)
        name = answered_but_for_one_touch(booth)
    assert missed == ["receipt"]


def answered_but_for_one_touch(booth: Booth) -> str:
    """Do what a page asks; return what is left to touch."""
    page = booth.page
    if isinstance(page, WritingScreen) and page.lacks_words:
        is_mail = isinstance(page, EmailScreen)
        page.restore(("maria@example.gr" if is_mail else "λάμπα",))
        booth.idle.touched.emit()
    *inside, last = touches(page, speaks=False)
    for one in inside:
        booth.touch(one)
    booth.qtbot.wait(300)  # the last finger is lifted
    return last


def test_what_was_made_for_another_look_or_language_is_not_shown(booth: Booth) -> None:
    booth.come_in()
    read(booth)
    booth.stand.prefer(Look.NIGHT, Letters.LARGE)
    booth.wait_for("home")
    booth.go("problem")
    scene = booth.page.scene
    assert (scene.theme.look, scene.theme.letters) == (Look.NIGHT, Letters.LARGE)


def test_what_was_half_done_stands_there_again_though_a_page_is_ready(
    booth: Booth,
) -> None:
    booth.come_in()
    booth.go(*WAY, "landmark:square")
    booth.touch("dangerous")
    booth.go("back")
    read(booth)
    booth.go("landmark:square")
    assert booth.on() == ["dangerous"]


def test_what_did_not_come_is_let_go_of(booth: Booth) -> None:
    booth.come_in()
    read(booth)
    booth.go("problem")
    read(booth)
    kept = len(booth.stand._foresight._ready) + 1
    pages = booth.shell.findChildren(Screen)
    booth.settle()
    assert len([one for one in pages if one.name]) <= kept + 1


def test_no_device_is_woken_before_its_page_is_there(
    booths: Callable[..., Booth], pack: Path
) -> None:
    booth = booths(Given(pack=pack, kit=hand_kit))
    booth.come_in()
    read(booth)
    ready = booth.shell.findChildren(PhotoScreen)
    assert ready
    assert not camera(booth).looking
    booth.go(booth.door.pack.forms[1].id)
    assert booth.page in ready
    assert camera(booth).looking


def test_a_touch_paints_no_more_than_the_press_and_what_comes_of_it(
    booth: Booth,
) -> None:
    booth.come_in()
    read(booth)
    paintings = Paintings(booth.shell)
    booth.press("problem")
    booth.settle()
    pressed = paintings.count
    booth.lift("problem")
    booth.settle()
    assert booth.page.name == "choice"
    # The button that is held, and has the keys; let go of, the page, and nothing after.
    assert pressed <= 2
    assert paintings.count <= 5
