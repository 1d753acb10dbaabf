"""The real program, killed at the worst instants, against a server without idempotency."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.config import Destination
from kiosk.rows import Sent
from sync.connectors import CONNECTORS, PRINTING, SIGNING
from tests.kiosk.village import Kiosk, SetClock
from tests.sync.municipality import KEY, Manner, Municipality, Trick

ROOT = Path(__file__).parents[2]
PATIENCE_S = 30

SETTINGS = """
key_folder = "{keys}"
[agent]
settle_s = 0.3
news_every_s = 0.2
others_every_s = 0
[[destination]]
name = "town"
type = "{type}"
url = "{url}"
api_key = "{key}"
timeout_s = {timeout}
workers = {workers}
"""

Program = subprocess.Popen[str]


class Village:
    """A kiosk whose home a real agent works in."""

    def __init__(self, folder: Path, town: Municipality) -> None:
        to = Destination(name="town", type="open311", url=town.url, api_key=KEY)
        self.kiosk = Kiosk(folder, (to,), SetClock())
        self.town = town
        self.programs: list[Program] = []
        self.settings()

    def settings(
        self,
        type_: str = "open311",
        key: str = KEY,
        timeout_s: float = 30,
        workers: int = 1,
    ) -> None:
        """Write plateia.toml."""
        self.kiosk.home.settings.write_text(
            SETTINGS.format(
                keys=self.kiosk.config.key_folder,
                url=self.town.url,
                type=type_,
                key=key,
                timeout=timeout_s,
                workers=workers,
            ),
            "utf-8",
        )

    def start(self, command: str = "run", **surroundings: str) -> Program:
        """Start a real agent."""
        program = subprocess.Popen(
            [sys.executable, "-m", "sync", command, "--home", self.kiosk.home.folder],
            cwd=ROOT,
            env=os.environ | surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.programs.append(program)
        return program

    def once(self) -> str:
        """Run one pass and return what it printed."""
        program = self.start("once")
        told, complained = program.communicate(timeout=PATIENCE_S)
        assert (program.returncode, complained) == (0, "")
        return told

    def sent(self) -> list[Sent]:
        return self.kiosk.device.store.outbox()

    def delivered(self) -> bool:
        return all(one.state == "delivered" for one in self.sent())

    def log(self) -> str:
        return (self.kiosk.home.logs / "agent.log").read_text("utf-8")

    def close(self) -> None:
        for one in self.programs:
            one.kill()
            one.communicate()
        self.kiosk.device.store.close()


@pytest.fixture
def village(tmp_path: Path, town: Municipality) -> Iterator[Village]:
    village = Village(tmp_path / "village", town)
    yield village
    village.close()


def until(done: Callable[[], bool]) -> None:
    """Wait for something to be true."""
    for _ in range(PATIENCE_S * 50):
        if done():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come about")


def stop(program: Program) -> str:
    """Ask it to end, which may take 5 s; return what it printed."""
    program.send_signal(signal.SIGTERM)
    told, complained = program.communicate(timeout=5)
    assert (program.returncode, complained) == (0, "")
    return told


def test_it_carries_what_is_kept_while_it_sleeps_and_brings_news(
    town: Municipality, village: Village
) -> None:
    program = village.start()
    code = village.kiosk.confirm().code
    until(lambda: bool(village.sent()) and village.delivered())
    town.filed[0].status, town.filed[0].notes = "closed", "Έγινε"
    until(lambda: village.kiosk.door.follow(code).message == "Έγινε")  # type: ignore[union-attr] # it was kept
    assert stop(program) == ""
    assert len(town.posts) == 1


@pytest.mark.parametrize("commits", [True, False])
def test_killed_while_the_answer_is_awaited(
    town: Municipality, village: Village, commits: bool
) -> None:
    town.next_post(Trick(commits=commits, manner=Manner.HELD))
    village.kiosk.confirm()
    program = village.start()
    until(town.received.is_set)
    program.kill()
    program.communicate()
    assert [one.state for one in village.sent()] == ["leased"]
    again = village.start()
    until(village.delivered)
    stop(again)
    assert [one.remote_id for one in village.sent()] == ["0"]
    assert len(town.filed) == 1
    assert len(town.posts) == (1 if commits else 2)


def test_killed_after_the_answer_came_and_before_it_was_written_down(
    town: Municipality, village: Village
) -> None:
    """Frozen before the answer goes out and killed after it: it lies there unread."""
    village.kiosk.confirm()
    programs: list[Program] = []

    def freeze() -> None:
        if town.filed and programs:
            os.kill(programs[0].pid, signal.SIGSTOP)

    def kill() -> None:
        if programs:
            programs.pop().kill()

    town.before_answering, town.after_answering = freeze, kill
    programs.append(village.start())
    until(lambda: village.programs[0].poll() is not None)
    assert [one.state for one in village.sent()] == ["leased"]
    again = village.start()
    until(village.delivered)
    stop(again)
    assert [one.remote_id for one in village.sent()] == ["0"]
    assert (len(town.posts), len(town.filed)) == (1, 1)


@pytest.mark.parametrize("workers", [1, 8])
def test_killed_again_and_again_nothing_is_lost_and_nothing_twice(
    town: Municipality, village: Village, workers: int
) -> None:
    village.settings(workers=workers)
    for _ in range(20):
        village.kiosk.confirm()

    def kill_after_every_third() -> None:
        if len(town.filed) % 3 == 0:
            village.programs[-1].kill()

    town.after_answering = kill_after_every_third
    while not village.delivered():
        program = village.start()
        until(lambda: village.programs[-1].poll() is not None or village.delivered())
        program.kill()
        program.communicate()
    if workers == 1:
        assert len(village.programs) == 7
    assert sorted(one.form["device_id"] for one in town.filed) == sorted(
        one.submission_id for one in village.sent()
    )
    there = {one.form["device_id"]: one.id for one in town.filed}
    assert there == {one.submission_id: one.remote_id for one in village.sent()}


def test_asked_to_stop_in_the_middle_of_a_call_it_stops_and_loses_nothing(
    town: Municipality, village: Village
) -> None:
    town.next_post(Trick(manner=Manner.HELD))
    village.kiosk.confirm()
    program = village.start()
    until(town.received.is_set)
    stop(program)
    assert [one.state for one in village.sent()] == ["sent_unverified"]
    assert village.once() == "town: 1 delivered\n"
    assert len(town.posts) == 1


def test_there_is_one_agent_for_each_home(village: Village) -> None:
    first = village.start()
    until(
        lambda: (
            "agent.lock" in {one.name for one in village.kiosk.home.folder.iterdir()}
        )
    )
    until(village.kiosk.home.bell.exists)
    second = village.start("once")
    told, complained = second.communicate(timeout=PATIENCE_S)
    assert (second.returncode, told) == (3, "")
    assert complained.count("\n") == 1
    assert "another agent is at work" in complained
    stop(first)
    assert village.once() == "town: nothing to carry\n"


def test_once_tells_an_operator_what_came_of_it(
    town: Municipality, village: Village
) -> None:
    for _ in range(3):
        village.kiosk.confirm()
    town.next_post(Trick(), Trick(commits=False, status=500))
    assert village.once() == "town: 2 delivered, 1 waiting (answered 500)\n"
    assert village.once() == "town: 1 delivered\n"
    assert len(town.filed) == 3


def test_a_wrong_key_is_told_and_a_right_one_helps(
    town: Municipality, village: Village
) -> None:
    village.settings(key="wrong")
    village.kiosk.confirm()
    assert village.once() == "town: 1 held (answered 403)\n"
    village.settings()
    assert village.once() == "town: 1 delivered\n"


def test_a_wrong_setting_is_one_sentence(village: Village) -> None:
    village.settings(type_="pigeon")
    program = village.start("once")
    told, complained = program.communicate(timeout=PATIENCE_S)
    assert (program.returncode, told) == (2, "")
    assert complained == (
        'plateia-agent: destination "town", type: there is no connector "pigeon";'
        f" choose one of: {', '.join(sorted({*CONNECTORS, *PRINTING, *SIGNING}))}\n"
    )


def test_the_log_tells_the_way_and_not_the_words(
    town: Municipality, village: Village
) -> None:
    receipt = village.kiosk.confirm()
    village.once()
    log = village.log()
    assert f"town: {receipt.submission_id} delivered as 0" in log
    assert receipt.code not in log
    assert "lamp" not in log.lower()
    assert town.filed[0].form["description"].splitlines()[0] not in log
