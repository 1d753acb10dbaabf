"""A person is called from every page, where there is one to come."""

from collections.abc import Callable

import pytest

from kiosk.citizen import CitizenDoor
from kiosk.desk import DeskDoor
from kiosk.errors import CannotSave
from kiosk.paperform import form_of, read_paper
from kiosk.staff import StaffDoor
from tests.ui.booth import Booth, Given
from tests.ui.captors import HandPrinter, hand_kit
from tests.ui.capturing import counts

Stand = Callable[..., Booth]


@pytest.fixture
def desked(booths: Stand) -> Booth:
    """A kiosk of Patras whose calls somebody answers."""
    booth = booths(Given(desk=True))
    booth.come_in()
    return booth


@pytest.fixture
def desk(desked: Booth) -> StaffDoor:
    return StaffDoor(desked.ground)


def test_without_a_desk_help_tells_where_there_is_some(booth: Booth) -> None:
    booth.come_in()
    booth.go("help")
    assert not booth.reads("Να έρθει κάποιος")
    booth.go("action")
    assert booth.page.name == "home"
    assert StaffDoor(booth.ground).calls() == ()


def test_a_call_tells_the_desk_from_where_it_came(
    desked: Booth, desk: StaffDoor
) -> None:
    desked.go("problem", "help", "action")
    assert desked.page.name == "call"
    (call,) = desk.calls()
    assert (call.kiosk, call.language, call.page) == ("kiosk", "el", "choice")
    assert call.place == "Σελλά"
    assert call.who == ""


def test_who_comes_is_shown(desked: Booth, desk: StaffDoor) -> None:
    desked.go("help", "action")
    (call,) = desk.calls()
    assert desk.come(call.id, "<b>Μαρία</b>")
    desked.qtbot.waitUntil(lambda: desked.reads("<b>Μαρία</b>"))
    assert desked.page.name == "call"


def test_who_comes_is_shown_to_whoever_went_on(desked: Booth, desk: StaffDoor) -> None:
    desked.go("problem", "help", "action", "action")
    assert desked.page.name == "choice"
    (call,) = desk.calls()
    assert desk.come(call.id, "Μαρία")
    desked.qtbot.waitUntil(lambda: "Μαρία" in desked.page.note())
    desked.go("help")
    assert desked.page.name == "call"
    assert desked.reads("Μαρία")


def test_only_one_of_two_colleagues_comes(desked: Booth, desk: StaffDoor) -> None:
    desked.go("help", "action")
    (call,) = desk.calls()
    assert desk.come(call.id, "Μαρία")
    assert not desk.come(call.id, "Γιώργος")
    assert [one.who for one in desk.calls()] == ["Μαρία"]


def test_who_has_left_waits_no_more(desked: Booth, desk: StaffDoor) -> None:
    desked.go("help", "action")
    (call,) = desk.calls()
    desked.visit.rest()
    desked.qtbot.waitUntil(lambda: desk.calls() == ())
    assert not desk.come(call.id, "Μαρία")
    desked.wait_for("attract")
    desked.come_in()
    desked.go("help")
    assert desked.page.name == "help"


def test_one_touch_more_calls_nobody_else(desked: Booth, desk: StaffDoor) -> None:
    desked.go("help", "action", "action", "help")
    assert desked.page.name == "call"
    assert len(desk.calls()) == 1


def test_another_language_keeps_the_call(desked: Booth, desk: StaffDoor) -> None:
    desked.go("help", "action", "language", "en")
    assert len(desk.calls()) == 1


class FullDesk(DeskDoor):
    """No call has room on the disk."""

    def call(self, language: str, page: str) -> int:
        raise CannotSave("the disk", "is full", "free some")


class FullDisk(CitizenDoor):
    """A kiosk on whose disk no call has room."""

    @property
    def desk(self) -> DeskDoor:
        given = (self._config, self._device, self._clock, self._village, "el")
        return FullDesk(*given)


def test_a_call_that_cannot_be_kept_is_said(booths: Stand) -> None:
    booth = booths(Given(desk=True, door=FullDisk))
    booth.come_in()
    booth.go("help")
    booth.touch("action")
    booth.qtbot.waitUntil(lambda: bool(booth.page.note()))
    assert booth.page.name == "help"


# A form on paper


def printing(booths: Stand) -> Booth:
    booth = booths(Given(kit=hand_kit))
    booth.come_in()
    return booth


def hand(booth: Booth) -> HandPrinter:
    assert isinstance(booth.kit.printer, HandPrinter)
    return booth.kit.printer


def test_a_form_is_printed_in_the_language_of_whoever_asks(booths: Stand) -> None:
    booth = printing(booths)
    booth.go("language", "ar", "help", "on-paper")
    assert booth.page.name == "forms"
    booth.touch("problem")
    booth.touch("idea")  # one at a time
    (blank,) = hand(booth).blanks
    assert blank.rtl
    paper = read_paper(blank.qr)
    assert form_of(paper, booth.core.pack).id == "problem"
    assert not counts(booth)
    hand(booth).end(well=True)
    assert counts(booth)
    booth.touch("problem")
    again = read_paper(hand(booth).blanks[-1].qr)
    assert again.serial != paper.serial
    hand(booth).end(well=True)


def test_from_a_question_one_comes_back_to_it(booths: Stand) -> None:
    booth = printing(booths)
    booth.go("problem", "help", "on-paper", "back")
    assert booth.page.name == "choice"
    assert hand(booth).pages == []


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (HandPrinter.run_out, "Ο εκτυπωτής δεν έχει χαρτί"),
        (lambda printer: printer.end(well=False), "Ο εκτυπωτής δεν δουλεύει τώρα"),
    ],
)
def test_a_form_that_does_not_come_out_is_told(
    booths: Stand, ends: Callable[[HandPrinter], None], said: str
) -> None:
    booth = printing(booths)
    booth.go("help", "on-paper")
    booth.touch("problem")
    ends(hand(booth))
    booth.settle()
    assert booth.reads(said)
    assert booth.reads("Ρωτήστε στο δημαρχείο")


def test_a_printer_of_receipts_alone_offers_no_form(booths: Stand) -> None:
    booth = booths(Given())
    booth.come_in()
    booth.go("help")
    assert not booth.has("on-paper")
