"""What kiosks send to a hub in these tests, and how: as anybody would who has read the
description of the wire."""

from __future__ import annotations

import json
from typing import Any

import requests

from tests.hub.clerk import basic
from tests.hub.running import PATIENCE, Hub

MEDIA = "application/vnd.plateia.v1+json"
PROBLEM = "application/problem+json"
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def name(number: int) -> str:
    """The id of a submission."""
    return f"00000000-0000-4000-8000-{number:012}"


def receipt(number: int) -> str:
    """Its receipt code."""
    return "KX74MQ" + "".join(SYMBOLS[number // 32**at % 32] for at in (2, 1, 0))


def dispatch(number: int = 1, **more: Any) -> dict[str, Any]:
    """A report of a hole, with changes; what is given as ... is left out."""
    said = {
        "id": name(number),
        "receipt": receipt(number),
        "form": "problem",
        "form_version": "1",
        "service": "hole",
        "title": "Λακκούβα",
        "description": f"Τι συμβαίνει; Λακκούβα {number}",
        "address": "Πλατεία, Άνω Λεύκη",
        "latitude": 38.2466395,
        "longitude": 21.734574,
        "language": "sq",
        "kiosk": "square",
        "confirmed": "2026-05-04T09:30:00Z",
        "answers": {"what": ["hole"], "where": ["ano", "square"]},
        "places": ["where"],
    }
    return {k: v for k, v in (said | more).items() if v is not ...}


def put(
    hub: Hub, told: dict[str, Any], /, key: str = "", **headers: str
) -> requests.Response:
    """PUT of one submission."""
    return requests.put(
        f"{hub.url}plateia/v1/submissions/{told['id']}",
        data=json.dumps(told, ensure_ascii=False).encode(),
        headers={"content-type": MEDIA} | (basic(key) if key else {}) | headers,
        timeout=PATIENCE,
    )


def post(hub: Hub, body: bytes, **headers: str) -> requests.Response:
    """POST of a batch, as it stands."""
    return requests.post(
        f"{hub.url}plateia/v1/batch",
        data=body,
        headers={"content-type": MEDIA} | headers,
        timeout=PATIENCE,
    )


def batch(*items: object) -> bytes:
    """A batch of these."""
    return json.dumps({"items": items}, ensure_ascii=False).encode()


def news(hub: Hub, since: str = "", **more: str) -> requests.Response:
    """GET of the news."""
    return requests.get(
        f"{hub.url}plateia/v1/news",
        params={"since": since} | more,
        timeout=PATIENCE,
    )


def read(response: requests.Response, status: int = 200) -> Any:
    """The document, of a response that is what it says."""
    assert response.status_code == status, response.text
    wanted = MEDIA if status < 400 else PROBLEM
    assert response.headers["content-type"] == wanted
    told = json.loads(response.content.decode("utf-8", errors="strict"))
    if status >= 400:
        assert set(told) == {"status", "title"}
        assert told["status"] == status
        assert told["title"]
    return told
