"""The kiosks' door: what it turns away, how, and whom."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.hub.clerk import basic
from tests.hub.post import batch, dispatch, name, news, post, put, read
from tests.hub.running import PATIENCE, Hub, running, write


def bomb(size: int) -> bytes:
    """Very little that becomes very much."""
    packing = zlib.compressobj(9, wbits=31)
    zeros = b" " * 1_000_000
    parts = [packing.compress(zeros) for _ in range(size // len(zeros))]
    return b"".join([*parts, packing.flush()])


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"", {}, 400),
        (b"{", {}, 400),
        (b"[]", {}, 400),
        (b'{"items":[]}', {}, 400),
        (b'{"items":{}}', {}, 400),
        (b'{"items":[],"more":1}', {}, 400),
        (b'{"items":[{}]}{', {}, 400),
        (b"[" * 100_000, {}, 400),
        (b'{"items":' + b"[" * 100_000, {}, 400),
        (b'{"items":[7]}\xff', {}, 400),
        (batch(*range(51)), {}, 413),
        (b" " * 262_145, {}, 413),
        (b" " * 600_000, {}, 413),
        (batch(7), {"content-type": "application/json"}, 415),
        (batch(7), {"content-type": ""}, 415),
        (batch(7), {"content-encoding": "br"}, 415),
        (batch(7), {"content-encoding": "gzip, gzip"}, 415),
        (batch(7), {"content-encoding": "gzip"}, 400),
        (gzip.compress(batch(7), mtime=0)[:-1], {"content-encoding": "gzip"}, 400),
        (gzip.compress(batch(7), mtime=0) + b"x", {"content-encoding": "gzip"}, 400),
        (gzip.compress(b" " * 262_145, mtime=0), {"content-encoding": "gzip"}, 413),
    ],
    ids=lambda told: repr(told)[:24],
)
def test_a_body_that_is_no_batch_is_turned_away_whole(
    hub: Hub, body: bytes, headers: dict[str, str], status: int
) -> None:
    read(post(hub, body, **headers), status)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with running(tmp_path / "home") as hub:
        read(post(hub, batch(7)))
        before = memory(hub)
        read(post(hub, bomb(300_000_000), **{"content-encoding": "gzip"}), 413)
        assert memory(hub) - before < 50_000  # kB


def memory(hub: Hub) -> int:
    """The most the hub ever held, in kB."""
    status = Path(f"/proc/{hub.process.pid}/status").read_text("ascii")
    (line,) = (one for one in status.splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1])


# Turned away


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "00000000-0000-4000-8000-00000000000G"},
        {"id": name(1) + "\n"},
        {"receipt": "KX74MQ2P"},
        {"receipt": "KX74MQ2PU"},
        {"form": ""},
        {"form": "with space"},
        {"form": "x\n"},
        {"service": "x/y"},
        {"title": ""},
        {"title": "two\nlines"},
        {"title": "end\n"},
        {"title": "bell\x07"},
        {"title": ...},
        {"description": "null\x00"},
        {"description": 7},
        {"address": "α" * 1001},
        {"latitude": 90.5},
        {"latitude": None},
        {"longitude": -181},
        {"longitude": "21"},
        {"language": "\u0085"},
        {"kiosk": "πλατεία"},
        {"confirmed": "2026-05-04T09:30:00"},
        {"confirmed": "yesterday"},
        {"answers": ["a"]},
        {"answers": {"a": "b"}},
        {"answers": {"a": ["\x07"]}},
        {"answers": {"a\n": []}},
        {"places": ["\x1b[2J"]},
    ],
    ids=lambda told: repr(told)[:40],
)
def test_what_is_no_submission_is_turned_away_with_the_place_of_the_mistake(
    hub: Hub, fresh: int, wrong: dict[str, Any]
) -> None:
    told = read(post(hub, batch(dispatch(fresh, **wrong))))["results"][0]
    assert told["status"] == 422
    (field,) = wrong
    assert field in told["title"] or "together" in told["title"]


def test_a_lone_half_of_a_character_is_turned_away(hub: Hub, fresh: int) -> None:
    body = json.dumps({"items": [dispatch(fresh, title="\ud800")]}).encode()
    read(post(hub, body), 400)


def test_an_id_must_be_the_one_in_the_address(hub: Hub, fresh: int) -> None:
    answer = requests.put(
        f"{hub.url}plateia/v1/submissions/{name(fresh)}",
        data=json.dumps(dispatch(fresh + 1)).encode(),
        headers={"content-type": "application/vnd.plateia.v1+json"},
        timeout=PATIENCE,
    )
    assert "address" in read(answer, 422)["title"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "", 404),
        ("GET", "nothing", 404),
        ("GET", "batch", 405),
        ("DELETE", f"submissions/{name(1)}", 405),
        ("POST", "news", 405),
    ],
)
def test_every_error_is_told_in_the_words_of_this_wire(
    hub: Hub, method: str, path: str, status: int
) -> None:
    url = f"{hub.url}plateia/v1/{path}"
    read(requests.request(method, url, timeout=PATIENCE), status)


def test_a_key_is_needed_where_there_are_keys_but_not_to_see_who_is_there(
    tmp_path: Path,
) -> None:
    write(tmp_path / "home", "hub.toml", "api_keys = ['πρώτο', 'δεύτερο']")
    with running(tmp_path / "home") as hub:
        for key in ("", "πρώτ", "τρίτο"):
            answer = put(hub, dispatch(), key)
            assert "key" in read(answer, 401)["title"]
            assert answer.headers["www-authenticate"].startswith("Basic ")
        read(post(hub, batch(dispatch())), 401)
        read(news(hub), 401)
        assert hub.json("requests") == []
        read(put(hub, dispatch(), "δεύτερο"), 201)
        url = f"{hub.url}plateia/v1/ping?nonce=λέξη"
        assert read(requests.get(url, timeout=PATIENCE))["nonce"] == "λέξη"
        url = f"{hub.url}plateia/v1/news"
        read(requests.get(url, headers=basic("πρώτο"), timeout=PATIENCE))


def test_each_jurisdiction_keeps_to_itself(tmp_path: Path) -> None:
    write(tmp_path / "home", "hub.toml", "jurisdictions = ['a.gr', 'b.gr']")
    with running(tmp_path / "home") as hub:
        read(put(hub, dispatch()), 400)
        where = f"{hub.url}plateia/v1/submissions/{name(1)}?jurisdiction_id="
        numbers = set()
        for place, status in (("a.gr", 201), ("b.gr", 201), ("c.gr", 404)):
            answer = requests.put(
                where + place,
                data=json.dumps(dispatch()).encode(),
                headers={"content-type": "application/vnd.plateia.v1+json"},
                timeout=PATIENCE,
            )
            numbers.add(read(answer, status).get("request"))
        assert len(numbers) == 3


def test_a_ping_says_our_word_back_and_no_long_one(hub: Hub) -> None:
    url = f"{hub.url}plateia/v1/ping"
    told = read(requests.get(url, timeout=PATIENCE))
    assert set(told) == {"nonce", "at"}
    read(requests.get(url, {"nonce": "x" * 101}, timeout=PATIENCE), 400)
