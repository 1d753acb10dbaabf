"""The loudspeaker: a child process that plays WAV files. `python -m ui.loudspeaker`.

One `Play` a line on standard input, `Heard` lines on standard output, until the input
ends. It is a process of its own because Qt Multimedia (6.11, 6.12) aborts the process it
lives in when the sound server goes away and something is to be played afterwards, and
never sees a server that came later than itself: here that costs a child, not the kiosk's
window. So when no sound can be had it says so and ends with exit code 3, and the next one
looks anew.
"""

import os
import sys
import wave
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCoreApplication,
    QElapsedTimer,
    QIODevice,
    QObject,
    QSocketNotifier,
    QTimer,
)
from PySide6.QtMultimedia import (
    QAudioDevice,
    QAudioFormat,
    QAudioSink,
    QMediaDevices,
    QtAudio,
)

from ui.clip import Clip, Word, read_clip
from ui.utterance import Heard, Moment, Play, answer_line, begin_child

NO_SOUND = 3  # the exit code
WAKING_MS = 300
"""Silence before speech on a slow device that may be asleep."""
SLOW = (b"hdmi", b"bluez")
"""Outputs that swallow first syllables, by the sound server's names; others need no wait."""
AWAKE_MS = 4_000
"""A device that sounded this recently needs no waking; sound servers let go after 5 s."""
STUCK_MS = 2_000
"""A device that took no sound for this long is not there any more."""
GLANCE_MS = 40
"""Between two looks at which word is being said: an eye sees no less."""


class Loudspeaker(QObject):
    """Plays one file at a time on the default device."""

    def __init__(self, tell: Callable[[Heard], None]) -> None:
        super().__init__()
        self._tell = tell
        self._sink: QAudioSink | None = None
        self._samples: QBuffer | None = None
        self._playing = 0
        self._taken = 0
        self._since_sound = QElapsedTimer()
        self._watch = QTimer(self, interval=STUCK_MS)
        self._watch.timeout.connect(self._look)
        self._words: list[Word] = []
        """Those still to be said, the next one last."""
        self._count = 0
        self._begins_ms = 0.0
        self._glance = QTimer(self, interval=GLANCE_MS)
        self._glance.timeout.connect(self._tell_word)

    def obey(self, order: Play) -> None:
        """Be silent at once, then play the file of this order, if it has one."""
        self.hush()
        if not order.path:
            return
        self._playing = order.id
        device = _output(order.device)
        if device is None or device.isNull():
            self._give_up()
            return
        try:
            whole = read_clip(Path(order.path))
        except (OSError, wave.Error):
            self._tell(Heard(order.id, Moment.UNPLAYABLE))
            return
        clip = whole.from_word(order.from_word)
        sound = _format(clip)
        silence = bytes(sound.bytesForDuration(self._waking_ms(device) * 1000))
        self._samples = QBuffer(self)
        self._samples.setData(QByteArray(silence + clip.samples))
        self._samples.open(QIODevice.OpenModeFlag.ReadOnly)
        sink = self._sink = QAudioSink(device, sound, self)
        sink.stateChanged.connect(self._on_state)
        sink.setVolume(10 ** (min(0.0, order.decibels) / 20))
        self._taken = -1
        self._watch.start()
        sink.start(self._samples)
        if sink.error() != QtAudio.Error.NoError:
            self._give_up()
        seconds = sound.durationForBytes(len(silence) + len(clip.samples)) / 1e6
        self._tell(Heard(order.id, Moment.STARTED, round(seconds, 3)))
        self._begins_ms = clip.grain.ms(len(silence))
        self._count = len(whole.words)
        self._words = list(reversed(clip.words))
        self._glance.start()

    def hush(self) -> None:
        """Be silent at once and forget what was playing."""
        self._watch.stop()
        self._glance.stop()
        sink, self._sink = self._sink, None
        samples, self._samples = self._samples, None
        if sink is not None:
            sink.stateChanged.disconnect(self._on_state)
            sink.reset()  # stop() would let the sound server finish what it holds
            sink.deleteLater()
            self._since_sound.start()
        if samples is not None:
            samples.close()
            samples.deleteLater()

    def _tell_word(self) -> None:
        """Tell which word is being said, if it is another than before."""
        if self._sink is None:
            return
        # What the device has taken and not played yet is still to be heard.
        waiting = self._sink.bufferSize() - self._sink.bytesFree()
        waiting_us = self._sink.format().durationForBytes(max(0, waiting))
        now = (self._sink.processedUSecs() - waiting_us) / 1000 - self._begins_ms
        said = None
        while self._words and self._words[-1].at_ms <= now:
            said = self._words.pop()
        if said is not None:
            number = self._count - len(self._words) - 1
            word = (number, said.start, said.length)
            self._tell(Heard(self._playing, Moment.WORD, 0, *word))

    def _waking_ms(self, device: QAudioDevice) -> int:
        name = bytes(device.id().data()).lower()
        if not any(one in name for one in SLOW):
            return 0
        awake = self._since_sound.isValid() and not self._since_sound.hasExpired(
            AWAKE_MS
        )
        return 0 if awake else WAKING_MS

    def _on_state(self) -> None:
        # Asked, not taken from the signal: PySide cannot convert its argument unless
        # some other code has touched the enum's alias before.
        state = self._sink.state() if self._sink is not None else None
        if state == QtAudio.State.IdleState:
            self.hush()
            self._tell(Heard(self._playing, Moment.ENDED))
        elif state == QtAudio.State.StoppedState:
            self._give_up()

    def _look(self) -> None:
        taken = self._sink.processedUSecs() if self._sink is not None else 0
        if taken == self._taken:
            self._give_up()
        self._taken = taken

    def _give_up(self) -> None:
        self._tell(Heard(self._playing, Moment.NO_DEVICE))
        os._exit(NO_SOUND)  # the sound library may hang or abort on an orderly way out


def _output(name: str) -> QAudioDevice | None:
    """Return an output by its name: what is for a headset is played nowhere else."""
    if not name:
        return QMediaDevices.defaultAudioOutput()
    named = name.encode()
    outputs = QMediaDevices.audioOutputs()
    return next((one for one in outputs if bytes(one.id().data()) == named), None)


def _format(clip: Clip) -> QAudioFormat:
    sound = QAudioFormat()
    sound.setSampleRate(clip.grain.rate)
    sound.setChannelCount(clip.grain.channels)
    sound.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return sound


class _Orders(QObject):
    """Standard input, as orders."""

    def __init__(self, obey: Callable[[Play], None], end: Callable[[], None]) -> None:
        super().__init__()
        self._obey = obey
        self._end = end
        self._rest = b""
        self._notifier = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        got = os.read(0, 65_536)
        if not got:
            self._notifier.setEnabled(False)
            self._end()
            return
        *lines, self._rest = (self._rest + got).split(b"\n")
        # Only the last order counts: the ones before it were for sounds never begun.
        if lines:
            self._obey(msgspec.json.decode(lines[-1], type=Play))


def main() -> int:
    """Play until standard input ends."""
    write = begin_child()
    application = QCoreApplication(sys.argv[:1])
    QMediaDevices.defaultAudioOutput()  # the first look takes long: before it is asked
    loudspeaker = Loudspeaker(lambda heard: write(answer_line(heard)))

    def end() -> None:
        loudspeaker.hush()
        application.quit()

    orders = _Orders(loudspeaker.obey, end)
    code = application.exec()
    del orders
    return code


if __name__ == "__main__":
    sys.exit(main())
