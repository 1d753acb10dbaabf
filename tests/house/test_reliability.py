"""Every test that docs/reliability.md names is there, and so is every story."""

import ast
import re

import pytest

from tests.house.source import ROOT, Source, sources, written

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
FILE = re.compile(r"`((?:[\w/]+/)?test_\w+\.py)`")
STORY = re.compile(r"^\| (\d+) \|(.*)\|$", re.MULTILINE)
WAITS = "waits for attachments"


def page() -> str:
    return (ROOT / "docs" / "reliability.md").read_text("utf-8")


def held_in(source: Source) -> set[str]:
    """The tests a module holds, also those that others inherit."""
    return {
        node.name
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def missing(text: str, modules: list[Source]) -> list[str]:
    """Every test a text names that is not in these modules."""
    there = {one.name: held_in(one) for one in modules}
    named = [
        f"{file}::{name}"
        for file, name in NAMED.findall(text)
        if name not in there.get(file, set())
    ]
    return named + [
        file
        for file in FILE.findall(text)
        if not any(one.endswith(f"/{file}") or one == file for one in there)
    ]


def test_a_test_that_is_not_there_is_caught() -> None:
    module = written("def test_a() -> None: ...", "tests/sync/test_x.py")
    text = (
        "`tests/sync/test_x.py::test_a`, `tests/sync/test_x.py::test_b`,"
        " `test_x.py`, `test_y.py`, `tests/sync/test_x.py`"
    )
    assert missing(text, [module]) == ["tests/sync/test_x.py::test_b", "test_y.py"]


def test_every_test_the_page_names_is_there() -> None:
    assert NAMED.search(page())
    assert missing(page(), sources("tests")) == []


@pytest.mark.parametrize("number", range(1, 21))
def test_every_story_has_a_test_or_says_what_it_waits_for(number: int) -> None:
    told = dict(STORY.findall(page()))
    row = told[str(number)]
    assert NAMED.search(row) or WAITS in row
