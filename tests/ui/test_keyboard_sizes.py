"""Every key of every language on every panel: large enough, apart, whole, and reachable."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

import resources
from tests.ui.audit import KEY_GAP_MM, SMALLEST_MM
from tests.ui.booth import SMALL, UPRIGHT, WIDE, visible
from tests.ui.pixels import place_of
from ui.theme import Letters, Theme, dress
from ui.widgets.button import Touchable
from ui.widgets.key import Key
from ui.widgets.layout import Layer, layout
from ui.widgets.service import Purpose
from ui.widgets.words import Words
from ui.widgets.writing import Task, Writing

PAGES = [
    (WIDE, Letters.NORMAL, 428, 149),
    (WIDE, Letters.LARGEST, 428, 167),
    (SMALL, Letters.NORMAL, 362, 110),
    (SMALL, Letters.LARGE, 362, 95),  # a question of two lines
    (SMALL, Letters.LARGEST, 362, 129),
    (SMALL, Letters.LARGEST, 362, 106),
    (UPRIGHT, Letters.NORMAL, 240, 240),
    (UPRIGHT, Letters.LARGEST, 240, 200),
]
"""The panel, the letters, and the millimetres a page has between its strips."""


def picture(name: str) -> Path:
    path = resources.icon(name)
    assert path is not None
    return path


@pytest.fixture(params=PAGES, ids=lambda page: f"{page[0].size.width()} {page[1]}")
def page(
    request: pytest.FixtureRequest, finger: QPointingDevice
) -> Iterator[tuple[QWidget, Theme]]:
    """A page of a panel, dressed."""
    panel, letters, wide, high = request.param
    theme = Theme(panel, letters=letters)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    dress(application, theme)
    ground = QWidget()
    ground.resize(theme.px(wide), theme.px(high))
    ground.show()
    yield ground, theme
    ground.close()
    shiboken6.delete(ground)


def stages(
    page: tuple[QWidget, Theme], language: str
) -> Iterator[tuple[Writing, Layer]]:
    """The keyboard of a language, layer by layer."""
    ground, theme = page
    keys = layout(language)
    purpose = Purpose(spaces=language != "mail", lines=language != "mail")
    task = Task("", 500, keys, purpose)
    writing = Writing(task, theme, picture, ground)
    writing.resize(ground.size())
    writing.show()
    for layer in keys.layers:
        writing.keyboard.show_layer(layer)
        QApplication.processEvents()
        yield writing, layer
    shiboken6.delete(writing)


def more_keys(writing: Writing) -> bool:
    """Turn to the next page of keys; say whether there are pages."""
    for one in visible(writing, Touchable):
        if one.objectName() == "more-keys":
            one.click()
            QApplication.processEvents()
            return True
    return False


@pytest.mark.parametrize("language", resources.keyboards())
def test_keys_are_large_apart_whole_and_all_there(
    page: tuple[QWidget, Theme], language: str
) -> None:
    mm = page[1].panel.mm_per_px
    complaints: list[str] = []
    for writing, layer in stages(page, language):
        found: set[str] = set()
        before = ""
        for number in range(9):
            names = sorted(one.objectName() for one in visible(writing, Key))
            if number and "".join(names) == before:
                break
            before = before or "".join(names)
            found |= set(names)
            where = f"{layer} page {number + 1}"
            complaints += [f"{where}: {one}" for one in wrong(writing, mm)]
            if not more_keys(writing):
                break
        letters = set("".join(layout(language).rows(layer)))
        if letters - found:
            complaints.append(f"{layer}: {letters - found} cannot be reached")
    assert not complaints, "\n".join(complaints)


def wrong(writing: Writing, mm: float) -> Iterator[str]:
    keys = visible(writing, Touchable)
    places = {one: place_of(one, writing) for one in keys}
    for one in keys:
        side = min(one.width(), one.height()) * mm
        if side < SMALLEST_MM:
            yield f"“{one.objectName()}” is {side:.1f} mm small"
        if not writing.rect().contains(places[one]):
            yield f"“{one.objectName()}” reaches beyond the page"
    for one, other in combinations(keys, 2):
        gap = apart(places[one], places[other]) * mm
        if gap < KEY_GAP_MM:
            yield f"{one.objectName()} and {other.objectName()}: {gap:.2f} mm"
    for words in visible(writing, Words):
        if words.text() and not words.fits():
            yield f"“{words.text()}” is cut"
    if writing.field.height() < writing.field.height_of(1):
        yield "no line of the text can be seen"


def apart(one: QRect, other: QRect) -> int:
    across = max(one.left() - other.right(), other.left() - one.right()) - 1
    down = max(one.top() - other.bottom(), other.top() - one.bottom()) - 1
    return max(across, down)


@pytest.mark.parametrize("language", ["ar", "fa", "ur"])
def test_an_arabic_alphabet_begins_on_the_right(
    page: tuple[QWidget, Theme], language: str
) -> None:
    stage = stages(page, language)
    writing, _layer = next(stage)
    first, second = list(layout(language).alphabet[:2])
    across = {
        one.objectName(): one.mapTo(writing, QPoint()).x()
        for one in visible(writing, Key)
    }
    assert across[first] > across[second]
    list(stage)


@pytest.mark.parametrize("language", ["ar", "fa", "ur", "el", "ru"])
def test_latin_letters_begin_on_the_left_of_every_keyboard(
    page: tuple[QWidget, Theme], language: str
) -> None:
    for writing, layer in stages(page, language):
        if layer is Layer.LATIN:
            keys = {one.objectName(): one.x() for one in visible(writing, Key)}
            assert keys["a"] < keys["b"] < keys["c"]


def test_touch_reaches_the_edge_of_a_key(page: tuple[QWidget, Theme]) -> None:
    stage = stages(page, "el")
    writing, _layer = next(stage)
    key = next(one for one in visible(writing, Key) if one.objectName() == "β")
    heard: list[str] = []
    writing.keyboard.typed.connect(heard.append)
    device = QTest.createTouchDevice()
    for at in (QPoint(1, 1), QPoint(key.width() - 2, key.height() - 2)):
        touch = QTest.touchEvent(key, device)
        touch.press(0, at, key)
        touch.commit()
        touch = QTest.touchEvent(key, device)
        touch.release(0, at, key)
        touch.commit()
    assert heard == ["Β", "β"]
    list(stage)
