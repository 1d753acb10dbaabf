"""What became of a report: by its number, touched on keys."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.codes import grouped
from kiosk.office.cures import Cures, Outcome
from kiosk.office.shift import Shift
from kiosk.vault import load_opener
from tests.ui.booth import Booth

WAY = ("problem", "lighting", "broken-lamp", "landmark:square", "action", "action")
HOSTILE = (
    "<img src=x onerror=alert(1)> &amp; <b>Τετάρτη</b> %s {0} {x.__class__}\n"
    "https://patras.example/a/very/long/path/without/a/single/space/in/it/at/all"
)


def reported(booth: Booth) -> str:
    """File a report, and come again to ask for it."""
    booth.come_in()
    booth.go(*WAY, "action", "begin", "el", "follow")
    return booth.receipts[0].code


def test_a_report_is_found_by_its_number(booth: Booth) -> None:
    code = reported(booth)
    booth.type(code)
    booth.go("action")
    assert booth.page.name == "case"
    assert booth.reads(grouped(code))
    assert booth.reads("Φυλάχτηκε εδώ")


def test_a_report_that_was_taken_back_is_told_as_that(booth: Booth) -> None:
    code = reported(booth)
    assert booth.core.device.store.erase(code, "", is_taken_back=True) is not None
    booth.type(code)
    booth.go("action")
    assert booth.page.name == "case"
    assert booth.reads(grouped(code))
    assert booth.reads("πάρθηκε πίσω")
    assert not booth.reads("Πηγαίνει στον Δήμο")


def test_a_report_that_was_closed_at_the_desk_says_why(booth: Booth) -> None:
    code = reported(booth)
    ground = booth.ground
    opener = load_opener(ground.config.keys, ground.device.public_key)
    cures = Cures(Shift(ground, "Μαρία", opener))
    standing = cures.look(code)
    assert standing is not None
    assert cures.close(standing.opened, "Ο χώρος είναι ιδιωτικός.") is Outcome.DONE
    booth.type(code)
    booth.go("action")
    assert booth.page.name == "case"
    assert booth.reads("Δεν στέλνεται")
    assert booth.reads("Ο χώρος είναι ιδιωτικός.")
    assert not booth.reads("Πηγαίνει στον Δήμο")


def test_a_wrong_number_is_told_and_kept(booth: Booth) -> None:
    code = reported(booth)
    wrong = code[:-1] + ("7" if code[-1] != "7" else "8")
    booth.type(wrong)
    booth.touch("action")
    booth.qtbot.waitUntil(lambda: booth.reads("Δεν τον βρίσκουμε εδώ"))
    assert booth.page.partial() == (wrong,)
    booth.touch("erase")
    booth.type(code[-1])
    booth.go("action")
    assert booth.page.name == "case"


def test_what_is_wrong_stays_told_in_larger_letters(booth: Booth) -> None:
    booth.come_in()
    booth.go("follow")
    booth.type("K7Q")
    booth.touch("action")
    assert booth.reads("Λείπουν μερικά")
    assert booth.page.partial() == ("K7Q",)


def test_no_more_symbols_are_taken_than_a_number_has(booth: Booth) -> None:
    booth.come_in()
    booth.go("follow")
    booth.type("K7Q" * 4)
    assert booth.page.partial() == ("K7Q" * 3,)
    for _ in range(12):
        booth.touch("erase")
    assert booth.page.partial() == ("",)


def test_the_day_it_should_be_done_is_shown_and_said(booth: Booth) -> None:
    booth.clock.wall = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    code = reported(booth)
    uid = booth.kept()[0].submission_id
    booth.device.store.note_news(uid, "seen", "Ήρθε", None, "2026-12-12")
    booth.type(code)
    booth.go("action")
    sentence = "Περιμένουμε να γίνει ως τις 12 Δεκεμβρίου."
    assert booth.reads(sentence)
    assert sentence in [said.text for said in booth.page.spoken()]
    booth.clock.wall += timedelta(days=12)
    booth.go("back")
    booth.go("follow")
    booth.type(code)
    booth.go("action")
    assert not booth.reads("Περιμένουμε")


@pytest.mark.parametrize("letters", [0, 2])
def test_what_the_municipality_wrote_is_plain_text(booth: Booth, letters: int) -> None:
    code = reported(booth)
    booth.go(*["letters"] * letters)
    uid = booth.kept()[0].submission_id
    booth.device.store.note_news(uid, "seen", HOSTILE, None)
    booth.type(code)
    booth.go("action")
    booth.settle()
    pages = booth.page.pages()
    assert pages is not None
    read = booth.page.spoken()[-1].text
    while pages.page < pages.count - 1:
        booth.touch("more")
        booth.settle()
        read += booth.page.spoken()[-1].text
    assert "".join(read.split()) == "".join(HOSTILE.split())
    assert "<img src=x onerror=alert(1)>" in read
    booth.shell.grab()
    assert booth.shell.size() == booth.given.panel.size
