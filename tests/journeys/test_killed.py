"""The plug is pulled. What was confirmed is there once, here and there; nothing else is."""

import contextlib
import os
import random
import signal
import subprocess

import pytest

from tests.hub.running import BASE, running
from tests.journeys.square import Square, wait_for
from tests.sync.municipality import KEY, Municipality

KILLED = -signal.SIGKILL


def test_killed_after_the_last_touch_nothing_was_kept_and_the_kiosk_starts_again(
    square: Square, town: Municipality
) -> None:
    square.sends_to(town.url, KEY)
    assert square.run("tests.journeys.killed", "touch").code == KILLED
    assert square.outbox() == []
    assert square.tour("--wait", "30").code == 0
    assert len(square.outbox()) == len(town.filed) == 1


@pytest.mark.parametrize("instant", ["commit", "receipt"])
def test_killed_once_it_is_on_disk_it_arrives_exactly_once(
    square: Square, town: Municipality, instant: str
) -> None:
    square.sends_to(town.url, KEY)
    assert square.run("tests.journeys.killed", instant).code == KILLED
    [line] = square.outbox()
    assert line["state"] == "ready"
    assert square.once().code == 0
    [line] = square.outbox()
    assert [one.id for one in town.filed] == [line["remote_id"]]


def test_kiosk_and_agent_killed_at_any_moment_agree_in_the_end(square: Square) -> None:
    """Real programs, a real hub, and a hand on the plug at moments drawn by chance."""
    chance = random.Random(20261123)
    with running(square.folder / "hubs") as hub:
        square.sends_to(hub.url + BASE)
        for _ in range(6):
            agent = square.start("sync", "run")
            kiosk = square.start(
                "ui",
                "tour",
                "--out",
                str(square.out),
                "--size",
                "1366x768",
                "--offline",
            )
            with contextlib.suppress(subprocess.TimeoutExpired):
                kiosk.wait(chance.uniform(2.0, 6.0))
            for one in (kiosk, agent):
                if one.poll() is None:
                    os.kill(one.pid, signal.SIGKILL)
                one.wait()
        ended = square.once()
        assert (ended.code, ended.complained) == (0, "")
        here = {line["receipt"]: line for line in square.outbox()}
        there = [one["description"] for one in hub.json("requests")]
    assert all(line["state"] == "delivered" for line in here.values())
    assert len(there) == len(here)
    for code in here:
        number = f"{code[:3]}-{code[3:6]}-{code[6:]}"
        ends = [description.splitlines()[-1] for description in there]
        assert sum(number in end for end in ends) == 1  # above it another's may stand


def test_the_demonstration_starts_its_agent_again_when_it_dies(square: Square) -> None:
    kiosk = square.start("ui", "tour", "--out", str(square.out), "--wait", "60")
    wait_for("the agent's start", lambda: _children(kiosk.pid, "sync"))
    os.kill(_children(kiosk.pid, "sync")[0], signal.SIGKILL)
    assert kiosk.wait(120) == 0
    assert square.told()["state"] == "delivered"


def test_a_demonstration_that_was_killed_leaves_nobody_behind(square: Square) -> None:
    kiosk = square.start("ui", "tour", "--out", str(square.out))
    wait_for("the agent's start", lambda: _children(kiosk.pid, "sync"))
    left = _children(kiosk.pid, "sync") + _children(kiosk.pid, "hub")
    assert len(left) == 2
    os.kill(kiosk.pid, signal.SIGKILL)
    kiosk.wait()
    wait_for("their end", lambda: not any(_lives(pid) for pid in left))
    assert square.run("ui", "demo").code == 0


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _children(parent: int, module: str) -> list[int]:
    listed = subprocess.run(
        ["ps", "--ppid", str(parent), "-o", "pid=,args="],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line.split(None, 1) for line in listed.stdout.splitlines()]
    return [int(pid) for pid, args in lines if f"-m {module}" in args]


def _of_itself(description: str) -> str:
    """What a report says but for the other one it joins: who comes later says "me too"."""
    first, _, rest = description.partition("\n")
    return rest if first.startswith("Το ίδιο με το αίτημα") else description
