"""The wire is read liberally, and what is no GeoReport proves nothing."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.catalogue import read_definition, read_discovery, read_services
from sync.georeport import (
    LONGEST_DESCRIPTION,
    Unreadable,
    news_of,
    plain,
    read_day,
    read_fault,
    read_moment,
    read_receipt,
    read_requests,
    with_reference,
)
from sync.updates import read_updates

READERS = (
    *(read_receipt, read_requests, read_services, read_definition),
    *(read_discovery, read_updates),
)
NAMES = st.sampled_from(
    [
        *("service_request_id", "token", "service_requests", "request", "status"),
        *("services", "service_code", "attributes", "description"),
        *("errors", "error", "code", "key", "values", "value", "datatype"),
        *("endpoints", "url", "specification", "formats", "update_id"),
    ]
)
TREES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


def read_by_all(body: bytes) -> None:
    """Read it as everything it might be; only Unreadable may come of it."""
    for read in READERS:
        with suppress(Unreadable):
            read(body)
    assert "\n" not in read_fault(body)


@given(st.binary(max_size=200))
def test_no_bytes_break_a_reader(body: bytes) -> None:
    read_by_all(body)


@given(TREES)
def test_no_json_breaks_a_reader(tree: object) -> None:
    read_by_all(json.dumps(tree).encode())


@pytest.mark.parametrize(
    ("body", "id_", "token"),
    [
        (b'[{"service_request_id": 293944, "account_id": null}]', "293944", None),
        (b'[{"service_request_id": 0}]', "0", None),
        (b'{"service_request_id": "A-1"}', "A-1", None),
        (b'{"service_requests": [{"service_request_id": 7.0}]}', "7", None),
        (b'{"service_requests": {"request": {"service_request_id": 7}}}', "7", None),
        (b'\xef\xbb\xbf [{"token": 12345}]', None, "12345"),
        (b'[{"service_request_id": null, "token": "t"}]', None, "t"),
        (b'[{"service_request_id": "", "token": ""}]', None, None),
        (b'[{"code": 400, "service_request_id": 1}]', None, None),
        (b"<requests><request><token>t</token></request></requests>", None, "t"),
        (
            b'<?xml version="1.0" encoding="utf-8"?>\n<service_requests xmlns='
            b'"http://wiki.open311.org/GeoReport_v2" type="array"><request>'
            b"<service_request_id> 5 </service_request_id></request></service_requests>",
            "5",
            None,
        ),
        (b"<request><service_request_id>5</service_request_id></request>", "5", None),
        (b"<service_requests/>", None, None),
    ],
)
def test_a_receipt_is_read_however_it_is_written(
    body: bytes, id_: str | None, token: str | None
) -> None:
    receipt = read_receipt(body)
    assert (receipt.id, receipt.token) == (id_, token)


@pytest.mark.parametrize(
    "body", [b"", b"OK", b"[1]", b"[[[", b"<a", b'"x"', b"[" * 99_999, b"{}{}"]
)
def test_what_is_no_list_of_requests_is_not_an_empty_one(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_requests(body)


@pytest.mark.parametrize(
    "body",
    [
        *(b'{"error": "down"}', b'[{"code": 500}]', b"<errors><error/></errors>"),
        *(b'{"debug": {"request": null}}', b'{"debug": {"requests": []}}'),
        *(b"<request_list/>", b"<debug><request/></debug>", b'{"a": {"b": []}}'),
    ],
)
def test_errors_are_not_an_empty_list(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_requests(body)


@pytest.mark.parametrize(
    "body", [b"[]", b"null", b'{"service_requests": []}', b"<service_requests/>"]
)
def test_an_empty_list_is_one(body: bytes) -> None:
    assert read_requests(body) == []


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><p>log in",
        b"\xef\xbb\xbf<!doctype HTML>",
        b"<html><body/></html>",
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
    ],
)
def test_a_web_page_is_told_from_garbage(body: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read_receipt(body)
    assert caught.value.page


def test_an_entity_bomb_is_not_opened() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    with pytest.raises(Unreadable):
        read_requests(bomb)


def test_services_say_what_they_are() -> None:
    told = read_services(
        b"<services><service><service_code>001</service_code><metadata>true</metadata>"
        b"<type>batch</type></service><service><service_code>2</service_code>"
        b"<metadata>false</metadata><type>blackbox</type></service></services>"
    )
    assert list(told) == ["001", "2"]
    assert (told["001"].has_definition, told["001"].blackbox) == (True, False)
    assert (told["2"].has_definition, told["2"].blackbox) == (False, True)


@pytest.mark.parametrize(
    "body",
    [
        b'{"service_code": "1", "attributes": [{"code": "a"}, {"code": "b"}]}',
        b'[{"service_code": "1", "attributes": [{"code": "a"}, {"code": "b"}]}]',
        b'{"service_definition": {"attributes": {"attribute": [{"code": "a"},'
        b' {"code": "b"}]}}}',
        b"<service_definition><service_code>1</service_code><attributes><attribute>"
        b"<code>a</code><values><value><key>1</key></value></values></attribute>"
        b"<attribute><code>b</code></attribute></attributes></service_definition>",
    ],
)
def test_a_definition_names_its_attributes(body: bytes) -> None:
    assert [one.code for one in read_definition(body)] == ["a", "b"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'[{"code": 403, "description": "Invalid api_key"}]', "Invalid api_key"),
        (b'{"errors": [{"code": 1, "description": "one"}, {"code": 2}]}', "one"),
        (b'{"error": {"message": "two"}}', "two"),
        (b'{"error": "three"}', "three"),
        (b'{"detail": "four"}', "four"),
        (b'["five"]', "five"),
        (b'"six"', "six"),
        (b"<errors><error><description>seven</description></error></errors>", "seven"),
        (b"<html><head><title>Bad\n Gateway</title></head>", "Bad Gateway"),
        (b"<html><body>a page of words</body></html>", ""),
        (b"plain words\nsecond line", "plain words"),
        (b"", ""),
        (b'{"code": 1}', ""),
        (b"\x1b[31mred", "[31mred"),
        ("Ο κωδικός λείπει".encode(), "Ο κωδικός λείπει"),
        ('{"message": "Λείπει"}'.encode("iso-8859-7"), "Λείπει"),
    ],
)
def test_an_error_is_told_however_it_is_written(body: bytes, said: str) -> None:
    assert read_fault(body) == said


RECEIPT = "KX74MQ2PD"
ID = "8b6f3f0e-0000-4000-8000-000000000001"


def listed(**row: object) -> bytes:
    return json.dumps([{"service_request_id": 1, **row}]).encode()


@pytest.mark.parametrize(
    "description",
    [
        with_reference("Η λάμπα", RECEIPT),
        "Η λάμπα Ref: KX7-4MQ-2PD",
        "lamp ref: kx7-4mq-2pd (from a kiosk)",
        "lamp Ref: KX74MQ2PD.",
        "lamp\r\nRef: KX7 4MQ 2PD\r\n",
    ],
)
def test_our_code_is_found_in_a_description(description: str) -> None:
    (request,) = read_requests(listed(description=description))
    assert request.is_of(ID, RECEIPT)


@pytest.mark.parametrize(
    "row",
    [
        {"description": "Ref: KX7-4MQ-2PX"},
        {"description": "KX7-4MQ-2PD"},
        {"description": "Ref: KX7-4MQ-2PDA"},
        {"status_notes": "see Ref: KX7-4MQ-2PD", "description": "dark"},
        {"status_notes": ID},
        {},
    ],
)
def test_another_request_is_not_taken_for_ours(row: dict[str, object]) -> None:
    (request,) = read_requests(listed(**row))
    assert not request.is_of(ID, RECEIPT)


def test_our_id_is_found_wherever_it_is_echoed() -> None:
    for row in ({"external_id": ID.upper()}, {"attributes": [{"value": ID}]}):
        (request,) = read_requests(listed(**row))
        assert request.is_of(ID, RECEIPT)


@given(st.text(max_size=5000))
def test_a_description_always_ends_with_its_code(description: str) -> None:
    told = with_reference(description, RECEIPT)
    assert told.endswith("\n\nRef: KX7-4MQ-2PD")
    assert len(told) <= LONGEST_DESCRIPTION


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2010-04-14T06:37:38Z", 6),
        ("2010-04-14T06:37:38-08:00", 14),
        ("2010-04-14T06:37:38+0300", 3),
        ("2010-04-14 06:37:38", 6),
        ("2010/04/14 06:37", 6),
        ("2010-04-14T06:37:38.123Z", 6),
        ("Wed, 14 Apr 2010 06:37:38 GMT", 6),
    ],
)
def test_a_date_is_read_however_it_is_written(written: str, hour: int) -> None:
    moment = read_moment(written)
    assert moment is not None
    assert (moment.date(), moment.hour) == (datetime(2010, 4, 14).date(), hour)
    assert moment.tzinfo is UTC


@given(st.text(max_size=30))
def test_what_is_no_date_is_none(written: str) -> None:
    moment = read_moment(written)
    assert moment is None or moment.tzinfo is UTC
    assert isinstance(read_day(written), date | None)


@pytest.fixture
def athens(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A kiosk that stands in Greece."""
    monkeypatch.setenv("TZ", "Europe/Athens")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    "written",
    [
        *("2026-12-12", "2026/12/12", "2026-12-12T23:59:59", "2026-12-12T00:00:00"),
        *("2026-12-12T00:00:00+02:00", "2026-12-11T22:00:00Z", "2026-12-12T21:59:59Z"),
        "Sat, 12 Dec 2026 10:00:00 GMT",
    ],
)
@pytest.mark.usefixtures("athens")
def test_an_expected_day_is_the_day_it_is_here(written: str) -> None:
    row = {"service_request_id": "7", "status": "open", "expected_datetime": written}
    (request,) = read_requests(json.dumps([row]).encode())
    assert news_of(request).expected == date(2026, 12, 12)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            None,
            0,
            "soon",
            "2026-13-45",
            "0000-00-00",
            "-1",
            "12/2026",
            "\x00",
            "N/A",
        ),
        *(
            "<b>2026</b>",
            "99999-01-01",
            {"day": "2026-12-12"},
            ["2026-12-12"],
            "9" * 4000,
        ),
    ],
)
@pytest.mark.usefixtures("athens")
def test_an_expected_day_that_is_none_leaves_the_rest(written: object) -> None:
    row = {"service_request_id": "7", "status": "open", "status_notes": "Την Τρίτη"}
    body = json.dumps([row | {"expected_datetime": written}]).encode()
    (request,) = read_requests(body)
    news = news_of(request)
    assert (news.message, news.expected) == ("Την Τρίτη", None)


@pytest.mark.usefixtures("athens")
def test_the_first_and_the_last_day_there_are_break_nothing() -> None:
    for written in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"):
        assert read_day(written) is None or isinstance(read_day(written), date)


@given(st.text(max_size=600), st.integers(1, 500))
def test_plain_text_is_one_short_line(text: str, longest: int) -> None:
    told = plain(text, longest)
    assert len(told) <= longest
    assert told.isprintable() or not any(ord(one) < 32 for one in told)
    assert plain("a\u202eb\x00c\nd", 9) == "ab c d"
