"""What may have arrived is looked for before it is sent again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from sync.connector import Delivered, Kind, Trouble
from sync.connectors.open311 import Open311
from tests.sync.contract import (
    SETTLED,
    UNSETTLED,
    make_dispatch,
)
from tests.sync.municipality import (
    LOGIN,
    Filed,
    Manner,
    Municipality,
    Trick,
)
from tests.sync.municipality import Kind as Service

Connect = Callable[..., Open311]


def crowd(town: Municipality, size: int) -> None:
    """File other people's requests."""
    now = datetime.now(UTC)
    for _ in range(size):
        form = {"service_code": "broken-lamp", "description": "dark", "device_id": "-"}
        town.filed.append(Filed(str(len(town.filed)), form, now))


def test_what_is_not_there_yet_waits_and_sends_nothing(
    town: Municipality, to_town: Connect
) -> None:
    told = to_town().carry(make_dispatch(), UNSETTLED)
    assert told == Trouble(Kind.UNSETTLED, "not found there yet")
    assert town.posts == []


def test_it_is_found_on_the_last_page(town: Municipality, to_town: Connect) -> None:
    connector = to_town()
    connector.carry(make_dispatch(), None)
    crowd(town, 450)
    assert connector.carry(make_dispatch(), SETTLED) == Delivered("0")


@pytest.mark.parametrize("size", [250, 999])
def test_a_server_without_pages_is_read_whole(
    town: Municipality, to_town: Connect, size: int
) -> None:
    town.ways.pages = False
    crowd(town, size)
    assert to_town().carry(make_dispatch(), SETTLED) == Delivered(str(size))


def test_a_list_cut_off_at_the_volume_limit_proves_nothing(
    town: Municipality, to_town: Connect
) -> None:
    town.ways.pages = False
    crowd(town, 1200)
    told = to_town().carry(make_dispatch(), SETTLED)
    assert isinstance(told, Trouble)
    assert told.kind is Kind.REFUSED
    assert town.posts == []


def test_a_list_without_descriptions_proves_nothing(
    town: Municipality, to_town: Connect
) -> None:
    town.ways.hides_descriptions = True
    crowd(town, 3)
    told = to_town().carry(make_dispatch(), SETTLED)
    assert isinstance(told, Trouble)
    assert town.posts == []


def test_an_echoed_id_is_found_without_a_description(
    town: Municipality, to_town: Connect
) -> None:
    town.services["broken-lamp"] = Service("broken-lamp", attributes=("external_id",))
    town.ways.hides_descriptions = town.ways.echoes_attributes = True
    connector = to_town()
    connector.carry(make_dispatch(), None)
    assert connector.carry(make_dispatch(), SETTLED) == Delivered("0")


@pytest.mark.parametrize("days", [-400, 400])
def test_a_kiosk_whose_clock_lied_still_finds_it(
    town: Municipality, to_town: Connect, days: int
) -> None:
    confirmed = datetime.now(UTC) + timedelta(days=days)
    dispatch = msgspec.structs.replace(make_dispatch(), confirmed=confirmed)
    connector = to_town()
    connector.carry(dispatch, None)
    assert connector.carry(dispatch, SETTLED) == Delivered("0")


@pytest.mark.parametrize(
    "trick",
    [
        Trick(status=503),
        Trick(status=429),
        Trick(manner=Manner.DROPPED),
        Trick(manner=Manner.RESET),
        Trick(manner=Manner.TRUNCATED),
        Trick(body=LOGIN),
        Trick(body=b"oops"),
        Trick(body=b'{"error": "database is down"}'),
        Trick(body=b'[{"code": 500, "description": "down"}]'),
        Trick(status=400, body=b'[{"code": 400, "description": "CRM down"}]'),
        Trick(status=403),
        Trick(status=404),
        Trick(status=302, headers={"Location": "http://localhost:1/login"}),
    ],
)
def test_a_look_up_that_fails_never_leads_to_sending(
    town: Municipality, to_town: Connect, trick: Trick
) -> None:
    town.always["GET /v2/requests"] = trick
    told = to_town().carry(make_dispatch(), SETTLED)
    assert isinstance(told, Trouble)
    assert not told.may_have_arrived
    assert town.posts == []


def test_a_server_that_says_duplicate_is_believed_after_a_look(
    town: Municipality, to_town: Connect
) -> None:
    connector = to_town()
    connector.carry(make_dispatch(), None)
    twin = Trick(False, 400, b'[{"code": 400, "description": "is a duplicate"}]')
    town.next_post(twin, twin)
    assert connector.carry(make_dispatch(), None) == Delivered("0")
    told = connector.carry(make_dispatch(2), None)
    assert isinstance(told, Trouble)
    assert told.may_have_arrived
