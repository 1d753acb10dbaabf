"""The line: whole answers, in time, and the certainty whether anything had left."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
import requests

from kiosk.config import Destination
from sync.connector import Kind
from sync.http import (
    LONGEST_ANSWER,
    Line,
    LineTrouble,
    Request,
    _Adapter,
    _Call,
    kind_of,
)
from tests.sync.municipality import KEY, Manner, Municipality, Trick

FORM = [
    ("api_key", KEY),
    ("service_code", "broken-lamp"),
    ("address_string", "Οδός 1 & 2"),
    ("description", "a=b\n100%+"),
    ("device_id", "1"),
]


@pytest.fixture
def call(town: Municipality) -> Iterator[Callable[..., Line]]:
    made: list[Line] = []

    def call(url: str = town.url, timeout_s: float = 5) -> Line:
        to = Destination(name="town", type="open311", url=url, timeout_s=timeout_s)
        made.append(Line(to))
        return made[-1]

    yield call
    for one in made:
        one.close()


Call = Callable[..., Line]


def test_a_form_arrives_as_it_was_said(town: Municipality, call: Call) -> None:
    assert call().post(["requests.json"], FORM).status == 200
    assert town.posts == [dict(FORM)]


def test_path_and_arguments_are_escaped(town: Municipality, call: Call) -> None:
    call().get(["services", "a/b ?#.json"], [("jurisdiction_id", "δήμος & co")])
    assert town.gets == ["/v2/services/a/b ?#.json?jurisdiction_id=δήμος & co"]


def test_a_line_is_kept_for_the_next_call(town: Municipality, call: Call) -> None:
    line = call()
    for _ in range(5):
        line.get(["services.json"], [])
    assert len(town.callers) == 1


def test_a_line_the_other_end_has_closed_is_taken_up_anew(
    town: Municipality, call: Call
) -> None:
    line = call()
    line.get(["services.json"], [])
    town.hang_up_idle()
    assert line.post(["requests.json"], FORM).status == 200


# Whether anything had left


def test_nobody_at_home_means_nothing_left(call: Call, dead_url: str) -> None:
    with pytest.raises(LineTrouble) as caught:
        call(dead_url).post(["requests.json"], FORM)
    assert (caught.value.code, caught.value.left) == ("no connection", False)


def test_no_trust_means_nothing_left(town: Municipality, call: Call) -> None:
    with pytest.raises(LineTrouble) as caught:
        call(f"https://{town.host}/v2").post(["requests.json"], FORM)
    assert (caught.value.code, caught.value.left) == ("certificate not trusted", False)
    assert town.posts == []


@pytest.mark.parametrize(
    "manner", [Manner.DROPPED, Manner.RESET, Manner.TRUNCATED, Manner.HELD]
)
def test_no_whole_answer_means_it_may_have_arrived(
    town: Municipality, call: Call, manner: Manner
) -> None:
    town.next_post(Trick(manner=manner))
    with pytest.raises(LineTrouble) as caught:
        call(timeout_s=0.3).post(["requests.json"], FORM)
    assert caught.value.left


def test_the_next_call_after_a_broken_one_works(town: Municipality, call: Call) -> None:
    line = call(timeout_s=0.3)
    for manner in (Manner.DROPPED, Manner.RESET, Manner.HELD, Manner.DRIPPING):
        town.next_post(Trick(commits=False, manner=manner))
        with pytest.raises(LineTrouble):
            line.post(["requests.json"], FORM)
        assert line.get(["services.json"], []).status == 200
    assert town.filed == []


def test_hanging_up_ends_a_call_that_nobody_answers(
    town: Municipality, call: Call
) -> None:
    town.next_post(Trick(manner=Manner.HELD))
    line = call(timeout_s=60)

    def hang_up() -> None:
        town.received.wait()
        line.hang_up()

    helper = threading.Thread(target=hang_up)
    helper.start()
    with pytest.raises(LineTrouble) as caught:
        line.post(["requests.json"], FORM)
    helper.join()
    assert (caught.value.code, caught.value.left) == ("stopped", True)
    with pytest.raises(LineTrouble) as caught:
        line.get(["services.json"], [])
    assert (caught.value.code, caught.value.left) == ("stopped", False)


def test_a_call_given_up_before_it_connects_never_leaves(call: Call) -> None:
    """A server that listens and is full: connecting hangs, then there is room."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        crowd = [socket.create_connection(("127.0.0.1", port))]
        with pytest.raises(LineTrouble) as caught:
            call(f"http://127.0.0.1:{port}", timeout_s=0.3).post(["x"], FORM)
        assert not caught.value.left
        full.settimeout(0.5)
        heard = b""
        while True:
            try:
                caller, _ = full.accept()
            except TimeoutError:
                break
            with caller:
                caller.settimeout(0.5)
                if caller.getpeername() != crowd[0].getsockname():
                    heard += caller.recv(1)
        crowd[0].close()
        assert heard == b""


def test_nothing_passes_the_gate_once_a_call_is_cut_off(town: Municipality) -> None:
    """As when a name is found only after the call was given up."""
    with requests.Session() as session:
        session.mount("http://", _Adapter(5))
        asked = Request("POST", f"{town.url}/requests.json", b"a=b")
        call = _Call(session, asked, 5)
        call.cut()
        call.start()
        call.join()
    assert not call.left
    assert town.posts == []


def test_a_call_given_up_takes_back_what_has_not_arrived(call: Call) -> None:
    """A line that stalls: what waits in this machine must not arrive when it is back."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        server.bind(("127.0.0.1", 0))
        server.listen()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(LineTrouble) as caught:
            call(url, timeout_s=0.3).post(["x"], [("description", "a" * 50_000)])
        assert caught.value.left
        caller, _ = server.accept()
        with caller:
            assert len(_all_that_arrives(caller)) < 50_000


def _all_that_arrives(caller: socket.socket) -> bytes:
    caller.settimeout(1)
    arrived = b""
    with suppress(OSError):
        while piece := caller.recv(65_536):
            arrived += piece
    return arrived


def test_headers_that_never_end_are_given_up(call: Call) -> None:
    stop = threading.Event()
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        drip = threading.Thread(target=_drip_headers, args=(server, stop))
        drip.start()
        with pytest.raises(LineTrouble) as caught:
            call(url, timeout_s=0.3).get(["x"], [])
        stop.set()
        drip.join()
    assert caught.value.code == "no answer in time"


def _drip_headers(server: socket.socket, stop: threading.Event) -> None:
    caller, _ = server.accept()
    with caller:
        try:
            caller.sendall(b"HTTP/1.1 200 OK\r\n")
            while not stop.wait(0.02):
                caller.sendall(b"X-More: x\r\n")
        except OSError:
            stop.wait()


def test_an_endless_answer_is_given_up(town: Municipality, call: Call) -> None:
    town.next_get(Trick(body=b" " * (LONGEST_ANSWER + 1)))
    with pytest.raises(LineTrouble, match="answer too long"):
        call().get(["services.json"], [])


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_question_follows_a_redirect_on_the_same_host(
    town: Municipality, call: Call, status: int
) -> None:
    there = f"{town.url}/services.json"
    town.next_get(Trick(status=status, headers={"Location": there}))
    assert call().get(["old.json"], []).status == 200
    assert town.gets[-1] == "/v2/services.json"


@pytest.mark.parametrize("status", [307, 308])
def test_a_post_stays_a_post_when_it_is_sent_on(
    town: Municipality, call: Call, status: int
) -> None:
    town.next_post(Trick(False, status, headers={"Location": "/v2/requests.json"}))
    assert call().post(["old.json"], FORM).status == 200
    assert (town.posts, town.gets) == ([dict(FORM), dict(FORM)], [])


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_post_that_may_be_done_is_not_done_again(
    town: Municipality, call: Call, status: int
) -> None:
    town.next_post(Trick(status=status, headers={"Location": "/v2/done.json"}))
    assert call().post(["requests.json"], FORM).status == status
    assert (len(town.posts), town.gets) == (1, [])


@pytest.mark.parametrize("status", [301, 307])
def test_no_redirect_leads_to_another_host(
    town: Municipality, call: Call, status: int
) -> None:
    away = town.url.replace("127.0.0.1", "localhost")
    for tricks in (town.next_get, town.next_post):
        tricks(Trick(False, status, headers={"Location": f"{away}/services.json"}))
    assert call().get(["services.json"], []).status == status
    assert call().post(["requests.json"], FORM).status == status
    assert (len(town.posts), len(town.gets)) == (1, 1)


def test_a_redirect_in_circles_ends(town: Municipality, call: Call) -> None:
    town.always["GET"] = Trick(status=302, headers={"Location": "/v2/services.json"})
    with pytest.raises(LineTrouble, match="redirected in circles"):
        call().get(["services.json"], [])


# What it was told


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("-5", 0),
        ("soon", 0),
        ("9" * 50, 999_999_999),
        ("Wed, 21 Oct 2015 07:30:00 GMT", 120),
        ("Wed, 21 Oct 2015 07:00:00 GMT", 0),
    ],
)
def test_how_long_to_wait_is_read_by_the_servers_own_clock(
    town: Municipality, call: Call, asked: str, seconds: float
) -> None:
    town.date = "Wed, 21 Oct 2015 07:28:00 GMT"
    town.next_get(Trick(status=503, headers={"Retry-After": asked}))
    assert call().get(["services.json"], []).wait_s == seconds


def test_only_a_clear_no_is_a_refusal() -> None:
    refusals = [one for one in range(300, 600) if kind_of(one) is Kind.REFUSED]
    assert {400, 404, 410, 413, 415, 422} <= set(refusals)
    assert not {301, 401, 403, 408, 409, 423, 425, 429, 500, 503} & set(refusals)
