"""Where is it: a landmark, a point on the map, a lamp by its number."""

import json
from pathlib import Path

import pytest

import resources
from kiosk.choosing import Place
from kiosk.dispatch import dispatch_of, wording_of
from kiosk.errors import Misconfigured
from kiosk.forms import Answer, say
from kiosk.journey import Journey
from kiosk.layers import read_layer
from kiosk.mercator import bounds_of, from_world, metres, tile_of, to_world
from kiosk.packs import Pack, load_pack
from kiosk.places import Gazetteer, Near
from kiosk.poles import numbered, place_of
from kiosk.submission import Receipt, SubmissionId
from kiosk.xform import form_xml, submission_xml
from tests.kiosk.every_kind import ANSWERS, write_every_kind
from tests.kiosk.village import SetClock

POINT = ("ano", "@38.271200,21.861100")
LAMP = ("ano", "lamps:L-0147")


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return load_pack(write_every_kind(tmp_path / "pack"), resources.icons())


@pytest.fixture
def places(pack: Pack) -> Gazetteer:
    return pack.places


def place_of_the(pack: Pack) -> Place:
    question = pack.forms[1].question("place")
    assert isinstance(question, Place)
    return question


def near(places: Gazetteer, latitude: float, longitude: float) -> Near:
    return places.nearest(latitude, longitude)


def test_the_way_between_two_points_is_what_others_measure() -> None:
    assert metres((38.2466, 21.7346), (37.9838, 23.7275)) == pytest.approx(
        176_900, rel=0.005
    )  # Patras to Athens
    assert metres((0, 0), (0, 1)) == pytest.approx(111_195, rel=0.001)
    assert metres((38, 21), (38, 21)) == 0


def test_a_point_comes_back_from_the_square_as_it_went() -> None:
    for point in ((0.0, 0.0), (38.28, 21.887), (-54.8, -68.3), (85.0, 179.9)):
        assert from_world(*to_world(*point)) == pytest.approx(point, abs=1e-9)
    assert tile_of(38.28, 21.887, 12) == (2297, 1575)
    assert tile_of(90, 180, 1) == (1, 0)


def test_bounds_hold_what_is_around() -> None:
    bounds = bounds_of([(38.25, 21.85), (38.27, 21.86)], 1000)
    assert bounds.holds(38.26, 21.855)
    assert bounds.holds(38.258, 21.839)
    assert not bounds.holds(38.26, 21.9)


@pytest.mark.parametrize(
    "wrong",
    [
        ("ano", "@38.2712,21.8611"),
        ("ano", "@38.271200, 21.861100"),
        ("ano", "@39.271200,21.861100"),
        ("ano", "@38.271200,21.861100\n"),
        ("ano", "@٣٨.271200,21.861100"),
        ("ano", "@nan,nan"),
        ("ano", "lamps:"),
        ("ano", "lamps:9999"),
        ("ano", "bins:L-0147"),
        ("ano", ""),
        ("nowhere", "@38.271200,21.861100"),
        ("ano", "square", "lamps:L-0147"),
        (),
    ],
)
def test_what_names_no_place_is_no_answer(places: Gazetteer, wrong: Answer) -> None:
    assert places.spots(wrong) is None


def test_a_point_and_a_lamp_are_answers(pack: Pack) -> None:
    question = place_of_the(pack)
    for answer in (POINT, LAMP, ("ano",), ("ano", "square")):
        assert question.accepts(answer, pack.places)


def test_a_point_is_told_by_what_it_is_near_to(pack: Pack) -> None:
    question, el = place_of_the(pack), ("el",)

    def told(answer: Answer) -> list[str]:
        return [say(piece, el) for piece in question.says(answer, pack.places)]

    assert told(POINT) == ["Σημείο στον χάρτη", "κοντά: Πλατεία", "Άνω Λευκή"]
    assert told(LAMP) == ["Κολόνα L-0147", "κοντά: Πλατεία", "Άνω Λευκή"]
    far = pack.places.answer_at(38.2489, 21.8499)
    assert far is not None
    assert told(far) == ["Σημείο στον χάρτη", "Κάτω Λευκή"]
    assert told(("ano", "square")) == ["Πλατεία", "Άνω Λευκή"]


def test_a_pack_without_those_words_names_the_landmark(tmp_path: Path) -> None:
    folder = write_every_kind(tmp_path / "pack")
    told = (folder / "pack.toml").read_text("utf-8")
    lines = [
        one for one in told.splitlines() if not one.startswith(("near", "on-the-map"))
    ]
    (folder / "pack.toml").write_text("\n".join(lines), "utf-8")
    pack = load_pack(folder, resources.icons())
    said = place_of_the(pack).says(POINT, pack.places)
    assert [say(one, ("el",)) for one in said] == ["Πλατεία", "Άνω Λευκή"]


def test_only_what_is_near_is_called_near(places: Gazetteer) -> None:
    assert near(places, 38.2712, 21.8611).landmark is not None
    away = near(places, 38.2760, 21.8611)
    assert away.landmark is None
    assert away.village.id == "ano"


def filed(pack: Pack, answer: Answer) -> bytes:
    journey = Journey.begin(pack.forms[1], pack.places)
    while (question := journey.question) is not None:
        given = answer if question.id == "place" else ANSWERS[question.id]
        journey = journey.answer(given)
    clock = SetClock()
    uid = SubmissionId("00000000-0000-4000-8000-000000000009")
    receipt = Receipt("WMWQWMWMW", uid, "everything", clock.now())
    dispatch = dispatch_of(receipt, journey, "el", wording_of(journey, pack), "kiosk")
    assert dispatch.latitude == pytest.approx(38.2712)
    assert dispatch.address.endswith("κοντά: Πλατεία, Άνω Λευκή")
    return submission_xml(dispatch, "everything")


def test_the_municipality_gets_where_it_is(pack: Pack) -> None:
    point, lamp = filed(pack, POINT), filed(pack, LAMP)
    assert (
        b"<place><village>ano</village>"
        b"<location>38.271200 21.861100 0 0</location></place>" in point
    )
    assert b"<village>ano</village><asset>lamps:L-0147</asset><location>" in lamp
    assert b"landmark" not in lamp + point


def test_a_form_has_a_node_for_the_lamp_where_there_are_lamps(pack: Pack) -> None:
    form, languages = pack.forms[1], ("el",)
    assert b'/place/asset" type="string"' in form_xml(form, pack.places, languages)
    bare = Gazetteer(villages=pack.places.villages)
    assert b"asset" not in form_xml(form, bare, languages)


# Numbers and codes


def numbers(places: Gazetteer, written: str) -> list[str]:
    return [one.asset.number for one in numbered(written, places)]


def test_a_number_is_found_as_people_type_it(places: Gazetteer) -> None:
    for written in ("L-0147", "l 147", "L147", "0147", "147", "00147"):
        assert numbers(places, written) == ["L-0147"]
    assert numbers(places, "149") == ["L-0149", "K-0149"]
    assert numbers(places, "Κ-0149") == ["K-0149"]  # with a Greek kappa
    for written in ("", " ", "-", "14", "1470", "L"):
        assert numbers(places, written) == []


@pytest.mark.parametrize(
    ("scanned", "answer"),
    [
        ("L-0147", LAMP),
        ("lamps:L-0147", LAMP),
        ("https://patras.example/lamps/L-0147", LAMP),
        ("https://patras.example/pole?id=L-0147&from=qr", LAMP),
        ("geo:38.2712,21.8611", POINT),
        ("geo:38.2712,21.8611?z=18", POINT),
        ("K-0149", ("kato", "lamps:K-0149")),
        ("geo:48.1,11.5", None),
        ("geo:38.2712", None),
        ("https://patras.example/L-0147/L-0148", None),
        ("149", None),
        ("WIFI:S:net;P:secret;;", None),
        ("https://[", None),
        ("", None),
        ("\x00\u202e", None),
        ("L-0147" * 200, None),
    ],
)
def test_a_code_on_a_pole_is_a_place_or_nothing(
    places: Gazetteer, scanned: str, answer: Answer | None
) -> None:
    assert place_of(scanned, places) == answer


# Layers


def write(path: Path, *features: object, kind: str = "FeatureCollection") -> Path:
    path.write_text(json.dumps({"type": kind, "features": features}), "utf-8")
    return path


def feature(
    number: object = "1", at: object = (21.86, 38.27), **more: object
) -> object:
    geometry = {"type": "Point", "coordinates": at}
    return {"geometry": geometry, "properties": {"number": number, **more}}


def test_a_layer_is_read_with_its_names(tmp_path: Path) -> None:
    named = feature(7, name="Lamp", **{"name:el": "Φως"})
    by_id = {
        "id": 12,
        "geometry": {"type": "Point", "coordinates": [21.8, 38.2, 5]},
        "properties": None,
    }
    first, second = read_layer(write(tmp_path / "a", named, by_id))
    assert (first.number, first.name) == ("7", {"": "Lamp", "el": "Φως"})
    assert (second.number, second.latitude, second.longitude) == ("12", 38.2, 21.8)


MISTAKES = {
    "has no number": feature(None),
    "not a point": {
        "geometry": {"type": "LineString", "coordinates": []},
        "properties": {"number": 1},
    },
    "is nothing": {"geometry": None, "properties": {"number": 1}},
    "not longitude and latitude": feature(at=(4_205_000.0, 300_000.0)),
    "are not longitude": feature(at="here"),
}


@pytest.mark.parametrize("told", MISTAKES)
def test_a_mistake_in_a_layer_is_told_with_its_place(tmp_path: Path, told: str) -> None:
    path = write(tmp_path / "a", feature("ok"), MISTAKES[told])
    with pytest.raises(Misconfigured, match=told) as error:
        read_layer(path)
    assert "feature 2" in str(error.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"<html>",
        b"[" * 100_000,
        b'{"type": "Topology", "features": []}',
        b'{"type": "FeatureCollection", "features": [1]}',
        b'{"type": "FeatureCollection"}',
    ],
)
def test_what_is_no_geojson_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(Misconfigured):
        read_layer(tmp_path / "a")


def test_a_number_that_stands_twice_and_a_missing_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="stands twice"):
        read_layer(write(tmp_path / "a", feature("1"), feature("1")))
    with pytest.raises(Misconfigured, match="no such file"):
        read_layer(tmp_path / "none")
