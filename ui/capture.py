"""What a kiosk can capture with, as ports: a microphone, a camera, sticks, a player.

The real ones (`ui.devices`) are children of the face; the ones here are those of a kiosk
that has none, and say so. Nothing waits, and nothing is ever written to a disk.
"""

import array
import io
import math
import wave

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from kiosk.printing import PrinterState
from ui.leaves import Blank
from ui.senses import BYTES_A_SECOND, RATE
from ui.sheet import Sheet

_QUIET_DB = 50
"""Below full scale: nobody speaks."""


class Recording(msgspec.Struct, frozen=True):
    """What was said: 16 kHz, 16 bits, one channel."""

    samples: bytes = b""

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / BYTES_A_SECOND

    @property
    def level(self) -> float:
        """How loud its loudest moment is, from 0 to 1."""
        return level_of(self.samples)

    def wav(self) -> bytes:
        """Return it as a WAV file."""
        file = io.BytesIO()
        with wave.open(file, "wb") as out:
            out.setparams((1, 2, RATE, 0, "NONE", ""))
            out.writeframes(self.samples)
        return file.getvalue()


def level_of(samples: bytes) -> float:
    """Return how loud samples are, from 0 (nobody speaks) to 1 (as loud as can be)."""
    heard = array.array("h", samples[: len(samples) // 2 * 2])
    loudest = max(map(abs, heard), default=0)
    if loudest == 0:
        return 0.0
    return min(1.0, max(0.0, 1 + 20 * math.log10(loudest / 32_768) / _QUIET_DB))


class Microphone(QObject):
    """Records one voice note at a time. This one is none, and says so."""

    heard = Signal(float)
    """How loud it is now, from 0 to 1."""
    full = Signal()
    """It listened as long as it was asked to, or was cut off: there is a recording."""
    missing = Signal()
    """There is no microphone, and nothing was recorded."""

    @property
    def seconds(self) -> float:
        """How long it has listened."""
        return 0.0

    def look(self) -> None:
        """Find out whether there is one; `missing` comes if not."""
        QTimer.singleShot(0, self, self.missing.emit)

    def record(self, seconds: float) -> None:
        """Begin to listen, at most so long."""
        QTimer.singleShot(0, self, self.missing.emit)

    def stop(self) -> Recording:
        """Listen no more; return what was heard, and forget it."""
        return Recording()

    def forget(self) -> None:
        """A visit is over: whatever has seen or heard any of it ends."""

    def close(self) -> None:
        """Let go of the device for good."""


class Camera(QObject):
    """Shows what is before it and takes pictures of it. This one is none."""

    seen = Signal(QImage)
    """What is before it now."""
    taken = Signal(bytes)
    """The picture, as a JPEG that may be kept."""
    read = Signal(tuple)
    """What the codes before it say, each as it stands there: a stranger's words."""
    found = Signal()
    """There is a camera."""
    missing = Signal()
    """There is no camera, or not any more."""

    @property
    def there(self) -> bool:
        """Whether there was one when that was last seen."""
        return False

    def look(self) -> None:
        """Find out whether there is one; `found` or `missing` comes."""
        QTimer.singleShot(0, self, self.missing.emit)

    def begin(self, reading: bool = False) -> None:
        """Begin to look, and to read codes."""
        QTimer.singleShot(0, self, self.missing.emit)

    def take(self) -> None:
        """Take the picture."""

    def rest(self) -> None:
        """Look no more."""

    def forget(self) -> None:
        """A visit is over: whatever has seen or heard any of it ends."""

    def close(self) -> None:
        """Let go of the device for good."""


class Darkroom(QObject):
    """Develops pictures and presses voice notes. This one can do nothing."""

    found = Signal(tuple)
    """The paths of the pictures on sticks."""
    made = Signal(int, bytes)
    """The number of a work, and what became of it: nothing, where it cannot be done."""

    def look_for_sticks(self) -> None:
        """Look for pictures on sticks; `found` comes."""

    def develop(self, path: str, side: int = 0) -> int:
        """Make a photo of a file, or with a side a small picture; return its number."""
        return self._refuse()

    def press(self, sound: bytes) -> int:
        """Make a small file of a WAV file; return its number."""
        return self._refuse()

    def drop_pictures(self) -> None:
        """Forget the pictures that were not begun."""

    def drop(self) -> None:
        """Forget all that was not begun."""

    def forget(self) -> None:
        """A visit is over: whatever has seen or heard any of it ends."""

    def close(self) -> None:
        """End what works here."""

    def _refuse(self) -> int:
        QTimer.singleShot(0, self, lambda: self.made.emit(0, b""))
        return 0


class Printer(QObject):
    """Prints a page to take away. This one is none."""

    ended = Signal(int, bool)
    """The number of a page, and whether it went well: `state` tells why not."""
    seen = Signal()
    """How it is has been looked at: `state` tells."""

    @property
    def there(self) -> bool:
        """Whether the kiosk is said to have one."""
        return False

    @property
    def prints_forms(self) -> bool:
        """Whether it has one for whole pages: a form, not only a receipt."""
        return False

    @property
    def state(self) -> PrinterState:
        """How it was when it last printed or was looked at."""
        return PrinterState.READY if self.there else PrinterState.GONE

    def look(self) -> None:
        """Find out how it is; `seen` comes, sooner or later."""
        QTimer.singleShot(0, self, self.seen.emit)

    def print(self, page: Sheet | Blank) -> int:
        """Print a receipt or a form; return its number. `ended` comes, sooner or later."""
        QTimer.singleShot(0, self, lambda: self.ended.emit(0, False))
        return 0

    def close(self) -> None:
        """End what prints here."""


class Player(QObject):
    """Lets a voice note be heard. This one is silent."""

    ended = Signal()
    """It was heard to its end, or cannot be heard."""

    def play(self, sound: bytes) -> None:
        """Play a WAV file from its beginning."""
        QTimer.singleShot(0, self, self.ended.emit)

    def stop(self) -> None:
        """Be silent at once, and forget what was played."""

    def forget(self) -> None:
        """A visit is over: whatever has seen or heard any of it ends."""

    def close(self) -> None:
        """End what plays here."""
