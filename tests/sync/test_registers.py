"""What a destination lists as open is read politely, and believed only where it plainly is
such a list: by real HTTP, from a strict municipality, a real hub, and from whoever else
may answer."""

import base64
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from kiosk.config import Destination, Format
from kiosk.notice import Stamp
from kiosk.others import MOST_REPORTS, Report
from sync.connector import Kind, Trouble
from sync.feed import Listed, Unchanged
from sync.http import LONGEST_ANSWER
from sync.newsstand import Heard
from sync.registers import REGISTERS
from tests.hub.post import dispatch
from tests.hub.running import write
from tests.sync.hubs import KEY as HUB_KEY
from tests.sync.hubs import RealHub, real_hub
from tests.sync.municipality import Filed, Municipality
from tests.sync.site import Site, site
from tests.sync.tricks import LOGIN, Manner, Trick

NOON = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)


def fetch(to: Destination, stamp: Stamp = Stamp()) -> Heard:  # noqa: B008
    register = REGISTERS[to.type](to)
    try:
        return register.fetch(stamp)
    finally:
        register.close()


def listed(to: Destination, stamp: Stamp = Stamp()) -> tuple[Report, ...]:  # noqa: B008
    told = fetch(to, stamp)
    assert isinstance(told, Listed), told
    return told.reports


# Open311


def open311(url: str, **more: object) -> Destination:
    told: dict[str, object] = {"name": "town", "type": "open311", "url": url}
    return Destination(**(told | {"timeout_s": 5} | more))  # type: ignore[arg-type] # settings are what a test says


def file(town: Municipality, count: int = 1, status: str = "open") -> None:
    for _ in range(count):
        form = {
            "service_code": "broken-lamp",
            "lat": "38.271",
            "long": "21.861",
            "description": "Η Μαρία, τηλ. 6900000000, λέει ότι <b>δεν ανάβει</b>",
        }
        town.filed.append(Filed(str(len(town.filed)), form, NOON, status))


@pytest.mark.parametrize("format_", list(Format), ids=str)
def test_what_is_open_is_told_by_number_kind_place_and_day(
    town: Municipality, format_: Format
) -> None:
    file(town)
    file(town, status="closed")
    town.ways.numbers = True
    found = listed(open311(town.url, format=format_))
    assert found == (Report("0", "broken-lamp", 38.271, 21.861, NOON),)
    assert "Μαρία" not in repr(found)


def test_closed_ones_are_passed_over_whether_or_not_it_knows_the_filter(
    town: Municipality,
) -> None:
    file(town, 2)
    town.filed[0].status = "closed"
    town.ways.filters_by_status = False
    assert [one.id for one in listed(open311(town.url))] == ["1"]


def test_a_town_with_nothing_open_lists_nothing(town: Municipality) -> None:
    assert listed(open311(town.url)) == ()
    assert listed(open311(town.url, format=Format.XML)) == ()


def test_it_is_asked_only_for_something_newer(town: Municipality) -> None:
    file(town)
    town.ways.tags = True
    told = fetch(open311(town.url))
    assert isinstance(told, Listed)
    assert told.stamp.tag
    assert isinstance(fetch(open311(town.url), told.stamp), Unchanged)
    file(town)
    assert len(listed(open311(town.url), told.stamp)) == 2


def test_a_long_list_is_read_in_parts_and_never_by_the_stamp_of_one_of_them(
    town: Municipality,
) -> None:
    file(town, 450)
    town.ways.tags = True
    told = fetch(open311(town.url))
    assert isinstance(told, Listed)
    assert len(told.reports) == 450
    assert told.stamp == Stamp(), "its end may be another though its beginning is not"
    assert len(town.gets) == 3


def test_a_list_without_parts_is_read_once(town: Municipality) -> None:
    file(town, 450)
    town.ways.pages = False
    assert len(listed(open311(town.url))) == 450
    assert len(town.gets) == 1
    del town.filed[200:]
    assert len(listed(open311(town.url))) == 200
    assert len(town.gets) == 3


def test_no_more_is_asked_for_than_may_be_kept(town: Municipality) -> None:
    file(town, 1500)
    assert len(listed(open311(town.url))) == MOST_REPORTS
    assert len(town.gets) == MOST_REPORTS // 200


def test_it_is_found_by_its_discovery_document(town: Municipality) -> None:
    file(town)
    assert len(listed(open311(town.announce()))) == 1


@pytest.mark.parametrize(
    ("trick", "kind"),
    [
        (Trick(status=500, body=b"oops"), Kind.BUSY),
        (Trick(status=503, headers={"Retry-After": "900"}), Kind.BUSY),
        (Trick(status=403, body=b"[]"), Kind.LOCKED),
        (Trick(status=404, body=b"[]"), Kind.REFUSED),
        (Trick(status=304, body=b""), Kind.LINK),
        (Trick(body=LOGIN), Kind.LINK),
        (Trick(manner=Manner.DROPPED), Kind.LINK),
        (Trick(manner=Manner.TRUNCATED), Kind.LINK),
        (Trick(body=b""), Kind.BUSY),
        (Trick(body=b"null"), Kind.BUSY),
        (Trick(body=b"{}"), Kind.BUSY),
        (Trick(body=b"42"), Kind.BUSY),
        (Trick(body=b'{"message": "we have moved"}'), Kind.BUSY),
        (Trick(body=b'[{"code": 400, "description": "no"}]'), Kind.BUSY),
        (Trick(body=b"[" * 100_000), Kind.BUSY),
        (Trick(body=b"\xff\xfe\x00garbage\x00" * 500), Kind.BUSY),
        (Trick(body=b"<service_requests><request>"), Kind.BUSY),
    ],
)
def test_what_is_no_list_proves_nothing(
    town: Municipality, trick: Trick, kind: Kind
) -> None:
    file(town)
    town.next_get(trick)
    told = fetch(open311(town.url))
    assert isinstance(told, Trouble), told
    assert told.kind is kind
    if trick.headers:
        assert told.wait_s == 900


def test_a_later_part_that_fails_voids_the_whole(town: Municipality) -> None:
    file(town, 300)
    town.next_get(Trick(), Trick(status=500))
    assert isinstance(fetch(open311(town.url)), Trouble)


# From whoever


@pytest.fixture
def here() -> Iterator[Site]:
    with site() as opened:
        yield opened


ASKED = "/requests.json?status=open&page=1&page_size=200"
ROW: dict[str, object] = {
    "service_request_id": "17",
    "status": "open",
    "service_code": "broken-lamp",
    "requested_datetime": "2026-11-20T10:00:00Z",
    "lat": 38.271,
    "long": 21.861,
}


def told_by(here: Site, *rows: Mapping[str, object]) -> tuple[Report, ...]:
    here.put(ASKED, json.dumps([{**ROW, **row} for row in rows]))
    return listed(open311(here.url))


@pytest.mark.parametrize(
    "wrong",
    [
        {"lat": None},
        {"lat": "north", "long": "west"},
        {"lat": "NaN"},
        {"lat": "Infinity"},
        {"lat": 91},
        {"long": -1e308},
        {"lat": "38,271"},
        {"lat": [38.271], "long": {"degrees": 21}},
        {"service_request_id": ""},
        {"service_request_id": None, "token": "t-1"},
        {"service_request_id": "<script>alert(1)</script>"},
        {"service_request_id": "17\n\nΤο ζητά ο Δήμαρχος"},
        {"service_request_id": "9" * 10_000},
        {"service_request_id": "{number}"},
        {"service_code": ""},
        {"service_code": "x" * 100_000},
        {"service_code": ["broken-lamp"]},
        {"status": "closed"},
        {"status": None},
        {"status": "<b>open</b>"},
    ],
)
def test_a_request_that_cannot_be_one_is_passed_over_and_spoils_no_other(
    here: Site, wrong: dict[str, object]
) -> None:
    assert [one.id for one in told_by(here, wrong, {"service_request_id": "18"})] == [
        "18"
    ]


@pytest.mark.parametrize(
    "when", [None, "", "yesterday", "0000-00-00", 1e20, "9" * 9999]
)
def test_one_without_a_day_is_told_without(here: Site, when: object) -> None:
    [found] = told_by(here, {"requested_datetime": when})
    assert found.told is None


def test_html_in_its_words_goes_nowhere(here: Site) -> None:
    evil: dict[str, object] = {
        "description": "<img src=x onerror=alert(1)>",
        "address": "<b>x</b>",
    }
    [found] = told_by(here, evil | {"service_name": "<h1>x</h1>", "media_url": "x"})
    assert found == Report(
        "17", "broken-lamp", 38.271, 21.861, datetime(2026, 11, 20, 10, tzinfo=UTC)
    )


def test_a_hundred_thousand_requests_at_once_harm_nobody(here: Site) -> None:
    short = {name: ROW[name] for name in ("service_code", "lat", "long", "status")}
    many = [short | {"service_request_id": str(at)} for at in range(100_000)]
    here.put(ASKED, json.dumps(many))
    told = fetch(open311(here.url))
    assert isinstance(told, Trouble), "it is longer than any answer may be"
    assert len(here.pages[ASKED].body) > LONGEST_ANSWER
    here.put(ASKED, json.dumps(many[:40_000]))
    assert len(listed(open311(here.url))) == MOST_REPORTS
    assert len(here.asked) == 2


def test_an_xml_bomb_is_none(here: Site) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "' + "x" * 1000 + '">]>'
    here.put(
        ASKED, f"{bomb}<service_requests><request>&b;</request></service_requests>"
    )
    assert isinstance(fetch(open311(here.url)), Trouble)


# The hub


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RealHub]:
    with real_hub(tmp_path / "hub") as hub:
        yield hub


def to_hub(hub: RealHub, **more: object) -> Destination:
    told: dict[str, object] = {"name": "town", "type": "hub", "url": hub.url}
    return Destination(**(told | {"api_key": HUB_KEY, "timeout_s": 10} | more))  # type: ignore[arg-type] # settings are what a test says


def brought(hub: RealHub, number: int, **more: object) -> str:
    told = put_with_key(hub, dispatch(number, **more))
    return str(told["request"])


def put_with_key(hub: RealHub, told: dict[str, object]) -> dict[str, object]:
    word = base64.b64encode(f"plateia:{HUB_KEY}".encode()).decode()
    answer = requests.put(
        f"{hub.url}/submissions/{told['id']}",
        data=json.dumps(told).encode(),
        headers={
            "Content-Type": "application/vnd.plateia.v1+json",
            "Authorization": f"Basic {word}",
        },
        timeout=10,
    )
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_the_hub_lists_what_is_open_and_nothing_when_nothing_is_new(
    hub: RealHub,
) -> None:
    first = brought(hub, 1, service="broken-lamp")
    brought(hub, 2, latitude=..., longitude=...)
    told = fetch(to_hub(hub))
    assert isinstance(told, Listed)
    [one] = told.reports
    assert (one.id, one.service) == (first, "broken-lamp")
    assert (one.latitude, one.longitude) == (38.2466395, 21.734574)
    assert one.told is not None
    assert isinstance(fetch(to_hub(hub), told.stamp), Unchanged)
    assert b"KX74" not in hub.calls[-2].body, "no receipt is asked for or given"


def test_the_hub_tells_nobody_without_its_key(hub: RealHub) -> None:
    told = fetch(to_hub(hub, api_key="wrong"))
    assert isinstance(told, Trouble)
    assert told.kind is Kind.LOCKED


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"open": 7}', b'{"open": [{"request": 1}]}', LOGIN, b"\xff"]
)
def test_what_is_no_hubs_list_proves_nothing(hub: RealHub, body: bytes) -> None:
    hub.next_get(Trick(body=body))
    assert isinstance(fetch(to_hub(hub)), Trouble)


def test_the_settings_of_a_hub_may_name_a_place(hub: RealHub) -> None:
    write(hub.home, "hub.toml", "")
    told = fetch(to_hub(hub, jurisdiction_id="elsewhere"))
    assert isinstance(told, Listed), "it has no places, and ignores the name"
