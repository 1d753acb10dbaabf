"""OpenRosa against servers with the manners of ODK Central and of Kobo."""

from collections.abc import Callable

import pytest

from kiosk.config import Destination
from kiosk.errors import Misconfigured
from kiosk.submission import Dispatch
from kiosk.xform import instance_id, submission_xml
from sync.connector import Connector, Delivered, Kind, Trouble
from sync.connectors.openrosa import OpenRosa
from tests.kiosk.village import Kiosk
from tests.sync.contract import SETTLED, ConnectorContract, Far, make_dispatch
from tests.sync.openrosa_server import (
    FIRST,
    OpenRosaServer,
    make_report,
    to,
)
from tests.sync.post import Post
from tests.sync.tricks import Manner, Trick

Connect = Callable[[Destination], OpenRosa]


class FarServer(Far):
    """The server, as the contract sees it."""

    def __init__(self, server: OpenRosaServer) -> None:
        self.server = server

    def destination(self) -> Destination:
        return to(self.server)

    def has(self, dispatch: Dispatch) -> int:
        return sum(one.id == instance_id(dispatch) for one in self.server.kept)

    def first_id(self) -> str:
        return FIRST

    def loses_the_next_answer(self) -> None:
        self.server.next_post(Trick(manner=Manner.DROPPED))

    def breaks_before_keeping(self) -> None:
        self.server.next_post(Trick(commits=False, manner=Manner.DROPPED))

    def fails_after_keeping(self) -> None:
        self.server.next_post(Trick(status=500, body=b"Internal Server Error"))

    def answers_with(self, body: bytes) -> None:
        self.server.next_post(Trick(commits=False, status=200, body=body))

    def refuses(self) -> None:
        self.server.archive.forms.clear()

    def locks_us_out(self) -> None:
        self.server.always["POST"] = Trick(commits=False, status=403, body=b"")

    def shows_nothing(self) -> None:
        self.server.always["HEAD"] = Trick(status=503)

    def finishes(self, message: str) -> None:
        """Nobody is told: the protocol has no news."""


class TestOpenRosaConnector(ConnectorContract):
    """The contract, with both manners."""

    @pytest.fixture
    def connect(self, connect_rosa: Connect) -> Connect:
        return connect_rosa

    @pytest.fixture
    def far(self, rosa: OpenRosaServer) -> Far:
        return FarServer(rosa)

    def test_news_of_a_closed_case_is_done(
        self, far: Far, connector: Connector
    ) -> None:
        """The protocol has no news: none is told, and nobody is asked."""
        connector.carry(make_dispatch(), None)
        far.shows_nothing()
        assert connector.news([far.first_id()]) == {}

    def test_no_news_is_a_trouble_not_an_end(
        self, far: Far, connector: Connector
    ) -> None:
        """Here no news is the rule, and says nothing of the line."""
        assert connector.news([]) == {}


# What is sent


def test_it_is_asked_where_to_send_and_then_sent(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    connect_rosa(to(rosa)).carry(make_report(), None)
    address = f"{rosa.manners.path}?deviceID=plateia:square"
    assert rosa.calls == [f"HEAD {address}", f"POST {address}"]
    assert rosa.kept[0].device == "plateia:square"
    assert rosa.kept[0].xml == submission_xml(make_report(), "problem")
    assert rosa.kept[0].is_whole


def test_every_try_sends_the_same_bytes(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    rosa.next_post(Trick(status=502), Trick(manner=Manner.RESET), Trick())
    for _ in range(3):  # each as after a restart
        told = connect_rosa(to(rosa)).carry(make_report(), SETTLED)
    assert told == Delivered(FIRST)
    assert len(rosa.bodies) == 3
    assert len(set(rosa.bodies)) == 1
    assert len(rosa.kept) == 1


def test_the_door_is_asked_for_once_until_something_goes_wrong(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    connector = connect_rosa(to(rosa))
    for number in (1, 2, 3):
        connector.carry(make_dispatch(number), None)
    assert sum(one.startswith("HEAD") for one in rosa.calls) == 1
    rosa.next_post(Trick(commits=False, status=503))
    for _ in range(2):
        connector.carry(make_dispatch(4), None)
    assert sum(one.startswith("HEAD") for one in rosa.calls) == 2


def test_our_form_becomes_theirs(rosa: OpenRosaServer, connect_rosa: Connect) -> None:
    rosa.archive.forms = {"aXy9": {"1"}}
    told = connect_rosa(to(rosa, services={"problem": "aXy9"})).carry(
        make_report(), None
    )
    assert told == Delivered(FIRST)


def test_a_kiosk_reports_to_it_once_whatever_gets_lost(
    rosa: OpenRosaServer, make_kiosk: Callable[..., Kiosk], connect_rosa: Connect
) -> None:
    kiosk = make_kiosk(to(rosa))
    receipt = kiosk.confirm()
    rosa.next_post(Trick(manner=Manner.DROPPED), Trick(status=500))
    post = Post(kiosk, {"central": connect_rosa(to(rosa))})
    post.run(4 * 3600)
    assert post.states() == ["delivered"]
    (kept,) = rosa.kept
    assert kept.id == f"uuid:{receipt.submission_id}"
    assert f"<receipt>{receipt.code}</receipt>".encode() in kept.xml
    assert b'<report id="problem" version="1">' in kept.xml
    assert b"<village>ano</village><landmark>square</landmark>" in kept.xml
    assert rosa.bodies[0] == rosa.bodies[1] == rosa.bodies[2]


# Where to send


def test_a_server_may_want_submissions_elsewhere_on_its_host(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    rosa.location = f"http://{rosa.host}{rosa.manners.path}?deviceID=x"
    assert connect_rosa(to(rosa)).carry(make_report(), None) == Delivered(FIRST)
    assert rosa.kept[0].device == "x"


@pytest.mark.parametrize("location", ["http://localhost/x", "ftp://x", "http://[::1"])
def test_no_report_is_sent_on_to_another_host(
    rosa: OpenRosaServer, connect_rosa: Connect, location: str
) -> None:
    rosa.location = location
    told = connect_rosa(to(rosa)).carry(make_report(), None)
    assert told == Trouble(Kind.LINK, "sent on to another host")
    assert rosa.bodies == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, Kind.LINK),
        (201, Kind.LINK),
        (302, Kind.LINK),
        (401, Kind.LOCKED),
        (403, Kind.LOCKED),
        (429, Kind.BUSY),
        (500, Kind.BUSY),
        (511, Kind.LINK),
    ],
)
def test_where_the_question_is_not_answered_nothing_is_sent(
    rosa: OpenRosaServer, connect_rosa: Connect, status: int, kind: Kind
) -> None:
    rosa.always["HEAD"] = Trick(status=status)
    told = connect_rosa(to(rosa)).carry(make_report(), None)
    assert isinstance(told, Trouble)
    assert (told.kind, told.may_have_arrived) == (kind, False)
    assert rosa.bodies == []


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_server_that_does_not_know_the_question_is_sent_to(
    rosa: OpenRosaServer, connect_rosa: Connect, status: int
) -> None:
    rosa.always["HEAD"] = Trick(status=status)
    assert connect_rosa(to(rosa)).carry(make_report(), None) == Delivered(FIRST)


def test_its_sign_is_one_that_a_login_page_does_not_give(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    sign = connect_rosa(to(rosa)).sign()
    assert (sign.method, sign.parts) == ("HEAD", ("submission",))
    assert sign.is_ours(204, b"")
    assert not any(sign.is_ours(status, b"") for status in (200, 302, 404))


# Settings


@pytest.mark.parametrize("url", ["", "central.gr/v1", "https://a/?b=c"])
def test_an_address_that_is_none_is_caught_at_once(
    connect_rosa: Connect, url: str
) -> None:
    with pytest.raises(Misconfigured, match='destination "central", url'):
        connect_rosa(Destination(name="central", type="openrosa", url=url))
