"""Every form of every pack we ship, from the home page to the receipt: by touches only, by
keys and ears only, and with one key."""

import shutil
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

import resources
from kiosk.packs import load_pack
from tests.journeys.square import Square
from tests.ui.hearing import Sound, needs_sound
from tests.ui.test_devices import MICROPHONE

ALWAYS = {("thessaloniki", "budget"), ("igoumenitsa", "problem"), ("patras", "idea")}
"""What is walked each time; the others when there is time."""

MOST_PRESSES = {"keypad": 120, "switch": 60}
"""Keys from the home page to the receipt."""


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
    assert told["most"] == {"problem": 6, "idea": 8}.get(form)
    assert told["touches"] <= (told["most"] or 15)


@needs_sound
@pytest.mark.parametrize(
    "pack",
    [
        pytest.param(one, marks=() if one == "patras" else pytest.mark.soak)
        for one in resources.packs()
    ],
)
def test_an_idea_is_told_by_voice_in_eight_touches(
    square: Square, tmp_path: Path, pack: str
) -> None:
    sound = Sound(tmp_path)
    try:
        sound.start(MICROPHONE)
        heard = f"unix:{sound.socket}"
        options = ("--offline", "--pack", pack, "--form", "idea", "--speak")
        ended = square.tour(*options, PULSE_SERVER=heard)
    finally:
        sound.kill()
    assert (ended.code, ended.complained) == (0, "")
    told = square.told()
    assert (told["touches"], told["typed_characters"]) == (8, 0)
    assert [one["name"] for one in told["screens"]].count("voice") == 3
    assert [one["part"] for one in square.outbox()] == [0, 1]  # and it was kept


def test_without_a_microphone_nobody_pretends_to_have_spoken(square: Square) -> None:
    ended = square.tour(
        "--offline", "--form", "idea", "--speak", PULSE_SERVER="unix:/nowhere"
    )
    assert ended.code == 3
    assert "no microphone" in ended.told
    assert square.outbox() == []


def test_a_report_that_takes_a_touch_more_is_a_mistake_of_its_pack(
    square: Square,
) -> None:
    square.sends_to("http://127.0.0.1:9/")
    pack = square.home / "packs" / "patras"
    shutil.copytree(resources.pack("patras"), pack)
    form = pack / "forms" / "problem.toml"
    more = '[[question]]\nkind = "yes-no"\nid = "more"\ntitle = { el = "Κι άλλο;" }\n'
    form.write_text(f"{form.read_text('utf-8')}\n{more}", "utf-8")
    ended = square.tour("--offline")
    assert ended.code == 2
    assert "reported in 7 touches" in ended.told
    assert "6 touches are the most" in ended.told


ALWAYS_BY_KEYS = {
    ("keypad", "patras", "problem"),
    ("switch", "igoumenitsa", "problem"),
}


def every_form_by_keys() -> list[ParameterSet]:
    """One problem by each always; the rest when there is time."""
    return [
        pytest.param(
            by,
            name,
            form.id,
            marks=() if (by, name, form.id) in ALWAYS_BY_KEYS else pytest.mark.soak,
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
