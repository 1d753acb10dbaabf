"""The pages of the newest decisions are fetched by real HTTP, within bounds, and kept as
long as their decision hangs in the square."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

import pytest
from fpdf import FPDF

from kiosk.config import Budget, Feed, FeedType
from kiosk.noticeboard import Noticeboard
from sync.feed import Archive
from sync.feeds import READERS
from sync.newsstand import Newsstand, Subscription
from tests.kiosk.village import Kiosk
from tests.sync.post import Post, Postman
from tests.sync.site import Page, Site, site

HOUR = 3600.0
LOGIN = b"<!doctype html><title>Wi-Fi</title>"


@cache
def pdf(pages: int = 1) -> bytes:
    """Return a real document."""
    paper = FPDF()
    paper.set_font("helvetica")
    for number in range(pages):
        paper.add_page()
        paper.cell(text=f"Page {number + 1}")
    return bytes(paper.output())


@dataclass
class Register:
    """Diavgeia, as far as a kiosk knows it, and a kiosk that reads it."""

    kiosk: Kiosk
    site: Site
    documents: int = 5
    budget: Budget = Budget()  # noqa: RUF009 -- frozen

    def tell(self, *names: str, **elsewhere: str) -> None:
        """Tell these decisions, the newest first; their documents lie in /doc."""
        rows = [
            {
                "ada": name,
                "subject": f"ΑΠΟΦΑΣΗ {name}",
                "documentUrl": elsewhere.get(name, f"{self.site.url}/doc/{name}"),
            }
            for name in names
        ]
        path = "/search.json?org=6104&status=PUBLISHED&sort=recent&page=0&size=20"
        self.site.put(path, json.dumps({"decisions": rows}))

    def put(self, name: str, body: bytes, **more: object) -> None:
        self.site.put(f"/doc/{quote(name)}", body, **more)

    def run(self, seconds: float) -> list[str]:
        """Let an agent live so long; return what it logged."""
        post = Post(self.kiosk, {"town": Postman()})
        agent, bell = post.agent()
        feed = Feed(
            name="council", type=FeedType.DIAVGEIA, url=self.site.url,
            organisation="6104", documents=self.documents, budget=self.budget,
        )  # fmt: skip
        reader = READERS[feed.type](feed)
        board = Noticeboard(self.kiosk.device.store, self.kiosk.clock)
        stand = Newsstand([Subscription(feed, reader)], board, agent._world)
        agent._newsstand = stand
        bell.at, bell.then = self.kiosk.clock.seconds + seconds, agent.stop
        agent.run()
        reader.close()
        return post.log.lines

    def here(self) -> list[str]:
        """The decisions whose pages lie in the kiosk."""
        return [one.id for one in self.kiosk.door.notices() if one.has_pages]

    def asked(self, name: str) -> int:
        """How often a document was asked for."""
        return [path for path, _ in self.site.asked].count(f"/doc/{quote(name)}")


@pytest.fixture
def register(kiosk: Kiosk) -> Iterator[Register]:
    with site() as opened:
        yield Register(kiosk, opened)


def test_the_newest_documents_lie_beside_their_decisions(register: Register) -> None:
    body = pdf(2)
    register.documents = 2
    register.tell("6ΩΞΤ46Ω5ΒΞ-Ν2Φ", "b", "c")
    for name in ("6ΩΞΤ46Ω5ΒΞ-Ν2Φ", "b", "c"):
        register.put(name, body)
    register.run(HOUR / 2)
    assert register.here() == ["6ΩΞΤ46Ω5ΒΞ-Ν2Φ", "b"]
    assert register.kiosk.door.document("6ΩΞΤ46Ω5ΒΞ-Ν2Φ") == body
    assert register.kiosk.door.document("c") is None
    assert register.asked("c") == 0
    link = register.kiosk.door.notices()[0].link
    assert link == f"{register.site.url}/doc/{quote('6ΩΞΤ46Ω5ΒΞ-Ν2Φ')}"
    assert link.isascii()


def test_what_is_here_is_not_asked_for_again(register: Register) -> None:
    register.tell("a")
    register.put("a", pdf())
    register.run(5 * HOUR)
    register.run(5 * HOUR)
    assert register.asked("a") == 1


def test_what_is_listed_no_more_is_let_go(register: Register) -> None:
    register.documents = 2
    register.tell("a", "b")
    for name in ("a", "b", "c"):
        register.put(name, pdf())
    register.run(HOUR / 2)
    register.tell("c", "a", "b")
    register.run(HOUR / 2)
    assert register.here() == ["c", "a"]
    assert register.kiosk.door.document("b") is None
    register.tell("c")
    register.run(HOUR / 2)
    assert register.kiosk.door.document("a") is None
    register.documents = 0
    register.run(HOUR / 2)
    assert register.here() == []


def test_a_document_at_another_address_is_another_document(register: Register) -> None:
    register.tell("a")
    register.put("a", pdf(1))
    register.put("corrected", pdf(3))
    register.run(HOUR / 2)
    register.tell("a", a=f"{register.site.url}/doc/corrected")
    register.run(HOUR / 2)
    assert register.kiosk.door.document("a") == pdf(3)


@pytest.mark.parametrize(
    "page",
    [
        Page(LOGIN),
        Page(b"no such page", 404),
        Page(b"", 503),
        Page(LOGIN, headers={"Content-Type": "application/pdf"}),
    ],
    ids=["a login page", "gone", "busy", "a login page that says it is a PDF"],
)
def test_what_is_no_document_is_tried_three_times_and_no_more(
    register: Register, page: Page
) -> None:
    register.tell("a", "b")
    register.site.pages["/doc/a"] = page
    register.put("b", pdf())
    register.run(10 * HOUR)
    assert register.asked("a") == 3
    assert register.here() == ["b"]


def test_a_document_too_large_is_not_tried_again(register: Register) -> None:
    register.tell("a", "b")
    register.put("a", b"%PDF-1.7" + b" " * 5_000_000)
    register.put("b", pdf())
    log = register.run(3 * HOUR)
    assert register.asked("a") == 1
    assert register.here() == ["b"]
    assert "INFO council: a: not to be had" in log


@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.example/doc/a",
        "ftp://127.0.0.1/a",
        "javascript:1",
        "//elsewhere.example",
    ],
)
def test_no_other_host_is_asked(register: Register, link: str) -> None:
    register.tell("a", a=link)
    log = register.run(HOUR / 2)
    assert register.kiosk.door.notices()[0].link == ""
    assert len(register.site.asked) == 1
    assert not any("a:" in line for line in log)


def test_an_address_of_old_is_not_followed_from_the_settings_of_today(
    register: Register,
) -> None:
    feed = Feed(
        name="d", type=FeedType.DIAVGEIA, url="https://a.example", organisation="1"
    )
    reader = READERS[feed.type](feed)
    assert isinstance(reader, Archive)
    assert reader.document(f"{register.site.url}/doc/a") == b""
    reader.close()


def test_what_the_line_may_bear_is_kept_to(register: Register) -> None:
    body = pdf()
    register.tell("a", "b", "c")
    for name in ("a", "b", "c"):
        register.put(name, body)
    register.budget = Budget(mb_a_day=1.5 * len(body) / 1e6)
    register.run(HOUR / 2)
    assert register.here() == ["a", "b"], "begun while there is something left"
    register.run(2 * HOUR)
    assert register.asked("c") == 0
    register.run(26 * HOUR)
    assert register.here() == ["a", "b", "c"]


def test_documents_are_asked_for_with_a_pause_between(register: Register) -> None:
    register.tell("a", "b", "c")
    for name in ("a", "b", "c"):
        register.put(name, pdf())
    register.run(15)
    assert len(register.here()) == 2
    register.run(15)
    assert len(register.here()) == 3
