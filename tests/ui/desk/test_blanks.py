"""Forms for a pen are printed at the desk, each copy with a number of its own."""

from kiosk.paperform import read_paper
from tests.ui.desk.counter import Counter
from ui.desk.blanks import BlanksPage
from ui.leaves import Blank


def turn(desk: Counter) -> BlanksPage:
    desk.press("F6")
    assert isinstance(desk.page, BlanksPage)
    return desk.page


def printed(desk: Counter) -> list[Blank]:
    return [one for one in desk.printer.pages if isinstance(one, Blank)]


def test_every_copy_is_a_paper_of_its_own(desk: Counter) -> None:
    page = turn(desk)
    page._copies.setValue(3)
    desk.press("Ctrl+Return")
    for _ in range(3):
        desk.printer.end(True)
    papers = [read_paper(one.qr) for one in printed(desk)]
    assert len({one.serial for one in papers}) == 3
    assert {one.form for one in papers} == {desk.ground.pack.forms[0].id}
    assert desk.reads("Τυπώθηκε.")


def test_the_form_and_its_language_are_chosen_by_arrows(desk: Counter) -> None:
    turn(desk)
    desk.press("Down")
    desk.press("Tab")
    desk.press("Down")
    desk.press("Ctrl+Return")
    (page,) = printed(desk)
    assert read_paper(page.qr).form == desk.ground.pack.forms[1].id
    assert page.language == desk.ground.pack.municipality.languages[1]


def test_without_paper_the_others_are_not_tried(desk: Counter) -> None:
    page = turn(desk)
    page._copies.setValue(3)
    desk.press("Ctrl+Return")
    desk.printer.run_out()
    assert len(printed(desk)) == 1
    assert desk.reads("Ο εκτυπωτής δεν έχει χαρτί.")


def test_it_is_saved_as_a_pdf(desk: Counter) -> None:
    turn(desk)
    desk.press("Alt+1")
    (pdf,) = (desk.ground.home.folder / "paper").glob("*.pdf")
    assert pdf.read_bytes().startswith(b"%PDF")
    assert desk.reads(str(pdf))
