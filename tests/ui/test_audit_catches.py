"""The audit sees what it should: one fault at a time, each told in its own sentence."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from tests.ui.audit import audit
from tests.ui.booth import UPRIGHT, Booth, Given
from ui.screen import Heading, Said, Scene, Screen
from ui.widgets.button import Face, Touchable
from ui.widgets.keypad import Keypad
from ui.widgets.words import Words

QUESTION = "Τι συμβαίνει;"


class Sound(Screen):
    """A small page without a fault: a sentence and two choices."""

    name = "sound"
    title = QUESTION

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        px = scene.theme.px
        self.column = QVBoxLayout(self)
        self.words = Words("Αγγίξτε ό,τι ταιριάζει", "hint")
        self.column.addWidget(self.words)
        self.row = QHBoxLayout()
        self.row.setSpacing(px(7))
        self.column.addLayout(self.row)
        self.choices = [self.choice("Λάμπα"), self.choice("Δρόμος")]
        for one in self.choices:
            self.row.addWidget(one)

    def choice(self, text: str) -> Touchable:
        choice = Touchable("tile", text)
        column = QVBoxLayout(choice)
        column.addWidget(Words(text, "tile"))
        choice.setMinimumSize(*[self.scene.theme.px(30)] * 2)
        return choice

    def heading(self) -> Heading:
        return Heading(self.title)

    def spoken(self) -> tuple[Said, ...]:
        said = [Said(self.words.text())]
        return (*said, *(Said(one.accessibleName()) for one in self.choices))


Fault = Callable[[Sound], object]


def nameless(page: Sound) -> None:
    page.choices[0].setAccessibleName("")


def lying(page: Sound) -> None:
    page.choices[0].setAccessibleName("Άλλο")


def small(page: Sound) -> None:
    page.choices[0].setFixedSize(*[page.scene.theme.px(19)] * 2)


def close(page: Sound) -> None:
    page.row.setSpacing(page.scene.theme.px(2))


def cut(page: Sound) -> None:
    page.words.setFixedHeight(20)


def broken_word(page: Sound) -> None:
    page.words.setFixedWidth(120)


def outside(page: Sound) -> None:
    page.column.removeWidget(page.words)
    page.words.move(page.scene.theme.panel.size.width() - 50, 0)


def overlapping(page: Sound) -> None:
    page.column.removeWidget(page.words)
    other = Words(page.words.text(), "hint", page)
    for one in (page.words, other):
        one.setGeometry(0, 0, 900, 60)
    page.column.insertSpacing(0, 80)


def guessing(page: Sound) -> None:
    page.column.addWidget(QLabel(page.words.text()))


def scrolling(page: Sound) -> None:
    page.column.addWidget(QScrollArea())


def faint(page: Sound) -> None:
    page.words.setStyleSheet("color: #888888")


def tiny(page: Sound) -> None:
    page.words.setStyleSheet("font-size: 20px")


def foreign(page: Sound) -> None:
    page.words.setStyleSheet("font-family: monospace")


def silent(page: Sound) -> None:
    page.column.addWidget(Words("Κρυφό", "hint"))


def unreachable(page: Sound) -> None:
    page.choices[0].setFocusPolicy(Qt.FocusPolicy.NoFocus)


def wandering(page: Sound) -> None:
    page.row.insertWidget(1, page.choices[0])  # made first, and stands second


def invisible_focus(page: Sound) -> None:
    for one in page.choices:
        one.setStyleSheet("QPushButton, QPushButton:focus { border: none }")


def turned_number(page: Sound) -> None:
    number = Words(page.words.text(), "code", page)
    number.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    page.column.addWidget(number)


def turned_keys(page: Sound) -> None:
    keys = Keypad("123", Face("Σβήστε"), 4, page.scene.theme)
    keys.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    page.column.addWidget(keys)


def talkative(page: Sound) -> None:
    page.title = (
        "ένα δύο τρία τέσσερα πέντε έξι επτά οκτώ εννέα δέκα έντεκα δώδεκα δεκατρία"
    )


def coloured(page: Sound) -> None:
    for one in page.choices:
        one.setCheckable(True)
        one.setStyleSheet(
            "QPushButton { border: 2px solid; background: #FFF0F0 }"
            " QPushButton:checked { background: #F0FFF0 }"
        )


FAULTS: dict[Fault, str] = {
    nameless: "has no accessible name",
    lying: "shows “Λάμπα”, its name does not say it",
    small: "is 19.1 mm small, 20 mm at least",
    close: "are 1.98 mm apart, 3 mm at least",
    cut: "is cut: ",
    broken_word: "is cut: ",
    outside: "reaches beyond its parent",
    overlapping: "overlap",
    guessing: "is not plain text",
    scrolling: "scrolls",
    faint: "has a contrast of 3.",
    tiny: "has capitals of 3.5",
    foreign: "is drawn in ",
    silent: "is shown and not said: κρυφό",
    unreachable: "1 things cannot be reached with keys",
    wandering: "is next",
    invisible_focus: "has a ring of 0.0 pixels",
    turned_number: "is read from right to left",
    turned_keys: "change places",
    talkative: "has 13 words, 12 at most",
    coloured: "pixels when it is chosen",
}


def shown(booth: Booth, fault: Fault | None) -> list[str]:
    def make(scene: Scene) -> Screen:
        page = Sound(scene)
        if fault is not None:
            fault(page)
        return page

    booth.stand.show(make)
    booth.wait_for("sound")
    return audit(booth, "sound")


def test_a_sound_page_has_no_complaint(booth: Booth) -> None:
    assert shown(booth, None) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_is_told(booth: Booth, fault: Fault) -> None:
    found = shown(booth, fault)
    assert any(FAULTS[fault] in one for one in found), found


def test_what_is_out_of_reach_is_told(booths: Callable[..., Booth]) -> None:
    booth = booths(Given(panel=UPRIGHT))

    def lift(page: Sound) -> None:
        page.choices[0].setParent(page.window())
        page.choices[0].setGeometry(0, 0, 200, 200)
        page.choices[0].show()

    def lift_later(page: Sound) -> None:
        booth.stand.shown.connect(lambda shown: lift(page))

    assert any("35% at least" in one for one in shown(booth, lift_later))


def test_a_second_window_is_told(booth: Booth) -> None:
    other = QWidget()
    booth.qtbot.addWidget(other)
    other.show()
    assert any("is a window of its own" in one for one in shown(booth, None))
