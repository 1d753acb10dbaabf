"""A whole village on one machine, for trying: the agent and a hub beside the kiosk.

They are started as units would start them, and started again when they die. In a real
village systemd does this, and the hub stands at the municipality.
"""

import logging
import shutil
import sys
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from kiosk.config import Config
from kiosk.errors import CannotSave, Unavailable
from kiosk.home import Home

_log = logging.getLogger(__name__)

_START_AGAIN_MS = 500
_STOP_MS = 6000
_HUB_STARTS_MS = 30_000
_USUAL_PORT = 8311
_OPERATOR_MUST_ACT = frozenset({2, 3})
"""Exit codes after which starting again changes nothing."""

_SETTINGS = """\
# Written by the demo: a whole village on this machine, for trying.
# The README lists every setting.
kiosk = "demo"
pack = "patras"

[agent]
news_every_s = 5

[printer]
folder = {paper}

[demo]
hub_port = {port}

[[destination]]
name = "municipality"
type = "open311"
url = "http://127.0.0.1:{port}/open311/v2/"
"""


class Neighbour(QObject):
    """A program that runs beside the kiosk, and is started again when it dies."""

    gave_up = Signal(str)
    """It ended for a reason that an operator must mend: its own sentence."""

    def __init__(self, arguments: list[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = arguments[0]
        self._command = [*_ends_with_us(), sys.executable, "-m", *arguments]
        self._stopping = False
        self._process = QProcess(self)
        self._process.finished.connect(self._ended)

    def start(self) -> None:
        """Start it."""
        self._stopping = False
        self._process.start(self._command[0], self._command[1:])

    def stop(self) -> None:
        """Ask it to end, and see to it that it does."""
        self._stopping = True
        if self._process.state() is QProcess.ProcessState.NotRunning:
            return
        self._process.terminate()
        if not self._process.waitForFinished(_STOP_MS):
            self._process.kill()
            self._process.waitForFinished(_STOP_MS)

    def first_line(self, within_ms: int) -> str:
        """Wait for the first line it prints; '' when it ended before."""
        while not self._process.canReadLine():
            if not self._process.waitForReadyRead(within_ms):
                break
        return bytes(self._process.readLine().data()).decode(errors="replace").strip()

    def _ended(self, code: int, status: QProcess.ExitStatus) -> None:
        if self._stopping:
            return
        said = bytes(self._process.readAllStandardError().data()).decode(
            errors="replace"
        )
        said = said.strip()
        if status is QProcess.ExitStatus.NormalExit and code in _OPERATOR_MUST_ACT:
            self.gave_up.emit(said.splitlines()[-1] if said else f"exit code {code}")
            return
        _log.warning("%s ended with %s; starting it again", self._name, code)
        QTimer.singleShot(_START_AGAIN_MS, self, self._start_again)

    def _start_again(self) -> None:
        if not self._stopping:
            self.start()


def _ends_with_us() -> list[str]:
    """Return what makes the kernel end a child when its parent is gone, however it went.

    A demonstration that was killed leaves no hub behind on its port.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM"] if setpriv else []


class Village(QObject):
    """The neighbours of a demonstration kiosk."""

    gave_up = Signal(str)
    """One of them cannot run; its own sentence."""

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        folder = ["--home", str(home.folder)]
        self._agent = Neighbour(["sync", "run", *folder], self)
        self._hub: Neighbour | None = None
        self._agent.gave_up.connect(self.gave_up)

    def settle(self) -> None:
        """Give a home without settings those of a demonstration, with its hub running.

        Raises Unavailable when the hub cannot start, CannotSave when the settings cannot
        be written.
        """
        if self._home.settings.exists():
            return
        port = self._start_hub(_USUAL_PORT) or self._start_hub(0)
        if port is None:
            raise Unavailable(
                "the demonstration's hub",
                "does not start",
                f"run `plateia-hub serve --home {self._home.folder}` to see why",
            )
        write_settings(self._home.settings, port)

    def start(self, config: Config) -> None:
        """Start the hub, if the settings ask for one, and the agent.

        Raises Unavailable when the hub's port is taken.
        """
        port = config.demo.hub_port
        if port is not None and self._hub is None and self._start_hub(port) is None:
            raise Unavailable(
                f"{self._home.settings}, demo, hub_port",
                f"port {port} is taken",
                "stop the program that has it, or write another port there and in the url",
            )
        self._agent.start()

    def stop(self) -> None:
        """Stop them all; what they hold is safe."""
        self._agent.stop()
        if self._hub is not None:
            self._hub.stop()

    def _start_hub(self, port: int) -> int | None:
        folder = ["--home", str(self._home.folder)]
        hub = Neighbour(["hub", "serve", *folder, "--port", str(port)], self)
        hub.start()
        line = hub.first_line(_HUB_STARTS_MS)
        told = line.rstrip("/").rpartition(":")[2]
        if not told.isdigit():
            hub.stop()
            return None
        hub.gave_up.connect(self.gave_up)
        self._hub = hub
        return int(told)


def write_settings(path: Path, port: int = _USUAL_PORT) -> None:
    """Write the settings of a demonstration, all of them or nothing.

    Raises CannotSave.
    """
    new = path.with_suffix(".new")
    try:
        paper = path.parent / "paper"
        paper.mkdir(exist_ok=True)
        folder = msgspec.json.encode(str(paper)).decode()  # TOML quotes as JSON does
        new.write_text(_SETTINGS.format(port=port, paper=folder), encoding="utf-8")
        new.replace(path)
    except OSError as error:
        raise CannotSave(
            str(path),
            f"cannot be written ({error.strerror})",
            "choose a folder that may be written with --home",
        ) from error
