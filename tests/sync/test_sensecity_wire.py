"""The wire of sense.city, and the table that comes with the pack of Patras."""

from contextlib import suppress

import msgspec
import pytest

import resources
from kiosk.config import Config, Destination
from kiosk.forms import Choice, Role
from kiosk.packs import load_pack
from kiosk.tomlfile import read_toml
from sync.connectors import CONNECTORS
from sync.georeport import Unreadable
from sync.sensecity import (
    Issue,
    read_fault,
    read_id,
    read_issue,
    read_issues,
    spot_of,
    topic_of,
)
from tests.sync.contract import GARBAGE, make_dispatch
from tests.sync.sense_city import CATEGORIES

ROW = (
    '{{"_id":"00000000000000000000000{0}","device_id":"d{0}","value_desc":"{1}",'
    '"comments":"{1}","create_at":"x","status":"RESOLVED","resolution":"FIXED"}}'
)


def issues(*texts: str) -> str:
    """A list that was put together as sense.city does it."""
    return f"[{','.join(ROW.format(at, one) for at, one in enumerate(texts))}]"


def table() -> Destination:
    (only,) = read_toml(
        resources.pack("patras") / "sensecity.toml", Config
    ).destinations
    return only


def questions() -> list[Choice]:
    """What the pack asks to know what a report is about."""
    pack = load_pack(resources.pack("patras"), None)
    return [
        asked
        for form in pack.forms
        for asked in form.questions
        if isinstance(asked, Choice) and asked.role is Role.SERVICE
    ]


# The table


def test_the_table_has_every_service_of_the_pack_and_no_other() -> None:
    services = {one.id for asked in questions() for one in asked.options}
    assert set(table().services) == services


def test_the_table_keeps_each_service_in_its_category() -> None:
    assert {asked.id for asked in questions()} == CATEGORIES
    for asked in questions():
        topics = [topic_of(table().services[one.id]) for one in asked.options]
        assert {one.issue for one in topics if one} == {asked.id}
        assert len(set(topics)) == len(asked.options)


def test_the_table_asks_for_the_citys_agreement_first() -> None:
    assert not table().agreed
    assert table().type in CONNECTORS
    assert table().resolutions.keys() == {"FIXED", "INVALID", "WONTFIX", "DUPLICATE"}


# Reading


@pytest.mark.parametrize("body", GARBAGE, ids=lambda body: repr(body[:12]))
def test_garbage_is_no_report_and_no_proof(body: bytes) -> None:
    with suppress(Unreadable):
        assert read_id(body) is None
    if body != b"[]":
        with pytest.raises(Unreadable):
            read_issues(body)
    with suppress(Unreadable):
        assert read_issue(body, "1") is None
    assert isinstance(read_fault(body), str)


def test_a_list_is_read() -> None:
    assert read_issues(issues("α", "β").encode()) == [
        Issue(f"{at:024x}", f"d{at}", text, "RESOLVED", "FIXED")
        for at, text in enumerate("αβ")
    ]


@pytest.mark.parametrize("text", ['"', '"}', "\\", "\\u", '"}]', "\n"])
def test_a_list_that_somebody_broke_is_read_all_the_same(text: str) -> None:
    broken = issues("α", text, "γ").encode()
    told = read_issues(broken)
    assert [one.device for one in told] == ["d0", "d1", "d2"]
    assert {one.status for one in told} == {"RESOLVED"}
    assert told[2].comments == "γ"


def test_half_a_broken_list_is_none() -> None:
    broken = issues("α", '"', "γ").encode()
    for end in range(1, len(broken)):
        with pytest.raises(Unreadable):
            read_issues(broken[:end])


def test_a_line_break_within_a_text_is_read_as_it_stands() -> None:
    told = read_issues(b'[{"_id":"7","device_id":"d","comments":"a\n\tb"}]')
    assert told == [Issue("7", "d", "a\n\tb", "", "")]


def test_lists_in_lists_are_followed_only_so_far() -> None:
    deep = b"[" * 900 + b'{"_id":"7","status":"RESOLVED","message":"x"}' + b"]" * 900
    assert read_issue(deep, "7") is None
    assert read_fault(deep) == ""


def test_javascripts_nothing_is_nothing() -> None:
    told = read_issues(b'[{"_id":"1","device_id":"undefined","comments":"null"}]')
    assert told == [Issue("1", "", "", "", "")]
    assert told[0].is_nameless


def test_a_hand_is_exact_enough() -> None:
    dispatch = msgspec.structs.replace(
        make_dispatch(), latitude=-0.0000001, longitude=21.7345744
    )
    spot = spot_of(dispatch)
    assert spot is not None
    assert spot.written == "[21.734574,-0.000000]"
