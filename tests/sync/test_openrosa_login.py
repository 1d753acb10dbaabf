"""Who the kiosk is, to a server that asks: Digest, Basic, and never in the clear."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from kiosk.config import Destination
from kiosk.errors import Misconfigured
from sync.connector import Delivered, Kind, Trouble
from sync.connectors.openrosa import OpenRosa
from sync.credentials import Credentials
from tests.sync.contract import make_dispatch
from tests.sync.openrosa_archive import Manners
from tests.sync.openrosa_server import (
    PASSWORD,
    USER,
    Asks,
    OpenRosaServer,
)
from tests.sync.tricks import Trick

Connect = Callable[..., OpenRosa]


@pytest.fixture
def kobo() -> Iterator[OpenRosaServer]:
    with OpenRosaServer(Manners.KOBO) as server:
        yield server


@pytest.fixture
def central() -> Iterator[OpenRosaServer]:
    with OpenRosaServer(Manners.CENTRAL) as server:
        yield server


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Make connectors to a server, with these settings, that are closed at the end."""
    made: list[OpenRosa] = []

    def connect(
        server: OpenRosaServer,
        username: str = USER,
        password: str = PASSWORD,
        password_file: str = "",
    ) -> OpenRosa:
        to = Destination(
            name="central",
            type="openrosa",
            url=server.url,
            username=username,
            password=password,
            password_file=password_file,
            timeout_s=5,
        )
        made.append(OpenRosa(to))
        return made[-1]

    yield connect
    for one in made:
        one.close()


def carry(connector: OpenRosa, *numbers: int) -> list[bool]:
    """Carry some reports; say of each whether it was delivered."""
    told = [connector.carry(make_dispatch(one), None) for one in numbers]
    return [isinstance(one, Delivered) for one in told]


@pytest.mark.parametrize(
    "asks", [Asks.DIGEST, Asks.OLD_DIGEST, Asks.BASIC, Asks.SILENTLY]
)
def test_a_server_that_asks_is_told_and_a_report_travels_once(
    kobo: OpenRosaServer, connect: Connect, asks: Asks
) -> None:
    kobo.asks = asks
    assert carry(connect(kobo), 1, 2, 3) == [True, True, True]
    assert [one.partition(" ")[0] for one in kobo.calls] == [
        *("HEAD", "HEAD", "POST", "POST", "POST")
    ]
    assert kobo.authorized[0] == ""


@pytest.mark.parametrize("asks", [Asks.DIGEST, Asks.BASIC, Asks.SILENTLY])
def test_a_server_that_asks_at_the_post_only_is_told_there(
    central: OpenRosaServer, connect: Connect, asks: Asks
) -> None:
    central.asks = asks
    assert carry(connect(central), 1, 2) == [True, True]
    posts = [one for one in central.calls if one.startswith("POST")]
    assert (len(posts), len(central.bodies)) == (3, 2)


def test_a_new_nonce_is_taken_up(kobo: OpenRosaServer, connect: Connect) -> None:
    kobo.asks = Asks.DIGEST
    connector = connect(kobo)
    assert carry(connector, 1) == [True]
    kobo.nonce = "n2"
    assert carry(connector, 2, 3) == [True, True]
    assert len(kobo.kept) == 3


def test_each_answer_to_a_challenge_counts_one_on(
    kobo: OpenRosaServer, connect: Connect
) -> None:
    """RFC 7616, 3.4: the server sees a replay by the count it has seen before."""
    kobo.asks = Asks.DIGEST
    carry(connect(kobo), 1, 2)
    counts = [one.partition("nc=")[2][:8] for one in kobo.authorized if one]
    assert counts == ["00000001", "00000002", "00000003"]


def test_the_password_itself_never_leaves_with_digest(
    kobo: OpenRosaServer, connect: Connect
) -> None:
    kobo.asks = Asks.OLD_DIGEST  # which offers Basic too
    carry(connect(kobo), 1)
    assert all(one.startswith("Digest ") for one in kobo.authorized[1:])


@pytest.mark.parametrize("asks", list(Asks))
def test_a_wrong_password_is_a_locked_door_and_asked_for_once(
    kobo: OpenRosaServer, connect: Connect, asks: Asks
) -> None:
    if asks is Asks.NOBODY:
        kobo.always["HEAD"] = Trick(status=401)
    kobo.asks = asks
    told = connect(kobo, password="wrong").carry(make_dispatch(), None)
    assert told == Trouble(Kind.LOCKED, "answered 401")
    assert len(kobo.calls) == 2
    assert kobo.kept == []


def test_a_password_that_was_wrong_is_given_once_for_each_call(
    kobo: OpenRosaServer, connect: Connect
) -> None:
    kobo.asks = Asks.BASIC
    connector = connect(kobo, password="wrong")
    for _ in range(2):
        connector.carry(make_dispatch(), None)
    assert [bool(one) for one in kobo.authorized] == [False, True, True]


def test_without_a_name_nothing_is_told(kobo: OpenRosaServer, connect: Connect) -> None:
    kobo.asks = Asks.BASIC
    told = connect(kobo, username="").carry(make_dispatch(), None)
    assert told == Trouble(Kind.LOCKED, "answered 401")
    assert kobo.authorized == [""]


@pytest.mark.parametrize("challenge", ["Digest ", 'Digest realm="x"', "Digest ,=,"])
def test_a_challenge_that_is_none_is_a_locked_door(
    kobo: OpenRosaServer, connect: Connect, challenge: str
) -> None:
    headers = {"WWW-Authenticate": challenge}
    kobo.always["HEAD"] = Trick(status=401, headers=headers)
    told = connect(kobo).carry(make_dispatch(), None)
    assert told == Trouble(Kind.LOCKED, "answered 401")


@pytest.mark.parametrize(
    ("url", "is_given"),
    [
        ("https://central.gr/submission", True),
        ("http://127.0.0.1:8383/submission", True),
        ("http://[::1]/submission", True),
        ("http://localhost/submission", True),
        ("http://central.gr/submission", False),
        ("http://192.168.1.7/submission", False),
        ("http://localhost.central.gr/submission", False),
    ],
)
def test_the_password_goes_only_where_nobody_can_listen(
    kobo: OpenRosaServer, url: str, is_given: bool
) -> None:
    """Even after another address of the same line has asked for it."""
    kobo.asks = Asks.BASIC
    credentials = Credentials(USER, PASSWORD)
    headers = {"X-OpenRosa-Version": "1.0", "Date": "Mon, 04 May 2026 09:30:00 GMT"}
    with requests.Session() as session:
        session.trust_env = False
        there = f"{kobo.url}/submission"
        asked = session.head(there, auth=credentials, headers=headers)
        assert asked.status_code == 204
        later = session.prepare_request(requests.Request("HEAD", url, auth=credentials))
    assert ("Authorization" in later.headers) == is_given


def test_a_password_may_lie_in_a_file(
    kobo: OpenRosaServer, connect: Connect, tmp_path: Path
) -> None:
    kobo.asks = Asks.DIGEST
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n", "utf-8")
    assert carry(connect(kobo, password="", password_file=str(file)), 1) == [True]


def test_a_file_that_cannot_be_read_is_told(
    kobo: OpenRosaServer, connect: Connect, tmp_path: Path
) -> None:
    with pytest.raises(Misconfigured, match='"central", password_file: cannot be read'):
        connect(kobo, password_file=str(tmp_path / "none"))


@pytest.mark.parametrize("username", ["χρήστης", "a:b", "a\nb"])
def test_a_name_that_cannot_be_sent_is_told(
    kobo: OpenRosaServer, connect: Connect, username: str
) -> None:
    with pytest.raises(Misconfigured, match='destination "central", username'):
        connect(kobo, username=username)


def test_a_fault_never_repeats_the_password(
    kobo: OpenRosaServer, connect: Connect
) -> None:
    said = f"no such password: {PASSWORD}".encode()
    kobo.next_post(Trick(commits=False, status=400, body=said))
    told = connect(kobo).carry(make_dispatch(), None)
    assert isinstance(told, Trouble)
    assert told.line == "answered 400"
