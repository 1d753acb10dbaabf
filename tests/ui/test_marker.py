"""The word being said is marked where it can be read, in every script."""

import itertools

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPolygon
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.booth import WIDE
from ui.aloud import Aloud
from ui.marker import Marker
from ui.screen import Said
from ui.theme import Look, Theme, dress, load_fonts
from ui.widgets.words import Words

GREEK = "Καλώς ήρθατε. Τι θέλετε να κάνετε;"
ARABIC = "مرحبا بكم. ماذا تريد أن تفعل؟"
CYRILLIC = "Ласкаво просимо. Що ви хочете зробити?"


def drawn(words: Words, marked: str = "") -> QImage:
    start = words.text().index(marked)
    words.mark(start, len(marked))
    image = words.window().grab(words.geometry()).toImage()
    words.mark(0, 0)
    return image


def where_marked(words: Words, marked: str) -> QRect:
    """Return where marking a word turns ground into ink."""
    before, after = drawn(words), drawn(words, marked)
    found = [
        QPoint(x, y)
        for x in range(before.width())
        for y in range(before.height())
        if QColor(before.pixel(x, y)).lightness() > 200
        and QColor(after.pixel(x, y)).lightness() < 50
    ]
    return QPolygon(found).boundingRect()


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> QWidget:
    load_fonts()
    dress(qapp, Theme(WIDE, Look.BLACK_ON_WHITE))
    page = QWidget()
    page.setObjectName("page")
    QVBoxLayout(page).setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    page.resize(1900, 600)
    qtbot.addWidget(page)
    page.show()
    return page


def print_on(page: QWidget, text: str, right_to_left: bool = False) -> Words:
    words = Words(text)
    direction = Qt.LayoutDirection
    words.setLayoutDirection(
        direction.RightToLeft if right_to_left else direction.LeftToRight
    )
    layout = page.layout()
    assert layout is not None
    layout.addWidget(words)
    words.show()
    layout.activate()
    return words


@pytest.mark.parametrize("text", [GREEK, ARABIC, CYRILLIC, f"😀 {GREEK}"])
def test_each_word_is_marked_beside_the_one_before(page: QWidget, text: str) -> None:
    rtl = text is ARABIC
    words = print_on(page, text, rtl)
    words.setWordWrap(False)
    boxes = [where_marked(words, one) for one in text.split()[:4]]
    for one, after in itertools.pairwise(boxes):
        first, second = (after, one) if rtl else (one, after)
        assert first.left() < second.left()
        assert first.right() < second.center().x()


def test_a_marked_word_can_be_read_as_well_as_any(page: QWidget) -> None:
    words = print_on(page, GREEK)
    box = where_marked(words, "ήρθατε")
    image = drawn(words, "ήρθατε")
    inside = {
        QColor(image.pixel(x, y)).name()
        for x in range(box.left(), box.right())
        for y in range(box.top(), box.bottom())
    }
    assert {"#000000", "#ffffff"} <= inside


def test_a_word_of_two_lines_is_marked_on_both(page: QWidget) -> None:
    words = print_on(page, GREEK)
    words.setFixedWidth(400)
    assert where_marked(words, GREEK).height() > 2 * words.fontMetrics().height()


def test_what_is_said_is_found_in_the_words_of_its_place(page: QWidget) -> None:
    title, hint = print_on(page, "Μια λάμπα"), print_on(page, "δεν ανάβει η λάμπα")
    marker = Marker(page)
    said = f"{title.text()}. {hint.text()}"
    marker.show_part(Said(said, page))
    marker.show_word((said.rindex("λάμπα"), len(said)))
    assert (title.marked, hint.marked) == ("", "λάμπα")
    marker.show_word((4, 9))
    assert (title.marked, hint.marked) == ("λάμπα", "")
    marker.clear()
    assert (title.marked, hint.marked) == ("", "")


def test_a_part_of_a_line_is_found_in_it(page: QWidget) -> None:
    words = print_on(page, "Φώτα  ›  Λάμπα")
    marker = Marker(page)
    marker.show_part(Said("Λάμπα", page))
    marker.show_word((0, 5))
    assert words.marked == "Λάμπα"


def test_what_vanishes_is_let_go(page: QWidget) -> None:
    words, other = print_on(page, "ένα"), print_on(page, "δύο")
    marker = Marker(page)
    marker.show_part(Said("ένα. δύο", page))
    words.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    marker.show_word((0, 3))
    marker.show_part(Said("δύο", other))
    marker.show_word((0, 3))
    assert other.marked == "δύο"


def test_the_voices_count_is_turned_into_the_pages(page: QWidget) -> None:
    shown = "  Τίτλος\u2066 \n\n 😀 κείμενο\t2 "
    aloud = Aloud.of(Said(shown))
    for word in ("Τίτλος", "😀", "κείμενο", "2"):
        start, end = aloud.shown(aloud.text.index(word), len(word))
        assert shown[start:end] == word
    assert aloud.shown(len(aloud.text), 3) == (0, 0)
