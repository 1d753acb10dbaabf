"""What may have arrived at sense.city is looked for before it is sent again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from kiosk.config import Destination
from kiosk.submission import Progress
from sync.connector import Delivered, Kind, Trouble
from sync.connectors.sensecity import SenseCity
from tests.kiosk.village import Kiosk
from tests.sync.contract import SETTLED, UNSETTLED, make_dispatch
from tests.sync.post import Post, case
from tests.sync.sense_city import DAY, FIRST, SenseCityServer, destination, reason
from tests.sync.tricks import LOGIN, Manner, Trick

RECENT = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture
def connector(to_city: Callable[..., SenseCity]) -> SenseCity:
    return to_city()


def crowd(sense_city: SenseCityServer, size: int, comments: str = "σκοτάδι") -> None:
    """File other people's reports, newer than ours."""
    for _ in range(size):
        sense_city.file(comments)


def test_what_is_not_there_yet_waits_and_sends_nothing(
    sense_city: SenseCityServer, connector: SenseCity
) -> None:
    told = connector.carry(make_dispatch(), UNSETTLED)
    assert told == Trouble(Kind.UNSETTLED, "not found there yet")
    assert sense_city.posts == []


def test_the_question_names_all_that_would_hide_it(
    sense_city: SenseCityServer, connector: SenseCity
) -> None:
    noon = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
    connector.carry(msgspec.structs.replace(make_dispatch(), confirmed=noon), UNSETTLED)
    assert sense_city.gets[0] == (
        "/api/1.0/issue?coordinates=[21.734574,38.246640]&issue=lighting"
        "&startdate=2026-05-03&enddate=2026-08-02&distance=1000"
        "&status=CONFIRMED|IN_PROGRESS|RESOLVED&includeAnonymous=1&image_field=0"
        "&sort=-1&limit=100&offset=0"
    )


@pytest.mark.parametrize("status", ["CONFIRMED", "IN_PROGRESS", "RESOLVED"])
def test_it_is_found_whatever_became_of_it(
    sense_city: SenseCityServer, connector: SenseCity, status: str
) -> None:
    connector.carry(make_dispatch(), None)
    sense_city.filed[0].status = status
    assert connector.carry(make_dispatch(), SETTLED) == Delivered(FIRST)
    assert len(sense_city.posts) == 1


def test_it_is_found_on_the_last_page(
    sense_city: SenseCityServer, connector: SenseCity
) -> None:
    connector.carry(make_dispatch(), None)
    crowd(sense_city, 450)
    assert connector.carry(make_dispatch(), SETTLED) == Delivered(FIRST)
    assert len(sense_city.posts) == 1


def test_a_report_from_before_the_last_three_days_is_found(
    sense_city: SenseCityServer, connector: SenseCity
) -> None:
    confirmed = datetime.now(UTC) - 10 * DAY
    dispatch = msgspec.structs.replace(make_dispatch(), confirmed=confirmed)
    connector.carry(dispatch, None)
    sense_city.filed[0].made = confirmed
    assert connector.carry(dispatch, SETTLED) == Delivered(FIRST)


@pytest.mark.parametrize("days", [-4000, -400, -95, -2, 2, 40, 400])
@pytest.mark.parametrize("tells_the_time", [True, False])
def test_a_kiosk_whose_clock_lied_still_finds_it(
    sense_city: SenseCityServer, connector: SenseCity, days: int, tells_the_time: bool
) -> None:
    sense_city.date = None if tells_the_time else "long ago"
    confirmed = datetime.now(UTC) + timedelta(days=days)
    dispatch = msgspec.structs.replace(make_dispatch(), confirmed=confirmed)
    connector.carry(dispatch, None)
    assert connector.carry(dispatch, SETTLED) == Delivered(FIRST)
    assert len(sense_city.posts) == 1


def test_a_clock_that_lied_and_a_line_that_was_down_for_weeks(
    sense_city: SenseCityServer, connector: SenseCity
) -> None:
    dispatch = msgspec.structs.replace(
        make_dispatch(), confirmed=datetime.now(UTC) - 5 * DAY
    )
    connector.carry(dispatch, None)
    sense_city.filed[0].made = datetime.now(UTC) - 60 * DAY
    assert connector.carry(dispatch, SETTLED) == Delivered(FIRST)


def test_the_receipt_in_its_comments_is_enough(
    sense_city: SenseCityServer, connector: SenseCity
) -> None:
    sense_city.ways.hides_device = True
    connector.carry(make_dispatch(1), None)
    assert connector.carry(make_dispatch(1), SETTLED) == Delivered(FIRST)
    assert connector.carry(make_dispatch(2), SETTLED) == Delivered(f"{2:024x}")


def test_our_id_is_enough(sense_city: SenseCityServer, connector: SenseCity) -> None:
    sense_city.ways.hides_comments = True
    connector.carry(make_dispatch(1), None)
    assert connector.carry(make_dispatch(1), SETTLED) == Delivered(FIRST)
    assert connector.carry(make_dispatch(2), SETTLED) == Delivered(f"{2:024x}")


def test_a_list_that_hides_both_proves_nothing(
    sense_city: SenseCityServer, connector: SenseCity
) -> None:
    sense_city.ways.hides_device = sense_city.ways.hides_comments = True
    crowd(sense_city, 1)
    assert reason(connector.carry(make_dispatch(), SETTLED)) == (
        Kind.REFUSED,
        "may have arrived, and its list hides who sent what",
    )
    assert sense_city.posts == []


@pytest.mark.parametrize("size", [3, 99])
def test_a_server_without_pages_that_shows_all_is_believed(
    sense_city: SenseCityServer, connector: SenseCity, size: int
) -> None:
    sense_city.ways.knows_offset = False
    crowd(sense_city, size)
    assert isinstance(connector.carry(make_dispatch(), SETTLED), Delivered)
    assert len(sense_city.posts) == 1


def test_a_server_without_pages_that_shows_a_page_is_not(
    sense_city: SenseCityServer, connector: SenseCity
) -> None:
    connector.carry(make_dispatch(), None)
    sense_city.filed[0].made = RECENT
    sense_city.ways.knows_offset = False
    crowd(sense_city, 150)
    assert reason(connector.carry(make_dispatch(), SETTLED)) == (
        Kind.REFUSED,
        "may have arrived, and its list is too long to read",
    )
    assert len(sense_city.posts) == 1


def test_a_list_without_end_is_not_read_for_ever(
    sense_city: SenseCityServer, connector: SenseCity
) -> None:
    sense_city.is_endless = True
    crowd(sense_city, 1)
    assert reason(connector.carry(make_dispatch(), SETTLED)) == (
        Kind.REFUSED,
        "may have arrived, and its list is too long to read",
    )
    assert len(sense_city.gets) == 100


def test_what_others_wrote_does_not_hide_ours(
    sense_city: SenseCityServer, connector: SenseCity
) -> None:
    connector.carry(make_dispatch(1), None)
    sense_city.file('στην οδό "Κορίνθου"\nμπροστά στο \\ 5')
    sense_city.file('"}] , {"_id": 7, "x":"')
    assert connector.carry(make_dispatch(1), SETTLED) == Delivered(FIRST)
    assert isinstance(connector.carry(make_dispatch(2), SETTLED), Delivered)
    assert len(sense_city.posts) == 2


def test_what_others_wrote_with_a_line_break_hides_nothing(
    sense_city: SenseCityServer, connector: SenseCity
) -> None:
    sense_city.file("μια\nγραμμή\tκι άλλη")
    assert isinstance(connector.carry(make_dispatch(), SETTLED), Delivered)
    assert connector.carry(make_dispatch(), SETTLED) == Delivered(f"{2:024x}")


@pytest.mark.parametrize(
    "trick",
    [
        Trick(status=503),
        Trick(status=429),
        Trick(status=500, body=b"[]"),
        Trick(manner=Manner.DROPPED),
        Trick(manner=Manner.RESET),
        Trick(manner=Manner.TRUNCATED),
        Trick(body=LOGIN),
        Trick(body=b""),
        Trick(body=b"oops"),
        Trick(body=b"null"),
        Trick(body=b"{}"),
        Trick(body=b"[{}]"),
        Trick(body=b"[[]]"),
        Trick(body=b"[1]"),
        Trick(body=b"[" * 100_000),
        Trick(body=b'{"message":"Forbidden"}'),
        Trick(body=b'[{"_id":"1","device_id":"-"},{"error":"down"}]'),
        Trick(body=b'[{"_id":"000000000000000000000001","device_id":"webapp'),
        Trick(body=b'[{"_id":"1","device_id":"-"}' + b" " * 5_000_000 + b"]"),
        Trick(status=403, body=b"Forbidden"),
        Trick(status=404),
        Trick(status=302, headers={"Location": "http://localhost:1/login"}),
    ],
)
def test_a_look_up_that_fails_never_leads_to_sending(
    sense_city: SenseCityServer, connector: SenseCity, trick: Trick
) -> None:
    sense_city.always["GET /api"] = trick
    told = connector.carry(make_dispatch(), SETTLED)
    assert isinstance(told, Trouble)
    assert told.kind is not Kind.REFUSED
    assert not told.may_have_arrived
    assert sense_city.posts == []


def test_a_second_search_that_fails_never_leads_to_sending(
    sense_city: SenseCityServer, connector: SenseCity
) -> None:
    sense_city.next_get(Trick(), Trick(status=503))
    told = connector.carry(make_dispatch(), SETTLED)
    assert reason(told) == (Kind.BUSY, "looking it up: answered 503")
    assert sense_city.posts == []


def test_the_agent_brings_it_there_once_and_its_news_back(
    sense_city: SenseCityServer,
    make_kiosk: Callable[..., Kiosk],
    connect_city: Callable[[Destination], SenseCity],
) -> None:
    to = msgspec.structs.replace(destination(sense_city), workers=1)
    kiosk = make_kiosk(to)
    post = Post(kiosk, {"city": connect_city(to)})
    code = kiosk.confirm().code
    sense_city.next_post(
        Trick(commits=False, manner=Manner.DROPPED),
        Trick(manner=Manner.DROPPED),
        Trick(status=500),
    )
    post.run(8 * 3600)
    assert post.states() == ["delivered"]
    assert [one.city for one in sense_city.filed] == ["patras"]
    sense_city.filed[0].status = "RESOLVED"
    Post(kiosk, {"city": connect_city(to)}).run(3600)
    assert case(kiosk, code).progress is Progress.DONE
