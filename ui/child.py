"""A child process of the face that answers in JSON lines, and may die at any time."""

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6 import QtCore  # for QProcess, which takes a while: when there is one
from PySide6.QtCore import QObject, QTimer, Signal

_ROOT = Path(__file__).resolve().parents[1]


class Child(QObject):
    """Started when it is asked something, and again after it died.

    Nothing here waits: `ask` returns at once, answers come as signals.
    """

    answered = Signal(object)
    """One decoded answer."""
    lost = Signal()
    """It died, hung or talked nonsense while an answer was expected."""

    def __init__(
        self,
        module: str,
        answer: type[msgspec.Struct],
        parent: QObject | None,
        arguments: Sequence[str] = (),
    ) -> None:
        """Run `python -m module`, whose answers decode to `answer`."""
        super().__init__(parent)
        self._module = module
        self._arguments = list(arguments)
        self._decoder = msgspec.json.Decoder(answer)
        self._process: QtCore.QProcess | None = None
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self.end)
        self._expecting = False
        self.deaths = 0
        """How often it was lost since it last did well; its owner sets it to 0."""

    def start(self) -> "QtCore.QProcess":
        """Start the process if there is none, so that it is ready when it is asked."""
        if self._process is None:
            self._process = self._new_process()
        return self._process

    def ask(self, message: msgspec.Struct) -> None:
        """Send one message, starting the process if there is none."""
        process = self.start()
        process.write(msgspec.json.encode(message) + b"\n")

    def tell_now(self, message: msgspec.Struct) -> None:
        """Send one message before returning, if there is a process to hear it."""
        process = self._process
        if process is None:
            return
        process.write(msgspec.json.encode(message) + b"\n")
        # Without this the message would lie here until the drawing thread is idle. Zero
        # milliseconds: what the pipe does not take at once is left to the event loop.
        process.waitForBytesWritten(0)

    def expect(self, milliseconds: int) -> None:
        """Count it as lost if it has not answered by then."""
        self._expecting = True
        self._patience.start(milliseconds)

    def relax(self) -> None:
        """Expect nothing; a death now is no loss."""
        self._expecting = False
        self._patience.stop()

    def end(self) -> None:
        """Kill it. The next message starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect(self.end)
            process.errorOccurred.disconnect(self._on_error)
            process.readyReadStandardOutput.disconnect(self._read)
            process.finished.connect(process.deleteLater)
            if process.state() == QtCore.QProcess.ProcessState.NotRunning:
                process.deleteLater()
            process.kill()
        if self._expecting:
            self.relax()
            self.deaths += 1
            self.lost.emit()

    def let_die(self) -> None:
        """It ends, or may know something: what is asked next is asked of another."""
        self.relax()
        self.end()

    def begin_anew(self, arguments: Sequence[str]) -> None:
        """It ends; what is asked next is asked of one that was told something else."""
        self.let_die()
        self._arguments = list(arguments)

    def close(self) -> None:
        """Kill it and see it gone. The one call that may wait, and only for a moment."""
        self.relax()
        self.end()
        for process in self.findChildren(QtCore.QProcess):
            process.waitForFinished(1_000)

    def _new_process(self) -> "QtCore.QProcess":
        process = QtCore.QProcess(self)
        process.setWorkingDirectory(str(_ROOT))
        # A traceback may quote what was said: it belongs in no log.
        process.setStandardErrorFile(QtCore.QProcess.nullDevice())
        process.finished.connect(self.end)
        process.errorOccurred.connect(self._on_error)
        process.readyReadStandardOutput.connect(self._read)
        process.start(sys.executable, ["-m", self._module, *self._arguments])
        return process

    def _on_error(self, error: "QtCore.QProcess.ProcessError") -> None:
        if error == QtCore.QProcess.ProcessError.FailedToStart:
            self.end()

    def _read(self) -> None:
        # An answer may make its hearer end this process or start another.
        while (process := self._process) is not None and process.canReadLine():
            line = process.readLine().data()
            try:
                answer = self._decoder.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError):
                self.end()
                return
            self.answered.emit(answer)
