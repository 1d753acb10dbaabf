"""The sample pack: true names, plain words, and the municipality's own service ids."""

import math

import pytest

import resources
from kiosk.forms import Form
from kiosk.packs import Pack, load_pack
from tests.resources.pack_contract import PackContract

SERVICES = {
    "garbage": "broken-bin bulky-items cut-branches rubble square-cleaning"
    " street-sweeping garbage-other",
    "lighting": "broken-lamp flickering-lamp more-lighting new-light-fixture"
    " lighting-other",
    "road-constructor": "pothole occupied-public-space broken-pavement-slabs"
    " abandoned-car blocked-pavement broken-bench poor-workmanship road-other",
    "protection-policy": "severe-weather uncleared-private-plot protection-other",
    "green": "grass-cutting tree-pruning uncleared-municipal-plot green-other",
    "environment": "recycling rodents insects environment-other",
    "plumbing": "blocked-drain broken-drain-cover water-leak water-other",
}


class TestPatras(PackContract):
    name = "patras"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(resources.pack("patras"), resources.icons())


@pytest.fixture(scope="module")
def problem(pack: Pack) -> Form:
    form = pack.form("problem")
    assert form is not None
    return form


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The way between two (latitude, longitude), flat: good for a few kilometres."""
    north = (other[0] - one[0]) * 111_200
    east = (other[1] - one[1]) * 111_200 * math.cos(math.radians(one[0]))
    return math.hypot(north, east)


def test_the_services_are_those_of_the_municipality(problem: Form) -> None:
    category = problem.question("category")
    assert category is not None
    assert {option.id for option in category.choices()} == {"danger", *SERVICES}
    for name, ids in SERVICES.items():
        question = problem.question(name)
        assert question is not None
        assert question.role == "service"
        ways = ["danger"] if name == "protection-policy" else []
        when = question.when["category"]
        assert {*ways, name} == ({when} if isinstance(when, str) else {*when})
        assert [option.id for option in question.choices()] == ids.split()


def test_the_last_choice_is_for_those_who_do_not_know(problem: Form) -> None:
    for name in SERVICES:
        question = problem.question(name)
        assert question is not None
        *known, last = question.choices()
        assert last.icon == "something-else"
        assert last.label["en"] == "Something else"
        assert "something-else" not in {option.icon for option in known}


def test_a_report_takes_four_questions(problem: Form) -> None:
    for name in SERVICES:
        told = {"category": (name,)}
        asked = [one.id for one in problem.questions if one.is_asked(told)]
        assert asked == ["category", name, "where", "details"]


def test_danger_is_asked_no_more_than_what_and_where(problem: Form) -> None:
    told = {"category": ("danger",)}
    asked = [one.id for one in problem.questions if one.is_asked(told)]
    assert asked == ["category", "numbers", "protection-policy", "where"]


def test_the_villages_lie_in_the_municipality(pack: Pack) -> None:
    assert len(pack.places.villages) >= 25
    for village in pack.places.villages:
        assert 38.10 < village.latitude < 38.36
        assert 21.58 < village.longitude < 21.95


def test_no_two_villages_stand_on_one_spot(pack: Pack) -> None:
    spots = [(one.latitude, one.longitude) for one in pack.places.villages]
    for at, one in enumerate(spots):
        assert all(metres(one, other) > 500 for other in spots[at + 1 :])


def test_a_village_has_six_landmarks_near_its_centre_or_none(pack: Pack) -> None:
    told = [village for village in pack.places.villages if village.landmarks]
    assert len(told) >= 4
    assert {"sella", "rio"} <= {village.id for village in told}
    for village in told:
        centre = (village.latitude, village.longitude)
        spots = [(one.latitude, one.longitude) for one in village.landmarks]
        assert len(set(spots)) == 6
        assert all(metres(centre, spot) < 400 for spot in spots)
