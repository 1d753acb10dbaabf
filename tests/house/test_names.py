"""Names are the town's words, not the shelves of a cellar."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import ROOMS, Source, sources, written

EMPTY = {
    *("util", "utils", "helper", "helpers", "manager", "misc", "common"),
    *("data", "info", "handler", "stuff"),
}


def empty_names(source: Source) -> Iterator[str]:
    for word in re.split(r"[/_.]", source.name.lower()):
        if word in EMPTY:
            yield f'{source.name} is called "{word}", which says nothing'
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef):
            words = re.findall(r"[A-Z][a-z]*", node.name)
            for word in {word.lower() for word in words} & EMPTY:
                yield f'{source.at(node)} {node.name} has "{word}" in its name'


def test_an_empty_name_is_caught() -> None:
    assert list(empty_names(written("", "sync/http_utils.py")))
    assert list(empty_names(written("", "kiosk/misc/codes.py")))
    assert list(empty_names(written("class PackManager: ...")))
    assert not list(empty_names(written("class Database: ...", "kiosk/utility.py")))


def test_every_file_and_class_has_a_name_that_says_something() -> None:
    found = sources(*ROOMS, "tests")
    assert [one for source in found for one in empty_names(source)] == []
