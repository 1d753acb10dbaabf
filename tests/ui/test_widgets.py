"""The parts that pages are made of, each by itself."""

import sys

import numpy as np
import pytest
import qrcode
from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPointingDevice
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import resources
from kiosk.codes import ALPHABET
from tests.ui.pixels import picture_of, pixels
from ui.theme import PALETTES, Letters, Look, Panel, Theme, dress
from ui.widgets.button import Face
from ui.widgets.letter import Letter
from ui.widgets.pages import Measure, Pages, Room, room_for
from ui.widgets.qr import QrCode
from ui.widgets.tile import Shape, Tile
from ui.widgets.words import Words

USUAL = Panel(QSize(1920, 1080), 0.248, 500)
LONG = "Πείτε μας τι θέλει φτιάξιμο στη γειτονιά σας και θα το πάμε εμείς στον Δήμο."


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, finger: QPointingDevice) -> None:
    dress(qapp, Theme(USUAL))


# Words


def test_lines_are_of_even_length(qtbot: QtBot) -> None:
    words = Words("Τι έγινε με αυτό που είπα;", "question")
    qtbot.addWidget(words)
    whole = words.sizeHint().width()
    words.resize(round(whole * 0.9), 400)
    _, taken, high = words._lay_out(words.width())
    assert high < words.sizeHint().height() * 2.5
    assert taken < whole * 0.7  # a lonely last word would leave the first line full


def test_sentences_begin_on_lines_of_their_own_where_that_takes_no_more(
    qtbot: QtBot,
) -> None:
    words = Words("Καλώς ήρθατε. Τι θέλετε να κάνετε;", "question")
    qtbot.addWidget(words)
    words.resize(round(words.sizeHint().width() * 0.8), 400)
    layout, _, _ = words._lay_out(words.width())
    assert layout.text() == "Καλώς ήρθατε.\u2028Τι θέλετε να κάνετε;"


def test_markup_takes_as_much_room_as_its_letters(qtbot: QtBot) -> None:
    plain, marked = Words("λάμπα"), Words("<b>λάμπα</b>")
    for one in (plain, marked):
        qtbot.addWidget(one)
    assert marked.textFormat() is Qt.TextFormat.PlainText
    assert marked.sizeHint().width() > plain.sizeHint().width() * 1.5


def test_the_longest_word_is_the_least_width(qtbot: QtBot) -> None:
    words = Words("μια ηλεκτροφωτισμένη πλατεία")
    qtbot.addWidget(words)
    least = words.minimumSizeHint().width()
    words.resize(least, words.heightForWidth(least))
    assert words.fits()
    words.resize(least - 10, 1000)
    assert not words.fits()


@pytest.mark.parametrize("text", ["Ξαναβγάλτε την", "Φωτογραφία 1", "έξω Δευτερόλεπτα"])
def test_no_word_is_broken_to_make_lines_even(qtbot: QtBot, text: str) -> None:
    words = Words(text)
    qtbot.addWidget(words)
    width = words.minimumSizeHint().width() + 4
    words.resize(width, 1000)
    layout, _, _ = words._lay_out(width)
    starts = {layout.lineAt(at).textStart() for at in range(layout.lineCount())}
    assert starts <= {0, text.index(" ") + 1}


@pytest.mark.parametrize(
    "text", ["يضيء وينطفئ وحده", "پڑھنے کو 1", "მე მივდივარ", "Hayır, başka"]
)
def test_the_least_width_breaks_no_word(
    qapp: QApplication, qtbot: QtBot, text: str
) -> None:
    """Letters that join reach farther than they advance."""
    for letters in Letters:
        dress(qapp, Theme(USUAL, letters=letters))
        words = Words(text, "hint")
        qtbot.addWidget(words)
        words.ensurePolished()
        lines = words.lines(words.minimumSizeHint().width())
        assert [one.strip() for one in lines[:-1]] == text.split()[: len(lines) - 1]


@pytest.mark.parametrize("text", ["رأته البلدية", "استمع", "Όχι, Йод", "დაბეჭდეთ"])
def test_marks_above_and_below_are_whole_on_a_single_line(
    qtbot: QtBot, text: str
) -> None:
    words = Words(text, "tile")
    qtbot.addWidget(words)
    words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    high = []
    for spare in (0, 60):
        words.resize(words.sizeHint() + QSize(0, spare))
        drawn = pixels(picture_of(words)).reshape(words.height(), -1)
        high.append(np.count_nonzero((drawn != drawn[0, 0]).any(axis=1)))
    assert high[0] >= high[1] - 2  # the edge of a curve may be lost, and no mark


def test_two_scripts_are_as_high_however_they_are_broken(qtbot: QtBot) -> None:
    """Arabic is higher than Latin: a line of one is no lower than a line of both."""
    words = Words("٢٥ نوفمبر ٢٠٢٦ · القرار ADA 6ΩΞΤ46Ω5ΒΞ-Ν2Φ", "hint")
    qtbot.addWidget(words)
    for width in range(words.minimumSizeHint().width(), words.sizeHint().width(), 40):
        words.resize(width, words.heightForWidth(width))
        assert words.fits()


def test_a_text_that_is_too_high_does_not_fit(qtbot: QtBot) -> None:
    words = Words(LONG)
    qtbot.addWidget(words)
    words.resize(400, words.heightForWidth(400) - 10)
    assert not words.fits()


def test_lines_keep_every_symbol(qtbot: QtBot) -> None:
    text = f"💡 {LONG} 👩🏽‍🚒 {LONG}\nκαι νέα γραμμή"
    words = Words(text)
    qtbot.addWidget(words)
    lines = words.lines(300)
    assert len(lines) > 5
    assert "".join(lines).replace("\u2028", "\n") == text


def test_a_letter_is_turned_leaf_by_leaf_and_loses_no_word(qtbot: QtBot) -> None:
    letter = Letter(" ".join([LONG] * 4), "body")
    qtbot.addWidget(letter)
    letter.resize(500, 200)
    letter.show()
    read = []
    for _ in range(letter.count):
        assert letter.leaf.fits()
        read += letter.leaf.text().split()
        letter.turn(1)
    assert letter.count > 2
    assert read == LONG.split() * 4


def test_a_letter_asks_for_a_line_however_much_it_has_to_say(qtbot: QtBot) -> None:
    short, long = Letter("Ναι.", "body"), Letter("Ναι.\nΚαι όχι.", "body")
    for letter in (short, long):
        qtbot.addWidget(letter)
    assert short.sizeHint().height() == long.sizeHint().height()


def test_the_last_leaf_is_never_a_lonely_word(qtbot: QtBot) -> None:
    for words in range(20, 60):
        letter = Letter(" ".join(["λέξη"] * words), "body")
        qtbot.addWidget(letter)
        letter.resize(500, 200)
        letter.show()
        if letter.count > 1:
            letter.turn(letter.count)
            assert letter.leaf.text().split() != ["λέξη"]


def test_a_letter_keeps_the_pages_of_its_writer_where_they_have_room(
    qtbot: QtBot,
) -> None:
    pages = ("Ένα δύο.", "Τρία.")
    letter = Letter(" ".join(pages), "body", pages)
    qtbot.addWidget(letter)
    letter.resize(900, 200)
    letter.show()
    assert letter.count == 2
    letter.resize(900, 60)
    assert [letter.leaf.text(), letter.count] == ["Ένα δύο.", 2]
    letter.resize(120, 60)
    assert letter.count > 2


def test_a_sentence_does_not_begin_a_line_where_that_leaves_a_word_alone(
    qtbot: QtBot,
) -> None:
    words = Words(
        "Σήμερα δεν μπορούμε να σας ακούσουμε. Προχωρήστε χωρίς αυτό, δεν πειράζει."
    )
    qtbot.addWidget(words)
    whole = words.sizeHint().width()
    for width in range(whole // 3, whole, 4):
        layout, _, _ = words._lay_out(width)
        lines = [layout.lineAt(at) for at in range(layout.lineCount())]
        read = [layout.text()[one.textStart() :][: one.textLength()] for one in lines]
        if "\u2028" in layout.text():
            assert all(len(line.split()) > 1 for line in read), (width, read)


# Pages

CARDS = Measure(narrowest=200, ideal=1.35, most=9)


@pytest.mark.parametrize(
    ("heights", "tiles", "room"),
    [
        ({1: 100}, 1, Room(1, 1)),
        ({1: 100, 2: 100, 3: 100}, 2, Room(2, 1)),
        ({1: 100, 2: 100, 3: 100}, 3, Room(2, 2)),  # near the ideal shape
        ({1: 100, 2: 100, 3: 120, 4: 140}, 6, Room(3, 2)),
        ({1: 100, 2: 150, 3: 260, 4: 300}, 8, Room(4, 2)),
        ({1: 400, 2: 900, 3: 1200}, 6, Room(1, 1)),  # higher ones would be cut
        ({1: 900}, 4, Room(1, 1)),  # nothing fits: one at a time
        ({1: 200, 2: 200, 3: 200, 4: 200, 5: 200}, 40, Room(3, 3)),  # nine at most
    ],
)
def test_the_room_for_tiles(heights: dict[int, int], tiles: int, room: Room) -> None:
    assert room_for(heights, tiles, QSize(1200, 700), 20, CARDS) == room


def test_words_beside_a_picture_are_broken_little() -> None:
    lines = Measure(narrowest=200, ideal=2.7, most=9)
    heights = {1: 120, 2: 300, 3: 400}
    assert room_for(heights, 5, QSize(1200, 430), 20, lines) == Room(1, 3)


def test_a_page_never_holds_more_than_its_most() -> None:
    few = Measure(narrowest=100, ideal=1, most=6)
    heights = dict.fromkeys(range(1, 10), 50)
    for tiles in range(1, 60):
        room = room_for(heights, tiles, QSize(2000, 2000), 10, few)
        assert 1 <= room.places <= 6


@pytest.mark.parametrize("letters", Letters)
def test_a_row_as_narrow_as_it_may_be_breaks_no_word(
    qapp: QApplication, qtbot: QtBot, letters: Letters
) -> None:
    theme = Theme(USUAL, letters=letters)
    dress(qapp, theme)
    face = Face(
        "ΟΡΙΣΜΟΣ ΑΝΤΙΔΗΜΑΡΧΩΝ", "ΑΔΑ ΨΗΔ446ΩΩ5Β-1ΛΚ", resources.icon("decision")
    )
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(USUAL.size)
    tile = Tile(face, Shape.ROW, theme)
    tile.setParent(page)
    least = tile.minimumSizeHint().width()
    page.show()
    tile.show()
    for width in (least, least + 40, 2 * least):
        tile.resize(width, tile.heightForWidth(width))
        QCoreApplication.sendPostedEvents()
        assert all(words.fits() for words in tile.findChildren(Words)), width


@pytest.mark.parametrize(("ideal", "share"), [(1.35, 1.0), (2.7, 0.5)])
def test_a_line_alone_is_no_higher_than_among_others(
    qtbot: QtBot, ideal: float, share: float
) -> None:
    theme = Theme(USUAL)
    tile = Tile(Face("Άνω Λευκή", letter="Α"), Shape.ROW, theme)
    glass = QWidget()
    qtbot.addWidget(glass)
    measure = Measure(narrowest=200, ideal=ideal, most=9)
    pages = Pages([tile], 20, measure, glass)
    pages.resize(1200, 700)
    glass.show()
    QCoreApplication.sendPostedEvents()
    assert tile.height() == pytest.approx(700 * share, abs=20)


# Sizes and colours


@pytest.mark.parametrize(
    "panel",
    [
        USUAL,
        Panel(QSize(1366, 768), 0.300, 500),
        Panel(QSize(1080, 1920), 0.248, 700),
        Panel(QSize(1920, 1080), 0.153, 400),
        Panel(QSize(3840, 2160), 0.124, 600),
    ],
    ids=lambda panel: f"{panel.size.width()}, {panel.mm_per_px}, {panel.viewing_mm}",
)
@pytest.mark.parametrize("letters", Letters)
def test_capitals_are_as_high_as_the_eye_needs(panel: Panel, letters: Letters) -> None:
    theme = Theme(panel, letters=letters)
    for size in (theme.body, theme.question, theme.strip, theme.code):
        font = QFont("Commissioner")
        font.setPixelSize(size)
        high = QFontMetricsF(font).capHeight() * panel.mm_per_px
        assert high >= 0.0122 * panel.viewing_mm


def test_larger_letters_are_larger() -> None:
    sizes = [Theme(USUAL, letters=one).body for one in Letters]
    assert sizes[1] == pytest.approx(sizes[0] * 1.5, abs=1)
    assert sizes[2] == pytest.approx(sizes[0] * 2, abs=1)


@pytest.mark.parametrize("look", Look)
def test_every_look_has_a_sheet_without_holes(look: Look) -> None:
    sheet = Theme(USUAL, look).style()
    assert "$" not in sheet
    assert PALETTES[look].ink in sheet


# The QR code


@pytest.mark.parametrize("code", [ALPHABET[:9], ALPHABET[-9:], "WWWWWWWWW"])
def test_a_camera_sees_every_module_where_it_belongs(qtbot: QtBot, code: str) -> None:
    painted = QrCode(code, 250)
    qtbot.addWidget(painted)
    drawn = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    drawn.add_data(code)
    matrix = drawn.get_matrix()
    image = picture_of(painted)
    seen, side = pixels(image), 250 // len(matrix)
    edge = (250 - side * len(matrix)) // 2
    for row, line in enumerate(matrix):
        for column, dark in enumerate(line):
            x, y = (edge + at * side + side // 2 for at in (column, row))
            assert (seen[y * 250 + x] == 0xFF000000) == dark


# Qt itself


def test_calls_that_return_nothing_take_no_reference_to_none(qtbot: QtBot) -> None:
    # PySide6 6.12.0 does on Python 3.11, and dies of it after some thousand calls.
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(2000):
        widget.update()
    assert before - sys.getrefcount(None) < 100
