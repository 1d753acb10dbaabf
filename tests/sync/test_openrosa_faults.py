"""What counts as received at an OpenRosa server, and what its faults mean."""

from collections.abc import Callable

import msgspec
import pytest

from kiosk.config import Destination
from sync.connector import Delivered, Kind, Trouble
from sync.connectors.openrosa import OpenRosa
from tests.sync.contract import GARBAGE, SETTLED
from tests.sync.openrosa_server import FIRST, OpenRosaServer, make_report, to
from tests.sync.tricks import LOGIN, Manner, Trick

Connect = Callable[[Destination], OpenRosa]


# What counts as received


@pytest.mark.parametrize("status", [201, 202])
@pytest.mark.parametrize("body", [*GARBAGE, LOGIN], ids=lambda body: repr(body[:12]))
def test_a_status_without_its_envelope_proves_nothing(
    rosa: OpenRosaServer, connect_rosa: Connect, status: int, body: bytes
) -> None:
    rosa.next_post(Trick(commits=False, status=status, body=body))
    told = connect_rosa(to(rosa)).carry(make_report(), None)
    assert isinstance(told, Trouble)
    assert told.kind is (Kind.LINK if body is LOGIN else Kind.BUSY)
    assert told.may_have_arrived


@pytest.mark.parametrize("status", [200, 203, 204, 206, 302, 304])
def test_an_envelope_without_its_status_proves_nothing(
    rosa: OpenRosaServer, connect_rosa: Connect, status: int
) -> None:
    rosa.next_post(Trick(commits=False, status=status))
    told = connect_rosa(to(rosa)).carry(make_report(), None)
    assert isinstance(told, Trouble)
    assert told.may_have_arrived
    assert rosa.kept == []


def test_an_envelope_that_tells_of_an_error_proves_nothing(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    body = (
        b"<OpenRosaResponse xmlns='http://openrosa.org/http/response'>"
        b"<message nature='submit_error'>disk full</message></OpenRosaResponse>"
    )
    rosa.next_post(Trick(commits=False, status=201, body=body))
    told = connect_rosa(to(rosa)).carry(make_report(), None)
    assert isinstance(told, Trouble)
    assert told.kind is Kind.BUSY
    assert told.line.endswith("disk full")


@pytest.mark.parametrize(
    "manner", [Manner.RESET, Manner.TRUNCATED, Manner.DRIPPING, Manner.HELD]
)
def test_an_answer_that_does_not_come_whole_is_no_delivery(
    rosa: OpenRosaServer, connect_rosa: Connect, manner: Manner
) -> None:
    rosa.next_post(Trick(manner=manner))
    connector = connect_rosa(to(rosa, timeout_s=0.3))
    told = connector.carry(make_report(), None)
    assert isinstance(told, Trouble)
    assert (told.kind, told.may_have_arrived) == (Kind.LINK, True)
    assert connector.carry(make_report(), SETTLED) == Delivered(FIRST)
    assert len(rosa.kept) == 1


# What is refused, and what is not


def test_the_same_id_with_other_content_is_refused(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    connector = connect_rosa(to(rosa))
    connector.carry(make_report(), None)
    other = msgspec.structs.replace(make_report(), receipt="ZZZZZZZZZ")
    told = connector.carry(other, SETTLED)
    assert isinstance(told, Trouble)
    assert told.kind is Kind.REFUSED
    assert told.line == (
        "answered 409: A submission already exists, with different XML."
    )


def test_what_was_deleted_there_is_not_put_back(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    rosa.archive.deleted = {FIRST}
    told = connect_rosa(to(rosa)).carry(make_report(), SETTLED)
    assert isinstance(told, Trouble)
    assert (told.kind, told.said) == (
        Kind.REFUSED,
        "This submission has been deleted.",
    )


def test_a_version_nobody_published_is_refused_by_name(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    newer = msgspec.structs.replace(make_report(), form_version="2")
    told = connect_rosa(to(rosa)).carry(newer, None)
    assert isinstance(told, Trouble)
    assert told.line == ("answered 404: The form 'problem' version '2' does not exist.")


def test_one_that_is_being_taken_in_is_tried_again(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    rosa.archive.is_busy = True
    connector = connect_rosa(to(rosa))
    told = connector.carry(make_report(), None)
    assert isinstance(told, Trouble)
    assert (told.kind, told.code) == (Kind.BUSY, "answered 423")
    rosa.archive.is_busy = False
    assert connector.carry(make_report(), None) == Delivered(FIRST)


def test_what_is_too_large_and_cannot_be_divided_is_refused(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    rosa.longest = 10
    told = connect_rosa(to(rosa)).carry(make_report(), None)
    assert isinstance(told, Trouble)
    assert (told.kind, told.code) == (Kind.REFUSED, "answered 413")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Kind.REFUSED),
        (402, Kind.BUSY),
        (403, Kind.LOCKED),
        (405, Kind.REFUSED),
        (408, Kind.BUSY),
        (410, Kind.REFUSED),
        (415, Kind.REFUSED),
        (429, Kind.BUSY),
        (500, Kind.BUSY),
        (503, Kind.BUSY),
        (511, Kind.LINK),
    ],
)
def test_a_fault_is_what_its_status_says(
    rosa: OpenRosaServer, connect_rosa: Connect, status: int, kind: Kind
) -> None:
    trick = Trick(commits=False, status=status, headers={"Retry-After": "7"})
    rosa.next_post(trick)
    told = connect_rosa(to(rosa)).carry(make_report(), None)
    assert isinstance(told, Trouble)
    assert (told.kind, told.code) == (kind, f"answered {status}")
    assert (told.may_have_arrived, told.wait_s) == (status >= 500, 7)


def test_a_fault_never_repeats_what_the_citizen_said(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    said = b'{"message": "bad: Pl\xce\xb1\xcf\x84\xce\xb5\xce\xaf\xce\xb1"}'
    rosa.next_post(Trick(commits=False, status=400, body=said))
    spoken = msgspec.structs.replace(make_report(), description="bad: Plατεία here")
    told = connect_rosa(to(rosa)).carry(spoken, None)
    assert isinstance(told, Trouble)
    assert told.line == "answered 400"
