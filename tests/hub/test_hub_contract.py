"""The OpenAPI description, held against what the calls do."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.hub.running import PATIENCE, Hub


@pytest.fixture(scope="module")
def contract(hub: Hub) -> dict[str, Any]:
    answer = requests.get(f"{hub.url}schema/openapi.json", timeout=PATIENCE)
    assert answer.status_code == 200
    described: dict[str, Any] = answer.json()
    return described


def test_it_describes_every_call_in_both_formats(contract: dict[str, Any]) -> None:
    calls = {
        "/open311/discovery",
        "/open311/v2/discovery",
        "/open311/v2/services",
        "/open311/v2/services/{service_code}",
        "/open311/v2/requests",
        "/open311/v2/requests/{service_request_id}",
        "/open311/v2/tokens/{token}",
        "/open311/v2/servicerequestupdates",
    }
    kiosks = {
        "/plateia/v1/submissions/{submission}",
        "/plateia/v1/batch",
        "/plateia/v1/news",
        "/plateia/v1/open",
        "/plateia/v1/ping",
        "/plateia/v1/media/{submission}",
        "/plateia/v1/media/{submission}/{attachment}",
    }
    described = set(contract["paths"])
    assert described == {
        f"{c}.{f}" for c in calls for f in ("json", "xml")
    } | kiosks | {"/media/{attachment}"}


def test_every_operation_has_a_name_of_its_own(contract: dict[str, Any]) -> None:
    names = [o["operationId"] for p in contract["paths"].values() for o in p.values()]
    assert len(set(names)) == len(names) == 28


def test_every_get_answers_with_a_status_and_a_type_it_describes(
    hub: Hub, contract: dict[str, Any]
) -> None:
    number = hub.filed()
    known = {"{service_code}": "hole", "{service_request_id}": number}
    for path, item in contract["paths"].items():
        if "get" not in item:
            continue
        for value in (known, dict.fromkeys(known, "none")):
            url = path.removeprefix("/").replace("{token}", "none")
            for name, meant in value.items():
                url = url.replace(name, meant)
            answer = requests.get(hub.url + url, timeout=PATIENCE)
            described = item["get"]["responses"][str(answer.status_code)]["content"]
            assert list(described) == [answer.headers["content-type"].split(";")[0]]


def test_every_field_of_an_answer_is_described_and_every_required_one_is_there(
    hub: Hub, contract: dict[str, Any]
) -> None:
    hub.filed(description="x")
    shapes = contract["components"]["schemas"]
    for name, document in {
        "Service": hub.json("services")[0],
        "ServiceRequest": hub.json("requests")[0],
        "ServiceDefinition": hub.json("services/asking"),
        "Attribute": hub.json("services/asking")["attributes"][5],
        "Discovery": hub.json("discovery"),
        "Receipt": hub.send().json()[0],
        "Error": hub.ask("requests/none.json").json()[0],
    }.items():
        shape = shapes[name]
        assert set(document) <= set(shape["properties"]), name
        assert set(shape.get("required", [])) <= set(document), name


def test_the_form_of_a_post_is_described(contract: dict[str, Any]) -> None:
    call = contract["paths"]["/open311/v2/requests.xml"]["post"]
    (kind,) = call["requestBody"]["content"]
    assert kind == "application/x-www-form-urlencoded"
    form = call["requestBody"]["content"][kind]["schema"]
    assert form["required"] == ["service_code"]
    assert "attribute[external_id]" in form["properties"]
    services = form["properties"]["service_code"]["examples"]
    assert services == ["hole", "slow", "silent", "asking"]
    assert set(call["responses"]) == {"200", "400", "403", "404"}


def test_nothing_outside_itself_is_needed_to_read_it(
    hub: Hub, contract: dict[str, Any]
) -> None:
    assert contract["openapi"].startswith("3.1")
    for path in ("schema/swagger", "schema/redoc", "docs"):
        assert hub.page(path).status_code == 404
