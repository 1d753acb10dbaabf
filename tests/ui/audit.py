"""What can be said of every screen by rule: each complaint is a sentence with numbers.

The numbers in brackets are the points of the checklist that this follows: EN 301 549
clause 5.1, WCAG 2.2 AA and, where they ask more, what is known of old hands and eyes.
Lengths are millimetres of the panel, never what Qt believes of its screen.
"""

import re
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QScrollBar,
    QWidget,
)

from tests.ui.audit_walk import spoken, walk
from tests.ui.booth import Booth, visible
from tests.ui.pixels import changed, contrast, picture_of, place_of
from tests.ui.view import View, called
from ui.strips import Strip
from ui.theme import FONT_FAMILIES, Look
from ui.widgets.button import Touchable
from ui.widgets.keypad import CodeField, Keypad
from ui.widgets.pages import Pages
from ui.widgets.picture import Picture
from ui.widgets.words import Words

SMALLEST_MM = 15
SMALLEST_CHOICE_MM = 20
GAP_MM = 3
KEY_GAP_MM = 2.5
OUT_OF_REACH = 0.35
"""Of an upright panel's height."""
CAPITAL_PER_DISTANCE = 0.0122
"""EN 301 549, 5.1.4: 0.7 degrees."""
FOCUS_RING_PX = 3
LONGEST_QUESTION = 12
"""Words."""

SIDED = re.compile(
    r"(?:border|margin|padding)-(?:left|right)\b|text-align: *(?:left|right)"
)


Check = Callable[[View], Iterator[str]]
Note = Callable[[str, int], None]


def audit(
    booth: Booth,
    where: str,
    checks: tuple[Check, ...] | None = None,
    note: Note | None = None,
) -> list[str]:
    """Return every complaint about the screen that is shown; `where` names it, `note` is
    told each check and how often it complained."""
    mirrored = booth.shell.layoutDirection() == Qt.LayoutDirection.RightToLeft
    view = View(booth.shell, booth.page, mirrored)
    complaints: list[str] = []
    for check in checks or (*GLANCE, *LOOK_CLOSELY):
        found = [f"{where}: {complaint}" for complaint in check(view)]
        complaints += found
        if note is not None:
            note(check.__name__, len(found))
    return complaints


# What it is


def names(view: View) -> Iterator[str]:
    """It has a name, and the name says what can be read on it (1, 2)."""
    for one in view.touchables:
        interface = QAccessible.queryAccessibleInterface(one)
        name = interface.text(QAccessible.Text.Name)
        if not name.strip():
            yield f"{called(one)} has no accessible name"
        for words in visible(one, Words):
            # A letter stands where a picture would: it is drawn, not said.
            if words.property("role") != "letter" and (
                words.text().casefold() not in name.casefold()
            ):
                yield f"{called(one)} shows “{words.text()}”, its name does not say it"


def roles(view: View) -> Iterator[str]:
    """It says what it is and how it stands (3)."""
    fitting = {QAccessible.Role.Button, QAccessible.Role.CheckBox}
    for one in view.touchables:
        interface = QAccessible.queryAccessibleInterface(one)
        state = interface.state()
        if interface.role() not in fitting:
            yield f"{called(one)} has the role {interface.role().name}"
        if bool(state.checked) != one.isChecked():
            yield f"{called(one)} is chosen: {one.isChecked()}, and says otherwise"
        if bool(state.disabled) == one.isEnabled():
            yield f"{called(one)} can be touched: {one.isEnabled()}, and says otherwise"


def plain_text(view: View) -> Iterator[str]:
    """Nothing guesses whether a text is HTML."""
    for label in visible(view.shell, QLabel):
        if label.textFormat() is not Qt.TextFormat.PlainText:
            yield f"{called(label)} is not plain text"


def short_question(view: View) -> Iterator[str]:
    """A question is short (37)."""
    title = view.page.heading().title
    if len(title.split()) > LONGEST_QUESTION:
        yield f"“{title}” has {len(title.split())} words, {LONGEST_QUESTION} at most"


# Where it is


def targets(view: View) -> Iterator[str]:
    """It is large enough for any finger (4)."""
    for one in view.touchables:
        least = SMALLEST_CHOICE_MM if one.property("kind") == "tile" else SMALLEST_MM
        side = view.mm(min(one.width(), one.height()))
        if side < least:
            yield f"{called(one)} is {side:.1f} mm small, {least} mm at least"


def gaps(view: View) -> Iterator[str]:
    """A finger that misses by a little touches nothing (5)."""
    for one, other in combinations(view.touchables, 2):
        keys = {one.property("kind"), other.property("kind")} == {"key"}
        least = KEY_GAP_MM if keys else GAP_MM
        a, b = view.place(one), view.place(other)
        across = max(a.left() - b.right(), b.left() - a.right()) - 1
        down = max(a.top() - b.bottom(), b.top() - a.bottom()) - 1
        gap = view.mm(max(across, down))
        if gap < least:
            yield (
                f"{called(one)} and {called(other)} are {gap:.2f} mm apart,"
                f" {least} mm at least"
            )


def reach(view: View) -> Iterator[str]:
    """It is on the panel, and low enough on an upright one (6)."""
    panel = view.theme.panel
    for one in view.touchables:
        place = view.place(one)
        if not view.shell.rect().contains(place):
            yield f"{called(one)} reaches beyond the panel: {place.getRect()}"
        if panel.portrait and not view.page.bare:
            high = place.top() / panel.size.height()
            if high < OUT_OF_REACH:
                yield f"{called(one)} begins at {high:.1%} of the height, 35% at least"


def inside(view: View) -> Iterator[str]:
    """The page is as large as the panel, and everything is inside its parent (9)."""
    if view.shell.size() != view.theme.panel.size:
        yield f"the page is {view.shell.size().toTuple()} pixels large"
    for one in visible(view.shell, QWidget):
        parent = one.parentWidget()
        assert parent is not None
        if not parent.rect().contains(one.geometry()):
            yield (
                f"{called(one)} {one.geometry().getRect()} reaches beyond its parent"
                f" {type(parent).__name__} {parent.size().toTuple()}"
            )


def uncut(view: View) -> Iterator[str]:
    """No word is cut, and none stands on another (9)."""
    for one in view.words:
        if not one.fits():
            need = one.heightForWidth(one.width())
            yield (
                f"{called(one)} is cut: {one.width()}x{one.height()} pixels,"
                f" needs {one.minimumSizeHint().width()}x{need}"
            )
    for one, other in combinations(view.words, 2):
        if view.place(one).intersects(view.place(other)):
            yield f"{called(one)} and {called(other)} overlap"


def no_scrolling(view: View) -> Iterator[str]:
    """Pages are turned, never scrolled (11)."""
    for kind in (QScrollBar, QAbstractScrollArea):
        for one in visible(view.shell, kind):
            yield f"{called(one)} scrolls"


def direction(view: View) -> Iterator[str]:
    """It begins where the language begins (12)."""
    pages, buttons = view.page.pages(), view.touchables
    if isinstance(pages, Pages):
        for a, b in pairwise(view.place(cell) for cell in pages.shown):
            if a.top() == b.top() and (a.left() > b.left()) != view.mirrored:
                yield f"the choices at {a.getRect()} and {b.getRect()} change places"
    middle = view.shell.rect().center().x()
    for name, leads in ((Strip.BACK, True), (Strip.ACTION, False)):
        for one in buttons:
            right = view.place(one).center().x() > middle
            if one.objectName() == name and right != (leads == view.mirrored):
                yield f"{called(one)} stands on the wrong side"


def figures(view: View) -> Iterator[str]:
    """A number is read from left to right, and so do its keys stand (12)."""
    for pad in visible(view.shell, Keypad):
        keys = [view.place(one) for one in visible(pad, Touchable)]
        for a, b in pairwise(keys):
            if a.top() == b.top() and a.left() > b.left():
                yield f"the keys at {a.getRect()} and {b.getRect()} change places"
    codes = [one for one in view.words if one.property("role") == "code"]
    for number in (*codes, *visible(view.shell, CodeField)):
        if number.layoutDirection() is not Qt.LayoutDirection.LeftToRight:
            yield f"{called(number)} is read from right to left"
    places = [view.place(one).left() for one in codes]
    if places != sorted(places):
        yield f"the places of the number stand at {places}"


def one_window(view: View) -> Iterator[str]:
    """There is one window (38)."""
    for one in QApplication.topLevelWidgets():
        if one.isVisible() and one is not view.shell:
            yield f"{called(one)} is a window of its own"


# How it looks


def capitals(view: View) -> Iterator[str]:
    """It can be read from where one stands (7)."""
    least = CAPITAL_PER_DISTANCE * view.theme.panel.viewing_mm
    for one in view.words:
        high = view.mm(QFontMetricsF(one.font()).capHeight())
        if high < least:
            yield f"{called(one)} has capitals of {high:.2f} mm, {least:.2f} mm at least"


def fonts(view: View) -> Iterator[str]:
    """The sheet's font and size have reached it (14)."""
    theme = view.theme
    sizes = {"question": theme.question, "code": theme.code, "body": theme.body}
    sizes |= {"hint": theme.body, "tile": theme.body}
    sizes |= dict.fromkeys(("strip", "place"), theme.strip)
    for one in view.words:
        size, wanted = one.font().pixelSize(), sizes.get(str(one.property("role")))
        if wanted is not None and size != wanted:
            yield f"{called(one)} is {size} pixels high, the theme says {wanted}"
        if QFontInfo(one.font()).family() not in FONT_FAMILIES:
            yield f"{called(one)} is drawn in {QFontInfo(one.font()).family()}"


def sheet(view: View) -> Iterator[str]:
    """The style that is in force knows no left and no right (13)."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    for rule in SIDED.findall(application.styleSheet()):
        yield f"the style sheet says {rule}"


def contrasts(view: View) -> Iterator[str]:
    """It stands out from its ground, as it was drawn (8)."""
    high = view.theme.look in (Look.BLACK_ON_WHITE, Look.YELLOW_ON_BLACK)
    text = 10 if high else 7
    for one in view.words:
        found = contrast(view.image, view.place(one))
        if found < text:
            yield f"{called(one)} has a contrast of {found:.2f}, {text} at least"
    for picture in visible(view.shell, Picture):
        found = contrast(view.image, view.place(picture))
        if found < 3:
            owner = picture.parentWidget() or picture
            yield f"the picture of {called(owner)} has a contrast of {found:.2f}, 3 at least"


def focus_seen(view: View) -> Iterator[str]:
    """A ring shows where the keys are; one of each kind is looked at (17)."""
    if view.page.bare:  # the page is one thing: the keys can be nowhere else
        return
    kinds = {(one.property("kind"), one.isChecked()): one for one in view.live}
    for one in kinds.values():
        one.clearFocus()
        before = picture_of(one)
        one.setFocus(Qt.FocusReason.TabFocusReason)
        ring = changed(before, picture_of(one), at_least=3)
        wide = ring / (2 * (one.width() + one.height()))
        if wide < FOCUS_RING_PX * 0.9:  # the corners are round
            yield (
                f"{called(one)} has a ring of {wide:.1f} pixels when the keys are on it,"
                f" {FOCUS_RING_PX} at least"
            )


def not_by_colour_alone(view: View) -> Iterator[str]:
    """What is chosen differs without its colour too (31)."""
    for one in view.live:
        if one.isCheckable():
            before = picture_of(one)
            one.toggle()
            marked = changed(before, picture_of(one), at_least=3)
            one.toggle()
            if view.mm(view.mm(marked)) < 30:
                yield f"{called(one)} changes by {marked} pixels when it is chosen"
            return


GLANCE: tuple[Check, ...] = (
    *(names, roles, plain_text, short_question, targets, gaps, reach, inside, uncut),
    *(no_scrolling, direction, figures, one_window, capitals, fonts, sheet, spoken),
)
"""What costs little, and can differ on each further page of choices."""

LOOK_CLOSELY: tuple[Check, ...] = (contrasts, focus_seen, not_by_colour_alone, walk)
"""What reads pixels or walks about."""


def helps(booth: Booth) -> dict[str, QRect]:
    """The helps stand where they stood on the page before (36)."""
    wanted = (Strip.LISTEN, Strip.LETTERS, Strip.COLOURS, Strip.HELP, Strip.LANGUAGE)
    return {
        one.objectName(): place_of(one, booth.shell)
        for one in visible(booth.shell, Touchable)
        if one.objectName() in wanted and one.property("kind") == "bar"
    }
