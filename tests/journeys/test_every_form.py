"""Every form of every pack we ship, from the home page to the receipt, by touches only."""

import pytest
from _pytest.mark import ParameterSet

import resources
from kiosk.packs import load_pack
from tests.journeys.square import Square

ALWAYS = {("thessaloniki", "budget"), ("igoumenitsa", "problem"), ("patras", "idea")}
"""What is walked each time; the others when there is time."""

MOST = {"problem": 6, "idea": 8}
"""Touches from the home page to the receipt."""


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
