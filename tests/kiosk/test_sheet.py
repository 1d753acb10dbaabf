"""A form on one page: answered in any order, and passed over where it may be."""

import pytest

from kiosk.journey import Journey
from kiosk.office.sheet import answered, passed_over, put
from kiosk.packs import Pack

LAMP = {"category": ("lighting",), "lamp": ("broken-lamp",), "where": ("ano",)}


@pytest.fixture
def journey(pack: Pack) -> Journey:
    return Journey.begin(pack.forms[0], pack.places)


def test_questions_are_answered_in_any_order(journey: Journey) -> None:
    for question, answer in reversed(LAMP.items()):
        journey = put(journey, question, answer)
    assert journey.told == LAMP
    assert [one.id for one in journey.asked] == ["category", "lamp", "where", "details"]


def test_an_answer_is_taken_back(journey: Journey) -> None:
    journey = put(answered(journey, LAMP), "lamp", ())
    assert "lamp" not in journey.answers
    assert not passed_over(journey).complete


def test_what_the_form_does_not_accept_is_a_bug(journey: Journey) -> None:
    for question, answer in (("category", ("moon",)), ("moon", ("lighting",))):
        with pytest.raises(ValueError, match="does not accept"):
            put(journey, question, answer)


def test_only_what_may_be_passed_over_is(journey: Journey) -> None:
    assert passed_over(journey).told == {"details": ()}
    whole = passed_over(answered(journey, LAMP))
    assert whole.complete
    assert whole.told == {**LAMP, "details": ()}
    told = answered(journey, {**LAMP, "details": ("danger",)})
    assert passed_over(told).told["details"] == ("danger",)


def test_of_older_answers_those_count_that_still_fit(journey: Journey) -> None:
    older = {**LAMP, "where": ("drowned-village",), "gone": ("yes",), "details": ()}
    told = answered(journey, older).told
    assert told == {"category": ("lighting",), "lamp": ("broken-lamp",)}
