"""The sample pack: true names, plain words, and the municipality's own service ids."""

import math
import re
from collections.abc import Iterator
from itertools import chain

import pytest

import resources
from kiosk.forms import Choice, Form, Option
from kiosk.packs import Pack, load_pack
from kiosk.places import Text

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
VOWELS = "αεηιουωάέήίόύώϊϋΐΰ"
ACCENTED = set("άέήίόύώΐΰ")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(resources.pack("patras"), resources.icons())


@pytest.fixture(scope="module")
def problem(pack: Pack) -> Form:
    form = pack.form("problem")
    assert form is not None
    return form


def options(form: Form) -> Iterator[Option]:
    return chain.from_iterable(question.choices() for question in form.questions)


def texts(pack: Pack) -> Iterator[Text]:
    town = pack.municipality
    yield from (town.name, town.welcome, town.contact.hours, town.contact.address)
    for village in pack.places.villages:
        yield from (village.name, *(one.name for one in village.landmarks))
    for form in pack.forms:
        yield from (form.title, form.hint)
        for question in form.questions:
            yield from (question.title, question.hint)
        for option in options(form):
            yield from (option.label, option.hint)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The way between two (latitude, longitude), flat: good for a few kilometres."""
    north = (other[0] - one[0]) * 111_200
    east = (other[1] - one[1]) * 111_200 * math.cos(math.radians(one[0]))
    return math.hypot(north, east)


def test_it_says_that_it_is_a_sample(pack: Pack) -> None:
    assert pack.municipality.sample
    assert "patras" in resources.packs()


def test_a_telephone_that_nobody_checked_is_left_out(pack: Pack) -> None:
    assert pack.municipality.contact.phone == ""


def test_the_services_are_those_of_the_municipality(problem: Form) -> None:
    category = problem.question("category")
    assert category is not None
    assert {option.id for option in category.choices()} == set(SERVICES)
    for name, ids in SERVICES.items():
        question = problem.question(name)
        assert question is not None
        assert question.role == "service"
        assert question.when == {"category": name}
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


def test_no_two_choices_of_a_question_have_one_picture_or_one_name(
    problem: Form,
) -> None:
    for question in problem.questions:
        shown = question.choices()
        assert len({option.icon for option in shown}) == len(shown)
        for language in ("el", "en"):
            assert len({option.label[language] for option in shown}) == len(shown)


def test_a_question_is_short_and_ends_as_one(problem: Form) -> None:
    for question in problem.questions:
        assert question.title["el"].endswith(";")
        assert question.title["en"].endswith("?")
        for text in question.title.values():
            assert len(words(text)) <= 12


def test_a_choice_is_three_words_at_most_and_a_hint_eight(problem: Form) -> None:
    for question in problem.questions:
        if isinstance(question, Choice):
            for option in question.choices():
                assert all(len(words(text)) <= 3 for text in option.label.values())
    for option in options(problem):
        assert all(len(words(text)) <= 8 for text in option.hint.values())


def test_everything_is_said_in_both_languages_in_short_words(pack: Pack) -> None:
    for text in texts(pack):
        assert set(text) in (set(), {"el", "en"})
        for language, said in text.items():
            assert said == said.strip()
            assert said[0].isupper()
            assert all(len(word) <= 20 for word in words(said)), (language, said)


def test_every_greek_word_bears_its_accent_and_its_final_sigma(pack: Pack) -> None:
    for text in texts(pack):
        for word in words(text.get("el", "").lower()):
            syllables = re.findall(f"[{VOWELS}]+", word)
            accents = [letter for letter in word if letter in ACCENTED]
            assert len(accents) <= 1, word
            assert accents or len(syllables) < 2, word
            assert not word.endswith("σ"), word
            assert "ς" not in word[:-1], word
            assert re.fullmatch(f"[{VOWELS}βγδζθκλμνξπρσςτφχψ]+", word), word


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
