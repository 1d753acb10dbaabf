"""The kiosks' door: what it keeps, what it proves, and what it turns away."""

from __future__ import annotations

import gzip
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.hub.post import batch, dispatch, name, post, put, read, receipt
from tests.hub.running import CATALOGUE, Hub, running, write

TIMES = 8


def request(hub: Hub, number: str) -> Any:
    """What GeoReport says of a request."""
    (told,) = hub.json(f"requests/{number}")
    return told


# Kept, once


def test_a_submission_is_filed_under_its_id_and_the_answer_proves_it(
    hub: Hub, fresh: int
) -> None:
    answer = put(hub, dispatch(fresh))
    told = read(answer, 201)
    sent = answer.request.body
    assert isinstance(sent, bytes)
    assert told == {
        "id": name(fresh),
        "status": 201,
        "request": told["request"],
        "sha256": hashlib.sha256(sent).hexdigest(),
    }
    again = read(put(hub, dispatch(fresh)))
    assert again == told | {"status": 200}


def test_it_is_a_request_like_any_other_with_its_receipt_code(
    hub: Hub, fresh: int
) -> None:
    told = read(put(hub, dispatch(fresh)), 201)
    shown = request(hub, told["request"])
    code = receipt(fresh)
    assert shown["service_code"] == "hole"
    assert shown["service_name"] == "Λακκούβα"
    assert shown["agency_responsible"] == "Τεχνική Υπηρεσία"
    assert shown["address"] == "Πλατεία, Άνω Λεύκη"
    assert (shown["lat"], shown["long"]) == (38.2466395, 21.734574)
    assert shown["description"] == (
        f"Τι συμβαίνει; Λακκούβα {fresh}\n\nRef: {code[:3]}-{code[3:6]}-{code[6:]}"
    )


def test_a_service_nobody_knows_is_filed_under_its_title(hub: Hub, fresh: int) -> None:
    told = read(
        put(
            hub,
            dispatch(
                fresh,
                service=None,
                form="proposal",
                title="Πρόταση",
                address="",
                latitude=None,
                longitude=None,
            ),
        ),
        201,
    )
    shown = request(hub, told["request"])
    assert (shown["service_code"], shown["service_name"]) == ("proposal", "Πρόταση")
    assert (shown["address"], shown["lat"], shown["long"]) == (None, None, None)
    assert "Πρόταση" in hub.page("").text
    assert "proposal" in hub.page(f"requests/{told['request']}").text


def test_the_same_id_for_something_else_is_a_conflict(hub: Hub, fresh: int) -> None:
    first = read(put(hub, dispatch(fresh)), 201)
    others: list[dict[str, Any]] = [
        {"description": "άλλο"},
        {"address": "αλλού"},
        {"answers": {}},
        {"service": "slow"},
        {"language": "el"},
    ]
    for other in others:
        read(put(hub, dispatch(fresh, **other)), 409)
    assert request(hub, first["request"])["address"] == "Πλατεία, Άνω Λεύκη"


def test_the_same_words_in_other_bytes_are_the_same(hub: Hub, fresh: int) -> None:
    old = dispatch(fresh, form_version=..., places=...)
    first = read(put(hub, old), 201)
    newer = dict(reversed(dispatch(fresh, form_version="", places=[]).items()))
    again = read(put(hub, newer | {"of_a_later_kiosk": [1, {"x": None}]}))
    assert again["request"] == first["request"]
    assert again["sha256"] != first["sha256"]


def test_what_came_by_open311_is_the_same_request_by_this_door(
    hub: Hub, fresh: int
) -> None:
    said = dispatch(fresh)
    code = receipt(fresh)
    words = f"{said['description']}\n\nRef: {code[:3]}-{code[3:6]}-{code[6:]}"
    external = ("attribute[external_id]", name(fresh))
    number = hub.filed(external, description=words)
    assert read(put(hub, said))["request"] == number
    read(put(hub, said | {"description": "άλλο"}), 409)
    other = read(put(hub, dispatch(fresh + 1)), 201)["request"]
    external = ("attribute[external_id]", name(fresh + 1))
    words = f"Τι συμβαίνει; Λακκούβα {fresh + 1}"
    code = receipt(fresh + 1)
    words += f"\n\nRef: {code[:3]}-{code[3:6]}-{code[6:]}"
    assert hub.filed(external, description=words) == other


@pytest.mark.parametrize("service", ["slow", "silent"])
def test_every_kind_of_service_has_a_number_here(
    hub: Hub, fresh: int, service: str
) -> None:
    number = fresh + (1 if service == "slow" else 2)
    told = read(put(hub, dispatch(number, service=service)), 201)
    assert f"Λακκούβα {number}" in hub.page(f"requests/{told['request']}").text


def test_eight_at_once_are_one_request(hub: Hub, fresh: int) -> None:
    with ThreadPoolExecutor(TIMES) as crowd:
        for turn in range(5):
            said = dispatch(fresh + turn)
            told = list(crowd.map(lambda _, said=said: put(hub, said), range(TIMES)))
            assert sorted(one.status_code for one in told) == [200] * 7 + [201]
            assert len({one.json()["request"] for one in told}) == 1


def test_two_hubs_take_overlapping_batches_in_any_order_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(home, "services.toml", CATALOGUE)
    items = [dispatch(number) for number in range(1, 41)]
    with running(home) as one, running(home) as other, ThreadPoolExecutor(4) as crowd:
        ways = [
            (one, items),
            (other, items[::-1]),
            (one, items[20:] + items[:20]),
            (other, items),
        ]
        told = list(crowd.map(lambda way: post(way[0], batch(*way[1])), ways))
        numbers: dict[str, set[str]] = {}
        for answer in told:
            for result in read(answer)["results"]:
                assert result["status"] in {200, 201}
                numbers.setdefault(result["id"], set()).add(result["request"])
        assert all(len(found) == 1 for found in numbers.values())
        assert len(one.json("requests")) == 40


def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    home = tmp_path / "home"
    kept: dict[int, str] = {}
    for turn in range(3):
        with running(home) as hub:
            start = turn * 10 + 1
            told = read(post(hub, batch(*(dispatch(start + at) for at in range(10)))))
            for at, result in enumerate(told["results"]):
                assert result["status"] == 201
                kept[start + at] = result["request"]
            hub.process.kill()
    with running(home) as hub:
        for number, filed in kept.items():
            again = read(put(hub, dispatch(number)))
            assert (again["status"], again["request"]) == (200, filed)


# A batch


def test_each_item_of_a_batch_has_its_own_result_in_its_place(
    hub: Hub, fresh: int
) -> None:
    read(put(hub, dispatch(fresh)), 201)
    items = [
        dispatch(fresh + 1),
        dispatch(fresh, description="άλλο"),
        dispatch(fresh),
        7,
        dispatch(fresh + 2, latitude=91),
        {"id": "x"},
        dispatch(fresh + 3, description="α" * 20_001),
        dispatch(fresh + 4, extra="α" * 70_000),
        dispatch(fresh + 1),
        dispatch(fresh + 5),
    ]
    results = read(post(hub, batch(*items)))["results"]
    assert [one["status"] for one in results] == [
        *(201, 409, 200, 422, 422, 422, 422, 413, 200, 201)
    ]
    assert [one["id"] for one in results] == [
        *(name(fresh + 1), name(fresh), name(fresh), None, name(fresh + 2), None),
        *(name(fresh + 3), name(fresh + 4), name(fresh + 1), name(fresh + 5)),
    ]
    for one in results:
        good = one["status"] < 300
        assert set(one) == {"id", "status"} | (
            {"request", "sha256"} if good else {"title"}
        )
    assert results[0]["request"] == results[8]["request"]
    assert "latitude" in results[4]["title"]


def test_a_batch_may_come_compressed(hub: Hub, fresh: int) -> None:
    body = batch(*(dispatch(fresh + at) for at in range(50)))
    told = read(post(hub, gzip.compress(body), **{"content-encoding": "gzip"}))
    assert [one["status"] for one in told["results"]] == [201] * 50
    item = json.loads(body)["items"][7]
    assert (
        told["results"][7]["sha256"]
        == hashlib.sha256(json.dumps(item, ensure_ascii=False).encode()).hexdigest()
    )
