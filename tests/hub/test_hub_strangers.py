"""The hub read by tools that are not ours: one that tries everything its description
allows and forbids, and a client for Open311 in both formats.

Both are developers' packages; where one is not installed its test says so and is skipped.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hub.post import dispatch, put, read
from tests.hub.running import Hub

SETTINGS = Path(__file__).with_name("schemathesis.toml")
LONGEST_S = 120


def test_everything_the_description_allows_and_forbids_is_answered_as_it_says(
    hub: Hub, tmp_path: Path
) -> None:
    pytest.importorskip("schemathesis")
    read(put(hub, dispatch()), 201)
    command = [
        *(sys.executable, "-W", "ignore", "-m", "schemathesis.cli"),
        *("--config-file", str(SETTINGS), "run", f"{hub.url}schema/openapi.json"),
        *("--generation-deterministic", "--max-examples", "12", "--workers", "1"),
        *("--phases", "coverage,fuzzing", "--no-color"),
    ]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | {"NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr
    assert "Tested: 26" in done.stdout
    assert "bug" not in hub.log.read_text("utf-8")


@pytest.mark.parametrize("form", ["json", "xml"])
def test_another_houses_client_reads_what_a_kiosk_filed(
    hub: Hub, form: str, fresh: int
) -> None:
    georeport = pytest.importorskip("georeport")
    number = read(put(hub, dispatch(fresh)), 201)["request"]
    client = georeport.GeoReport(f"{hub.url}open311/v2/", output_format=form)
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
