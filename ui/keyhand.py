"""Hands that use keys, for the tour: a keypad and an ear, or one key and a ring.

They press real keys, and choose by what is said, not by what stands on the page. The
voice is the kiosk's own up to where it would sound: what it is asked to say is heard here
at once, so that a journey takes seconds.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtTest import QTest

from kiosk.hands import Touch
from ui.aloud import Aloud
from ui.face import CitizenFace
from ui.hand import Hand
from ui.person import Means
from ui.rendering import NORMAL, Line, Manner
from ui.screen import Said
from ui.speech import BEGINNING, Place, Speaker
from ui.strips import Strip
from ui.told import told
from ui.walk import Stop, stops

_MOST = 300
"""Presses; whoever has not come to a thing by then never will."""

_STANDS_MS = 100


class Transcript(Speaker):
    """Says nothing; what it should say can be read."""

    asked = Signal()
    """There is something else to hear."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, 145, enabled=False)
        self.heard = ""
        self._saying = False

    @property
    def speaking(self) -> bool:
        return self._saying

    def say(
        self, lines: Sequence[Line], begin: Place = BEGINNING, manner: Manner = NORMAL
    ) -> None:
        del begin, manner
        self.heard = " ".join(line.text for line in lines)
        self._saying = True
        QTimer.singleShot(0, self, self._end)
        self.asked.emit()

    def stop(self) -> None:
        self._saying = False

    def _end(self) -> None:
        if self._saying:
            self._saying = False
            self.finished.emit()


class KeyHand(Hand):
    """Goes by what is said, with arrows and Enter."""

    means = Means.KEYPAD

    def __init__(self, face: CitizenFace, voice: Transcript) -> None:
        super().__init__(face.shell, Touch())
        self._guide = face.furnish().guide
        self._voice = voice

    def wake(self) -> None:
        self._key(Qt.Key.Key_Down)

    def press(self, name: str) -> None:
        """Go to what is named so, and do it; arrows turn pages and go on and back."""
        self._count(name)
        wanted = self._stop(name)  # a choice may be called as a button of the frame is
        turns = name in (Strip.MORE, Strip.PREVIOUS) or self._leads_on(name)
        if turns and not wanted.of_page:
            self._turn(name)
            return
        if wanted.is_key:
            self._come_to_key(wanted)
        else:
            self._come_to(told(wanted)[0])
        self._key(Qt.Key.Key_Return)

    def _leads_on(self, name: str) -> bool:
        page = self._shell.page
        final = page is not None and page.final
        return name == Strip.ACTION and not final and not self.sees(Strip.MORE)

    def _turn(self, name: str) -> None:
        if self._on_a_key:
            self._key(Qt.Key.Key_Home)
        rtl = self._shell.layoutDirection() == Qt.LayoutDirection.RightToLeft
        back = name == Strip.PREVIOUS
        self._key(Qt.Key.Key_Left if back != rtl else Qt.Key.Key_Right)

    def _come_to(self, wanted: Said) -> None:
        aloud = Aloud.of(wanted).text
        for _press in range(_MOST):
            on = self._guide.cursor.on  # a whole page may begin with the same words
            if self._voice.heard.startswith(aloud) and on and on.said == wanted:
                return
            self._key(Qt.Key.Key_Down)
        raise LookupError(f"“{aloud}” is nowhere to be heard")

    def _come_to_key(self, wanted: Stop) -> None:
        """Row by row, along each of them."""
        for _row in range(_MOST // 10):
            while not self._on_a_key:
                self._key(Qt.Key.Key_Down)
            first = self._guide.cursor.on
            while self._guide.cursor.on != wanted:
                self._key(Qt.Key.Key_Right)
                if self._guide.cursor.on == first:
                    break
            else:
                return
            self._key(Qt.Key.Key_Down)
        raise LookupError(f"there is no key “{wanted.said.text}” to be heard")

    @property
    def _on_a_key(self) -> bool:
        on = self._guide.cursor.on
        return on is not None and on.is_key

    def _stop(self, name: str) -> Stop:
        for one in stops(self._shell):
            if one.does is not None and one.does.objectName() == name:
                return one
        raise LookupError(f"there is no “{name}” to be heard")

    def _key(self, key: Qt.Key) -> None:
        self.presses += 1
        QTest.keyClick(self._shell.windowHandle(), key)

    def _count(self, name: str) -> None:
        self.typed += 1 if self._find(name).property("kind") == "key" else 0


class SwitchHand(KeyHand):
    """Presses one key when the ring is round what it wants."""

    means = Means.SWITCH

    def __init__(self, face: CitizenFace, voice: Transcript) -> None:
        super().__init__(face, voice)
        self._wanted = ""
        voice.asked.connect(self._look_soon)
        self._stands = QTimer(voice)
        self._stands.setInterval(_STANDS_MS)
        self._stands.timeout.connect(self._start_again)
        self._stands.start()

    @property
    def busy(self) -> bool:
        return bool(self._wanted)

    def wake(self) -> None:
        self._key(Qt.Key.Key_Space)

    def press(self, name: str) -> None:
        """Begin to wait for what is named so."""
        self._count(name)
        self._wanted = name
        self._start_again()

    def _start_again(self) -> None:
        """The ring stands still after two rounds."""
        if self._wanted and not self._guide.cursor.marked and not self._shell.deaf:
            self._key(Qt.Key.Key_Space)

    def _look_soon(self) -> None:
        QTimer.singleShot(0, self._voice, self._look)

    def _look(self) -> None:
        marked = self._guide.cursor.marked
        names = [one.does.objectName() for one in marked if one.does is not None]
        if self._wanted in names and not self._shell.deaf:
            if len(names) == 1:
                self._wanted = ""
            self._key(Qt.Key.Key_Space)
