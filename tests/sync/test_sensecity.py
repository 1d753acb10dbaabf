"""sense.city against a strict server that has no idempotency of its own."""

import json
from collections.abc import Callable

import msgspec
import pytest

from kiosk.clock import SystemClock
from kiosk.config import Destination
from kiosk.errors import Misconfigured
from kiosk.submission import Dispatch
from sync.connector import Connector, Delivered, Kind, Signed, Trouble, Whole
from sync.connectors.sensecity import SenseCity
from sync.link import Lookout, State
from tests.sync.contract import SETTLED, ConnectorContract, Far, make_dispatch
from tests.sync.sense_city import FIRST, SenseCityServer, destination, reason
from tests.sync.tricks import LOGIN, Manner, Trick

ToCity = Callable[..., SenseCity]

PYRGOS = {"latitude": 37.65, "longitude": 21.45}


class FarCity(Far):
    """The city, as the contract sees it."""

    def __init__(self, server: SenseCityServer) -> None:
        self.server = server

    def destination(self) -> Destination:
        # What it says of an end is not on the wire: the words are a setting.
        words = {"FIXED": "Η λάμπα\nάλλαξε\x07."}
        return msgspec.structs.replace(destination(self.server), resolutions=words)

    def has(self, dispatch: Dispatch) -> int:
        ours = f"plateia:{dispatch.id}"
        return sum(one.report["device_id"] == ours for one in self.server.filed)

    def first_id(self) -> str:
        return FIRST

    def loses_the_next_answer(self) -> None:
        self.server.next_post(Trick(manner=Manner.DROPPED))

    def breaks_before_keeping(self) -> None:
        self.server.next_post(Trick(commits=False, manner=Manner.DROPPED))

    def fails_after_keeping(self) -> None:
        self.server.next_post(Trick(status=500, body=b"Internal Server Error"))

    def answers_with(self, body: bytes) -> None:
        self.server.next_post(Trick(commits=False, body=body))

    def refuses(self) -> None:
        self.server.refuses_all = True

    def locks_us_out(self) -> None:
        self.server.always["POST"] = Trick(commits=False, status=403, body=b"[]")

    def shows_nothing(self) -> None:
        self.server.always["GET"] = Trick(status=503, body=b"")

    def finishes(self, message: str) -> None:
        self.server.filed[0].status = "RESOLVED"
        self.server.filed[0].resolution = "FIXED"


class TestSenseCityConnector(ConnectorContract):
    """The contract."""

    @pytest.fixture
    def connect(
        self, connect_city: Callable[[Destination], SenseCity]
    ) -> Callable[[Destination], Connector]:
        return connect_city

    @pytest.fixture
    def far(self, sense_city: SenseCityServer) -> Far:
        return FarCity(sense_city)


# The flag


def test_a_city_that_has_not_agreed_is_sent_nothing(to_city: ToCity) -> None:
    with pytest.raises(Misconfigured) as told:
        to_city(agreed=False)
    assert str(told.value) == (
        'destination "city", agreed: sense.city gives out no keys, so only the city can '
        "allow this kiosk; agree with the city that it takes the kiosk's reports and "
        "that its server still speaks the wire of 2018, then write agreed = true"
    )


@pytest.mark.parametrize("url", ["", "sense.city/api", "https://a/?b=c"])
def test_an_address_that_is_none_is_caught_at_once(to_city: ToCity, url: str) -> None:
    with pytest.raises(Misconfigured, match='destination "city", url'):
        to_city(url=url)


def test_it_takes_attachments_whole_and_shows_a_sign(to_city: ToCity) -> None:
    connector: object = to_city()
    assert isinstance(connector, Whole)
    assert isinstance(connector, Signed)


@pytest.mark.parametrize(
    ("trick", "is_well"),
    [
        (Trick(), True),
        (Trick(body=LOGIN), False),
        (Trick(body=b"{}"), False),
    ],
)
def test_the_line_is_well_where_the_list_is_shown(
    sense_city: SenseCityServer, to_city: ToCity, trick: Trick, is_well: bool
) -> None:
    sense_city.always["GET"] = trick
    lookout = Lookout(destination(sense_city), to_city().sign(), SystemClock())
    assert (lookout.look().state is State.WELL) is is_well
    lookout.close()


# What is sent


def test_the_request_is_what_the_wire_has(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    to_city(url=f"{sense_city.url}/").carry(make_dispatch(), None)
    assert sense_city.posts == [
        {
            "loc": {"type": "Point", "coordinates": [21.734574, 38.24664]},
            "issue": "lighting",
            "device_id": f"plateia:{make_dispatch().id}",
            "value_desc": "Καμμένος Λαμπτήρας",
            "comments": "Τι συμβαίνει; Καμένη λάμπα · Ref: KX7-4MQ-2PD",
            "image_name": "no-image",
            "city_address": "Πλατεία, Άνω Λεύκη",
            "mobile_num": "",
            "email_user": "",
        }
    ]
    assert sense_city.filed[0].city == "patras"


def test_nothing_is_sent_that_would_break_the_citys_list(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    dispatch = make_dispatch(description='Το "φως"\nC:\\\n\n\tκαι\x00\u202e\u2028λάμπα')
    dispatch = msgspec.structs.replace(dispatch, address='"Κέντρο"\n')
    to_city().carry(dispatch, None)
    assert sense_city.filed[0].report["comments"] == (
        "Το 'φως' · C:/ · και · λάμπα · Ref: KX7-4MQ-2PD"
    )
    assert sense_city.filed[0].report["city_address"] == "'Κέντρο'"
    assert json.loads(sense_city.row(sense_city.filed[0], image=False))["_id"] == FIRST


def test_what_is_nowhere_cannot_go_there(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    for lacks in ({"latitude": None}, {"longitude": None}):
        dispatch = msgspec.structs.replace(make_dispatch(), **lacks)
        assert reason(to_city().carry(dispatch, None)) == (
            Kind.REFUSED,
            "has no position, and sense.city takes none without",
        )
    assert sense_city.posts == []


@pytest.mark.parametrize("code", ["", "lighting", "lighting/", "/Άλλο", " / "])
def test_what_has_no_category_cannot_go_there(
    sense_city: SenseCityServer, to_city: ToCity, code: str
) -> None:
    told = to_city(services={"broken-lamp": code}).carry(make_dispatch(), None)
    assert reason(told) == (
        Kind.REFUSED,
        'services has no "category/kind" for broken-lamp',
    )
    assert sense_city.posts == []


# What it answers


def test_a_city_that_wants_names_is_no_place_for_a_kiosk(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    dispatch = msgspec.structs.replace(make_dispatch(), **PYRGOS)
    told = to_city().carry(dispatch, None)
    assert reason(told) == (
        Kind.REFUSED,
        "this city takes no report without a person's name",
    )
    assert isinstance(told, Trouble)
    assert told.said == "Required_email"
    assert sense_city.filed == []


def test_a_city_that_wants_a_name_and_keeps_it_all_the_same_is_looked_at_again(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    sense_city.ways.keeps_what_it_refuses = True
    dispatch = msgspec.structs.replace(make_dispatch(), **PYRGOS)
    told = to_city().carry(dispatch, None)
    assert isinstance(told, Trouble)
    assert told.may_have_arrived
    assert to_city().carry(dispatch, SETTLED) == Delivered(FIRST)
    assert len(sense_city.posts) == 1


@pytest.mark.parametrize(
    ("status", "body", "kind", "arrived"),
    [
        (403, b'{"message":"Forbidden"}', Kind.REFUSED, False),
        (403, b'[{"error_msg":"Required_sms"}]', Kind.REFUSED, True),
        (403, b'[{"error_msg":"Required_key"}]', Kind.LOCKED, False),
        (403, LOGIN, Kind.LINK, False),
        (404, b"<!DOCTYPE html><html>Cannot POST /issue</html>", Kind.LINK, False),
        (401, b"failure", Kind.LOCKED, False),
        (400, b"<html><pre>SyntaxError</pre></html>", Kind.REFUSED, False),
        (413, b"<html>Request Entity Too Large</html>", Kind.REFUSED, False),
        (429, b"", Kind.BUSY, False),
        (502, b"<html>Bad Gateway</html>", Kind.BUSY, True),
        (302, b"", Kind.LINK, True),
        (204, b"", Kind.LINK, True),
        (200, LOGIN, Kind.LINK, True),
        (200, b"failure", Kind.BUSY, True),
        (200, b'{"_id":""}', Kind.BUSY, True),
        (200, b'{"_id":7}', Kind.BUSY, True),
        (200, b'{"_id":"../../etc"}', Kind.BUSY, True),
        (200, b'{"_id":"1","error":"not kept"}', Kind.BUSY, True),
        (200, b'[{"_id":"1"}]', Kind.BUSY, True),
        (200, b'{"_id":"' + b"9" * 3000 + b'"}', Kind.BUSY, True),
        (200, b"9" * 5000, Kind.BUSY, True),
    ],
)
def test_what_an_answer_proves(
    sense_city: SenseCityServer,
    to_city: ToCity,
    status: int,
    body: bytes,
    kind: Kind,
    arrived: bool,
) -> None:
    sense_city.next_post(Trick(False, status, body))
    told = to_city().carry(make_dispatch(), None)
    assert isinstance(told, Trouble)
    assert (told.kind, told.may_have_arrived) == (kind, arrived)


def test_what_it_says_never_repeats_the_citizen(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    body = {"message": f"bad comments: {make_dispatch().description}"}
    sense_city.next_post(Trick(False, 400, json.dumps(body).encode()))
    told = to_city().carry(make_dispatch(), None)
    assert isinstance(told, Trouble)
    assert told.line == "answered 400"


def test_a_server_asked_to_be_left_alone_is(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    sense_city.next_post(Trick(False, 503, b"", headers={"Retry-After": "120"}))
    told = to_city().carry(make_dispatch(), None)
    assert isinstance(told, Trouble)
    assert told.wait_s == 120
