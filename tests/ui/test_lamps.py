"""The lamps and bins of the packs we ship: touched on the map, told by their number or read
from their code, they are the same, and the municipality gets which one it is."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint

import resources
from kiosk.built import BUILT
from kiosk.dispatch import dispatch_of, wording_of
from kiosk.forms import Answer, Place
from kiosk.journey import Journey
from kiosk.mercator import to_world
from kiosk.packs import load_pack
from kiosk.places import Fixture
from kiosk.poles import numbered, place_of
from kiosk.submission import Receipt, SubmissionId
from kiosk.xform import submission_xml
from tests.resources.walks import walks
from tests.ui.booth import Booth, Given
from tests.ui.test_place import chart, tap

Stand = Callable[..., Booth]


def at_the_place(booth: Booth) -> Journey:
    """Walk to the first question where something is."""
    pack = booth.core.pack
    walk = next(walks(pack, pack.forms[0]))
    journey = Journey.begin(pack.forms[0], pack.places)
    while not isinstance(journey.question, Place):
        assert journey.question is not None
        journey = journey.answer(walk.told[journey.question.id])
    booth.visit._walk(journey)
    booth.wait_for("place")
    return journey


def answer(booth: Booth, asked: Journey) -> Answer:
    """Return what was answered to it."""
    journey = booth.visit._journey
    assert journey is not None
    assert asked.at is not None
    return journey.answers[asked.at]


def touched(booth: Booth, fixture: Fixture) -> None:
    """Find it on the map, and touch it."""
    booth.turn_to("map")
    booth.go("map")
    shown = chart(booth)
    world = to_world(fixture.latitude, fixture.longitude)
    shown.look_at(*world, 18)
    booth.settle()
    at: QPoint = shown._view.on_glass(*world).toPoint()
    tap(booth, at)
    booth.go("action")


def typed(booth: Booth, fixture: Fixture) -> None:
    booth.turn_to("pole-number")
    booth.go("pole-number")
    booth.type("".join(one for one in fixture.asset.number if one.isdigit()))
    booth.go("action")


def scanned(booth: Booth, fixture: Fixture) -> None:
    before = booth.page
    code = f"https://town.example/{fixture.layer.id}/{fixture.asset.number}"
    booth.scans.scanned.emit(code)
    booth.wait_to_leave(before)


WAYS = (touched, typed, scanned)


@pytest.mark.parametrize("pack", resources.packs())
@pytest.mark.parametrize("layer", ["lamps", "bins"])
def test_three_ways_lead_to_the_same_lamp(booths: Stand, pack: str, layer: str) -> None:
    booth = booths(Given(pack=resources.pack(pack)))
    places = booth.core.pack.places
    kind = next(one for one in places.layers if one.id == layer)
    fixture = Fixture(layer=kind, asset=kind.assets[1])
    wanted = places.answer_of(fixture)
    for way in WAYS:
        asked = at_the_place(booth)
        way(booth, fixture)
        assert answer(booth, asked) == wanted, way
        assert wanted[1] == f"{layer}:{kind.assets[1].number}"


@pytest.mark.parametrize("pack", resources.packs())
def test_every_number_is_typed_on_digits_and_names_one_thing(pack: str) -> None:
    places = load_pack(resources.pack(pack), resources.icons()).places
    for layer in places.layers:
        for asset in layer.assets:
            digits = "".join(one for one in asset.number if one.isdigit())
            assert [one.asset for one in numbered(digits, places)] == [asset]
            found = place_of(asset.number, places)
            assert found is not None
            assert found[1] == f"{layer.id}:{asset.number}"


@pytest.mark.parametrize("name", resources.packs())
def test_the_municipality_gets_which_lamp_it_is(name: str) -> None:
    pack = load_pack(resources.pack(name), resources.icons())
    form, layer = pack.forms[0], pack.places.layers[0]
    lamp = Fixture(layer=layer, asset=layer.assets[0])
    walk = next(walks(pack, form))
    where = next(one.id for one in walk.asked if isinstance(one, Place))
    told = pack.places.answer_of(lamp)
    journey = replace(walk, answers={**walk.answers, where: told})
    uid = SubmissionId("00000000-0000-4000-8000-000000000009")
    receipt = Receipt("WMWQWMWMW", uid, form.id, BUILT)
    dispatch = dispatch_of(receipt, journey, "el", wording_of(journey, pack), "kiosk")
    assert (dispatch.latitude, dispatch.longitude) == (lamp.latitude, lamp.longitude)
    assert dispatch.answers[where] == told
    assert f"Κολόνα φωτισμού {lamp.asset.number}" in dispatch.address
    sent = submission_xml(dispatch, form.id).decode()
    assert f"<asset>lamps:{lamp.asset.number}</asset>" in sent


@pytest.mark.parametrize("pack", resources.packs())
def test_a_sample_says_that_it_is_one(pack: str) -> None:
    folder = resources.pack(pack)
    readme = (folder / "README.md").read_text("utf-8")
    for layer in sorted((folder / "layers").iterdir()):
        assert layer.name in readme
        text = layer.read_text("utf-8")
        assert text.count('"sample": true') == text.count('"Point"')
    assert "invented" in readme
