"""What becomes of a text, letter by letter."""

from functools import reduce

import pytest

from ui.widgets import spelling
from ui.widgets.layout import layout
from ui.widgets.rows import as_known, in_order

EL, EN, UK = layout("el"), layout("en"), layout("uk")


def typed(letters: str) -> str:
    """A letter is a key; ´ is the accent key and < takes the last one back."""

    def touch(text: str, key: str) -> str:
        if key == "´":
            return spelling.accented(text, EL)
        if key == "<":
            return spelling.erased(text, EL)
        return spelling.added(text, key, EL)

    return reduce(touch, letters, "")


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("α´", "ά"),
        ("α´´", "α"),
        ("ι´´", "ϊ"),
        ("ι´´´", "ΐ"),
        ("ι´´´´", "ι"),
        ("υ´´´", "ΰ"),
        ("Α´", "Ά"),
        ("Ι´´", "Ϊ"),
        ("κ´", "κ"),
        ("´", ""),
        ("α ´", "α "),
    ],
)
def test_an_accent_comes_after_its_vowel(keys: str, text: str) -> None:
    assert typed(keys) == text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("σ", "σ"),
        ("δρομοσ", "δρομος"),
        ("σασ", "σας"),
        ("ασα", "ασα"),
        ("ας τ", "ας τ"),
        ("ασ.", "ας."),
        ("ασ<", "α"),
        ("ασα<", "ας"),
        ("σ σ", "σ σ"),
        ("ΑΣ", "ΑΣ"),
        ("ς", "ς"),
        ("ςα", "σα"),
        ("μισοσ´α", "μισοσα"),
    ],
)
def test_a_sigma_knows_where_it_stands(keys: str, text: str) -> None:
    assert typed(keys) == text


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("", True),
        ("   ", True),
        ("Ναι. ", True),
        ("Ναι.", False),
        ("Πότε; ", True),
        ("Ναι! «Όχι.» ", True),
        ("Ναι, ", False),
        ("Ναι\n", True),
        ("3.", False),
    ],
)
def test_a_sentence_begins_with_a_capital(text: str, due: bool) -> None:
    assert spelling.begins_sentence(text, EL) is due


def test_what_ends_a_sentence_depends_on_the_language() -> None:
    assert spelling.begins_sentence("Really? ", EN)
    assert not spelling.begins_sentence("one; ", EN)
    assert not spelling.begins_sentence("", layout("ar"))


@pytest.mark.parametrize("sign", ["é", "👨‍👩‍👧", "🇬🇷", "й", "👍🏽", "ё"])
def test_one_touch_takes_back_what_one_sees_as_one(sign: str) -> None:
    assert spelling.erased(f"α{sign}", EL) == "α"


def test_nothing_is_taken_back_from_nothing() -> None:
    assert spelling.erased("", EL) == ""


def test_what_is_added_is_composed() -> None:
    assert spelling.added("α", "\u0301", EL) == "ά"
    assert spelling.added("и", "\u0306", UK) == "й"


HOSTILE = "α\x00β\u202eγ\u2066δ\x1bε\r\nζ\tη\u2028θ\ud800ι\ufdd0"


def test_what_cannot_be_seen_is_not_kept() -> None:
    assert spelling.plain(HOSTILE, lines=True) == "αβγδε\nζ η\nθι"
    assert spelling.plain(HOSTILE, lines=False) == "αβγδε ζ η θι"
    assert spelling.plain("<b>α</b> &amp; 😀", lines=False) == "<b>α</b> &amp; 😀"
    assert spelling.plain("می\u200cخواهم", lines=False) == "می\u200cخواهم"


@pytest.mark.parametrize("most", [1, 2, 3, 5])
@pytest.mark.parametrize("columns", [1, 5, 8, 12, 40])
def test_no_letter_is_lost_or_twice_on_the_pages(columns: int, most: int) -> None:
    def fits(row: str) -> bool:
        return len(row) <= columns

    for pages in (
        in_order(EL.alphabet, fits, most),
        as_known(EL.usual, fits, most),
    ):
        rows = [row for page in pages for row in page]
        assert sorted("".join(rows)) in (
            sorted(EL.alphabet),
            sorted("".join(EL.usual)),
        )
        assert all(fits(row) for row in rows)
        assert all(0 < len(page) <= most for page in pages)


def test_an_alphabet_stands_in_three_rows_where_it_can() -> None:
    [page] = in_order(EL.alphabet, lambda row: len(row) <= 20, 4)
    assert page == ["αβγδεζηθ", "ικλμνξοπ", "ρστυφχψω"]


def test_a_row_one_knows_is_broken_only_if_it_must_be() -> None:
    [whole] = as_known(EL.usual, lambda row: len(row) <= 9, 3)
    assert tuple(whole) == EL.usual
    pages = as_known(EL.usual, lambda row: len(row) <= 8, 3)
    assert [row for page in pages for row in page][:2] == ["ςερτυ", "θιοπ"]
