"""A tour of a form that asks for words: it types them, touch by touch."""

import pytest

from tests.journeys.square import Square
from tests.ui.words_pack import write_words


@pytest.mark.parametrize("options", [(), ("--text", "2"), ("--language", "en")])
def test_the_tour_types_what_a_form_cannot_do_without(
    square: Square, options: tuple[str, ...]
) -> None:
    square.sends_to("http://127.0.0.1:9/")
    write_words(square.home / "packs" / "words")
    ended = square.tour("--offline", "--pack", "words", "--form", "words", *options)
    assert (ended.code, ended.complained) == (0, "")
    told = square.told()
    english = "en" in options
    name, address = "It is broken" if english else "Είναι χαλασμένο", "maria@example.gr"
    said = " ".join(page["spoken"] for page in told["screens"])
    assert name in said
    assert address in said
    assert ("For days" if english else "Εδώ και μέρες") in said
    accents = 0 if english else 2
    touched = len(name) + accents + len(address)
    assert told["typed_characters"] == touched
    assert (
        told["touches"] == 1 + 2 + 2 + 1 + touched
    )  # form, phrase, go on thrice, send
