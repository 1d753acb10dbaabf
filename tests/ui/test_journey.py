"""A citizen's way through the pages, by real touches."""

from tests.ui.booth import Booth
from ui.screen import Screen
from ui.widgets.pages import Pages

WAY = ("problem", "lighting", "broken-lamp", "landmark:square", "action", "action")
"""Six touches, from the home page to the receipt."""


def test_six_touches_lead_from_home_to_the_receipt(booth: Booth) -> None:
    booth.come_in()
    booth.go(*WAY)
    assert booth.page.name == "receipt"
    assert [one.receipt for one in booth.kept()] == [booth.receipts[0].code]


def test_the_receipt_is_shown_only_when_the_report_is_in_the_store(
    booth: Booth,
) -> None:
    kept: list[int] = []

    def look(page: Screen) -> None:
        if page.name == "receipt":
            kept.append(len(booth.kept()))

    booth.stand.shown.connect(look)
    booth.come_in()
    booth.go(*WAY)
    assert kept == [1]


def test_the_receipt_shows_the_number_that_was_kept(booth: Booth) -> None:
    booth.come_in()
    booth.go(*WAY)
    shown = ["".join(text.split()) for text in booth.texts()]
    assert booth.kept()[0].receipt in shown


def test_nothing_is_kept_before_send_it_is_touched(booth: Booth) -> None:
    booth.come_in()
    booth.go(*WAY[:-1])
    assert booth.page.name == "check"
    assert booth.kept() == []


def test_back_goes_question_by_question_and_keeps_every_answer(booth: Booth) -> None:
    booth.come_in()
    booth.go(*WAY[:4])
    booth.touch("dangerous")
    booth.go("back")
    assert booth.page.name == "place"
    booth.go("back")
    assert booth.on() == ["broken-lamp"]
    booth.go("back")
    assert booth.on() == ["lighting"]
    booth.go("back")
    assert booth.page.name == "home"


def test_an_answer_is_changed_from_the_check_and_comes_back_to_it(booth: Booth) -> None:
    booth.come_in()
    booth.go(*WAY[:5], "lighting")
    assert booth.on() == ["broken-lamp"]
    booth.go("more-lighting")
    assert booth.page.name == "check"
    assert booth.reads("Περισσότερο φως")
    assert not booth.reads("Καμένη λάμπα")
    assert booth.reads("Πλατεία")


def test_a_change_that_opens_a_question_asks_only_that(booth: Booth) -> None:
    booth.come_in()
    booth.go(*WAY[:5], "category", "green")
    assert booth.page.name == "choice"
    pages = booth.page.pages()
    assert isinstance(pages, Pages)
    booth.go(pages.shown[0].objectName())
    assert booth.page.name == "check"


def test_back_from_a_change_changes_nothing(booth: Booth) -> None:
    booth.come_in()
    booth.go(*WAY[:5], "lighting", "back")
    assert booth.page.name == "check"
    assert booth.reads("Καμένη λάμπα")


def test_start_over_forgets_the_answers(booth: Booth) -> None:
    booth.come_in()
    booth.go(*WAY[:4], "start-over")
    assert booth.page.name == "home"
    booth.go("problem")
    assert booth.on() == []
    assert booth.kept() == []


def test_finish_leaves_nothing_for_the_next_person(booth: Booth) -> None:
    booth.come_in("en")
    booth.go(*WAY, "action")
    assert booth.page.name == "attract"
    assert booth.stand.person.language == "el"
    booth.come_in()
    booth.go("problem")
    assert booth.on() == []


def test_another_village_with_landmarks_asks_for_one_of_them(booth: Booth) -> None:
    booth.come_in()
    booth.go(*WAY[:3])
    booth.turn_to("elsewhere")
    booth.touch("elsewhere")
    booth.settle()
    booth.turn_to("village:rio")
    booth.touch("village:rio")
    booth.settle()
    assert booth.reads("Ρίο: κοντά σε τι είναι;")
    booth.go("landmark:playground")
    assert booth.page.heading().chosen == ("Παιδική χαρά", "Ρίο")


def test_another_village_without_landmarks_is_the_answer(booth: Booth) -> None:
    booth.come_in()
    booth.go(*WAY[:3])
    booth.turn_to("elsewhere")
    booth.touch("elsewhere")
    booth.settle()
    booth.turn_to("village:argyra")
    booth.go("village:argyra")
    assert booth.page.name == "several"
    assert booth.page.heading().chosen[-1] == "Αργυρά"


def test_somewhere_else_here_is_the_village_itself(booth: Booth) -> None:
    booth.come_in()
    booth.go(*WAY[:3], "whole")
    assert booth.page.heading().chosen[-1] == "Σελλά"


def test_the_pages_of_villages_are_turned_on_and_back(booth: Booth) -> None:
    booth.come_in()
    booth.go(*WAY[:3])
    booth.turn_to("elsewhere")
    booth.touch("elsewhere")
    booth.settle()
    pages = booth.page.pages()
    assert isinstance(pages, Pages)
    seen = [cell.objectName() for cell in pages.shown]
    assert not booth.find("previous").isEnabled()
    while booth.find("more").isEnabled():
        booth.touch("more")
        booth.settle()
        seen += [cell.objectName() for cell in pages.shown]
    villages = booth.core.pack.places.villages
    assert sorted(seen) == sorted(f"village:{one.id}" for one in villages)
    while booth.find("previous").isEnabled():
        booth.touch("previous")
        booth.settle()
    assert [cell.objectName() for cell in pages.shown] == seen[: len(pages.shown)]


def test_no_more_may_be_chosen_than_the_form_takes(booth: Booth) -> None:
    booth.come_in()
    booth.go(*WAY[:4])
    for name in ("since-today", "since-days", "dangerous", "again", "photo", "call-me"):
        booth.touch(name)
    assert not booth.tile("since-weeks").isEnabled()
    booth.touch("dangerous")
    assert booth.tile("since-weeks").isEnabled()
