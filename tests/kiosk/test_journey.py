"""The walk through a form."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.forms import Answer, Several
from kiosk.journey import Journey
from kiosk.packs import Pack


def begin(pack: Pack) -> Journey:
    return Journey.begin(pack.forms[0], pack.places)


def walk(pack: Pack, *answers: Answer) -> Journey:
    journey = begin(pack)
    for answer in answers:
        journey = journey.answer(answer)
    return journey


LAMP: tuple[Answer, ...] = (
    ("lighting",),
    ("broken-lamp",),
    ("ano", "square"),
    ("danger",),
)


def test_a_journey_starts_at_the_first_question(pack: Pack) -> None:
    journey = begin(pack)
    assert journey.at == "category"
    assert journey.answer_here is None
    assert not journey.complete
    assert journey.back() is None


@pytest.mark.parametrize(
    ("category", "then"),
    [("lighting", "lamp"), ("road", "surface"), ("other", "where")],
)
def test_an_answer_chooses_the_branch(pack: Pack, category: str, then: str) -> None:
    assert walk(pack, (category,)).at == then


def test_all_answers_lead_to_the_review(pack: Pack) -> None:
    journey = walk(pack, *LAMP)
    assert journey.at is None
    assert journey.question is None
    assert journey.complete
    assert tuple(journey.told.values()) == LAMP


def test_back_loses_no_answer(pack: Pack) -> None:
    journey = walk(pack, *LAMP)
    seen = []
    while (before := journey.back()) is not None:
        journey = before
        seen.append((journey.at, journey.answer_here))
    assert seen == [
        ("details", ("danger",)),
        ("where", ("ano", "square")),
        ("lamp", ("broken-lamp",)),
        ("category", ("lighting",)),
    ]
    assert tuple(journey.told.values()) == LAMP


def test_a_branch_that_was_left_is_not_told_but_not_forgotten(pack: Pack) -> None:
    journey = walk(pack, *LAMP).change("category").answer(("road",))
    assert "lamp" not in journey.told
    returned = journey.back()
    assert returned is not None
    returned = returned.answer(("lighting",))
    assert returned.told["lamp"] == ("broken-lamp",)


def test_a_change_comes_back_to_the_review(pack: Pack) -> None:
    changed = walk(pack, *LAMP).change("where")
    assert (changed.at, changed.changing) == ("where", True)
    reviewed = changed.answer(("kato",))
    assert (reviewed.at, reviewed.changing) == (None, False)
    assert reviewed.told["where"] == ("kato",)


def test_back_out_of_a_change_returns_to_the_review(pack: Pack) -> None:
    reviewed = walk(pack, *LAMP).change("where").back()
    assert reviewed is not None
    assert (reviewed.at, reviewed.changing) == (None, False)
    assert tuple(reviewed.told.values()) == LAMP


def test_a_change_asks_what_it_opened_and_nothing_else(pack: Pack) -> None:
    opened = walk(pack, *LAMP).change("category").answer(("road",))
    assert opened.at == "surface"
    assert not opened.complete
    reviewed = opened.answer(("pothole",))
    assert reviewed.at is None
    assert list(reviewed.told) == ["category", "surface", "where", "details"]


def test_an_answer_that_is_no_option_is_a_bug(pack: Pack) -> None:
    for wrong in [("no-such",), ("lighting", "road"), ()]:
        with pytest.raises(ValueError, match="does not accept"):
            begin(pack).answer(wrong)
    with pytest.raises(ValueError, match="does not accept"):
        walk(pack, *LAMP).answer(("danger",))
    with pytest.raises(ValueError, match="was not answered"):
        begin(pack).change("where")


def test_a_place_is_a_village_and_perhaps_a_landmark(pack: Pack) -> None:
    at_place = walk(pack, ("other",))
    assert at_place.answer(("kato",)).told["where"] == ("kato",)
    for wrong in [(), ("nowhere",), ("kato", "square"), ("ano", "square", "x")]:
        with pytest.raises(ValueError, match="does not accept"):
            at_place.answer(wrong)


def test_several_may_be_none_and_never_too_many(pack: Pack) -> None:
    last = walk(pack, *LAMP[:3])
    assert isinstance(last.question, Several)
    assert last.answer(()).complete
    for wrong in [("danger", "days", "weeks"), ("danger", "danger"), ("no-such",)]:
        with pytest.raises(ValueError, match="does not accept"):
            last.answer(wrong)


def test_progress_counts_the_review_and_reaches_it(pack: Pack) -> None:
    assert begin(pack).progress[0] == 0
    done, steps = walk(pack, *LAMP).progress
    assert (done, steps) == (4, 5)


def test_a_branch_not_chosen_yet_counts_as_one_step(pack: Pack) -> None:
    assert begin(pack).progress == (0, 5)
    assert walk(pack, ("lighting",)).progress == (1, 5)
    assert walk(pack, ("other",)).progress == (1, 4)


steps_taken = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=25)


@settings(max_examples=150)
@given(steps_taken)
def test_however_one_walks_nothing_said_is_lost(
    pack: Pack, taken: list[tuple[int, int]]
) -> None:
    journey = begin(pack)
    for kind, choice in taken:
        before = dict(journey.answers)
        if kind <= 2 and journey.question is not None:
            journey = journey.answer(an_answer(journey, choice))
        elif kind == 3:
            journey = journey.back() or journey
            assert journey.answers == before
        elif journey.at is None and journey.told:
            journey = journey.change(list(journey.told)[choice % len(journey.told)])
        assert set(before) <= set(journey.answers)
        assert (journey.at is None) is (journey.question is None)
        assert journey.at is not None or journey.complete


@settings(max_examples=60)
@given(st.lists(st.integers(0, 3), min_size=6, max_size=6))
def test_progress_never_goes_back_while_one_goes_on(
    pack: Pack, choices: list[int]
) -> None:
    journey = begin(pack)
    parts = [0.0]
    for choice in choices:
        if journey.question is None:
            break
        journey = journey.answer(an_answer(journey, choice))
        done, steps = journey.progress
        assert 0 <= done < steps
        parts.append(done / steps)
    assert parts == sorted(parts)
    assert len(set(parts)) == len(parts)


def an_answer(journey: Journey, choice: int) -> Answer:
    question = journey.question
    assert question is not None
    options = question.choices()
    if not options:
        return [("ano",), ("ano", "square"), ("kato",)][choice % 3]
    if isinstance(question, Several):
        return tuple(option.id for option in options[: choice % 3])
    return (options[choice % len(options)].id,)
