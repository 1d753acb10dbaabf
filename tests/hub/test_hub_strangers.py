"""The hub read by tools that are not ours: one that tries everything its description
allows and forbids, and a client for Open311 in both formats."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
from georeport import GeoReport

from tests.hub.post import dispatch, put, read
from tests.hub.running import PATIENCE, Hub

SETTINGS = Path(__file__).with_name("schemathesis.toml")
LONGEST_S = 240


def described(hub: Hub) -> dict[str, Any]:
    """What the hub says of itself."""
    answer = requests.get(f"{hub.url}schema/openapi.json", timeout=PATIENCE)
    told: dict[str, Any] = answer.json()
    return told


def tried(hub: Hub, description: str | Path, *more: str) -> tuple[int, str]:
    """How a stranger fared who tried all that a description of the hub says: the exit
    code and the report."""
    command = [
        *(sys.executable, "-W", "ignore", "-m", "schemathesis.cli"),
        *("--config-file", str(SETTINGS), "run", str(description), "--url", hub.url),
        *("--generation-deterministic", "--max-examples", "12", "--workers", "1"),
        *("--phases", "coverage,fuzzing", "--no-color", *more),
    ]
    done = subprocess.run(
        command,
        cwd=hub.log.parent,
        env=os.environ | {"NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_everything_the_description_allows_and_forbids_is_answered_as_it_says(
    hub: Hub,
) -> None:
    read(put(hub, dispatch()), 201)
    calls = sum(len(path) for path in described(hub)["paths"].values())
    code, report = tried(hub, f"{hub.url}schema/openapi.json")
    assert code == 0, report[-6000:]
    tried_calls = calls - SETTINGS.read_text("utf-8").count("enabled = false")
    assert f"Selected: {tried_calls}/{calls}" in report
    assert f"Tested: {tried_calls}" in report
    assert "bug" not in hub.log.read_text("utf-8")


@pytest.mark.parametrize(
    ("call", "part", "lie", "complaint"),
    [
        (
            "GET /open311/v2/services.json",
            ("components", "schemas", "Service", "properties", "service_code"),
            {"type": "integer"},
            "Response violates schema",
        ),
        (
            "GET /open311/v2/services.xml",
            ("paths", "/open311/v2/services.xml", "get", "responses", "200", "content"),
            {"application/json": {}},
            "Undocumented Content-Type",
        ),
        (
            "PUT /plateia/v1/submissions/{submission}",
            ("paths", "/plateia/v1/submissions/{submission}", "put", "responses"),
            {"200": {"description": "nothing is ever wrong"}},
            "Undocumented status code",
        ),
    ],
    ids=["another shape", "another type", "another status"],
)
def test_a_description_that_lies_is_caught(
    hub: Hub,
    tmp_path: Path,
    call: str,
    part: tuple[str, ...],
    lie: dict[str, Any],
    complaint: str,
) -> None:
    told = described(hub)
    inner = told
    for name in part[:-1]:
        inner = inner[name]
    assert part[-1] in inner
    inner[part[-1]] = lie
    lying = tmp_path / "openapi.json"
    lying.write_text(json.dumps(told), "utf-8")
    code, report = tried(hub, lying, "--include-name", call)
    assert code == 1, report[-6000:]
    assert complaint in report


@pytest.mark.parametrize("form", ["json", "xml"])
def test_another_houses_client_reads_what_a_kiosk_filed(
    hub: Hub, form: str, fresh: int
) -> None:
    number = read(put(hub, dispatch(fresh)), 201)["request"]
    client = GeoReport(f"{hub.url}open311/v2/", output_format=form)
    codes = [one["service_code"] for one in client.get_service_list()]
    assert codes == ["hole", "slow", "silent", "asking"]
    told = client.get_service_definition("asking")
    assert told["service_code"] == "asking"
    listed = {one["service_request_id"]: one for one in client.get_service_requests()}
    alone = client.get_service_request(number)
    assert listed[number] == alone
    assert alone["service_name"] == "Λακκούβα"
    assert alone["description"].startswith(f"Τι συμβαίνει; Λακκούβα {fresh}")
    assert float(alone["lat"]) == 38.2466395
