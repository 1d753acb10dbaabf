"""A code reader that types: told from a person by its speed.

A "keyboard wedge" sends what it reads as keys, some milliseconds apart, and Enter. Keys
that make letters wait a moment here: if enough of them follow fast and Enter ends them,
they are one text, and no page sees them; otherwise they go on to whoever they were for,
in their order. A held key, Enter and space alone, and keys without a letter never wait.
"""

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

GAP_MS: Final = 50
"""Two keys of a reader are nearer than that, two of a person's hardly ever."""
_FEWEST: Final = 3
"""Keys; with fewer a person may have been as quick."""
MOST: Final = 512
"""Signs; what is longer is no number and no label on a pole."""

_ENDS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NO_LETTER: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def label(text: str) -> str:
    """Return what a code says, as a reader would have typed it; '' for what none could:
    too long, or with signs that nobody prints.

    A code is a stranger's: it is compared with what we know, and nothing else is done.
    """
    written = text.strip()
    return written if len(written) <= MOST and written.isprintable() else ""


class Scans(QObject):
    """Watches the keys of the program."""

    scanned = Signal(str)
    """What the reader read, without Enter."""

    def __init__(self, parent: QObject, gap_ms: int = GAP_MS) -> None:
        super().__init__(parent)
        self._held: list[tuple[QObject, QKeyEvent]] = []
        self._giving_back = False
        self._gap = QTimer(self)
        self._gap.setSingleShot(True)
        self._gap.setTimerType(Qt.TimerType.PreciseTimer)
        self._gap.setInterval(gap_ms)
        self._gap.timeout.connect(self._give_back)

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._giving_back:
            return False
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        assert isinstance(event, QKeyEvent)
        if event.type() == QEvent.Type.KeyRelease:
            if self._held:  # it goes where its press goes
                self._hold(watched, event)
            return bool(self._held)
        if event.key() in _ENDS and self._held:
            return self._end()
        if self._is_letter(event):
            self._hold(watched, event)
            self._gap.start()
            return True
        self._give_back()
        return False

    def _is_letter(self, event: QKeyEvent) -> bool:
        if event.isAutoRepeat() or event.modifiers() & _NO_LETTER:
            return False
        text = event.text()
        begun = bool(self._held)
        return bool(text) and text.isprintable() and (begun or text != " ")

    def _hold(self, watched: QObject, event: QKeyEvent) -> None:
        if len(self._held) >= 2 * MOST:
            self._give_back()
        self._held.append((watched, event.clone()))

    def _end(self) -> bool:
        text = "".join(
            event.text()
            for _, event in self._held
            if event.type() == QEvent.Type.KeyPress
        )
        if len(text) < _FEWEST:
            self._give_back()
            return False
        self._gap.stop()
        self._held.clear()
        self.scanned.emit(label(text))
        return True

    def _give_back(self) -> None:
        """A person typed them."""
        self._gap.stop()
        held, self._held = self._held, []
        self._giving_back = True
        try:
            for watched, event in held:
                QCoreApplication.sendEvent(watched, event)
        finally:
            self._giving_back = False
