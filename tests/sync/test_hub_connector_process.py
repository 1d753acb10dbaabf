"""A real agent and a real hub: many reports in few calls, each there once, whatever
happens to either program in between."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.config import Destination
from tests.hub.clerk import decide_as
from tests.hub.running import PATIENCE, ROOT
from tests.kiosk.village import Kiosk, SetClock
from tests.sync.hubs import KEY, RealHub, real_hub
from tests.sync.tricks import Manner, Trick

SETTINGS = """
key_folder = "{keys}"
[agent]
news_every_s = 0.2
others_every_s = 0
spread_s = 0
[[destination]]
name = "town"
type = "hub"
url = "{url}"
api_key = "{key}"
timeout_s = 10
"""


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RealHub]:
    with real_hub(tmp_path / "hub-home") as hub:
        yield hub


@pytest.fixture
def kiosk(tmp_path: Path, hub: RealHub) -> Iterator[Kiosk]:
    """A kiosk whose home a real agent works in."""
    to = Destination(name="town", type="hub", url=hub.url)
    with Kiosk(tmp_path / "kiosk", (to,), SetClock()) as kiosk:
        keys = kiosk.config.key_folder
        told = SETTINGS.format(keys=keys, url=hub.url, key=KEY)
        kiosk.home.settings.write_text(told, "utf-8")
        yield kiosk


def start(kiosk: Kiosk, command: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "sync", command, "--home", kiosk.home.folder],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def once(kiosk: Kiosk) -> str:
    """Run one pass and return what it printed."""
    with start(kiosk, "once") as agent:
        told, complained = agent.communicate(timeout=PATIENCE)
    assert (agent.returncode, complained) == (0, "")
    return told


def delivered(kiosk: Kiosk) -> int:
    return sum(one.state == "delivered" for one in kiosk.device.store.outbox())


def test_many_reports_are_carried_in_few_calls_and_news_comes_back(
    kiosk: Kiosk, hub: RealHub
) -> None:
    receipts = [kiosk.confirm() for _ in range(60)]
    assert once(kiosk) == "town: 60 delivered\n"
    assert len(hub.sent()) <= 4
    filed = hub.direct.json("requests")
    assert len(filed) == 60
    code = "-".join(receipts[7].code[at : at + 3] for at in (0, 3, 6))
    (mine,) = (one for one in filed if one["description"].endswith(f"Ref: {code}"))
    number = mine["service_request_id"]
    decide_as(hub.direct, KEY, number, status="fixed", note="Έγινε.")
    assert once(kiosk) == "town: nothing to carry\n"
    case = kiosk.door.follow(receipts[7].code)
    assert case is not None
    assert (case.progress, case.message) == ("done", "Έγινε.")


def test_lost_answers_and_killed_agents_leave_each_report_there_once(
    kiosk: Kiosk, hub: RealHub
) -> None:
    for _ in range(40):
        kiosk.confirm()
    hub.next_send(*[Trick(), Trick(manner=Manner.DROPPED)] * 2)
    for pause in (0.6, 0.9, 1.3):
        with start(kiosk, "run") as agent:
            time.sleep(pause)
            agent.kill()
    until = time.monotonic() + PATIENCE
    with start(kiosk, "run") as agent:
        while delivered(kiosk) < 40 and time.monotonic() < until:
            time.sleep(0.05)
        agent.terminate()
    assert delivered(kiosk) == 40
    filed = hub.direct.json("requests")
    assert len({one["description"] for one in filed}) == len(filed) == 40


def test_a_hub_that_is_killed_in_the_middle_has_each_report_once(
    kiosk: Kiosk, hub: RealHub
) -> None:
    for _ in range(40):
        kiosk.confirm()
    with start(kiosk, "run") as agent:
        while not hub.sent():
            time.sleep(0.01)
        hub.direct.process.kill()
        agent.terminate()
    hub.start(f"api_keys = ['{KEY}']")
    once(kiosk)
    assert delivered(kiosk) == 40
    assert len(hub.direct.json("requests")) == 40
