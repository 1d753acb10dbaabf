"""The helps of every page: they change how it is told, never what was said."""

import pytest

from tests.ui.booth import Booth
from ui.theme import Letters, Look

SEVERAL = ("problem", "lighting", "broken-lamp", "landmark:square")


def half_chosen(booth: Booth) -> None:
    booth.come_in()
    booth.go(*SEVERAL)
    booth.touch("dangerous")
    booth.touch("since-today")


def test_another_language_keeps_what_was_touched(booth: Booth) -> None:
    half_chosen(booth)
    booth.go("language", "en")
    assert booth.page.name == "several"
    assert booth.reads("It is dangerous")
    assert sorted(booth.on()) == ["dangerous", "since-today"]


def test_another_language_keeps_the_answers(booth: Booth) -> None:
    half_chosen(booth)
    booth.go("language", "en", "action")
    assert booth.page.name == "check"
    assert booth.reads("Dead lamp")
    assert booth.reads("It is dangerous")


def test_another_language_keeps_a_typed_number(booth: Booth) -> None:
    booth.come_in()
    booth.go("follow")
    booth.type("K7Q")
    booth.go("language", "en")
    assert booth.page.name == "follow"
    assert booth.page.partial() == ("K7Q",)
    assert [text for text in booth.texts() if text in ("K", "7", "Q")][:3]


@pytest.mark.parametrize("name", ["letters", "colours"])
def test_a_whole_round_of_looks_keeps_what_was_touched(booth: Booth, name: str) -> None:
    half_chosen(booth)
    before = booth.stand.person
    seen = set()
    for _ in range(len(Letters if name == "letters" else Look)):
        booth.go(name)
        booth.settle()
        seen.add((booth.stand.person.letters, booth.stand.person.look))
        chosen = [one for one in ("dangerous", "since-today") if is_on(booth, one)]
        assert chosen == ["dangerous", "since-today"]
    assert len(seen) == len(Letters if name == "letters" else Look)
    assert booth.stand.person == before


def is_on(booth: Booth, name: str) -> bool:
    return booth.tile(name).isChecked()


def test_larger_letters_keep_a_typed_number(booth: Booth) -> None:
    booth.come_in()
    booth.go("follow")
    booth.type("K7Q")
    booth.go("letters", "colours")
    assert booth.page.partial() == ("K7Q",)


def test_larger_letters_keep_the_village_one_looks_at(booth: Booth) -> None:
    booth.come_in()
    booth.go(*SEVERAL[:3])
    booth.turn_to("elsewhere")
    booth.touch("elsewhere")
    booth.settle()
    booth.go("letters")
    booth.settle()
    assert booth.reads("Διαλέξτε το μέρος")


def test_help_covers_the_page_and_back_uncovers_it(booth: Booth) -> None:
    half_chosen(booth)
    booth.go("help")
    assert booth.page.name == "help"
    assert booth.reads("112")
    booth.go("back")
    assert sorted(booth.on()) == ["dangerous", "since-today"]


def test_help_is_left_by_going_on_too(booth: Booth) -> None:
    half_chosen(booth)
    booth.go("help", "action")
    assert sorted(booth.on()) == ["dangerous", "since-today"]


def test_help_over_the_languages_leads_back_to_the_question(booth: Booth) -> None:
    half_chosen(booth)
    booth.go("language", "help", "back")
    assert booth.page.name == "several"


def test_help_tells_who_helps_and_when(booth: Booth) -> None:
    booth.come_in()
    booth.go("help")
    contact = booth.core.pack.municipality.contact
    assert booth.reads(contact.hours["el"])
