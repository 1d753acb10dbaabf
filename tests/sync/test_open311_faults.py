"""Every fault a server can write, and what it means to the agent."""

from collections.abc import Callable

import pytest

from sync.connector import Delivered, Kind, Trouble
from sync.connectors.open311 import Open311
from tests.sync.contract import (
    SETTLED,
    make_dispatch,
)
from tests.sync.municipality import (
    KEY,
    LOGIN,
    Manner,
    Municipality,
    Trick,
)

Connect = Callable[..., Open311]


@pytest.mark.parametrize(
    ("status", "body", "kind", "line"),
    [
        (404, b"", Kind.REFUSED, "answered 404"),
        (410, b"Gone", Kind.REFUSED, "answered 410: Gone"),
        (
            413,
            b"<html><title>413 Too\nLarge</title></html>",
            Kind.REFUSED,
            "413 Too Larg",
        ),
        (422, b'{"message": "bad"}', Kind.REFUSED, "answered 422: bad"),
        (400, b'{"errors": ["lat is wrong"]}', Kind.REFUSED, "answered 400: lat is wr"),
        (400, b'{"code": 400, "description": "CRM down"}', Kind.BUSY, "400: CRM down"),
        (400, b"<error><description>CRM</description></error>", Kind.BUSY, "400: CRM"),
        (
            400,
            b'[{"code":400,"description":"api_key missing"}]',
            Kind.LOCKED,
            "api_key",
        ),
        (
            400,
            b"<?xml version='1.0'?><errors><error><code>400</code><description>"
            b"service_code\x0anot provided</description></error></errors>",
            Kind.REFUSED,
            "answered 400: service_code not provided",
        ),
        (401, b"", Kind.LOCKED, "answered 401"),
        (408, b"", Kind.BUSY, "answered 408"),
        (425, b"", Kind.BUSY, "answered 425"),
        (429, b"slow down", Kind.BUSY, "answered 429: slow down"),
        (500, b"\xff\xfe\x00", Kind.BUSY, "answered 500"),
        (503, LOGIN, Kind.BUSY, "answered 503: Free Wi-Fi"),
        (511, LOGIN, Kind.LINK, "answered 511"),
    ],
)
def test_a_fault_is_told_in_one_line(
    town: Municipality,
    to_town: Connect,
    status: int,
    body: bytes,
    kind: Kind,
    line: str,
) -> None:
    town.next_post(Trick(commits=False, status=status, body=body))
    told = to_town().carry(make_dispatch(), None)
    assert isinstance(told, Trouble)
    assert told.kind is kind
    assert line in told.line
    assert "\n" not in told.line
    assert told.may_have_arrived == (status >= 500)


def test_a_fault_never_repeats_what_the_citizen_said_or_our_key(
    town: Municipality, to_town: Connect
) -> None:
    for said in ("cannot take 'Καμένη λάμπα' here", f"bad key {KEY}"):
        town.next_post(Trick(commits=False, status=422, body=said.encode()))
        told = to_town().carry(make_dispatch(), None)
        assert isinstance(told, Trouble)
        assert told.line == "answered 422"


def test_the_municipality_may_say_how_long_to_wait(
    town: Municipality, to_town: Connect
) -> None:
    town.next_post(Trick(False, 429, headers={"Retry-After": "120"}))
    told = to_town().carry(make_dispatch(), None)
    assert isinstance(told, Trouble)
    assert told.wait_s == 120


@pytest.mark.parametrize(
    "manner", [Manner.RESET, Manner.TRUNCATED, Manner.DRIPPING, Manner.HELD]
)
def test_an_answer_that_does_not_come_whole_is_looked_up(
    town: Municipality, to_town: Connect, manner: Manner
) -> None:
    town.next_post(Trick(manner=manner))
    connector = to_town(timeout_s=0.3)
    told = connector.carry(make_dispatch(), None)
    assert isinstance(told, Trouble)
    assert (told.kind, told.may_have_arrived) == (Kind.LINK, True)
    assert connector.carry(make_dispatch(), SETTLED) == Delivered("0")
    assert len(town.filed) == 1
