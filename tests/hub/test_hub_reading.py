"""Which requests a reader gets: the filters, the window, the order, the pages. The
office is the real one on a real database; only its clock is ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from hub.arguments import Filters, read_form
from hub.engine import sqlite_url
from hub.errors import Refused
from hub.ledger import Ledger, open_ledger
from hub.model import Decision, Stage
from hub.office import Office
from hub.services import SHIPPED, read_catalogue
from hub.settings import Settings
from tests.hub.running import Hub, read_json

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
HERE = "https://hub.example.gr"
FORM = "application/x-www-form-urlencoded"


class Town:
    """An office, and a clock that stands where it is put."""

    def __init__(self, ledger: Ledger) -> None:
        self.now = NOON
        catalogue = read_catalogue(SHIPPED)
        self.office = Office(
            Settings(), catalogue, ledger, lambda: self.now, lambda: "token"
        )

    def file(self, code: str = "pothole", days: float = 0, **more: str) -> str:
        """Files a request `days` from noon; gives its id."""
        self.now = NOON + timedelta(days=days)
        said = {"service_code": code, "address_string": "εδώ"} | more
        receipt = self.office.take(read_form(urlencode(said).encode(), FORM))
        self.now = NOON
        assert isinstance(receipt.service_request_id, str)
        return receipt.service_request_id

    def move(self, number: str, stage: Stage, note: str, days: float = 0) -> None:
        """A clerk decides, `days` from noon."""
        self.now = NOON + timedelta(days=days)
        entry = self.office.ledger.find(int(number))
        assert entry is not None
        assert self.office.move(entry, Decision(stage, note))
        self.now = NOON

    def found(self, **filters: str) -> list[str]:
        """The ids of the requests that pass."""
        listed = {"service_request_id", "service_code", "status"}
        asked = Filters(
            **{k: [v] if k in listed else v for k, v in filters.items()}  # type: ignore[arg-type]
        )
        return [each.service_request_id for each in self.office.many(asked, None, HERE)]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with open_ledger(sqlite_url(tmp_path / "hub.db")) as ledger:
        yield Town(ledger)


def test_the_newest_come_first(town: Town) -> None:
    old, older, new = town.file(days=-2), town.file(days=-3), town.file(days=-1)
    assert town.found() == [new, old, older]


def test_requests_of_one_second_come_in_the_order_they_were_filed(town: Town) -> None:
    filed = [town.file() for _ in range(5)]
    assert town.found() == filed[::-1]


def test_the_last_ninety_days_are_told_unless_asked_otherwise(town: Town) -> None:
    kept, lost = town.file(days=-90), town.file(days=-90.1)
    assert town.found() == [kept]
    assert town.found(service_request_id=lost) == [lost]


def test_both_ends_of_a_window_are_in_it(town: Town) -> None:
    first, inside, last = town.file(days=-9), town.file(days=-8), town.file(days=-7)
    town.file(days=-9.1)
    town.file(days=-6.9)
    found = town.found(
        start_date="2026-05-23T12:00:00Z", end_date="2026-05-25T12:00:00Z"
    )
    assert found == [last, inside, first]


@pytest.mark.parametrize(
    "start", ["2026-05-25T15:00:00+03:00", "2026-05-25T15:00:00 03:00"]
)
def test_a_date_may_be_in_any_zone_even_with_its_plus_unescaped(
    town: Town, start: str
) -> None:
    kept = town.file(days=-7)
    town.file(days=-7.01)
    assert town.found(start_date=start) == [kept]


def test_a_lone_end_looks_back_ninety_days_from_it(town: Town) -> None:
    kept = town.file(days=-120)
    town.file(days=-20)
    assert town.found(end_date="2026-02-10T00:00:00Z") == [kept]


@pytest.mark.parametrize(
    "wrong",
    [
        {"start_date": "2026-01-01"},
        {"start_date": "2026-01-01T00:00:00"},
        {"start_date": "2026-13-01T00:00:00Z"},
        {"start_date": "yesterday"},
        {"start_date": "0001-01-01T00:00:00+14:00"},
        {"start_date": "9999-12-31T00:00:00Z"},
        {"end_date": "0001-01-02T00:00:00Z"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-01T00:00:01Z"},
        {"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"},
        {"status": "half-open"},
        {"status": "open,half-open"},
        {"service_code": "no such'code"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "1.5"},
        {"page": "9" * 30},
        {"page_size": "1001"},
        {"page_size": "x"},
    ],
)
def test_a_filter_that_means_nothing_is_refused(
    town: Town, wrong: dict[str, str]
) -> None:
    with pytest.raises(Refused) as refused:
        town.found(**wrong)
    assert refused.value.status == 400
    assert any(name in str(refused.value) for name in wrong)


def test_ninety_days_are_not_too_many(town: Town) -> None:
    found = town.found(
        start_date="2026-01-01T00:00:00Z", end_date="2026-04-01T00:00:00Z"
    )
    assert found == []


def test_the_ids_override_every_other_filter(town: Town) -> None:
    one, two = town.file(days=-200), town.file("rodents")
    found = town.found(
        service_request_id=f"{two}, {one},777,what,{one}",
        service_code="nothing",
        status="closed",
        start_date="nonsense",
    )
    assert found == [two, one]


def test_services_are_told_apart(town: Town) -> None:
    hole, rats, _ = town.file("pothole"), town.file("rodents"), town.file("insects")
    assert town.found(service_code="pothole") == [hole]
    assert town.found(service_code="pothole,rodents") == [rats, hole]


def test_open_and_closed_are_told_apart(town: Town) -> None:
    new, under_way, done = town.file(), town.file(), town.file()
    town.move(under_way, Stage.IN_PROGRESS, "Ήρθε συνεργείο")
    town.move(done, Stage.FIXED, "Έγινε", days=1)
    assert town.found(status="open") == [under_way, new]
    assert town.found(status="closed") == [done]
    assert town.found(status="open,closed") == [done, under_way, new]


def test_a_closed_request_tells_when_and_why(town: Town) -> None:
    number = town.file()
    town.move(number, Stage.NOT_OURS, "Είναι της Περιφέρειας", days=1)
    (told,) = town.office.one(number, None, HERE)
    assert (told.status, told.extended_status) == (
        "closed",
        "not_councils_responsibility",
    )
    assert told.status_notes == "Είναι της Περιφέρειας"
    assert told.requested_datetime == "2026-06-01T12:00:00Z"
    assert told.updated_datetime == "2026-06-02T12:00:00Z"


def test_every_step_can_be_followed_oldest_first(town: Town) -> None:
    number = town.file()
    town.move(number, Stage.PLANNED, "Την Πέμπτη", days=0.1)
    town.move(number, Stage.FIXED, "Έγινε", days=0.2)
    town.now = NOON + timedelta(days=1)
    steps = town.office.updates(None, None, None)
    assert [(each.status, each.description) for each in steps] == [
        ("planned", "Την Πέμπτη"),
        ("fixed", "Έγινε"),
    ]
    assert {each.service_request_id for each in steps} == {number}
    assert len({each.update_id for each in steps}) == 2
    later = town.office.updates("2026-06-01T16:00:00Z", None, None)
    assert [each.status for each in later] == ["fixed"]


def test_pages_hold_every_request_once(town: Town) -> None:
    filed = [town.file(days=-each) for each in range(7)]
    pages = [town.found(page=str(n), page_size="3") for n in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert [number for page in pages for number in page] == filed


def test_no_more_than_a_thousand_are_told_at_once(town: Town) -> None:
    filed = [town.file(days=-0.01) for _ in range(1003)]
    assert town.found() == filed[:2:-1]


def test_a_second_decision_on_what_was_seen_once_is_not_taken(town: Town) -> None:
    entry = town.office.ledger.find(int(town.file()))
    assert entry is not None
    assert town.office.move(entry, Decision(Stage.PLANNED, "πρώτη"))
    assert not town.office.move(entry, Decision(Stage.FIXED, "δεύτερη"))
    assert [each.note for each in town.office.ledger.history(entry.id)] == ["πρώτη"]


def test_filters_arrive_over_the_wire_repeated_or_with_commas(hub: Hub) -> None:
    one, two = hub.filed(), hub.filed()
    for query in (
        f"service_request_id={one},{two}",
        f"service_request_id={one}&service_request_id={two}",
    ):
        told = read_json(hub.ask(f"requests.json?{query}"), 200)
        assert {each["service_request_id"] for each in told} == {one, two}
    assert (
        hub.json("requests", page_size="1", status="open,closed")[0][
            "service_request_id"
        ]
        == two
    )
    (error,) = read_json(hub.ask("requests.json", status="ajar"), 400)
    assert "status" in error["description"]
