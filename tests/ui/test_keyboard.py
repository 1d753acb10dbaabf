"""Writing on the glass: every letter by a touch, and by keys that can be felt."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from i18n import Direction
from tests.ui.booth import SMALL, Booth, Given, visible
from tests.ui.typing_hand import (
    feel,
    field,
    keys,
    sentence,
    shown,
    text,
    to_mail,
    to_name,
    write,
)
from tests.ui.words_pack import write_words
from ui.widgets.button import Touchable
from ui.widgets.field import Field

Stand = Callable[..., Booth]

PHRASE = "phrase:0"
HOSTILE = "<b>α</b>\x00\u202e\u2066β 😀\r\n" * 1000
"""Ten thousand characters and more."""


@pytest.fixture
def words(booths: Stand, tmp_path: Path) -> Booth:
    """Somebody before the keyboard of the first question."""
    booth = booths(Given(pack=write_words(tmp_path / "pack")))
    booth.come_in()
    booth.go("words")
    write(booth)
    return booth


# Phrases


def test_ready_phrases_come_first_and_one_touch_answers(
    booths: Stand, tmp_path: Path
) -> None:
    booth = booths(Given(pack=write_words(tmp_path / "pack")))
    booth.come_in()
    booth.go("words")
    assert booth.reads("Εδώ και μέρες")
    assert not visible(booth.shell, Field)
    booth.go(PHRASE)
    assert booth.reads("κάτι ακόμα")
    booth.go("back")
    assert booth.on() == [PHRASE]
    booth.go("action")
    assert booth.reads("κάτι ακόμα")


def test_going_on_without_a_phrase_says_what_is_missing(
    booths: Stand, tmp_path: Path
) -> None:
    booth = booths(Given(pack=write_words(tmp_path / "pack")))
    booth.come_in()
    booth.go("words")
    booth.touch("action")
    assert booth.reads("ή γράψτε το με δικά σας λόγια")


def test_the_phrases_are_offered_over_the_keys_until_one_writes(words: Booth) -> None:
    booth = words
    assert booth.reads("Εδώ και μέρες")
    keys(booth, "α")
    assert not booth.reads("Εδώ και μέρες")
    keys(booth, "erase")
    booth.touch("offer:Εδώ και μέρες")
    assert text(booth) == "Εδώ και μέρες "


def test_what_was_written_is_there_when_one_comes_back(words: Booth) -> None:
    sentence(words, "κατω")
    words.go("action", "back")
    assert text(words) == "Κατω"
    assert shown(words) == "Κατω"


# Letters


def test_letters_are_written_and_the_field_keeps_the_keys(words: Booth) -> None:
    before = QApplication.focusWidget()
    assert before is field(words)
    sentence(words, "η λαμπα")
    assert text(words) == shown(words) == "Η λαμπα"
    assert QApplication.focusWidget() is before


def test_an_accent_is_touched_after_its_vowel(words: Booth) -> None:
    keys(words, "α", "accent", "ι", "accent", "accent", "accent", "υ", "accent")
    assert text(words) == "Άΐύ"
    keys(words, "accent", "accent", "accent")
    assert text(words) == "Άΐυ"


def test_the_last_sigma_of_a_word_is_written_by_itself(words: Booth) -> None:
    sentence(words, "δρομοσ")
    assert text(words) == "Δρομος"
    sentence(words, "υ ασ ")
    assert text(words) == "Δρομοσυ ας "


def test_the_first_letter_of_a_sentence_is_a_capital(words: Booth) -> None:
    assert words.reads("Α")
    sentence(words, "ναι")
    assert not any(one == "Α" for one in words.texts())
    keys(words, ".", "space", "ο", "χ", "ι")
    assert text(words) == "Ναι. Οχι"


def test_the_shift_key_is_for_one_letter(words: Booth) -> None:
    keys(words, "ν", "shift", "α", "ι")
    assert text(words) == "ΝΑι"
    keys(words, "shift", "shift", "α")
    assert text(words) == "ΝΑια"


def test_the_shift_key_takes_the_first_capital_away(words: Booth) -> None:
    keys(words, "shift", "ν", "α")
    assert text(words) == "να"


def test_other_layers_are_a_touch_away(words: Booth) -> None:
    keys(words, "order", "ε", "ρ")
    left = [words.find(name).x() for name in "ςερτ"]
    assert left == sorted(left)
    keys(words, "order", "q", "signs", "1", "9", "signs", "a", "order", "β")
    assert text(words) == "Ερq19aβ"


def test_backspace_takes_one_letter_and_nothing_from_nothing(words: Booth) -> None:
    sentence(words, "ναι")
    keys(words, *["erase"] * 5)
    assert text(words) == ""


def test_new_lines_are_only_where_they_are_wanted(words: Booth) -> None:
    keys(words, "ν", "new-line", "ο")
    assert text(words) == "Ν\nΟ"
    keys(words, "erase")
    words.go("action", "action")
    names = [one.objectName() for one in visible(words.shell, Touchable)]
    assert "new-line" not in names


# Words to take


def test_a_word_of_the_list_is_taken_instead_of_its_beginning(words: Booth) -> None:
    sentence(words, "η λαμ")
    assert words.reads("λάμπες")
    words.touch("offer:λάμπα")
    assert text(words) == "Η λάμπα "
    sentence(words, "ε")
    assert text(words) == "Η λάμπα ε"


def test_the_names_of_the_village_are_offered_too(words: Booth) -> None:
    sentence(words, "στην ανω")
    words.touch("offer:Άνω Λευκή")
    assert text(words) == "Στην Άνω Λευκή "


def test_no_more_than_three_are_offered(words: Booth) -> None:
    sentence(words, "λα")
    offered = [one for one in words.texts() if one.startswith("Λά") or "κκ" in one]
    assert 0 < len(offered) <= 3


# What is accepted


def test_nothing_is_accepted_only_where_it_may_be(words: Booth) -> None:
    words.touch("action")
    assert words.reads("Γράψτε μας δυο λόγια.")
    sentence(words, "ναι")
    assert not words.reads("Γράψτε μας δυο λόγια.")
    words.go("action")
    words.go("action")
    assert words.reads("Πώς σας λένε;")


def test_a_text_that_is_too_long_stops_and_says_so(words: Booth) -> None:
    to_name(words)
    sentence(words, "α" * 25)
    assert text(words) == "Α" + "α" * 19
    assert words.reads("Χωράνε 20 γράμματα.")
    keys(words, "erase")
    assert not words.reads("Χωράνε 20 γράμματα.")


def test_an_address_that_is_none_is_said_and_kept(words: Booth) -> None:
    to_mail(words)
    words.touch("action")
    assert words.reads("Γράψτε τη διεύθυνση")
    keys(words, *"maria@")
    words.touch("action")
    assert words.reads("maria@gmail.com")
    assert text(words) == "maria@"
    keys(words, *"example.gr")
    words.go("action")
    assert words.page.name == "check"
    assert words.reads("maria@example.gr")


def test_an_address_has_small_letters_and_no_space(words: Booth) -> None:
    to_mail(words)
    there = {one.objectName() for one in words.page.findChildren(Touchable)}
    assert not {"space", "shift", "accent", "new-line"} & there
    keys(words, "m")
    feel(field(words), "A r I a")
    assert text(words) == "maria"


def test_the_usual_endings_are_a_touch(words: Booth) -> None:
    to_mail(words)
    keys(words, *"maria")
    words.touch("offer:@gmail.com")
    assert text(words) == "maria@gmail.com"
    keys(words, *["erase"] * 9)
    words.touch("offer:gmail.com")
    assert text(words) == "maria@gmail.com"
    keys(words, *["erase"] * 9, *"example")
    words.touch("offer:.gr")
    assert text(words) == "maria@example.gr"
    words.go("action")
    assert words.page.name == "check"


# Keys that can be felt


def test_keys_that_can_be_felt_write_too(words: Booth) -> None:
    feel(field(words), "Καλημέρα 12")
    assert text(words) == "Καλημέρα 12"
    QTest.keyClick(field(words), Qt.Key.Key_Backspace)
    QTest.keyClick(field(words), Qt.Key.Key_Return)
    assert text(words) == "Καλημέρα 1\n"


def test_they_write_wherever_the_ring_is(words: Booth) -> None:
    QTest.keyClick(field(words), Qt.Key.Key_Tab)
    ring = QApplication.focusWidget()
    assert ring is not field(words)
    words.find("β").setFocus()
    feel(words.find("β"), "καλά")
    assert text(words) == "καλά"


def test_an_accent_composed_by_the_system_arrives(words: Booth) -> None:
    event = QInputMethodEvent()
    event.setCommitString("ά")
    QApplication.sendEvent(field(words), event)
    assert text(words) == "ά"


def test_what_asks_for_something_writes_nothing(words: Booth) -> None:
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Left, Qt.Key.Key_Delete):
        QTest.keyClick(field(words), key)
    QTest.keyClick(field(words), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field(words), Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert text(words) == ""


def test_the_key_that_ends_a_line_goes_on_where_there_is_one_line(words: Booth) -> None:
    to_name(words)
    feel(field(words), "Μαρία")
    before = words.page
    QTest.keyClick(field(words), Qt.Key.Key_Return)
    words.wait_to_leave(before)
    assert words.page.name == "email"


def test_ten_thousand_hostile_characters_are_plain_text(words: Booth) -> None:
    QGuiApplication.clipboard().setText(HOSTILE)
    QTest.keyClick(field(words), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    written = text(words)
    assert len(written) == 200
    assert written.startswith("<b>α</b>β 😀\n<b>")
    assert not set(written) & set("\x00\u202e\u2066\r")
    assert words.reads("Χωράνε 200 γράμματα.")
    ink = field(words).ink
    assert ink.textFormat() is Qt.TextFormat.PlainText
    assert ink.fits()
    words.go("action", "action")
    assert words.reads("Πώς σας λένε;")


def test_the_end_is_always_in_view_and_nothing_scrolls(
    booths: Stand, tmp_path: Path
) -> None:
    booth = booths(Given(panel=SMALL, pack=write_words(tmp_path / "pack")))
    booth.come_in()
    booth.go("words")
    write(booth)
    for word in [*("και ένα " * 20).split(), "ά" * 60]:
        feel(field(booth), f"{word} ")
        ink = field(booth).ink
        assert ink.fits() or len(word) > 20
        assert ink.heightForWidth(ink.width()) <= ink.height()
        assert text(booth).endswith(ink.text())
        assert ink.text()
    assert not visible(booth.shell, QAbstractScrollArea)


# Helps


@pytest.mark.parametrize("name", ["letters", "colours"])
def test_another_look_keeps_what_is_written_and_the_layer(
    words: Booth, name: str
) -> None:
    sentence(words, "να")
    keys(words, "order")
    words.go(name)
    assert text(words) == "Να"
    keys(words, "ς")
    assert text(words) == "Νας"
    assert QApplication.focusWidget() is field(words)


def test_another_language_keeps_what_is_written_and_brings_its_letters(
    words: Booth,
) -> None:
    sentence(words, "να")
    words.go("language", "en")
    assert text(words) == "Να"
    keys(words, "b")
    assert text(words) == "Ναb"


def test_looking_at_the_help_leaves_the_phrases_as_they_were(
    booths: Stand, tmp_path: Path
) -> None:
    booth = booths(Given(pack=write_words(tmp_path / "pack")))
    booth.come_in()
    booth.go("words", "letters")
    assert booth.reads("Εδώ και μέρες")
    assert not visible(booth.shell, Field)


def test_letters_run_from_the_right_where_one_reads_from_the_right(
    booths: Stand, tmp_path: Path
) -> None:
    pack = write_words(tmp_path / "pack")
    booth = booths(Given(pack=pack, direction=Direction.RIGHT_TO_LEFT))
    booth.come_in()
    booth.go("words")
    write(booth)
    # Greek is read from the left in any frame; what serves it stands as the frame does.
    assert booth.find("α").x() < booth.find("β").x()
    assert booth.find("shift").x() > booth.find("erase").x()
