"""Nobody touches: ask whether someone is there, then wipe.

VVSG and EN 301 549 want time that can be had for the asking: any touch or key is enough,
as often as one likes. Speech counts as presence.
"""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.KeyPress,
    }
)

_PATIENCE = 2.5
"""Times as long: 300 s where a finger has 120 s."""


class Idle(QObject):
    """Watches every touch and key of the program."""

    touched = Signal()
    """Somebody is there."""
    warned = Signal()
    """Nobody has touched for the first while."""
    gone = Signal()
    """Nor for the second."""

    def __init__(
        self, warn_after_s: float, wipe_after_s: float, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._warn = self._timer(warn_after_s, self.warned)
        self._warn_after_ms = self._warn.interval()
        self._wipe = self._timer(wipe_after_s, self.gone)
        self.warned.connect(self._wipe.start)

    def be_patient(self, patient: bool) -> None:
        """Give somebody who goes about by ear the time that takes."""
        times = _PATIENCE if patient else 1
        self._warn.setInterval(round(self._warn_after_ms * times))

    def watch(self) -> None:
        """Begin to count from now."""
        self._wipe.stop()
        self._warn.start()

    def rest(self) -> None:
        """Stop counting: nobody is expected, or the kiosk itself is busy."""
        self._warn.stop()
        self._wipe.stop()

    def hold(self) -> None:
        """Stop counting while it speaks; the question itself does not hold up the wiping."""
        if not self.warning:
            self.rest()

    @property
    def warn_ms(self) -> int:
        """How long it waits before it asks, in milliseconds."""
        return self._warn.interval()

    @property
    def watching(self) -> bool:
        """Whether it counts."""
        return self._warn.isActive() or self._wipe.isActive()

    @property
    def warning(self) -> bool:
        """Whether it has asked, and counts until everything is wiped."""
        return self._wipe.isActive()

    def _timer(self, seconds: float, after: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(round(seconds * 1000))
        timer.timeout.connect(after)
        return timer

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self.touched.emit()
            if self.watching:
                self.watch()
        return False
