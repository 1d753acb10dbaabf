"""A village square for tests: a home, and the real programs that work in it."""

import json
import os
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.store import Store

ROOT = Path(__file__).parents[2]
PATIENCE_S = 90

DESTINATION = """
kiosk = "test"
key_folder = "{keys}"
[voice]
enabled = false
[agent]
settle_s = 0.3
news_every_s = 0.2
[[destination]]
name = "municipality"
type = "open311"
url = "{url}"
api_key = "{key}"
timeout_s = {timeout}
"""


@dataclass(frozen=True)
class Ended:
    """How a program ended."""

    code: int
    told: str
    complained: str


class Square:
    """One kiosk's home, and the programs of one village."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.out = folder / "tour"
        self._running: list[subprocess.Popen[str]] = []

    def sends_to(self, url: str, key: str = "", timeout_s: float = 30) -> None:
        """Write the settings of a kiosk with this destination."""
        self.home.mkdir(parents=True, exist_ok=True)
        settings = DESTINATION.format(
            keys=self.folder / "keys", url=url, key=key, timeout=timeout_s
        )
        (self.home / "plateia.toml").write_text(settings, encoding="utf-8")

    def start(self, *program: str, **surroundings: str) -> subprocess.Popen[str]:
        """Start a program (`ui tour …`, `sync run`, a test's own script)."""
        running = subprocess.Popen(
            [sys.executable, "-m", *program, "--home", str(self.home)],
            cwd=ROOT,
            env=self._surroundings() | surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._running.append(running)
        return running

    def run(self, *program: str, **surroundings: str) -> Ended:
        """Run a program to its end."""
        running = self.start(*program, **surroundings)
        told, complained = running.communicate(timeout=PATIENCE_S)
        return Ended(running.returncode, told, complained)

    def tour(self, *options: str, **surroundings: str) -> Ended:
        """Make a citizen's journey on the real screens."""
        asked = ("ui", "tour", "--out", str(self.out), "--size", "1366x768", *options)
        return self.run(*asked, **surroundings)

    def told(self) -> Any:
        """What tour.json says."""
        return json.loads((self.out / "tour.json").read_text(encoding="utf-8"))

    def outbox(self) -> Any:
        """What the operator's tool says."""
        ended = self.run("kiosk.ctl", "outbox", "--json")
        assert (ended.code, ended.complained) == (0, "")
        return json.loads(ended.told)

    def case(self, receipt: str) -> tuple[str, str]:
        """Progress and message of a report, as a citizen would be told."""
        with closing(Store(self.home / "plateia.db")) as store:
            row = store.case(receipt)
        assert row is not None
        return row.progress, row.message

    def once(self) -> Ended:
        """One pass of the agent."""
        return self.run("sync", "once")

    def close(self) -> None:
        """Stop what still runs."""
        for program in self._running:
            if program.poll() is None:
                program.kill()
            program.communicate()

    def _surroundings(self) -> dict[str, str]:
        mine = {
            name: str(self.folder / name.lower())
            for name in ("HOME", "XDG_CONFIG_HOME")
        }
        lost = {"PLATEIA_HOME", "QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"}
        kept = {name: value for name, value in os.environ.items() if name not in lost}
        return kept | mine


def wait_for(what: str, happened: Any) -> None:
    """Wait until something has happened; fail with its name when it does not."""
    end = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < end, f"{what} did not happen"
        time.sleep(0.05)
