"""What a pack has to read: every mistake is one sentence with its place and its cure."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Misconfigured
from kiosk.packs import load_pack
from kiosk.reading import Reading, paged
from tests.kiosk.test_packs import ICONS
from tests.kiosk.village import write_pack

FILES = {
    "news.toml": """
[[article]]
id = "older"
date = 2026-11-02
title = { el = "Παλιό", en = "Old" }
text = { el = "Ένα.", en = "One." }
[[article]]
id = "newer"
date = 2026-11-20
title = { el = "Νέο", en = "New" }
text = { el = "Δύο.", en = "Two." }
""",
    "works.toml": """
[[work]]
id = "square"
title = { el = "Πλατεία", en = "Square" }
text = { el = "Πλάκες.", en = "Slabs." }
pays = { el = "Ο δήμος", en = "The town" }
cost = 240000
done = 40
until = 2027-06-30
village = "ano"
landmark = "square"
""",
    "numbers.toml": """
[[number]]
id = "fire"
name = { el = "Πυροσβεστική", en = "Fire brigade" }
phone = "199"
""",
    "hours.toml": """
[[office]]
id = "hall"
name = { el = "Δημαρχείο", en = "Town hall" }
hours = { el = "Το πρωί", en = "In the morning" }
""",
}
MISTAKES = [
    ("news.toml", "2026-11-02", '"yesterday"', 'article "older", date: ', "2026-11-30"),
    ("news.toml", '"newer"', '"older"', 'article "older": stands twice', "another id"),
    (
        "news.toml",
        'el = "Δύο.", ',
        "",
        'article "newer", text: has no text in "el"',
        "…",
    ),
    ("news.toml", "Δύο.", "λέξη " * 601, "text, el: has 601 words", "fewer words"),
    ("news.toml", "Νέο", "Ν" * 121, "title, el: is 121 letters", "fewer words"),
    ("works.toml", "done = 40", "done = 140", 'work "square", done: ', "range"),
    ("works.toml", "done = 40\n", "", "missing required field `done`", "add `done"),
    (
        "works.toml",
        '"ano"',
        '"mesa"',
        'village: there is no village "mesa"',
        "write the",
    ),
    ("works.toml", 'landmark = "square"', 'landmark = "well"', "no landmark", "write"),
    (
        "works.toml",
        "done = 40",
        "done = 40\nlatitude = 38.2",
        'work "square": has half a position',
        "longitude",
    ),
    (
        "works.toml",
        "done = 40",
        "done = 40\nlatitude = 40.2\nlongitude = 21.8",
        "outside the municipality",
        "look at both",
    ),
    ("works.toml", "cost = 240000", "cost = -1", 'work "square", cost', "range"),
    ("numbers.toml", '"199"', '"<b>199</b>"', 'number "fire", phone', "Latin"),
    ("numbers.toml", "phone", "fone", "unknown field `fone`", "spelling"),
    ("hours.toml", '"hall"', '"hall"\nicon = "spaceship"', "no picture", "choose one"),
    ("hours.toml", "[[office]]", "[[office]", "hours.toml: is not TOML", "that line"),
]


def write(folder: Path) -> Path:
    write_pack(folder)
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_all_four_are_read_and_news_are_the_newest_first(tmp_path: Path) -> None:
    reading = load_pack(write(tmp_path / "pack"), None).reading
    assert [one.id for one in reading.articles] == ["newer", "older"]
    assert reading.works[0].done == 40
    assert (reading.numbers[0].phone, reading.offices[0].id) == ("199", "hall")


def test_a_pack_may_have_nothing_to_read(tmp_path: Path) -> None:
    assert load_pack(write_pack(tmp_path / "pack"), None).reading == Reading()


@pytest.mark.parametrize(("file", "was", "now", "told", "cure"), MISTAKES)
def test_every_mistake_is_told_with_its_cure(
    tmp_path: Path, file: str, was: str, now: str, told: str, cure: str
) -> None:
    folder = write(tmp_path / "pack")
    text = (folder / file).read_text("utf-8")
    assert was in text
    (folder / file).write_text(text.replace(was, now, 1), "utf-8")
    icons = {*ICONS, "news", "works", "phone", "clock"}
    with pytest.raises(Misconfigured) as error:
        load_pack(folder, icons)
    assert told in str(error.value)
    assert file in error.value.where
    assert cure in error.value.cure


@given(st.text(max_size=2000), st.integers(1, 60))
def test_no_page_has_more_words_than_it_may_and_no_word_is_lost(
    text: str, most: int
) -> None:
    pages = paged(text, most)
    assert all(0 < len(page.split()) <= most for page in pages)
    assert [word for page in pages for word in page.split()] == text.split()


def test_a_page_ends_with_a_sentence() -> None:
    text = "Ένα δύο τρία. Τέσσερα πέντε; Έξι επτά οκτώ.\nΕννιά."
    assert paged(text, 5) == ("Ένα δύο τρία. Τέσσερα πέντε;", "Έξι επτά οκτώ.\nΕννιά.")
