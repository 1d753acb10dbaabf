"""The ear: a child process that records. `python -m ui.ear`.

It sends what it hears, 16 kHz and 16 bits, over its pipe as it hears it, and keeps
nothing: no sample ever touches a disk. It is a process of its own for the same reason as
the loudspeaker. Measured with Qt Multimedia 6.11: when the sound server dies, a source
goes on saying that it is active and has no error, and gives no samples; the next one that
is begun aborts the process.
"""

import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QIODevice, QObject, QTimer
from PySide6.QtMultimedia import QAudioFormat, QAudioSource, QMediaDevices, QtAudio

from ui.senses import GONE_CODE, RATE, Do, Order, Orders, Sense, Sensed
from ui.utterance import answer_line, begin_child

STUCK_MS = 2_000
"""A microphone that gave no samples for this long is not there any more."""
_OVERTIME_MS = 1_000
"""The face says when to stop; an ear that is not told so stops by itself."""


class Ear(QObject):
    """Listens to the default microphone while it is asked to."""

    def __init__(self, tell: Callable[[Sensed], None]) -> None:
        super().__init__()
        self._tell = tell
        self._id = 0
        self._source: QAudioSource | None = None
        self._stream: QIODevice | None = None
        self._stuck = QTimer(self, interval=STUCK_MS, singleShot=True)
        self._stuck.timeout.connect(self._give_up)
        self._longest = QTimer(self, singleShot=True)
        self._longest.timeout.connect(self.rest)

    def obey(self, order: Order) -> None:
        """Let go of the microphone, then do what is asked."""
        self.rest()
        self._id = order.id
        if order.do is Do.REST:
            return
        sound = _speech()
        device = QMediaDevices.defaultAudioInput()
        if device.isNull() or not device.isFormatSupported(sound):
            self._give_up()
        elif order.do is Do.LOOK:
            self._tell(Sensed(self._id, Sense.READY))
        elif order.do is Do.BEGIN:
            source = self._source = QAudioSource(device, sound, self)
            self._stream = source.start()
            if source.error() != QtAudio.Error.NoError:
                self._give_up()
            self._stream.readyRead.connect(self._hear)
            self._stuck.start()
            self._longest.start(round(order.seconds * 1000) + _OVERTIME_MS)

    def rest(self) -> None:
        """Listen no more."""
        self._stuck.stop()
        self._longest.stop()
        source, self._source = self._source, None
        self._stream = None
        if source is not None:
            source.reset()
            source.deleteLater()

    def _hear(self) -> None:
        if self._stream is None:
            return
        heard = bytes(self._stream.readAll().data())
        if heard:
            self._stuck.start()
            self._tell(Sensed(self._id, Sense.PIECE, heard))

    def _give_up(self) -> None:
        self._tell(Sensed(self._id, Sense.GONE))
        os._exit(GONE_CODE)  # the sound library may hang or abort on an orderly way out


def _speech() -> QAudioFormat:
    sound = QAudioFormat()
    sound.setSampleRate(RATE)
    sound.setChannelCount(1)
    sound.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return sound


def main() -> int:
    """Listen when asked, until standard input ends."""
    write = begin_child()
    application = QCoreApplication(sys.argv[:1])
    ear = Ear(lambda sensed: write(answer_line(sensed)))

    def end() -> None:
        ear.rest()
        application.quit()

    orders = Orders(Order, ear.obey, end)
    code = application.exec()
    del orders
    return code


if __name__ == "__main__":
    sys.exit(main())
