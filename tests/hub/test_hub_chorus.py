"""Who says "me too" is counted once, goes where the other goes, and hears of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from tests.hub.clerk import Page, decide
from tests.hub.post import batch, dispatch, name, news, post, put, read
from tests.hub.running import PATIENCE, Hub, running


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Hub]:
    with running(tmp_path / "home") as hub:
        yield hub


def filed(hub: Hub, number: int, same_as: str = "", **more: object) -> str:
    """The request a submission became."""
    said = dispatch(number, service="pothole", same_as=same_as, **more)
    return str(read(put(hub, said), 201)["request"])


def steps(hub: Hub, number: int) -> list[tuple[str, str | None]]:
    """What a kiosk is told of a submission: stages and notes, in order."""
    told = read(news(hub))["news"]
    return [(one["status"], one["note"]) for one in told if one["id"] == name(number)]


def listed(hub: Hub) -> list[str]:
    """Which are open, as a kiosk is told."""
    answer = requests.get(f"{hub.url}plateia/v1/open", timeout=PATIENCE)
    return [one["request"] for one in read(answer)["open"]]


def words(hub: Hub, path: str = "") -> str:
    return " ".join(Page(hub.page(path).text).words.split())


def test_a_me_too_is_counted_with_the_one_it_joins(town: Hub) -> None:
    first = filed(town, 1)
    assert "άνθρωποι" not in words(town)
    second = filed(town, 2, first)
    filed(town, 3, first)
    assert "3 άνθρωποι" in words(town)
    assert "3 άνθρωποι" in words(town, f"requests/{first}")
    assert listed(town) == [first]
    assert [one["service_request_id"] for one in town.json("requests")] == [first]
    assert "Ένα αίτημα." in words(town), "the clerk has one thing to do"
    assert f"Αίτημα {first}" in words(town, f"requests/{second}")


def test_however_often_it_comes_it_is_one(town: Hub) -> None:
    first = filed(town, 1)
    said = dispatch(2, service="pothole", same_as=first)
    answers = [read(put(town, said), 201)] + [read(put(town, said)) for _ in range(3)]
    assert len({one["request"] for one in answers}) == 1
    assert "2 άνθρωποι" in words(town)
    other = put(town, said | {"same_as": ""})
    assert other.status_code == 409


def test_a_decision_is_news_for_all_who_said_it(town: Hub) -> None:
    first = filed(town, 1)
    filed(town, 2, first)
    decide(town, first, status="planned", note="Την Τρίτη.")
    filed(town, 3, first)
    decide(town, first, status="fixed", note="Έγινε.")
    whole = [("planned", "Την Τρίτη."), ("fixed", "Έγινε.")]
    assert [steps(town, number) for number in (1, 2, 3)] == [whole, whole, whole]


def test_the_day_by_which_it_should_be_done_is_told_to_all_who_said_it(
    town: Hub,
) -> None:
    first = filed(town, 1)
    filed(town, 2, first)
    day = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    decide(town, first, status="planned", note="Τον άλλο μήνα.", expected=day)
    filed(town, 3, first)
    told = read(news(town))["news"]
    assert [(one["id"], one["expected"]) for one in told] == [
        (name(number), day) for number in (1, 2, 3)
    ]


def test_it_may_come_in_a_batch_and_join_one_that_joined(town: Hub) -> None:
    first = filed(town, 1)
    second = filed(town, 2, first)
    said = [dispatch(at, service="pothole", same_as=second) for at in (3, 4)]
    assert [one["status"] for one in read(post(town, batch(*said)))["results"]] == [
        201,
        201,
    ]
    assert "4 άνθρωποι" in words(town)
    decide(town, first, status="in_progress", note="")
    assert steps(town, 4) == [("in_progress", None)]


@pytest.mark.parametrize("same_as", ["999", "κανένα", "-1", "0", "9" * 30, "1 OR 1=1"])
def test_what_joins_nothing_is_a_request_of_its_own(town: Hub, same_as: str) -> None:
    first = filed(town, 1)
    second = filed(town, 2, same_as)
    assert set(listed(town)) == {first, second}
    assert "άνθρωποι" not in words(town)


def test_what_is_closed_cannot_be_joined_for_somebody_says_that_it_is_not_done(
    town: Hub,
) -> None:
    first = filed(town, 1)
    decide(town, first, status="fixed", note="Έγινε.")
    second = filed(town, 2, first)
    assert listed(town) == [second]
    assert steps(town, 2) == []


def test_it_is_decided_where_it_joined_and_nowhere_else(town: Hub) -> None:
    first = filed(town, 1)
    second = filed(town, 2, first)
    page = town.page(f"requests/{second}").text
    assert "<form" not in page.partition("<main")[2]
    refused = decide(town, second, status="fixed", note="Έγινε.", seen="0", token="x")
    assert refused.status_code in {400, 403}
    assert listed(town) == [first]


def test_a_clerk_finds_it_by_its_receipt(town: Hub) -> None:
    first = filed(town, 1)
    second = filed(town, 2, first)
    found = town.page("?find=KX74MQ002").text
    assert f"/requests/{second}" in found


def test_many_at_once_are_all_counted_and_all_told(town: Hub) -> None:
    first = filed(town, 1)
    failed: list[int] = []

    def say(number: int) -> None:
        said = dispatch(number, service="pothole", same_as=first)
        if put(town, said).status_code not in {200, 201}:
            failed.append(number)

    crowd = [threading.Thread(target=say, args=(at,)) for at in range(2, 22)]
    for one in crowd:
        one.start()
    decide(town, first, status="planned", note="Την Τρίτη.")
    for one in crowd:
        one.join()
    assert failed == []
    assert "21 άνθρωποι" in words(town)
    assert all(steps(town, at) == [("planned", "Την Τρίτη.")] for at in range(1, 22))
