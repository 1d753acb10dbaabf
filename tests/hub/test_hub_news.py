"""News for kiosks: in order, from a cursor on, and nothing where nothing is new."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from hub.mailroom import MOST_NEWS
from tests.hub.clerk import decide
from tests.hub.post import dispatch, name, news, put, read
from tests.hub.running import PATIENCE, Hub, running


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Hub]:
    with running(tmp_path / "home") as hub:
        yield hub


def filed(hub: Hub, number: int) -> str:
    """The request a submission became."""
    told = read(put(hub, dispatch(number, service="pothole")), 201)
    return str(told["request"])


def test_steps_are_told_in_order_with_all_that_a_kiosk_needs(town: Hub) -> None:
    one, two = filed(town, 1), filed(town, 2)
    assert read(news(town))["news"] == []
    decide(town, two, status="planned")
    decide(town, one, status="fixed", note="Έγινε.\nΕυχαριστούμε.")
    decide(town, two, note="Την Τρίτη.")
    told = read(news(town))
    assert not told["more"]
    for step in told["news"]:
        assert step.pop("at").endswith("Z")
    assert told["news"] == [
        {
            "id": name(2),
            "request": two,
            "status": "planned",
            "closed": False,
            "note": None,
            "expected": None,
        },
        {
            "id": name(1),
            "request": one,
            "status": "fixed",
            "closed": True,
            "note": "Έγινε.\nΕυχαριστούμε.",
            "expected": None,
        },
        {
            "id": name(2),
            "request": two,
            "status": "planned",
            "closed": False,
            "note": "Την Τρίτη.",
            "expected": None,
        },
    ]


def test_a_cursor_leads_on_and_tells_nothing_twice(town: Hub) -> None:
    one = filed(town, 1)
    start = read(news(town))["cursor"]
    decide(town, one, note="1")
    first = read(news(town, start))
    assert [each["note"] for each in first["news"]] == ["1"]
    nothing = read(news(town, first["cursor"]))
    assert nothing == {"news": [], "cursor": first["cursor"], "more": False}
    decide(town, one, note="2")
    assert [each["note"] for each in read(news(town, first["cursor"]))["news"]] == ["2"]
    assert [each["note"] for each in read(news(town))["news"]] == ["1", "2"]


def test_where_nothing_is_new_nothing_is_sent(town: Hub) -> None:
    one = filed(town, 1)
    decide(town, one, note="1")
    cursor = read(news(town))["cursor"]
    answer = news(town, cursor)
    tag = answer.headers["etag"]

    def asked_again() -> requests.Response:
        return requests.get(
            f"{town.url}plateia/v1/news",
            params={"since": cursor},
            headers={"if-none-match": tag},
            timeout=PATIENCE,
        )

    same = asked_again()
    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["etag"] == tag
    decide(town, one, note="2")
    assert [each["note"] for each in read(asked_again())["news"]] == ["2"]


def test_only_what_is_asked_for_is_told(town: Hub) -> None:
    one, two = filed(town, 1), filed(town, 2)
    for number in (one, two):
        decide(town, number, note=f"προς {number}")
    told = read(news(town, of=f"{two},none,, {two}"))["news"]
    assert [each["note"] for each in told] == [f"προς {two}"]
    assert read(news(town, of="none"))["news"] == []
    read(news(town, of=",".join(["1"] * 1001)), 400)


def test_what_nobody_named_is_nobodys_news_here(town: Hub) -> None:
    number = town.filed(service_code="pothole")
    decide(town, number, note="σε κανέναν")
    assert read(news(town))["news"] == []
    named = town.filed(("attribute[external_id]", "x-1"), service_code="pothole")
    decide(town, named, note="σε κάποιον")
    assert [each["id"] for each in read(news(town))["news"]] == ["x-1"]


def test_much_news_comes_in_parts_that_miss_nothing(town: Hub, tmp_path: Path) -> None:
    number = filed(town, 1)
    rows = [(int(number), f"{at:04}") for at in range(MOST_NEWS * 2 + 1)]
    with closing(sqlite3.connect(tmp_path / "home" / "hub" / "hub.db")) as database:
        database.executemany(
            "INSERT INTO changes (request_id, at, was, now, note)"
            " VALUES (?, '2026-01-01 00:00:00.000000', 'open', 'open', ?)",
            rows,
        )
        database.commit()
    told, cursor, more, parts = [], "", True, 0
    while more:
        part = read(news(town, cursor))
        told += [each["note"] for each in part["news"]]
        cursor, more, parts = part["cursor"], part["more"], parts + 1
    assert told == [note for _, note in rows]
    assert parts == 3


@pytest.mark.parametrize("cursor", ["x", "-", "1", "abc-1x", "a-" + "9" * 30, "é-١"])
def test_a_cursor_that_is_none_is_turned_away(town: Hub, cursor: str) -> None:
    read(news(town, cursor), 400)


def test_a_cursor_of_another_database_or_of_its_future_is_gone(town: Hub) -> None:
    cursor = read(news(town))["cursor"]
    mark = cursor.partition("-")[0]
    read(news(town, f"{mark}-1"), 410)
    read(news(town, "00000000-0"), 410)
