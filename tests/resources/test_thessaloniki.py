"""Thessaloniki: a city of neighbourhoods, and its participatory budget."""

import pytest

import resources
from kiosk.forms import Budget
from kiosk.packs import Pack, load_pack
from tests.resources.pack_contract import FORMS, PackContract
from tests.resources.test_patras import metres

CATEGORIES = {
    "cleaning": "rubbish-collection bin-repair bin-washing bin-place bulky-items"
    " street-sweeping public-toilets cleaning-other",
    "roads": "road-surface broken-grate crossing-ramp road-sign bollard"
    " traffic-planning roads-other",
    "lights": "street-light traffic-light fountain lights-other",
    "order": "abandoned-car occupied-space posters noise order-other",
    "green": "park-care tree-pruning playground stray-animals irrigation green-other",
    "squares": "square-repair works-site street-market squares-other",
}
"""Of the city's Improve My City: each category of its service departments has its place."""


class TestThessaloniki(PackContract):
    name = "thessaloniki"
    form_ids = frozenset({*FORMS, "budget"})


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(resources.pack("thessaloniki"), resources.icons())


def test_the_services_are_those_of_improve_my_city(pack: Pack) -> None:
    category, *_ = pack.forms[0].questions
    ids = [one.id for one in category.choices()]
    assert ids == ["danger", *CATEGORIES, "category-other"]
    for name, services in CATEGORIES.items():
        question = pack.forms[0].question(name)
        assert question is not None
        assert question.role == "service"
        assert [one.id for one in question.choices()] == services.split()


def test_the_money_does_not_pay_for_everything_and_may_be_passed_over(
    pack: Pack,
) -> None:
    form = pack.form("budget")
    assert form is not None
    (budget,) = [one for one in form.questions if isinstance(one, Budget)]
    everything = tuple(one.id for one in budget.options)
    assert budget.cost(everything) > budget.total
    assert budget.accepts((), pack.places)
    assert budget.accepts((everything[0],), pack.places)


def test_the_neighbourhoods_lie_in_the_city_each_on_a_spot_of_its_own(
    pack: Pack,
) -> None:
    places = pack.places.villages
    assert len(places) >= 12
    spots = [(one.latitude, one.longitude) for one in places]
    for at, one in enumerate(spots):
        assert 40.58 < one[0] < 40.66
        assert 22.91 < one[1] < 23.00
        assert all(metres(one, other) > 200 for other in spots[at + 1 :])


def test_a_landmark_lies_near_its_neighbourhood(pack: Pack) -> None:
    told = [one for one in pack.places.villages if one.landmarks]
    assert len(told) >= 6
    for village in told:
        assert len(village.landmarks) == 6
        for one in village.landmarks:
            near = (village.latitude, village.longitude)
            assert metres(near, (one.latitude, one.longitude)) < 2000
