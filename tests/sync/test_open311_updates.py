"""News from mySociety's updates, where an endpoint offers them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kiosk.config import Format
from kiosk.outbox import News
from kiosk.submission import Progress
from sync.connector import Kind, Trouble
from sync.connectors.open311 import Open311
from sync.georeport import Unreadable
from sync.updates import MOST_KEPT, read_updates
from tests.kiosk.village import SetClock
from tests.sync.contract import make_dispatch
from tests.sync.municipality import KEY, LOGIN, Manner, Municipality, Trick

Connect = Callable[..., Open311]
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def talking(town: Municipality, to_town: Connect) -> Municipality:
    """A town that has two requests and tells of updates."""
    connector = to_town()
    for number in (1, 2):
        connector.carry(make_dispatch(number), None)
    for one in town.filed:
        one.requested = NOW - timedelta(days=4)
    town.updates = []
    town.gets.clear()
    return town


def says(
    town: Municipality, request: str, status: str, words: str | None = "", **more: Any
) -> None:
    """Have the town say something about a request, in that many days' past."""
    assert town.updates is not None
    at = NOW - timedelta(days=more.pop("days", 0))
    town.updates.append(
        {
            "update_id": len(town.updates),
            "service_request_id": request,
            "status": status,
            "updated_datetime": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            "description": words,
            "media_url": "",
            **more,
        }
    )


def told(connector: Open311, *ids: str) -> dict[str, tuple[Progress, str]]:
    """The news of these, without their dates."""
    news = connector.news(ids or ("0", "1"))
    assert not isinstance(news, Trouble)
    return {id_: (one.progress, one.message) for id_, one in news.items()}


def windows(town: Municipality) -> list[tuple[datetime, datetime]]:
    """From when to when each call for updates asked."""
    found = []
    for one in town.gets:
        if "servicerequestupdates" in one:
            args = parse_qs(urlsplit(one).query)
            start, end = args["start_date"][0], args["end_date"][0]
            found.append((datetime.fromisoformat(start), datetime.fromisoformat(end)))
    return found


@pytest.mark.parametrize("format_", list(Format), ids=str)
def test_what_is_said_of_a_request_is_its_news(
    talking: Municipality, to_town: Connect, format_: Format
) -> None:
    says(talking, "0", "in_progress", "Το συνεργείο\nέρχεται")
    says(talking, "none-of-ours", "closed", "other people's")
    news = to_town(format=format_).news(["0", "1"])
    assert news == {
        "0": News(Progress.SEEN, "Το συνεργείο έρχεται", NOW),
        "1": News(Progress.SENT, "", NOW - timedelta(days=4)),
    }


@pytest.mark.parametrize(
    ("status", "words", "progress"),
    [
        *((one, "", Progress.DONE) for one in ("closed", "fixed", "duplicate")),
        *((one, "", Progress.DONE) for one in ("no_further_action", "cancelled")),
        ("not_councils_responsibility", "", Progress.DONE),
        ("NOT COUNCILS-RESPONSIBILITY", "", Progress.DONE),
        *((one, "", Progress.SEEN) for one in ("in_progress", "planned", "reopen")),
        *((one, "", Progress.SEEN) for one in ("action_scheduled", "investigating")),
        ("internal_referral", "", Progress.SEEN),
        ("unheard-of", "", Progress.SEEN),
        *((one, None, Progress.SENT) for one in ("open", "for_triage", "")),
        *((one, "We read it", Progress.SEEN) for one in ("open", "for_triage")),
        ("unchanged", "We read it", Progress.SEEN),
    ],
)
def test_their_words_for_a_status_are_understood(
    talking: Municipality,
    to_town: Connect,
    status: str,
    words: str | None,
    progress: Progress,
) -> None:
    says(talking, "0", status, words)
    assert told(to_town(), "0") == {"0": (progress, words or "")}


def test_the_last_word_counts_and_words_outlive_a_silent_step(
    talking: Municipality, to_town: Connect
) -> None:
    says(talking, "0", "fixed", "", days=1)
    says(talking, "0", "in_progress", "A crew is coming", days=2)
    says(talking, "0", "investigating", "We will look", days=3)
    says(talking, "1", "closed", "Done", days=3)
    says(talking, "1", "unchanged", "Thank you", days=2)
    assert told(to_town()) == {
        "0": (Progress.DONE, "A crew is coming"),
        "1": (Progress.DONE, "Thank you"),
    }


@pytest.mark.parametrize(
    ("state", "days_ago", "word", "news"),
    [
        (("open", None), 9, "fixed", (Progress.DONE, "word")),
        (("open", None), 5, "fixed", (Progress.DONE, "word")),
        (("open", None), 1, "fixed", (Progress.SEEN, "word")),
        (("open", None), 9, "open", (Progress.SEEN, "word")),
        (("open", "note"), 9, "planned", (Progress.SEEN, "word")),
        (("open", "note"), 1, "planned", (Progress.SEEN, "note")),
        (("closed", None), 9, "planned", (Progress.DONE, "word")),
        (("closed", "note"), 1, "planned", (Progress.DONE, "note")),
    ],
)
def test_a_requests_state_and_the_last_word_are_put_together(
    talking: Municipality,
    to_town: Connect,
    state: tuple[str, str | None],
    days_ago: int,
    word: str,
    news: tuple[Progress, str],
) -> None:
    filed = talking.filed[0]
    filed.status, filed.notes = state
    filed.updated = NOW - timedelta(days=days_ago)
    says(talking, "0", word, "word", days=5)
    assert told(to_town(), "0") == {"0": news}


# What is asked


def test_the_last_90_days_are_read_once_and_then_only_what_is_new(
    talking: Municipality, to_town: Connect
) -> None:
    clock = SetClock(wall=NOW)
    connector = to_town(clock)
    says(talking, "0", "in_progress", "long ago", days=80)
    assert told(connector)["0"] == (Progress.SEEN, "long ago")
    first = windows(talking)
    assert first[0][0] <= NOW - timedelta(days=89)
    assert first[-1][1] >= NOW
    assert all(one[1] == next_[0] for one, next_ in pairwise(first))
    assert len(first) == 3
    clock.sleep(900)
    says(talking, "1", "fixed", "new", days=0.5)
    assert told(connector) == {
        "0": (Progress.SEEN, "long ago"),
        "1": (Progress.DONE, "new"),
    }
    (again,) = windows(talking)[3:]
    assert again[1] - again[0] < timedelta(days=2)


def test_one_reading_serves_all_that_is_asked_in_one_round(
    talking: Municipality, to_town: Connect
) -> None:
    clock = SetClock()
    connector = to_town(clock)
    says(talking, "0", "fixed", "a")
    says(talking, "1", "fixed", "b")
    assert told(connector, "0") == {"0": (Progress.DONE, "a")}
    assert told(connector, "1") == {"1": (Progress.DONE, "b")}
    assert len(windows(talking)) == 3


def test_the_destinations_own_clock_says_what_is_new(
    talking: Municipality, to_town: Connect
) -> None:
    says(talking, "0", "fixed", "here")
    clock = SetClock(wall=datetime(1970, 1, 1, tzinfo=UTC))
    assert told(to_town(clock), "0") == {"0": (Progress.DONE, "here")}


@pytest.mark.parametrize(
    "date", ["Mon, 01 Jan 0001 00:00:00 GMT", "oops", "9999-12-31"]
)
def test_a_date_that_is_none_upsets_nothing(
    talking: Municipality, to_town: Connect, date: str
) -> None:
    says(talking, "0", "fixed", "here")
    talking.date = date
    assert told(to_town(SetClock(wall=NOW)), "0") == {"0": (Progress.DONE, "here")}


def test_the_key_is_given_only_where_it_is_wanted(
    talking: Municipality, to_town: Connect
) -> None:
    clock = SetClock()
    connector = to_town(clock)
    told(connector)
    assert not any(KEY in one for one in talking.gets)
    talking.ways.updates_want_the_key = True
    says(talking, "0", "fixed", "here")
    clock.sleep(60)
    assert told(connector, "0") == {"0": (Progress.DONE, "here")}
    talking.gets.clear()
    clock.sleep(60)
    told(connector)
    assert len(windows(talking)) == 1


def test_the_jurisdiction_is_named_there_too(
    talking: Municipality, to_town: Connect
) -> None:
    talking.ways.jurisdiction = "patras.gr"
    says(talking, "0", "fixed", "here")
    connector = to_town(jurisdiction_id="patras.gr")
    assert told(connector, "0") == {"0": (Progress.DONE, "here")}


# Where it is not offered, or fails


@pytest.mark.parametrize("status", [404, 405, 501, 403, 410])
def test_a_server_that_does_not_know_the_call_is_asked_once(
    talking: Municipality, to_town: Connect, status: int
) -> None:
    talking.always["updates"] = Trick(status=status, body=b"what?")
    talking.filed[0].notes = "from the request itself"
    clock = SetClock()
    connector = to_town(clock, api_key="")
    for _ in range(3):
        assert told(connector)["0"] == (Progress.SEEN, "from the request itself")
        clock.sleep(100_000)
    assert len(windows(talking)) == 1


@pytest.mark.parametrize(
    "trick",
    [
        Trick(status=500),
        Trick(status=400, body=b"[]"),
        Trick(status=429, headers={"Retry-After": "60"}),
        Trick(body=b""),
        Trick(body=b"oops"),
        Trick(body=LOGIN),
        Trick(body=b'[{"code": 500, "description": "down"}]'),
        Trick(body=b'[{"service_request_id": "0", "description": "no update"}]'),
        Trick(body=b"[" * 9999),
        Trick(body=b"x" * 5_000_001),
        Trick(manner=Manner.TRUNCATED),
        Trick(manner=Manner.DROPPED),
    ],
    ids=lambda one: str(one)[:60],
)
def test_a_call_that_fails_is_no_trouble_and_is_tried_again_later(
    talking: Municipality, to_town: Connect, trick: Trick
) -> None:
    talking.filed[0].notes = "from the request itself"
    talking.always["updates"] = trick
    clock = SetClock()
    connector = to_town(clock)
    assert told(connector)["0"] == (Progress.SEEN, "from the request itself")
    clock.sleep(600)
    told(connector)
    assert len(windows(talking)) == 1
    talking.always.clear()
    says(talking, "0", "fixed", "here")
    clock.sleep(4000)
    assert told(connector)["0"] == (Progress.DONE, "here")


def test_what_is_too_much_at_once_is_read_in_smaller_parts(
    talking: Municipality, to_town: Connect
) -> None:
    clock = SetClock(wall=NOW)
    connector = to_town(clock)
    talking.always["updates"] = Trick(body=b"x" * 5_000_001)
    told(connector)
    talking.always.clear()
    clock.sleep(4000)
    told(connector)
    first, *rest = windows(talking)
    assert all(end - start < (first[1] - first[0]) / 2 for start, end in rest)


@pytest.mark.parametrize("status", [404, 500, 403, 501])
def test_updates_serve_where_requests_cannot_be_read(
    talking: Municipality, to_town: Connect, status: int
) -> None:
    talking.always["/v2/requests"] = Trick(status=status, body=b"no")
    says(talking, "0", "fixed", "here")
    assert told(to_town()) == {"0": (Progress.DONE, "here")}


def test_a_destination_that_asks_us_to_wait_is_asked_no_more(
    talking: Municipality, to_town: Connect
) -> None:
    wait = Trick(status=503, body=b"", headers={"Retry-After": "60"})
    talking.always["/v2/requests"] = wait
    assert to_town().news(["0"]) == Trouble(Kind.BUSY, "answered 503", wait_s=60)
    assert len(talking.gets) == 1


def test_what_is_remembered_does_not_grow_without_end(
    talking: Municipality, to_town: Connect
) -> None:
    clock = SetClock()
    connector = to_town(clock)
    says(talking, "0", "planned", "ours")
    assert told(connector, "0") == {"0": (Progress.SEEN, "ours")}
    talking.updates = []
    for number in range(MOST_KEPT):
        says(talking, f"other-{number}", "open", "x")
    clock.sleep(900)
    talking.always["/v2/requests"] = Trick(status=404, body=b"")
    told(connector, "0")
    assert told(connector, "other-0") == {"other-0": (Progress.SEEN, "x")}
    assert told(connector, "0") == {}


@pytest.mark.parametrize(
    "body",
    [
        b'[{"update_id": 1, "service_request_id": 7, "status": "FIXED"}]',
        b'{"update_id": 1, "service_request_id": "7", "status": "fixed"}',
        b'{"service_request_updates": [{"update_id": 1, "service_request_id": 7,'
        b' "status": "fixed"}]}',
        b"<service_request_updates><request_update><update_id>1</update_id>"
        b"<service_request_id>7</service_request_id><status>fixed</status>"
        b"</request_update></service_request_updates>",
        b'[{"update_id": 0, "service_request_id": null, "status": "open"},'
        b' {"update_id": 1, "service_request_id": 7, "status": "fixed"}]',
    ],
)
def test_updates_are_read_however_they_are_written(body: bytes) -> None:
    (one,) = read_updates(body)
    assert (one.request, one.news) == ("7", News(Progress.DONE, "", None))


@pytest.mark.parametrize("body", [b"[7]", b'[{"service_request_id": 1}]', b"{]", b""])
def test_what_is_no_list_of_updates_is_not_an_empty_one(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_updates(body)
