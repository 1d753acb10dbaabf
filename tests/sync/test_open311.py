"""Open311 against a strict server that has no idempotency of its own."""

from collections.abc import Callable

import pytest

from kiosk.config import Destination, Format
from kiosk.errors import Misconfigured
from kiosk.submission import Dispatch, Progress
from sync.connector import Accepted, Connector, Delivered, Earlier, Kind, Trouble
from sync.connectors.open311 import Open311
from tests.sync.contract import (
    SETTLED,
    ConnectorContract,
    Far,
    make_dispatch,
)
from tests.sync.municipality import (
    KEY,
    Manner,
    Municipality,
    Trick,
)
from tests.sync.municipality import Kind as Service

Connect = Callable[..., Open311]


class FarTown(Far):
    """The municipality, as the contract sees it."""

    def __init__(self, town: Municipality, format_: Format) -> None:
        self.town = town
        self.format = format_

    def destination(self) -> Destination:
        return Destination(
            name="town",
            type="open311",
            url=self.town.url,
            api_key=KEY,
            format=self.format,
            timeout_s=5,
        )

    def has(self, dispatch: Dispatch) -> int:
        return sum(one.form["device_id"] == dispatch.id for one in self.town.filed)

    def first_id(self) -> str:
        return "0"

    def loses_the_next_answer(self) -> None:
        self.town.next_post(Trick(manner=Manner.DROPPED))

    def breaks_before_keeping(self) -> None:
        self.town.next_post(Trick(commits=False, manner=Manner.DROPPED))

    def fails_after_keeping(self) -> None:
        self.town.next_post(Trick(status=500, body=b"Internal Server Error"))

    def answers_with(self, body: bytes) -> None:
        self.town.next_post(Trick(commits=False, body=body))

    def refuses(self) -> None:
        self.town.services.clear()

    def locks_us_out(self) -> None:
        self.town.always["POST"] = Trick(commits=False, status=403, body=b"[]")

    def shows_nothing(self) -> None:
        self.town.always["GET"] = Trick(status=503, body=b"")

    def finishes(self, message: str) -> None:
        self.town.filed[0].status = "closed"
        # XML cannot carry the bell; JSON can.
        unsaid = "" if self.format is Format.XML else "\x07"
        self.town.filed[0].notes = message.replace("\x07", unsaid or " ")


@pytest.mark.parametrize("format_", list(Format), ids=str)
class TestOpen311Connector(ConnectorContract):
    """The contract, in both formats."""

    @pytest.fixture
    def connect(self, connect: Connect) -> Connect:
        return connect

    @pytest.fixture
    def far(self, town: Municipality, format_: Format) -> Far:
        return FarTown(town, format_)


# What is sent


def test_the_request_is_what_the_specification_asks(
    town: Municipality, to_town: Connect
) -> None:
    to_town(url=f"{town.url}/").carry(make_dispatch(), None)
    assert town.posts == [
        {
            "api_key": KEY,
            "service_code": "broken-lamp",
            "lat": "38.24664",
            "long": "21.734574",
            "address_string": "Πλατεία, Άνω Λεύκη",
            "description": "Τι συμβαίνει; Καμένη λάμπα\n\nRef: KX7-4MQ-2PD",
            "device_id": make_dispatch().id,
        }
    ]


def test_our_kind_of_service_becomes_theirs(
    town: Municipality, to_town: Connect
) -> None:
    to_town(services={"broken-lamp": "lights"}).carry(make_dispatch(), None)
    assert town.posts[0]["service_code"] == "lights"


def test_the_jurisdiction_is_named_in_every_call_where_there_is_one(
    town: Municipality, to_town: Connect
) -> None:
    town.ways.jurisdiction = "patras.gr"
    connector = to_town(jurisdiction_id="patras.gr")
    assert connector.carry(make_dispatch(), None) == Delivered("0")
    assert connector.carry(make_dispatch(), SETTLED) == Delivered("0")
    assert not isinstance(connector.news(["0"]), Trouble)


def test_our_id_goes_into_the_attribute_that_is_made_for_it(
    town: Municipality, to_town: Connect
) -> None:
    town.services["broken-lamp"] = Service("broken-lamp", attributes=("a", "client_id"))
    to_town().carry(make_dispatch(), None)
    assert town.posts[0]["attribute[client_id]"] == make_dispatch().id


@pytest.mark.parametrize("status", [404, 403, 500, 200])
def test_an_endpoint_without_lists_still_gets_the_report(
    town: Municipality, to_town: Connect, status: int
) -> None:
    town.always["/services"] = Trick(status=status, body=b"nothing here")
    assert to_town().carry(make_dispatch(), None) == Delivered("0")


def test_the_lists_are_asked_for_once_and_again_when_a_service_is_gone(
    town: Municipality, to_town: Connect
) -> None:
    connector = to_town()
    for number in (1, 2):
        connector.carry(make_dispatch(number), None)
    assert sum("/services." in one for one in town.gets) == 1
    gone = town.services.pop("broken-lamp")
    connector.carry(make_dispatch(3), None)
    town.services[gone.code] = gone
    connector.carry(make_dispatch(3), None)
    assert sum("/services." in one for one in town.gets) == 2


def test_a_long_description_keeps_its_code(
    town: Municipality, to_town: Connect
) -> None:
    dispatch = make_dispatch(description="ά" * 5000)
    assert to_town().carry(dispatch, None) == Delivered("0")
    sent = town.posts[0]["description"]
    assert (len(sent), sent[-11:]) == (4000, "KX7-4MQ-2PD")
    assert to_town().carry(dispatch, SETTLED) == Delivered("0")


# What counts as received


def test_an_id_of_nought_is_an_id(town: Municipality, to_town: Connect) -> None:
    town.ways.numbers = True
    assert to_town().carry(make_dispatch(), None) == Delivered("0")


@pytest.mark.parametrize("way", ["lone", "wrapped", "numbers"])
def test_many_ways_of_writing_are_read(
    town: Municipality, to_town: Connect, way: str
) -> None:
    setattr(town.ways, way, True)
    connector = to_town()
    assert connector.carry(make_dispatch(), None) == Delivered("0")
    assert connector.carry(make_dispatch(), SETTLED) == Delivered("0")
    town.filed[0].status = "closed"
    told = connector.news(["0"])
    assert not isinstance(told, Trouble)
    assert told["0"].progress is Progress.DONE


@pytest.mark.parametrize(("asked", "told"), [("json", "xml"), ("xml", "json")])
def test_a_server_that_answers_in_another_format_is_understood(
    town: Municipality, to_town: Connect, asked: str, told: str
) -> None:
    town.ways.answers_in = told
    connector = to_town(format=Format(asked))
    assert connector.carry(make_dispatch(), None) == Delivered("0")
    assert connector.carry(make_dispatch(), SETTLED) == Delivered("0")


def test_a_token_is_redeemed_at_once(town: Municipality, to_town: Connect) -> None:
    town.services["broken-lamp"].type = "batch"
    assert to_town().carry(make_dispatch(), None) == Delivered("0")


def test_a_token_is_kept_and_asked_for_later_and_nothing_is_sent_again(
    town: Municipality, to_town: Connect
) -> None:
    town.services["broken-lamp"].type = "batch"
    town.ways.token_is_ready = False
    connector = to_town()
    assert connector.carry(make_dispatch(), None) == Accepted("t-0")
    earlier = Earlier(token="t-0", settled=True)
    assert connector.carry(make_dispatch(), earlier) == Accepted("t-0")
    town.ways.token_is_ready = True
    assert connector.carry(make_dispatch(), earlier) == Delivered("0")
    assert len(town.posts) == 1


def test_a_forgotten_token_is_looked_up_in_the_list(
    town: Municipality, to_town: Connect
) -> None:
    connector = to_town()
    connector.carry(make_dispatch(), None)
    earlier = Earlier(token="forgotten", settled=True)
    assert connector.carry(make_dispatch(), earlier) == Delivered("0")
    assert connector.carry(make_dispatch(2), earlier) == Accepted("forgotten")
    assert len(town.posts) == 1


def test_a_blackbox_delivers_without_an_id(
    town: Municipality, to_town: Connect
) -> None:
    town.services["broken-lamp"].type = "blackbox"
    assert to_town().carry(make_dispatch(), None) == Delivered(None)


def test_a_blackbox_that_lists_errors_delivers_nothing(
    town: Municipality, to_town: Connect
) -> None:
    town.services["broken-lamp"].type = "blackbox"
    town.next_post(Trick(False, body=b'[{"code": 400, "description": "no"}]'))
    assert isinstance(to_town().carry(make_dispatch(), None), Trouble)


def test_what_a_blackbox_may_have_is_an_operators_to_decide(
    town: Municipality, to_town: Connect
) -> None:
    town.services["broken-lamp"].type = "blackbox"
    town.ways.most = 0
    told = to_town().carry(make_dispatch(), SETTLED)
    assert isinstance(told, Trouble)
    assert told.kind is Kind.REFUSED
    assert town.posts == []


def test_a_blackbox_that_takes_our_id_may_be_sent_to_again(
    town: Municipality, to_town: Connect
) -> None:
    town.services["broken-lamp"] = Service("broken-lamp", "blackbox", ("external_id",))
    town.ways.most = 0
    assert to_town().carry(make_dispatch(), SETTLED) == Delivered(None)


# News


def test_news_is_asked_for_in_one_call(town: Municipality, to_town: Connect) -> None:
    connector = to_town()
    for number in (1, 2, 3):
        connector.carry(make_dispatch(number), None)
    town.filed[1].notes = "Το συνεργείο έρχεται"
    town.filed[2].status = "closed"
    town.gets.clear()
    told = connector.news(["0", "1", "2"])
    assert not isinstance(told, Trouble)
    assert [one.progress for one in told.values()] == [
        Progress.SENT,
        Progress.SEEN,
        Progress.DONE,
    ]
    assert told["1"].message == "Το συνεργείο έρχεται"
    assert sum("/requests" in one for one in town.gets) == 1


@pytest.mark.parametrize(
    "trick", [Trick(status=400, body=b"[]"), Trick(body=b"[]"), Trick(body=b"oops")]
)
def test_news_is_asked_for_one_by_one_where_a_batch_says_nothing(
    town: Municipality, to_town: Connect, trick: Trick
) -> None:
    connector = to_town()
    for number in (1, 2):
        connector.carry(make_dispatch(number), None)
    town.always["service_request_id"] = trick
    told = connector.news(["0", "none-such", "1"])
    assert not isinstance(told, Trouble)
    assert list(told) == ["0", "1"]


@pytest.mark.parametrize(
    ("more", "progress"),
    [
        ({}, Progress.SENT),
        ({"extended_status": "open"}, Progress.SENT),
        ({"extended_status": "IN_PROGRESS"}, Progress.SEEN),
        ({"updated_datetime": "2040-01-01 10:00"}, Progress.SEEN),
        ({"updated_datetime": "no date"}, Progress.SENT),
        ({"status": "CLOSED"}, Progress.DONE),
    ],
)
def test_a_trace_of_a_person_is_what_seen_means(
    town: Municipality, to_town: Connect, more: dict[str, object], progress: Progress
) -> None:
    connector = to_town()
    connector.carry(make_dispatch(), None)
    town.filed[0].more = more
    told = connector.news(["0"])
    assert not isinstance(told, Trouble)
    assert told["0"].progress is progress


# Settings


@pytest.mark.parametrize(
    "url",
    ["", "town.gr/v2", "ftp://town.gr", "http://", "http://a:b", "https://a/?b=c"],
)
def test_an_address_that_is_none_is_caught_at_once(to_town: Connect, url: str) -> None:
    with pytest.raises(Misconfigured, match='destination "town", url'):
        to_town(url=url)


def test_the_port_is_kept(to_town: Connect) -> None:
    connector: Connector = to_town()
    assert connector.news([]) == {}
