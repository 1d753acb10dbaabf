"""The pages of a decision, leafed through by touch; and what a hostile document does:
nothing but a calm sentence."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from kiosk.config import Feed, FeedType
from kiosk.notice import Notice, NoticeKind, Stamp
from kiosk.noticeboard import Noticeboard, Wanted
from tests.ui import papers
from tests.ui.booth import Booth
from tests.ui.test_reading import NOON
from ui.citizen.reading.document import DocumentScreen
from ui.leafing import Lectern
from ui.lectern import MOST_PAGES
from ui.senses import Leaf, Turn

Stand = Callable[..., Booth]

LINK = "https://diavgeia.gov.gr/doc/6%CE%A9"
DECISION = Notice(
    "6ΩΞΤ46Ω5ΒΞ-Ν2Φ", NoticeKind.DECISION, "el", "ΕΓΚΡΙΣΗ ΜΕΛΕΤΗΣ", "ΕΓΚΡΙΣΗ ΜΕΛΕΤΗΣ",
    NOON, link=LINK,
)  # fmt: skip
FEED = Feed(name="council", type=FeedType.DIAVGEIA, url="https://a.example")


def hang(booth: Booth, document: bytes | None) -> None:
    """Let the agent hang up a decision and lay its pages beside it, and the kiosk look."""
    booth.clock.wall = NOON
    board = Noticeboard(booth.device.store, booth.clock)
    board.post(FEED.name, [DECISION], Stamp())
    if document is not None:
        board.lay(FEED, Wanted(DECISION.id, LINK), document)
    booth.threshold.look()
    wanted = (replace(DECISION, has_pages=bool(document)),)
    booth.qtbot.waitUntil(lambda: booth.threshold.notices == wanted)


def open_pages(booth: Booth, document: bytes) -> DocumentScreen:
    hang(booth, document)
    booth.come_in()
    booth.turn_to("read")
    booth.go("read", "decisions", DECISION.id, "action")
    return drawn(booth)


def drawn(booth: Booth, sentence: str = "") -> DocumentScreen:
    """Wait until the page is drawn, or this is said in its place."""
    page = booth.page
    assert isinstance(page, DocumentScreen)
    booth.qtbot.waitUntil(
        lambda: page._sheet.sentence.startswith(sentence or "\0") or
        (not sentence and not page._sheet.sentence and page._lectern._doing is None),
        timeout=30_000,
    )  # fmt: skip
    booth.settle()
    return page


def test_the_summary_comes_first_and_then_the_pages(booths: Stand) -> None:
    booth = booths()
    hang(booth, papers.decision())
    booth.come_in()
    booth.turn_to("read")
    booth.go("read", "decisions", DECISION.id)
    assert booth.page.name == "article"
    assert booth.reads("ΑΔΑ")
    assert booth.reads("Διαβάστε το στο κινητό σας")
    booth.go("action")
    page = drawn(booth)
    assert page.pages().count == 3
    heard = " ".join(said.text for said in page.spoken())
    assert heard.startswith("ΑΠΟΣΠΑΣΜΑ ΠΡΑΚΤΙΚΟΥ, σελίδα 1 Το Δημοτικό")
    assert all(len(said.text.split()) <= 60 for said in page.spoken())
    for before in ("article", "entries", "shelf"):
        booth.go("back")
        assert booth.page.name == before


@pytest.mark.parametrize("document", [None, b""])
def test_without_pages_there_is_no_button(
    booths: Stand, document: bytes | None
) -> None:
    booth = booths()
    hang(booth, document)
    booth.come_in()
    booth.turn_to("read")
    booth.go("read", "decisions", DECISION.id)
    assert not booth.has("action")
    assert booth.reads("Διαβάστε το στο κινητό σας")


def test_a_page_is_moved_and_enlarged_by_buttons(booths: Stand) -> None:
    booth = booths()
    page = open_pages(booth, papers.decision())
    assert (page._leaf.zoom, page._leaf.y, page._leaf.wide) == (1, 0.0, 1.0)
    seen = [(page._sheet.page, page._leaf.y)]
    for _ in range(12):
        booth.touch("south")
        page = drawn(booth)
        seen.append((page._sheet.page, page._leaf.y))
    assert seen == sorted(seen), "one reads on, from page to page"
    assert [number for number, y in seen if y == 0] == [0, 1, 2]
    assert seen[-1] == seen[-2], "at the end it goes no further"
    booth.touch("north")
    assert drawn(booth)._leaf.y < seen[-1][1]
    booth.touch("plus")
    assert drawn(booth)._leaf.wide < 1
    booth.touch("east")
    assert drawn(booth)._leaf.x > 0
    booth.touch("west")
    assert drawn(booth)._leaf.x == 0
    booth.touch("my-place")
    leaf = drawn(booth)._leaf
    assert (leaf.zoom, leaf.wide, leaf.high) == (0, 1.0, 1.0)
    booth.touch("minus")
    assert drawn(booth)._leaf.zoom == 0
    booth.touch("previous")
    assert drawn(booth)._sheet.page == 1


def test_another_page_begins_at_its_beginning(booths: Stand) -> None:
    booth = booths()
    open_pages(booth, papers.decision())
    booth.touch("south")
    assert drawn(booth)._leaf.y > 0
    booth.touch("more")
    page = drawn(booth)
    assert (page._sheet.page, page._leaf.y) == (1, 0.0)
    assert page.spoken()[0].text.startswith("ΑΠΟΣΠΑΣΜΑ ΠΡΑΚΤΙΚΟΥ, σελίδα 2")


def test_larger_letters_and_another_language_keep_the_place(booths: Stand) -> None:
    booth = booths()
    open_pages(booth, papers.decision())
    booth.touch("more")
    drawn(booth)
    booth.touch("south")
    before = drawn(booth)
    for strip in ("colours", "letters"):
        booth.touch(strip)
        booth.wait_for("document")
        page = drawn(booth)
        assert page is not before
        assert page._sheet.page == 1
        assert page._leaf.y > 0


def test_a_scan_says_that_it_cannot_be_read_aloud(booths: Stand) -> None:
    page = open_pages(booths(), papers.scan())
    (said,) = page.spoken()
    assert said.text.startswith("Αυτή η σελίδα είναι εικόνα")


def test_nothing_is_left_of_a_document_when_they_have_gone(booths: Stand) -> None:
    booth = booths()
    page = open_pages(booth, papers.decision())
    assert page._lectern._document
    booth.visit.rest()
    booth.wait_for("attract")
    assert not page._lectern._document
    assert page._lectern._child._process is None


HOSTILE: dict[str, Callable[[], bytes]] = {
    "locked": papers.locked,
    "a thousand pages": papers.endless,
    "one page too many": lambda: papers.endless(MOST_PAGES + 1),
    "half of one": lambda: papers.decision()[:3000],
    "none at all": lambda: b"%PDF-1.7 and nothing else",
    "as thin as a hair": lambda: papers.boxed(1, 1_000_000),
    "strokes without end": papers.busy,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_shown_is_one_calm_sentence(booths: Stand, name: str) -> None:
    booth = booths()
    hang(booth, HOSTILE[name]())
    booth.come_in()
    booth.turn_to("read")
    booth.go("read", "decisions", DECISION.id, "action")
    page = drawn(booth, "Αυτή η σελίδα δεν μπορεί να φανεί εδώ.")
    assert [said.text for said in page.spoken()] == [page._sheet.sentence]
    assert DECISION.id in page._sheet.sentence
    booth.go("back")
    assert booth.page.name == "article"


@pytest.mark.parametrize(
    "document",
    [
        papers.boxed(1e9, 1e9),
        papers.boxed(0, 0),
        papers.boxed(-100, -200),
        papers.boxed(14_400, 14_400),
        papers.bomb(20_000),
    ],
    ids=["a page of 350 km", "no page", "a page inside out", "large", "a bomb"],
)
def test_whatever_a_page_says_of_itself_the_lectern_lives(
    qtbot: QtBot, document: bytes
) -> None:
    lectern = Lectern()
    told: list[Leaf] = []
    lectern.drawn.connect(told.append)
    for content in (document, papers.decision()):
        lectern.open(content)
        lectern.turn(Turn(0, width=1400, height=700, zoom=99))
        before = len(told)
        qtbot.waitUntil(lambda: len(told) > before, timeout=30_000)  # noqa: B023
    assert told[-1].pages == 3
    assert told[-1].image
    lectern.close()


def test_what_was_asked_for_last_is_drawn(qtbot: QtBot) -> None:
    lectern = Lectern()
    told: list[Leaf] = []
    lectern.drawn.connect(told.append)
    lectern.open(papers.decision(8))
    for page in range(8):
        lectern.turn(Turn(0, page=page, width=700, height=700))
    qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    qtbot.wait(200)
    (leaf,) = told
    assert "σελίδα 8" in leaf.text
    lectern.close()
