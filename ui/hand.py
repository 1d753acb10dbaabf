"""A hand that touches the glass, and an album of what the eye saw: for the tour."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.hands import Touch
from ui.album import Shown, picture
from ui.face import CitizenFace
from ui.person import Means
from ui.reader import said_on
from ui.shell import Shell

_MOST_LAYERS: Final = 3
_MOST_PAGES: Final = 8
"""Of keys; whoever has turned them all has looked everywhere."""


class Hand:
    """One finger, by real touch events."""

    means: ClassVar[Means] = Means.TOUCH

    def __init__(self, shell: Shell, touch: Touch) -> None:
        """`touch` says how long a finger has to stay, and between two strikes."""
        self._shell = shell
        self._touch = touch
        self._last = ""
        self._finger = QTest.createTouchDevice()
        self.touches = 0
        self.presses = 0
        """Of keys that can be felt."""
        self.typed = 0
        """How many of the touches were keys of a keypad."""

    def count_anew(self) -> None:
        """Count from here."""
        self.touches = self.presses = self.typed = 0

    @property
    def busy(self) -> bool:
        """Whether it is still about what it was last asked to press."""
        return False

    def wake(self) -> None:
        """Do what comes before anything else: a finger has nothing to do."""

    def press(self, name: str) -> None:
        """Touch what is named so, as a finger would: down and up inside it."""
        widget = self._find(name)
        self.typed += 1 if widget.property("kind") == "key" else 0
        self.touches += 1
        glass = self._shell  # which is there also when what is touched is soon gone
        at = widget.mapTo(glass, QPoint(widget.width() // 2, widget.height() // 2))
        touch = QTest.touchEvent(glass, self._finger)
        if name == self._last:  # the same finger in the same place
            QTest.qSleep(self._touch.double_strike_ms + 1)
        self._last = name
        touch.press(0, at, glass)
        touch.commit()
        QTest.qSleep(self._touch.hold_ms + 1)
        touch = QTest.touchEvent(glass, self._finger)
        touch.release(0, at, glass)
        touch.commit()

    def keys_of(self, text: str) -> Iterator[str]:
        """Yield the keys of a text to press one after the other, as somebody does who looks
        for each; capitals are the keyboard's business."""
        for letter in text:
            name = "space" if letter == " " else letter.lower()
            vowel = unicodedata.normalize("NFD", name)[0]
            yield from self._turn_pages(name)
            if not self._there(name) and vowel != name and self._there("accent"):
                yield from self._turn_pages(vowel)
                yield vowel
                yield "accent"
            else:
                yield from self._turn_layers(name)
                yield name

    def _turn_layers(self, name: str) -> Iterator[str]:
        """Turn the layers until this key is there, or all were seen."""
        for _layer in range(_MOST_LAYERS):
            yield from self._turn_pages(name)
            if self._there(name):
                break
            yield "order"

    def _turn_pages(self, name: str) -> Iterator[str]:
        """Turn the pages of keys until this one is there, or all were seen."""
        for _page in range(_MOST_PAGES):
            if self._there(name) or not self._there("more-keys"):
                break
            yield "more-keys"

    def _find(self, name: str) -> QWidget:
        found = self._there(name)
        if not found:
            raise LookupError(f"there is no “{name}” to touch")
        return found[0]

    def sees(self, name: str) -> bool:
        """Say whether what is named so is on the glass and can be touched."""
        return bool(self._there(name))

    def _there(self, name: str) -> list[QWidget]:
        return [
            widget
            for widget in self._shell.findChildren(QWidget, name)
            if widget.isVisible() and widget.isEnabled()
        ]


class Album:
    """Pictures of the pages, in order."""

    def __init__(self, face: CitizenFace, out: Path) -> None:
        self._face = face
        self._out = out
        self.shown: list[Shown] = []

    def take(self) -> None:
        """Take a picture of the page. Raises CannotSave when it cannot be written."""
        page = self._face.stand.page
        if page is None:
            return
        name = f"{len(self.shown) + 1:02}-{page.name}.png"
        shell = self._face.shell
        picture(shell, self._out, name)
        said = said_on(page, shell.frame)
        words = [
            label.text()
            for label in shell.findChildren(QLabel)
            if label.isVisible() and label.text()
        ]
        self.shown.append(
            Shown(page.name, name, " ".join(one.text for one in said), words)
        )
