"""Every form of every pack we ship, from the home page to the receipt: by touches only, by
keys and ears only, and with one key."""

import pytest
from _pytest.mark import ParameterSet

import resources
from kiosk.packs import load_pack
from tests.journeys.square import Square

ALWAYS = {("thessaloniki", "budget"), ("igoumenitsa", "problem"), ("patras", "idea")}
"""What is walked each time; the others when there is time."""

MOST = {"problem": 6, "idea": 8}
"""Touches from the home page to the receipt."""

MOST_PRESSES = {"keypad": 120, "switch": 60}
"""Keys, as far."""


def every_form() -> list[ParameterSet]:
    return [
        pytest.param(
            name,
            form.id,
            marks=() if (name, form.id) in ALWAYS else pytest.mark.soak,
        )
        for name in resources.packs()
        for form in load_pack(resources.pack(name), None).forms
    ]


@pytest.mark.parametrize(("pack", "form"), every_form())
def test_a_form_is_walked_by_touches(square: Square, pack: str, form: str) -> None:
    ended = square.tour("--offline", "--pack", pack, "--form", form)
    assert (ended.code, ended.complained) == (0, "")
    told = square.told()
    assert (told["form"], told["typed_characters"]) == (form, 0)
    assert told["touches"] <= MOST.get(form, 15)


def every_form_by_keys() -> list[ParameterSet]:
    """Problems always, for that is what most people come for; the rest when there is
    time."""
    return [
        pytest.param(
            by,
            name,
            form.id,
            marks=() if form.id == "problem" else pytest.mark.soak,
        )
        for by in ("keypad", "switch")
        for name in resources.packs()
        for form in load_pack(resources.pack(name), None).forms
    ]


@pytest.mark.parametrize(("by", "pack", "form"), every_form_by_keys())
def test_a_form_is_walked_without_sight_and_without_a_finger(
    square: Square, by: str, pack: str, form: str
) -> None:
    ended = square.tour("--offline", "--pack", pack, "--form", form, "--input", by)
    assert (ended.code, ended.complained) == (0, "")
    told = square.told()
    assert (told["form"], told["input"]) == (form, by)
    assert told["touches"] == 0
    assert 0 < told["presses"] < MOST_PRESSES[by]
