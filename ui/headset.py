"""Whether somebody wears a headset: then what is said is heard by them alone.

The sound server knows it, by the port of a jack or by the device that comes with a plug;
`pactl` tells, for PulseAudio and PipeWire alike. It is two small programs: no sound library
is loaded into the window, which it could end. Without `pactl` nobody wears a headset, and
private things are asked for first.
"""

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QProcess, QTimer, Signal

_AGAIN_MS: Final = 10_000
"""After the sound server has gone, until it is looked for again."""
_SOON_MS: Final = 250
"""Between two looks while the server has not told of anything yet."""
_WORN: Final = frozenset({"Headphones", "Headset"})
"""What PulseAudio calls the ports of what is worn on the head."""


class _Port(msgspec.Struct, frozen=True):
    name: str
    type: str = ""
    availability: str = ""


class _Sink(msgspec.Struct, frozen=True):
    name: str
    active_port: str | None = None
    ports: tuple[_Port, ...] = ()

    @property
    def worn(self) -> bool:
        return any(
            port.name == self.active_port
            and port.type in _WORN
            and port.availability != "not available"
            for port in self.ports
        )


class Headset(QObject):
    """Looks for one by its name, or by its port where no name is given."""

    changed = Signal()
    """It was put on or taken off."""

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._name = name
        self.device = ""
        """Which output is heard in it; '' while nobody wears one."""
        self._events: QProcess | None = None
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self.watch)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._look)
        self._told = False
        """The server has told of something: from then on it tells of everything."""

    def watch(self) -> None:
        """Look now, and at each change from now on.

        What comes between the first look and the moment the server begins to tell would
        be missed. Each look is itself a client that comes and goes, and is told of: so
        it is looked again until anything was told, and once more then.
        """
        self._told = False
        self._events = self._run(["subscribe"], self._lose)
        self._events.readyReadStandardOutput.connect(self._heed)
        self._look()

    def close(self) -> None:
        """Look no more."""
        self._again.stop()
        self._soon.stop()
        for process in self.findChildren(QProcess):
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(1_000)

    def _heed(self) -> None:
        assert self._events is not None
        told = self._events.readAllStandardOutput().data()
        first, self._told = not self._told, True
        if (
            first
            or b"on sink #" in told
            or b"on card #" in told
            or b"on server" in told
        ):
            self._look()

    def _look(self) -> None:
        look = self._run(["--format=json", "list", "sinks"], self._see)
        look.setObjectName("look")

    def _see(self, look: QProcess) -> None:
        try:
            sinks = msgspec.json.decode(
                look.readAllStandardOutput().data(), type=tuple[_Sink, ...]
            )
        except (msgspec.DecodeError, UnicodeDecodeError):
            sinks = ()
        worn = [
            one.name
            for one in sinks
            if (one.name == self._name if self._name else one.worn)
        ]
        self._wear(worn[0] if worn else "")
        if self._events is not None and not self._told:
            self._soon.start()

    def _wear(self, device: str) -> None:
        if device != self.device:
            self.device = device
            self.changed.emit()

    def _lose(self, events: QProcess) -> None:
        del events
        self._events = None
        self._wear("")
        self._again.start()

    def _run(self, words: list[str], ended: Callable[[QProcess], None]) -> QProcess:
        process = QProcess(self)
        process.setStandardErrorFile(QProcess.nullDevice())

        def end() -> None:
            ended(process)
            process.deleteLater()

        process.finished.connect(end)
        process.start("pactl", words)
        return process
