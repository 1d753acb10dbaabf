"""What a confirm costs: counted, for a count does not depend on the machine."""

import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.kiosk.village import Kiosk

STRACE = shutil.which("strace")


def test_a_confirm_is_one_transaction_of_two_statements(kiosk: Kiosk) -> None:
    said: list[str] = []
    journey = kiosk.walked()
    connection = kiosk.device.store._connection
    connection.set_trace_callback(said.append)
    kiosk.door.confirm(journey, "en", secrets.token_bytes)
    connection.set_trace_callback(None)
    assert [one.split()[0] for one in said] == [
        "BEGIN",
        "INSERT",
        "INSERT",
        "COMMIT",
    ]


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_a_confirm_waits_for_the_disk_once(tmp_path: Path) -> None:
    with Kiosk(tmp_path / "mode") as kiosk, kiosk.device.store.writing() as execute:
        if execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            pytest.skip("this engine has no safe WAL; its journal waits more than once")
    few, many = syncs_of(tmp_path / "few", 2), syncs_of(tmp_path / "many", 12)
    assert many - few == 10


def syncs_of(folder: Path, confirms: int) -> int:
    log = folder.with_suffix(".strace")
    command = [STRACE or "strace", "-f", "-e", "trace=fsync,fdatasync", "-o", str(log)]
    command += [sys.executable, "-m", "tests.kiosk.child", str(folder)]
    done = subprocess.run(
        [*command, "confirm", str(confirms)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in done.stderr:
        pytest.skip("this machine lets nobody trace")
    assert done.returncode == 0, done.stderr
    return len(re.findall(r"f(?:data)?sync\(", log.read_text("utf-8")))
