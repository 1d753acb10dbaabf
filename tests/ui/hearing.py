"""Hears what a speaker says: at the sound server's end, by its signals, on its disk."""

import array
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from ui.clips import PREFIX
from ui.rendering import NORMAL, Line, Manner
from ui.speech import Speaker

WAIT_MS = 30_000
RATE = 300
"""Words a minute: tests have no time to lose."""

needs_sound = pytest.mark.skipif(
    shutil.which("pulseaudio") is None or shutil.which("parec") is None,
    reason="pulseaudio and pulseaudio-utils are not installed",
)


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + WAIT_MS / 1000
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


class Sound:
    """A sound server of our own, with a loudspeaker nobody hears and a wire to it."""

    RATE = 8_000

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "native"
        self._recording = folder / "heard.raw"
        self._server: subprocess.Popen[bytes] | None = None
        self._recorder: subprocess.Popen[bytes] | None = None
        self._folder = folder

    def start(self, *modules: str) -> None:
        """Start the server, with more modules if need be, and listen."""
        self.socket.unlink(missing_ok=True)
        listen = f"module-native-protocol-unix auth-anonymous=1 socket={self.socket}"
        # Without rewinds a sink that goes nowhere is as quick as a real one.
        sink = "module-null-sink sink_name=ear norewinds=1"
        options = "-n --daemonize=no --exit-idle-time=-1 --use-pid-file=no"
        quiet = [*options.split(), "--disable-shm=yes", "--log-level=error"]
        more = [word for one in (listen, sink, *modules) for word in ("-L", one)]
        self._server = subprocess.Popen(
            ["pulseaudio", *quiet, *more],
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PULSE_RUNTIME_PATH": str(self._folder)},
        )
        wait_until(lambda: self._ask("info") != "")
        record = "--device=ear.monitor --raw --format=s16le --channels=1"
        server = f"--server=unix:{self.socket}"
        with self._recording.open("ab") as heard:
            self._recorder = subprocess.Popen(
                [
                    "parec",
                    server,
                    *record.split(),
                    f"--rate={self.RATE}",
                    "--latency-msec=10",
                ],
                stdout=heard,
                stderr=subprocess.DEVNULL,
            )
        before = self._recording.stat().st_size
        wait_until(lambda: self._recording.stat().st_size > before)

    def plug(self, name: str) -> str:
        """Let another output come, as a headset does; return what unplugs it."""
        return self._ask("load-module", "module-null-sink", f"sink_name={name}")

    def unplug(self, module: str) -> None:
        """It goes; the server says yes before it is gone."""
        self._ask("unload-module", module)
        wait_until(lambda: module not in self._ask("list", "short", "modules").split())

    def kill(self) -> None:
        """The server dies without a word, as it does when it crashes."""
        for process in (self._server, self._recorder):
            if process is not None:
                process.kill()
                process.wait()

    def peak(self, since: int = 0) -> int:
        """How far the highest wave went, of 32,768, since so many samples."""
        return max(map(abs, self.samples()[since:]), default=0)

    def samples(self) -> "array.array[int]":
        """All that came through the wire."""
        samples = array.array("h")
        heard = self._recording.read_bytes()
        samples.frombytes(heard[: len(heard) // 2 * 2])
        return samples

    def heard_ms(self) -> int:
        """How long it has sounded so far, in milliseconds."""
        samples = self.samples()
        slice_ = self.RATE // 50  # 20 ms
        loud = sum(
            max(abs(one) for one in samples[at : at + slice_]) > 300
            for at in range(0, len(samples), slice_)
        )
        return loud * 20

    def playing_on(self) -> str:
        """Which output something sounds on now."""
        sinks = self._ask("list", "short", "sinks").splitlines()
        return " ".join(one.split("\t")[1] for one in sinks if "RUNNING" in one)

    def _ask(self, *question: str) -> str:
        """Ask the server; '' where there is none."""
        server = f"--server=unix:{self.socket}"
        asked = subprocess.run(
            ["pactl", server, *question], capture_output=True, check=False, text=True
        )
        return asked.stdout.strip()


class Talk:
    """A speaker, and what it told and left behind."""

    def __init__(self, speaker: Speaker, place: Path, qtbot: QtBot) -> None:
        self.speaker = speaker
        self.started: list[int] = []
        self.ends: list[str] = []
        self.words: list[tuple[int, int]] = []
        self._place = place
        self._qtbot = qtbot
        self.speaker.line_started.connect(self.started.append)
        self.speaker.word_started.connect(lambda *word: self.words.append(word))
        self.speaker.finished.connect(lambda: self.ends.append("finished"))
        self.speaker.unavailable.connect(lambda: self.ends.append("unavailable"))

    def say(self, *lines: Line, manner: Manner = NORMAL) -> str:
        """Say these lines to their end; return which end it was."""
        before = len(self.ends)
        self.speaker.say(lines, manner=manner)
        self.wait(lambda: len(self.ends) > before)
        assert not self.speaker.speaking
        return self.ends[-1]

    def wait(self, condition: Callable[[], bool]) -> None:
        """Let the event loop run until it is so."""
        self._qtbot.waitUntil(condition, timeout=WAIT_MS)

    def wait_for_sound(self, sound: Sound, milliseconds: int) -> None:
        """Wait until it has sounded that much longer than now."""
        before = sound.heard_ms()
        self.wait(lambda: sound.heard_ms() - before > milliseconds)

    def kept(self) -> list[Path]:
        """What lies in the voice folder."""
        return sorted((self._place / "voice").glob("*"))

    def private(self) -> list[Path]:
        """What lies in memory."""
        found = (self._place / "memory").rglob("*")
        return [one for one in found if PREFIX in str(one)]

    def children(self, module: str) -> list[QProcess]:
        """Its living processes that run this module."""
        return [
            process
            for process in self.speaker.findChildren(QProcess)
            if module in process.arguments()
            and process.state() != QProcess.ProcessState.NotRunning
        ]

    def kill(self, module: str) -> None:
        """Kill its one process that runs this module."""
        (process,) = self.children(module)
        os.kill(process.processId(), signal.SIGKILL)
