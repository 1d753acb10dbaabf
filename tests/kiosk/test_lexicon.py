"""Words that are offered: how they are found, and what a list may hold."""

from pathlib import Path

import pytest

from kiosk.errors import Misconfigured
from kiosk.lexicon import MOST_WORDS, Lexicon, lexicon_of
from kiosk.packs import load_pack
from tests.kiosk.village import write_pack

WORDS = Lexicon(
    ("λάμπα", "λάμπες", "λακκούβα", "Λεύκα", "δρόμος", "Πλατεία Ηρώων", "Ηρώον")
)


def offered(typed: str, most: int = 3) -> list[tuple[int, str]]:
    return [(one.replaces, one.words) for one in WORDS.completions(typed, most)]


def test_accents_and_capitals_do_not_count() -> None:
    assert offered("η λαμ") == [(3, "λάμπα"), (3, "λάμπες")]
    assert offered("ΛΆΜ") == [(3, "Λάμπα"), (3, "Λάμπες")]
    assert offered("Στον δρομοσ") == []
    assert offered("Στον δρόμο") == [(5, "δρόμος")]


def test_a_word_that_begins_with_a_capital_keeps_it() -> None:
    assert offered("στη λευ") == [(3, "Λεύκα")]
    assert offered("Λαμ")[0] == (3, "Λάμπα")


def test_the_first_of_the_list_come_first_and_never_more_than_asked() -> None:
    assert [words for _, words in offered("λα", 2)] == ["λάμπα", "λάμπες"]
    assert len(offered("λα", 9)) == 3


def test_a_name_of_several_words_goes_on_from_all_that_was_typed_of_it() -> None:
    assert offered("στην πλατεία ηρ")[0] == (10, "Πλατεία Ηρώων")
    assert offered("στην πλατεία ηρ")[1] == (2, "Ηρώον")


@pytest.mark.parametrize(
    "typed", ["", "λ", "λα ", "λαμ.", "12", "λάμπα λ", "   ", "\n"]
)
def test_too_little_says_nothing(typed: str) -> None:
    assert offered(typed) == []


def test_what_is_whole_is_not_offered() -> None:
    assert "λάμπα" not in [words for _, words in offered("λαμπα")]


def test_each_word_is_there_once() -> None:
    assert lexicon_of(["α", "β", "α"], ["β", "γ"]).words == ("α", "β", "γ")


def test_a_long_text_without_a_space_is_survived() -> None:
    assert offered("λ" * 10_000) == []


def test_a_pack_offers_its_words_and_then_its_places(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    (folder / "words.txt").write_text("# roads\nλάμπα\n\n  πλάκες \n", "utf-8")
    words = load_pack(folder, None).lexicon.words
    assert words[:2] == ("λάμπα", "πλάκες")
    assert "Άνω Λευκή" in words
    assert "# roads" not in words


def test_a_pack_without_a_list_offers_its_places(tmp_path: Path) -> None:
    words = load_pack(write_pack(tmp_path / "pack"), None).lexicon.words
    assert words
    assert words[0] == "Άνω Λευκή"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"\xff\xfe\x00", "cannot be read"),
        (("α" * 41).encode(), "word 1"),
        ("καλό\nκα\x00κό".encode(), "word 2"),
        (b"a\n" * (MOST_WORDS + 1), f"has {MOST_WORDS + 1} words"),
    ],
)
def test_a_bad_list_is_told_with_its_cure(
    tmp_path: Path, content: bytes, complaint: str
) -> None:
    folder = write_pack(tmp_path / "pack")
    (folder / "words.txt").write_bytes(content)
    with pytest.raises(Misconfigured, match=complaint) as caught:
        load_pack(folder, None)
    assert "words.txt" in str(caught.value)
