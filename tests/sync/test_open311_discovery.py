"""A discovery document leads to the endpoint, as far as it can be believed."""

from collections.abc import Callable, Iterator

import pytest

from kiosk.config import EndpointType, Format
from sync.catalogue import read_discovery
from sync.connector import Delivered, Kind, Sign, Trouble
from sync.connectors.open311 import Open311
from sync.discovery import is_document, safe_address
from tests.kiosk.village import SetClock
from tests.sync.contract import SETTLED, make_dispatch
from tests.sync.municipality import KEY, LOGIN, Manner, Municipality, Trick
from tests.sync.municipality import Kind as Service

Connect = Callable[..., Open311]


@pytest.fixture
def other() -> Iterator[Municipality]:
    with Municipality() as town:
        yield town


def looks(town: Municipality) -> int:
    """How often the document was looked at."""
    return sum(one.startswith("/discovery") for one in town.gets)


def test_an_endpoint_is_found_and_used_for_everything(
    town: Municipality, to_town: Connect
) -> None:
    connector = to_town(url=town.announce())
    assert connector.carry(make_dispatch(), None) == Delivered("0")
    assert connector.carry(make_dispatch(), SETTLED) == Delivered("0")
    told = connector.news(["0"])
    assert not isinstance(told, Trouble)
    assert list(told) == ["0"]
    assert looks(town) == 1


def test_the_document_is_read_in_xml_too(town: Municipality, to_town: Connect) -> None:
    url = town.announce().replace(".json", ".xml")
    assert to_town(url=url).carry(make_dispatch(), None) == Delivered("0")
    town.endpoints = []
    town.announce(specification="http://wiki.open311.org/GeoReport_v1")
    town.announce(type="test", url="http://127.0.0.1:1/test")
    town.announce()
    assert to_town(url=url).carry(make_dispatch(2), None) == Delivered("1")


def test_news_may_be_the_first_thing_that_is_asked(
    town: Municipality, to_town: Connect
) -> None:
    to_town().carry(make_dispatch(), None)
    told = to_town(url=town.announce()).news(["0"])
    assert not isinstance(told, Trouble)
    assert list(told) == ["0"]


def test_what_is_real_goes_to_production_and_never_to_a_test(
    town: Municipality, other: Municipality, to_town: Connect
) -> None:
    town.announce(type="test", url=other.url)
    url = town.announce(type="Production")
    assert to_town(url=url).carry(make_dispatch(), None) == Delivered("0")
    assert other.posts == []
    town.endpoints = town.endpoints and town.endpoints[:1]
    told = to_town(url=url).carry(make_dispatch(2), None)
    assert told == Trouble(Kind.BUSY, "discovery: names no production GeoReport v2")
    assert other.posts == []


def test_a_test_goes_to_a_test_and_never_to_what_is_real(
    town: Municipality, other: Municipality, to_town: Connect
) -> None:
    url = town.announce()
    told = to_town(url=url, endpoint_type=EndpointType.TEST).carry(
        make_dispatch(), None
    )
    assert told == Trouble(Kind.BUSY, "discovery: names no test GeoReport v2")
    town.announce(type="test", url=other.url)
    to_town(url=url, endpoint_type=EndpointType.TEST).carry(make_dispatch(), None)
    assert (len(town.posts), len(other.posts)) == (0, 1)


def test_an_endpoint_of_no_type_is_in_production_if_no_other_is(
    town: Municipality, other: Municipality, to_town: Connect
) -> None:
    url = town.announce(type=None, url=other.url)
    to_town(url=url).carry(make_dispatch(), None)
    town.announce()
    to_town(url=url).carry(make_dispatch(2), None)
    assert (len(town.posts), len(other.posts)) == (1, 1)


@pytest.mark.parametrize(
    ("offered", "ours", "used"),
    [
        (["text/xml"], Format.JSON, "xml"),
        (["application/json; charset=utf-8"], Format.XML, "json"),
        (["text/xml", "application/json"], Format.JSON, "json"),
        (["text/xml", "application/json"], Format.XML, "xml"),
        (["text/turtle"], Format.JSON, "json"),
        ([], Format.XML, "xml"),
        (None, Format.JSON, "json"),
    ],
)
def test_a_format_that_is_not_offered_gives_way(
    town: Municipality,
    to_town: Connect,
    offered: list[str] | None,
    ours: Format,
    used: str,
) -> None:
    connector = to_town(url=town.announce(formats=offered), format=ours)
    assert connector.carry(make_dispatch(), None) == Delivered("0")
    assert f"/v2/services.{used}" in town.gets


# Another edition


def test_another_changeset_has_the_lists_asked_for_anew(
    town: Municipality, to_town: Connect
) -> None:
    clock = SetClock()
    town.services["broken-lamp"] = Service("broken-lamp", attributes=("client_id",))
    connector = to_town(clock, url=town.announce())
    connector.carry(make_dispatch(1), None)
    town.services["broken-lamp"] = Service("broken-lamp", attributes=("external_id",))
    town.endpoints = []
    town.announce(changeset="2")
    clock.sleep(3599)
    connector.carry(make_dispatch(2), None)
    assert "attribute[client_id]" in town.posts[1]
    assert looks(town) == 1
    clock.sleep(2)
    connector.carry(make_dispatch(3), None)
    assert "attribute[external_id]" in town.posts[2]
    assert looks(town) == 2


def test_the_same_changeset_asks_nothing_anew(
    town: Municipality, to_town: Connect
) -> None:
    clock = SetClock()
    connector = to_town(clock, url=town.announce())
    for number in (1, 2, 3):
        connector.carry(make_dispatch(number), None)
        clock.sleep(4000)
    assert looks(town) == 3
    assert sum("/services." in one for one in town.gets) == 1


def test_a_service_that_is_gone_is_a_reason_to_look(
    town: Municipality, to_town: Connect
) -> None:
    connector = to_town(url=town.announce())
    gone = town.services.pop("broken-lamp")
    connector.carry(make_dispatch(), None)
    town.services[gone.code] = gone
    town.base = "/v3/"
    town.endpoints = []
    town.announce()
    assert connector.carry(make_dispatch(), None) == Delivered("0")
    assert looks(town) == 2


def test_a_document_that_fails_later_leaves_what_it_said(
    town: Municipality, to_town: Connect
) -> None:
    clock = SetClock()
    connector = to_town(clock, url=town.announce())
    connector.carry(make_dispatch(1), None)
    town.always["/discovery"] = Trick(status=500, body=b"")
    clock.sleep(4000)
    assert connector.carry(make_dispatch(2), None) == Delivered("1")
    assert connector.carry(make_dispatch(3), None) == Delivered("2")
    assert looks(town) == 2


# What is no use


@pytest.mark.parametrize(
    ("trick", "kind"),
    [
        (Trick(status=404, body=b""), Kind.BUSY),
        (Trick(status=403, body=b""), Kind.LOCKED),
        (Trick(status=503, body=b""), Kind.BUSY),
        (Trick(status=302, headers={"Location": "http://localhost:1/"}), Kind.LINK),
        (Trick(body=LOGIN), Kind.LINK),
        (Trick(body=b""), Kind.BUSY),
        (Trick(body=b"oops"), Kind.BUSY),
        (Trick(body=b"[1, 2]"), Kind.BUSY),
        (Trick(body=b'{"endpoints": "none"}'), Kind.BUSY),
        (Trick(body=b'{"endpoints": [{"url": 7}]}'), Kind.BUSY),
        (Trick(body=b'[{"service_code": "1"}]'), Kind.BUSY),
        (Trick(body=b"<discovery><endpoints/></discovery>"), Kind.BUSY),
        (Trick(body=b"x" * 5_000_001), Kind.LINK),
        (Trick(manner=Manner.TRUNCATED), Kind.LINK),
        (Trick(manner=Manner.DROPPED), Kind.LINK),
    ],
    ids=lambda one: str(one)[:60],
)
def test_a_document_that_says_nothing_is_no_reports_fault(
    town: Municipality, to_town: Connect, trick: Trick, kind: Kind
) -> None:
    town.announce()
    town.always["/discovery"] = trick
    connector = to_town(url=f"http://{town.host}/discovery.json")
    told = connector.carry(make_dispatch(), None)
    assert isinstance(told, Trouble)
    assert (told.kind, told.may_have_arrived) == (kind, False)
    assert isinstance(connector.news(["0"]), Trouble)
    assert town.posts == []
    town.always.clear()
    assert connector.carry(make_dispatch(), None) == Delivered("0")


def test_the_key_goes_nowhere_that_nobody_wrote(
    town: Municipality, other: Municipality, to_town: Connect
) -> None:
    elsewhere = other.url.replace("127.0.0.1", "localhost")
    url = town.announce(url=elsewhere)
    told = to_town(url=url).carry(make_dispatch(), None)
    assert isinstance(told, Trouble)
    assert told.kind is Kind.BUSY
    assert "write the endpoint's own address" in told.line
    assert len(told.line) < 200
    assert KEY not in told.line
    assert (other.gets, other.posts, town.posts) == ([], [], [])


@pytest.mark.parametrize(
    ("document", "named", "followed"),
    [
        ("https://a.gr/discovery.json", "https://a.gr/v2/", "https://a.gr/v2"),
        ("https://a.gr/discovery.json", "https://b.gr/v2", "https://b.gr/v2"),
        ("https://a.gr/discovery.json", "https://b.gr:444/v2", "https://b.gr:444/v2"),
        ("https://a.gr/discovery.json", "http://a.gr/v2", None),
        ("https://a.gr/discovery.json", "http://b.gr/v2", None),
        ("http://a.gr/discovery.json", "http://a.gr/v2", "http://a.gr/v2"),
        ("http://a.gr/discovery.json", "http://A.gr:81/v2", "http://A.gr:81/v2"),
        ("http://a.gr/discovery.json", "https://a.gr/v2", "https://a.gr/v2"),
        ("http://a.gr/discovery.json", "http://b.gr/v2", None),
        ("http://a.gr/discovery.json", "https://b.gr/v2", None),
        ("http://a.gr/discovery.json", "http://a.gr.b.gr/v2", None),
        ("https://a.gr/o/discovery.json", "v2", "https://a.gr/o/v2"),
        ("https://a.gr/discovery.json", "//b.gr/v2", "https://b.gr/v2"),
        ("https://a.gr/discovery.json", "https://me:pw@a.gr/v2", None),
        ("https://a.gr/discovery.json", "https://a.gr@b.gr/v2", None),
        ("https://a.gr/discovery.json", "https://a.gr/v2?key=1", None),
        ("https://a.gr/discovery.json", "https://a.gr:0/v2", None),
        ("https://a.gr/discovery.json", "https://a.gr:x/v2", None),
        ("https://a.gr/discovery.json", "https://[/v2", None),
        ("https://a.gr/discovery.json", "ftp://a.gr/v2", None),
        ("https://a.gr/discovery.json", "file:///etc/passwd", None),
        ("https://a.gr/discovery.json", "javascript:alert(1)", None),
    ],
)
def test_a_document_is_followed_as_far_as_it_can_be_believed(
    document: str, named: str, followed: str | None
) -> None:
    assert safe_address(document, named) == followed


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://a.gr/discovery.json", True),
        ("https://a.gr/open311/Discovery.XML/", True),
        ("https://a.gr/discovery", False),
        ("https://a.gr/v2", False),
        ("https://a.gr/my-discovery.json", False),
    ],
)
def test_an_address_tells_whether_it_is_a_documents(url: str, is_one: bool) -> None:
    assert is_document(url) == is_one


@pytest.mark.parametrize(
    ("specification", "is_ours"),
    [
        ("http://wiki.open311.org/GeoReport_v2", True),
        ("https://wiki.open311.org/GeoReport_v2/", True),
        ("GeoReport v2", True),
        ("http://wiki.open311.org/GeoReport_v2.1", False),
        ("http://wiki.open311.org/GeoReport_v1", False),
        ("http://wiki.open311.org/GeoReport_v20", False),
        ("", False),
    ],
)
def test_only_georeport_v2_is_spoken(specification: str, is_ours: bool) -> None:
    body = f'[{{"specification": "{specification}", "url": "https://a.gr"}}]'
    assert bool(read_discovery(body.encode())) == is_ours


# The line


def test_the_line_is_looked_at_by_the_document(
    town: Municipality, to_town: Connect
) -> None:
    connector = to_town(url=town.announce())
    sign: Sign = connector.sign()
    assert (sign.method, sign.parts, sign.args) == ("GET", (), ())
    assert sign.is_ours(200, b'[{"specification": "GeoReport_v2", "url": "x"}]')
    assert not sign.is_ours(200, LOGIN)
    assert not sign.is_ours(200, b"[]")
    assert not sign.is_ours(404, b'[{"specification": "GeoReport_v2", "url": "x"}]')


def test_a_line_hung_up_finds_nothing_more(
    town: Municipality, to_town: Connect
) -> None:
    connector = to_town(url=town.announce())
    connector.hang_up()
    assert connector.carry(make_dispatch(), None) == Trouble(Kind.LINK, "stopped")
    assert town.gets == []


def test_hanging_up_while_it_is_found_ends_what_would_follow(
    town: Municipality, to_town: Connect
) -> None:
    connector = to_town(url=town.announce())
    town.before_answering = connector.hang_up
    assert connector.carry(make_dispatch(), None) == Trouble(Kind.LINK, "stopped")
    assert (len(town.gets), town.posts) == (1, [])
