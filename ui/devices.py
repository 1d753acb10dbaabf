"""The devices a kiosk captures with: each in a child process, behind a port of `ui.capture`.

Samples and pictures are bytes in memory; the file a player plays exists in memory only.
"""

import os
from collections import deque
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from ui.capture import (
    Camera,
    Darkroom,
    Microphone,
    Player,
    Recording,
    level_of,
)
from ui.child import Child
from ui.senses import (
    BYTES_A_SECOND,
    RATE,
    Do,
    Made,
    Order,
    Sense,
    Sensed,
    Work,
)
from ui.utterance import Heard, Moment, Play

START_MS = 10_000
SILENCE_MS = 6_000
"""A child that watches its device and said nothing for this long hangs."""
WORK_MS = 20_000
STICKS = Path("/media")
"""Where the platform mounts them."""


def _close(self: "Ear | Eye | Lab | Gramophone") -> None:
    self.forget()
    self._child.close()


class Ear(Microphone):
    """A microphone, in a child: `ui.ear`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._child = Child("ui.ear", Sensed, self)
        self._child.answered.connect(self._on_sensed)
        self._child.lost.connect(self._on_gone)
        self._id = 0
        self._samples = bytearray()
        self._most = 0
        self._open = False  # it is being listened or looked for

    @property
    def seconds(self) -> float:
        return len(self._samples) / BYTES_A_SECOND

    @property
    def looking(self) -> bool:
        """Whether it waits to hear if there is one, or listens."""
        return self._open

    def look(self) -> None:
        self._order(Do.LOOK)

    def record(self, seconds: float) -> None:
        self._samples.clear()
        self._most = round(seconds * RATE) * 2
        self._order(Do.BEGIN, seconds)

    def stop(self) -> Recording:
        self._rest()
        recording = Recording(bytes(self._samples))
        self._samples = bytearray()
        return recording

    def forget(self) -> None:
        self.stop()
        self._child.let_die()

    close = _close

    def _order(self, do: Do, seconds: float = 0.0) -> None:
        self._id += 1
        self._open = True
        self._child.ask(Order(self._id, do, seconds))
        self._child.expect(START_MS)

    def _rest(self) -> None:
        self._child.relax()
        if self._open:
            self._open = False
            self._id += 1
            self._child.tell_now(Order(self._id, Do.REST))

    def _on_sensed(self, sensed: Sensed) -> None:
        if sensed.id != self._id or not self._open:
            return  # of something that was stopped
        self._child.deaths = 0
        if sensed.sense is Sense.GONE:
            self._child.let_die()
            self._on_gone()
        elif sensed.sense is Sense.READY:
            self._rest()
        elif sensed.sense is Sense.PIECE:
            self._child.expect(SILENCE_MS)
            self._take(sensed.content)

    def _take(self, samples: bytes) -> None:
        self._samples += samples[: self._most - len(self._samples)]
        self.heard.emit(level_of(samples))
        if len(self._samples) >= self._most:
            self._rest()
            self.full.emit()

    def _on_gone(self) -> None:
        if self._open:
            self._open = False
            if self._samples:  # what was said before it went is kept
                self.full.emit()
            else:
                self.missing.emit()


class Eye(Camera):
    """A camera, in a child: `ui.eye`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._child = Child("ui.eye", Sensed, self)
        self._child.answered.connect(self._on_sensed)
        self._child.lost.connect(self._on_gone)
        self._id = 0
        self._open = self._asked = self._there = False

    @property
    def there(self) -> bool:
        return self._there

    def look(self) -> None:
        if not self._open:
            self._asked = True
            self._order(Do.LOOK)

    def begin(self, reading: bool = False) -> None:
        if not self._open:
            self._open, self._asked = True, False
            self._order(Do.READ if reading else Do.BEGIN)

    def _order(self, do: Do) -> None:
        self._id += 1
        self._child.ask(Order(self._id, do))
        self._child.expect(START_MS)

    def take(self) -> None:
        if self._open:
            self._child.ask(Order(self._id, Do.TAKE))

    def rest(self) -> None:
        self._child.relax()
        if self._open:
            self._open = False
            self._id += 1
            self._child.ask(Order(self._id, Do.REST))

    def forget(self) -> None:
        self._open = self._asked = False
        self._child.let_die()

    close = _close

    def _on_sensed(self, sensed: Sensed) -> None:
        if sensed.id != self._id or not (self._open or self._asked):
            return
        if sensed.sense is Sense.GONE:
            self._child.let_die()
            self._on_gone()
            return
        self._there = True
        if not self._open:
            self._asked = False
            self._child.relax()
            self.found.emit()
            return
        self._child.expect(SILENCE_MS)
        if sensed.sense is Sense.TAKEN:
            self.taken.emit(sensed.content)
        elif sensed.sense is Sense.READ:
            self.read.emit(sensed.codes)
        elif not (image := QImage.fromData(sensed.content)).isNull():
            self.seen.emit(image)

    def _on_gone(self) -> None:
        was_wanted = self._open or self._asked
        self._open = self._asked = self._there = False
        if was_wanted:
            self.missing.emit()


class Lab(Darkroom):
    """A darkroom, in a child: `ui.darkroom`. One work at a time; a hostile one is lost
    alone."""

    def __init__(self, sticks: Path = STICKS, parent: QObject | None = None) -> None:
        """`sticks` is the folder under which the platform mounts them."""
        super().__init__(parent)
        self._sticks = sticks
        self._child = Child("ui.darkroom", Made, self)
        self._child.answered.connect(self._on_made)
        self._child.lost.connect(self._on_lost)
        self._waiting: deque[Work] = deque()
        self._doing: Work | None = None
        self._last_id = 0

    def look_for_sticks(self) -> None:
        if not any(one.folder for one in (*self._waiting, self._doing) if one):
            self._add(Work(self._next_id(), folder=str(self._sticks)))

    def develop(self, path: str, side: int = 0) -> int:
        return self._add(Work(self._next_id(), path=path, side=side))

    def press(self, sound: bytes) -> int:
        return self._add(Work(self._next_id(), sound=sound))

    def drop_pictures(self) -> None:
        self._waiting = deque(one for one in self._waiting if one.sound)

    def drop(self) -> None:
        self._waiting.clear()

    def forget(self) -> None:
        self.drop()
        self._doing = None
        self._child.let_die()

    close = _close

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _add(self, work: Work) -> int:
        self._waiting.append(work)
        self._go_on()
        return work.id

    def _go_on(self) -> None:
        if self._doing is None and self._waiting:
            self._doing = self._waiting.popleft()
            self._child.ask(self._doing)
            self._child.expect(WORK_MS)

    def _on_made(self, made: Made) -> None:
        doing = self._doing
        if doing is None or made.id != doing.id:
            return
        self._child.relax()
        self._end(doing, made)

    def _on_lost(self) -> None:
        if self._doing is not None:
            self._end(self._doing, Made(self._doing.id))

    def _end(self, work: Work, made: Made) -> None:
        self._doing = None
        self._go_on()
        if work.folder:
            self.found.emit(made.found)
        else:
            self.made.emit(made.id, made.content)


class Gramophone(Player):
    """A player: the loudspeaker's child, with a file that is in memory only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._child = Child("ui.loudspeaker", Heard, self)
        self._child.answered.connect(self._on_heard)
        self._child.lost.connect(self._end)
        self._file = os.memfd_create("voice note", os.MFD_CLOEXEC)
        self._id = 0
        self._playing = False

    def play(self, sound: bytes) -> None:
        self.stop()
        os.pwrite(self._file, sound, 0)
        self._id += 1
        self._playing = True
        self._child.ask(Play(self._id, f"/proc/{os.getpid()}/fd/{self._file}"))
        self._child.expect(START_MS)

    def stop(self) -> None:
        self._child.relax()
        if self._playing:
            self._playing = False
            self._id += 1
            self._child.tell_now(Play(self._id))
        os.ftruncate(self._file, 0)

    def forget(self) -> None:
        self.stop()
        self._child.let_die()

    close = _close

    def _on_heard(self, heard: Heard) -> None:
        if not self._playing or heard.id != self._id:
            return
        if heard.moment is Moment.STARTED:
            self._child.expect(round(heard.seconds * 1000) + SILENCE_MS)
        elif heard.moment is Moment.NO_DEVICE:
            self._child.let_die()
            self._end()
        else:
            self._child.relax()
            self._end()

    def _end(self) -> None:
        if self._playing:
            self.stop()
            self.ended.emit()
