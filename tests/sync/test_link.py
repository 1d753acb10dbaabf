"""Is there a network, really? Every way it can be wrong is told apart, on real sockets."""

import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.built import BUILT
from kiosk.config import Destination
from kiosk.errors import Misconfigured
from sync.connector import Kind
from sync.connectors.open311 import Open311
from sync.link import Finding, Lookout, State, has_route, plain_sign
from tests.kiosk.village import SetClock
from tests.sync.municipality import LOGIN, Manner, Municipality, Trick

ROOT = Path(__file__).parents[2]
CERTIFICATES = Path(__file__).parent / "certificates"
UNSHARE = shutil.which("unshare")

ROUTES = "Iface\tDestination\tGateway\tFlags\neth0\t00000000\t0100A8C0\t0003\n"
NO_ROUTES = "Iface\tDestination\tGateway\tFlags\n"
IPV6 = (
    "{target} {bits} " + "0" * 32 + " 00 " + "0" * 32 + " 00000400 1 0 {flags} {on}\n"
)

Look = Callable[..., Finding]


@pytest.fixture
def network(tmp_path: Path) -> Path:
    (tmp_path / "route").write_text(ROUTES, "ascii")
    return tmp_path


@pytest.fixture
def clock() -> SetClock:
    return SetClock(wall=max(datetime.now(UTC), BUILT))


@pytest.fixture
def look(network: Path, clock: SetClock) -> Iterator[Look]:
    """Look at an address as the agent looks at an Open311 endpoint."""
    made: list[Open311 | Lookout] = []

    def look(url: str, timeout_s: float = 5) -> Finding:
        to = Destination(name="town", type="open311", url=url, timeout_s=timeout_s)
        connector = Open311(to)
        lookout = Lookout(to, connector.sign(), clock, network)
        made.extend([connector, lookout])
        return lookout.look()

    yield look
    for one in made:
        one.close()


@pytest.fixture
def secured(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], str]:
    """Let the town show a certificate, and return its address under TLS."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATES / "ca.pem"))

    def secured(name: str) -> str:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATES / f"{name}.pem", CERTIFICATES / "key.pem")
        listening = town._server.socket
        town._server.socket = context.wrap_socket(listening, server_side=True)
        return town.url.replace("http:", "https:")

    return secured


# What is there


def test_a_destination_that_is_there_is_well(town: Municipality, look: Look) -> None:
    found = look(town.url)
    assert (found.state, found.line, found.is_passable) == (State.WELL, "well", True)
    assert found.told is not None
    assert town.gets == ["/v2/services.json"]
    assert town.posts == []


def test_an_endpoint_without_that_call_is_there(town: Municipality, look: Look) -> None:
    town.lists_services = False
    found = look(town.url)
    assert (found.state, found.is_passable, found.told) == (State.WELL, True, None)


def test_a_server_in_trouble_is_there(town: Municipality, look: Look) -> None:
    town.next_get(Trick(status=503))
    found = look(town.url)
    assert (found.state, found.why) == (State.SERVER, "answered 503")
    assert not found.is_passable


def test_a_certificate_that_holds_is_well(
    secured: Callable[[str], str], look: Look
) -> None:
    assert look(secured("well")).state is State.WELL


# What is in the way


def test_nobody_listening_is_refused(look: Look, dead_url: str) -> None:
    assert look(dead_url).state is State.REFUSED


def test_a_name_that_does_not_exist_is_not_found(look: Look) -> None:
    assert look("http://nobody.invalid/v2").state is State.NO_NAME


def test_a_name_that_is_not_found_without_any_route_is_no_link(
    look: Look, network: Path
) -> None:
    (network / "route").write_text(NO_ROUTES, "ascii")
    assert look("http://nobody.invalid/v2").state is State.NO_LINK


def test_who_takes_the_call_and_says_nothing_is_silent(look: Look) -> None:
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen()
        found = look(f"http://127.0.0.1:{hole.getsockname()[1]}", timeout_s=0.3)
    assert found.state is State.SILENT


def test_who_does_not_even_take_the_call_is_silent(look: Look) -> None:
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen(0)
        address = hole.getsockname()
        with socket.create_connection(address):
            found = look(f"http://127.0.0.1:{address[1]}", timeout_s=0.3)
    assert found.state is State.SILENT


@pytest.mark.parametrize("manner", [Manner.DROPPED, Manner.RESET, Manner.TRUNCATED])
def test_a_call_that_breaks_off_is_broken(
    town: Municipality, look: Look, manner: Manner
) -> None:
    town.always["GET"] = Trick(manner=manner)
    assert look(town.url).state is State.BROKEN


@pytest.mark.parametrize(
    "trick",
    [
        Trick(body=LOGIN, media="text/html"),
        Trick(body=b"[]"),
        Trick(body=b'{"ok": true}'),
        Trick(status=204, body=b""),
        Trick(status=302, headers={"Location": "http://login.example/"}, body=b""),
        Trick(status=511, body=LOGIN),
        Trick(status=407),
    ],
)
def test_somebody_else_who_answers_is_a_portal(
    town: Municipality, look: Look, trick: Trick
) -> None:
    town.next_get(trick)
    found = look(town.url)
    assert (found.state, found.is_passable) == (State.PORTAL, False)
    assert "log in" in found.line


def test_the_date_of_a_portal_is_not_believed(town: Municipality, look: Look) -> None:
    town.date = "Wed, 21 Oct 2015 07:28:00 GMT"
    town.next_get(Trick(body=LOGIN), Trick(status=404))
    assert [look(town.url).told for _ in "ab"] == [None, None]


# Certificates and clocks


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("stranger", "certificate not trusted"),
        ("expired", "certificate not valid any more"),
        ("early", "certificate not valid yet"),
    ],
)
def test_a_certificate_that_proves_nothing(
    town: Municipality, secured: Callable[[str], str], look: Look, name: str, why: str
) -> None:
    found = look(secured(name))
    assert (found.state, found.why) == (State.CERTIFICATE, why)
    assert found.kind is Kind.CERTIFICATE
    assert town.gets == []


@pytest.mark.parametrize("name", ["expired", "early"])
def test_a_certificate_that_fails_by_a_clock_that_cannot_be_right(
    secured: Callable[[str], str], look: Look, clock: SetClock, name: str
) -> None:
    clock.wall = BUILT - timedelta(seconds=1)
    found = look(secured(name))
    assert (found.state, found.kind) == (State.CLOCK, Kind.CLOCK)
    assert "timedatectl" in found.line


def test_a_wrong_clock_does_not_excuse_a_stranger(
    secured: Callable[[str], str], look: Look, clock: SetClock
) -> None:
    clock.wall = BUILT - timedelta(days=1)
    assert look(secured("stranger")).state is State.CERTIFICATE


@pytest.mark.parametrize(
    ("off", "state"),
    [
        (timedelta(minutes=50), State.WELL),
        (timedelta(minutes=-50), State.WELL),
        (timedelta(minutes=70), State.CLOCK),
        (timedelta(minutes=-70), State.CLOCK),
    ],
)
def test_clocks_an_hour_apart_are_told_and_do_not_stop_anything(
    town: Municipality, look: Look, clock: SetClock, off: timedelta, state: State
) -> None:
    clock.wall = datetime.now(UTC) + off
    found = look(town.url)
    assert (found.state, found.is_passable) == (state, True)


@pytest.mark.parametrize("date", ["soon", "Wed, 21 Oct 2015 07:28:00"])
def test_a_date_that_says_nothing_is_none(
    town: Municipality, look: Look, date: str
) -> None:
    town.date = date
    assert look(town.url) == Finding(State.WELL, is_passable=True, told=None)


# What is asked


def test_a_web_address_of_which_no_more_is_known_is_asked_plainly(
    town: Municipality, clock: SetClock, network: Path
) -> None:
    to = Destination(name="town", type="other", url=f"{town.url}/services.json")
    lookout = Lookout(to, plain_sign(to), clock, network)
    assert lookout.look().state is State.WELL
    town.next_get(Trick(body=LOGIN))
    assert lookout.look().state is State.PORTAL
    lookout.close()


def test_a_look_can_be_broken_off(
    town: Municipality, clock: SetClock, network: Path
) -> None:
    to = Destination(name="town", type="open311", url=town.url)
    lookout = Lookout(to, plain_sign(to), clock, network)
    lookout.hang_up()
    assert lookout.look().state is State.SILENT
    assert town.gets == []
    lookout.close()


def test_what_is_no_address_cannot_be_looked_at(clock: SetClock) -> None:
    to = Destination(name="town", type="open311", url="town hall")
    with pytest.raises(Misconfigured):
        Lookout(to, plain_sign(to), clock)


# The machine's own network


@pytest.mark.parametrize(
    ("route", "ipv6", "has"),
    [
        (ROUTES, "", True),
        (NO_ROUTES, "", False),
        (NO_ROUTES + "lo\t0000007F\t00000000\t0001\n", "", False),
        (NO_ROUTES, ("0" * 32, "00", "00000003", "wlan0"), True),
        (NO_ROUTES, ("0" * 32, "00", "00200200", "lo"), False),
        (NO_ROUTES, ("0" * 32, "00", "00000200", "eth0"), False),
        (NO_ROUTES, ("fe80" + "0" * 28, "40", "00000001", "eth0"), False),
    ],
)
def test_a_way_to_anybody_else_is_seen(
    tmp_path: Path, route: str, ipv6: tuple[str, str, str, str] | str, has: bool
) -> None:
    (tmp_path / "route").write_text(route, "ascii")
    if isinstance(ipv6, tuple):
        target, bits, flags, on = ipv6
        line = IPV6.format(target=target, bits=bits, flags=flags, on=on)
        (tmp_path / "ipv6_route").write_text(line, "ascii")
    assert has_route(tmp_path) is has


def test_a_machine_that_tells_nothing_has_no_way(tmp_path: Path) -> None:
    assert not has_route(tmp_path / "missing")


A_CHANGE = """
import subprocess, threading
from sync.link import Watch
changed = threading.Event()
watch = Watch(changed.set)
assert not changed.is_set()
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
assert changed.wait(20)
watch.close()
print("changed")
"""

NO_WAY = """
from kiosk.clock import SystemClock
from kiosk.config import Destination
from sync.link import Lookout, plain_sign
for url in ("http://192.0.2.1/v2", "http://[2001:db8::1]/v2", "http://nobody.invalid"):
    to = Destination(name="town", type="open311", url=url)
    lookout = Lookout(to, plain_sign(to), SystemClock())
    print(lookout.look().state)
    lookout.close()
"""


def on_a_machine_without_network(code: str) -> str:
    """Run some code where there is no interface, and return what it printed."""
    alone = [UNSHARE or "", "--user", "--map-root-user", "--net"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lends nobody a network of his own")
    done = subprocess.run(
        [*alone, sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.skipif(UNSHARE is None, reason="unshare is missing")
def test_a_pulled_cable_is_no_link() -> None:
    assert on_a_machine_without_network(NO_WAY) == "no link\n" * 3


@pytest.mark.skipif(
    UNSHARE is None or shutil.which("ip") is None, reason="unshare or ip is missing"
)
def test_a_change_of_the_network_is_told() -> None:
    assert on_a_machine_without_network(A_CHANGE) == "changed\n"
