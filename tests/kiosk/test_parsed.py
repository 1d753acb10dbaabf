"""What was parsed before is believed only of the very words it was parsed from."""

from pathlib import Path

import pytest

from kiosk.tomlfile import PARSED, parsed, read_raw

WORDS = 'name = { el = "Δήμος" }\ncount = 3\n'


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A file with what it says beside it, which says something else: so one sees which of
    them was read."""
    table = tmp_path / "pack.toml"
    table.write_text(WORDS, "utf-8")
    told = parsed(WORDS.encode())
    assert told is not None
    beside(table).write_bytes(told.replace("Δήμος".encode(), "Άλλος".encode()))
    return table


def beside(table: Path) -> Path:
    return table.with_name(table.name + PARSED)


def test_the_same_words_are_not_parsed_again(table: Path) -> None:
    assert read_raw(table) == {"name": {"el": "Άλλος"}, "count": 3}


def test_other_words_are(table: Path) -> None:
    table.write_text(WORDS.replace("3", "4"), "utf-8")
    assert read_raw(table) == {"name": {"el": "Δήμος"}, "count": 4}


@pytest.mark.parametrize("torn", [b"", b"{", b"\0" * 40, b"[]", b'{"of": 1}'])
def test_what_is_torn_is_passed_over(table: Path, torn: bytes) -> None:
    beside(table).write_bytes(torn)
    assert read_raw(table) == {"name": {"el": "Δήμος"}, "count": 3}


@pytest.mark.parametrize(
    "content",
    [
        b"day = 2026-05-04",
        b"none = nan",
        b"no toml",
        b"\xff",
        b"a = " + b"[" * 100_000,
    ],
)
def test_what_json_cannot_say_is_parsed_each_time(content: bytes) -> None:
    assert parsed(content) is None
