"""The rooms on disk are the rooms of the law, and each has its law on its door."""

import ast
import re

from tests.house.source import ROOMS, ROOT

NOT_ROOMS = {"tests"}  # they may look into every room


def law_on_the_door(docstring: str) -> bool:
    return (
        "May import" in docstring
        and re.search(r"\bnever\b", docstring, re.I) is not None
    )


def test_a_door_without_its_law_is_caught() -> None:
    assert not law_on_the_door("THE CORE: what a kiosk knows.")
    assert not law_on_the_door("THE CORE.\n\nMay import: everything.")
    assert law_on_the_door("THE CORE.\n\nMay import: nothing.\nMay never: Qt.")


def test_the_rooms_on_disk_are_the_rooms_of_the_law() -> None:
    on_disk = {door.parent.name for door in ROOT.glob("*/__init__.py")}
    assert on_disk - NOT_ROOMS == set(ROOMS)


def test_every_room_has_its_law_on_its_door() -> None:
    without = []
    for room in ROOMS:
        door = ROOT / room / "__init__.py"
        docstring = ast.get_docstring(ast.parse(door.read_text("utf-8"))) or ""
        if not law_on_the_door(docstring):
            without.append(room)
    assert without == []
