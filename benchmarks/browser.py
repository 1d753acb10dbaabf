"""The peer with a web in it: Chromium in kiosk mode, headless, led over its own pipe.

Spec: the DevTools protocol; messages are JSON, ended by a zero byte, on descriptors 3 and 4.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome-stable")
_OPTIONS: Final = (
    *("--headless=new", "--kiosk", "--disable-gpu", "--no-sandbox", "--no-first-run"),
    *("--hide-scrollbars", "--disable-dev-shm-usage", "--disable-extensions"),
    *("--disable-background-networking", "--disable-component-update", "--mute-audio"),
    *("--screen-info={1920x1080}", "--remote-debugging-pipe"),
)
_PAINTED: Final = (
    "performance.getEntriesByType('paint')"
    ".some(one => one.name === 'first-contentful-paint')"
)


def installed() -> str | None:
    """Where there is one."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


class Browser:
    """One Chromium, showing one page."""

    def __init__(self, program: str, page: Path, home: Path) -> None:
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        command = [program, *_OPTIONS, f"--user-data-dir={home}", page.as_uri()]
        pipes = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'
        self._process = subprocess.Popen(
            ["sh", "-c", pipes, "sh", *command],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._in, self._out = os.fdopen(ours_in, "rb", 0), ours_out
        self._rest = b""
        self._number = 0
        self._session = ""

    @property
    def pid(self) -> int:
        """Of the first of its processes."""
        return self._process.pid

    def attach(self) -> None:
        """Wait for the page, and speak to it from now on."""
        while not self._session:
            found = self._ask("Target.getTargets")["targetInfos"]
            for one in found:
                if one["type"] == "page" and one["url"].startswith("file:"):
                    to = {"targetId": one["targetId"], "flatten": True}
                    told = self._ask("Target.attachToTarget", to)
                    self._session = told["sessionId"]

    def wait_until_painted(self) -> None:
        """Wait for the first painting that has something on it."""
        while not self.evaluate(_PAINTED):
            time.sleep(0.002)

    def evaluate(self, script: str) -> Any:
        """Run a script in the page, wait for what it promises, and return it."""
        asked = {"expression": script, "awaitPromise": True, "returnByValue": True}
        return self._ask("Runtime.evaluate", asked)["result"].get("value")

    def touch(self, x: float, y: float) -> None:
        """Press and lift there."""
        for kind in ("mousePressed", "mouseReleased"):
            told = {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}
            self._ask("Input.dispatchMouseEvent", told)

    def close(self) -> None:
        """End it, and all that came of it."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._in.close()
        os.close(self._out)

    def _ask(self, method: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
        self._number += 1
        asked: dict[str, Any] = {"id": self._number, "method": method}
        asked["params"] = told or {}
        if self._session:
            asked["sessionId"] = self._session
        os.write(self._out, json.dumps(asked).encode() + b"\0")
        while (answer := self._hear()).get("id") != self._number:
            pass
        result: dict[str, Any] = answer.get("result", {})
        return result

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            heard = self._in.read(65_536)
            if not heard:
                raise RuntimeError("chromium ended")
            self._rest += heard
        message, _, self._rest = self._rest.partition(b"\0")
        said: dict[str, Any] = json.loads(message)
        return said


@contextmanager
def showing(program: str, page: Path, home: Path) -> Iterator[Browser]:
    """A browser with this page painted; ended afterwards."""
    browser = Browser(program, page, home)
    try:
        browser.attach()
        browser.wait_until_painted()
        yield browser
    finally:
        browser.close()


def share(pid: int) -> float:
    """The proportional share of memory, in bytes, of a process and all that came of it."""
    found, family = 0, {pid}
    parents = {one: _parent(one) for one in _processes()}
    while found < len(family):
        found = len(family)
        family |= {one for one, parent in parents.items() if parent in family}
    return sum(map(own_share, family))


def _processes() -> list[int]:
    return [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]


def _parent(pid: int) -> int:
    return int(_read(pid, "status", r"^PPid:\s+(\d+)$"))


def own_share(pid: int) -> float:
    """The proportional share of memory, in bytes, of one process."""
    return int(_read(pid, "smaps_rollup", r"^Pss:\s+(\d+) kB$")) * 1024


def _read(pid: int, name: str, pattern: str) -> str:
    try:
        text = Path(f"/proc/{pid}/{name}").read_text("ascii", errors="replace")
    except OSError:  # it has ended meanwhile
        return "0"
    found = re.search(pattern, text, re.MULTILINE)
    return "0" if found is None else found[1]
