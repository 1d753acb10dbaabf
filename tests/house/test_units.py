"""The units that a service manager reads name programs and options that there are."""

import importlib
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import PROJECT, ROOT

UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
ANALYZE = shutil.which("systemd-analyze")


def settings(unit: str) -> dict[str, str]:
    """What a unit sets; a setting that is there twice is a mistake in ours."""
    lines = re.findall(r"^(\w+)=(.*)$", unit, re.MULTILINE)
    assert len({name for name, _ in lines}) == len(lines)
    return dict(lines)


def fault(unit: str) -> str:
    """What is wrong with the command of a unit; '' when nothing is."""
    program, *arguments = shlex.split(settings(unit)["ExecStart"])
    target = PROJECT["project"]["scripts"].get(Path(program).name)
    if target is None:
        return f"there is no program {program}"
    parser = importlib.import_module(target.partition(":")[0])._parser()
    try:
        parser.parse_args(arguments)
    except SystemExit:
        return f"{program} does not take {arguments}"
    return ""


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_starts_a_program_of_ours_with_options_it_has(path: Path) -> None:
    assert fault(path.read_text("utf-8")) == ""


def test_a_program_or_an_option_that_is_not_there_is_caught() -> None:
    start = "[Service]\nExecStart=/opt/plateia/.venv/bin/plateia-"
    assert "no program" in fault(f"{start}pigeon run")
    assert "does not take" in fault(f"{start}agent run --hom /var/lib/plateia --fast")
    assert "does not take" in fault(f"{start}agent fly")


def test_the_agent_is_watched_and_started_again_for_ever() -> None:
    (path,) = [one for one in UNITS if one.stem == "plateia-agent"]
    told = settings(path.read_text("utf-8"))
    assert told["Type"] == "notify"
    assert told["Restart"] == "always"
    assert told["StartLimitIntervalSec"] == "0"
    # The agent's longest sleep is a minute; it is alive twice as often as it must be.
    assert int(told["WatchdogSec"]) >= 120
    assert int(told["TimeoutStopSec"]) > 5


def complaints(text: str, folder: Path) -> str:
    """What the service manager says of a unit whose program is here."""
    here = re.sub(r"/opt/plateia/\.venv/bin", str(Path(sys.executable).parent), text)
    here = re.sub(r"^User=.*$", "User=root", here, flags=re.MULTILINE)
    path = folder / "plateia-try.service"
    path.write_text(here, "utf-8")
    assert ANALYZE is not None
    done = subprocess.run(
        [ANALYZE, "verify", "--man=no", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if path.name in line]
    return "\n".join(said)


@pytest.mark.skipif(ANALYZE is None, reason="no systemd here, so it was not asked")
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_the_service_manager_understands_every_line(path: Path, tmp_path: Path) -> None:
    text = path.read_text("utf-8")
    assert complaints(text, tmp_path) == ""
    assert "WatchdgSec" in complaints(text.replace("Watchdog", "Watchdg"), tmp_path)
