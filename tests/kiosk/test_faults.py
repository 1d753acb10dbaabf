"""Real processes: killed, raced and starved. Nothing that was promised is lost."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from kiosk.bell import Listener
from kiosk.codes import read_code
from tests.house.source import ROOT
from tests.kiosk.child import FOREVER
from tests.kiosk.village import TOWN_HALL, Kiosk


@contextmanager
def child(folder: Path, *words: object) -> Iterator[subprocess.Popen[str]]:
    """Run a kiosk in a process of its own; it is gone when the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.kiosk.child", str(folder), *map(str, words)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def known(folder: Path) -> set[str]:
    """Every receipt of a home, each proved to open with the device's key."""
    with Kiosk(folder) as kiosk:
        codes = {one.receipt for one in kiosk.device.store.outbox()}
        outbox = kiosk.outbox()
        opened = set()
        while (parcel := outbox.claim(TOWN_HALL)) is not None:
            opened.add(parcel.dispatch.receipt)
        assert opened == codes
        return codes


def test_a_report_survives_a_kill_right_after_its_receipt(tmp_path: Path) -> None:
    with child(tmp_path, "confirm", 1) as process:
        code = line_of(process)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert known(tmp_path) == {code}


@pytest.mark.parametrize("after", [3, 17, 40])
def test_a_kill_in_the_middle_of_many_loses_no_promise(
    tmp_path: Path, after: int
) -> None:
    with child(tmp_path, "confirm", FOREVER) as process:
        promised = [line_of(process) for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        assert process.stdout is not None
        promised += process.stdout.read().split("\n")[:-1]
    found = known(tmp_path)
    assert set(filter(read_code, promised)) <= found
    assert len(found - set(promised)) <= 1  # kept, and killed before it could be told


@pytest.mark.parametrize("attempt", range(3))
def test_many_processes_open_a_new_home_at_once(tmp_path: Path, attempt: int) -> None:
    Kiosk.prepare(tmp_path)
    with ExitStack() as stack:
        processes = [stack.enter_context(child(tmp_path, "open")) for _ in range(4)]
        assert [line_of(process) for process in processes] == ["ready"] * 4
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        keys = [line_of(process) for process in processes]
        assert [process.wait() for process in processes] == [0] * 4
    assert len(set(keys)) == 1
    assert len(keys[0]) == 64
    assert len(list((tmp_path / "keys").iterdir())) == 1


def test_a_disk_that_fills_up_loses_nothing_and_is_told(tmp_path: Path) -> None:
    with child(tmp_path, "full") as process:
        told = [line_of(process)]
        while told[-1] and not told[-1].startswith("refused"):
            told.append(line_of(process))
        told.append(line_of(process))
        assert process.wait() == 0
    refused = told[-2]
    assert re.search(r"plateia\.db: (the disk is full|cannot be written)", refused)
    assert refused.count(";") == 1
    assert known(tmp_path) == {*told[:-2], told[-1]}


def test_a_bell_is_heard_in_another_process(kiosk: Kiosk) -> None:
    with Listener(kiosk.home.bell) as listener:
        assert not listener.wait(0)
        with child(kiosk.folder, "confirm", 1) as process:
            assert read_code(line_of(process))
            assert listener.wait(0)
        assert not listener.wait(0)
