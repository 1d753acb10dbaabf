"""A hand that touches the glass, and an album of what the eye saw: for the tour."""

import unicodedata
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.errors import CannotSave
from ui.face import CitizenFace
from ui.reader import said_on
from ui.shell import Shell

_MOST_LAYERS: Final = 3
_MOST_PAGES: Final = 8
"""Of keys; whoever has turned them all has looked everywhere."""


class Shown(msgspec.Struct, frozen=True):
    """A page that was shown."""

    name: str
    png: str
    spoken: str
    """All that the page says aloud."""
    words: list[str]
    """All that stands on it."""


class Hand:
    """One finger, by real touch events."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._finger = QTest.createTouchDevice()
        self.touches = 0
        self.typed = 0
        """How many of the touches were keys of a keypad."""

    def count_anew(self) -> None:
        """Count from here."""
        self.touches = self.typed = 0

    def press(self, name: str) -> None:
        """Touch what is named so, as a finger would: down and up inside it."""
        widget = self._find(name)
        self.typed += 1 if widget.property("kind") == "key" else 0
        self.touches += 1
        at = QPoint(widget.width() // 2, widget.height() // 2)
        touch = QTest.touchEvent(widget, self._finger)
        touch.press(0, at, widget)
        touch.commit()
        touch = QTest.touchEvent(widget, self._finger)
        touch.release(0, at, widget)
        touch.commit()

    def write(self, text: str) -> None:
        """Touch the keys of a text, as somebody does who looks for each; capitals are the
        keyboard's business."""
        for letter in text:
            name = "space" if letter == " " else letter.lower()
            vowel = unicodedata.normalize("NFD", name)[0]
            if not self._turn_page(name) and vowel != name and self._there("accent"):
                self._turn_page(vowel)
                self.press(vowel)
                self.press("accent")
            else:
                self._turn_layer(name)
                self.press(name)

    def _turn_layer(self, name: str) -> None:
        """Turn the layers until this key is there, or all were seen."""
        for _layer in range(_MOST_LAYERS):
            if self._turn_page(name):
                break
            self.press("order")

    def _turn_page(self, name: str) -> bool:
        """Turn the pages of keys until this one is there; say whether it is."""
        for _page in range(_MOST_PAGES):
            if self._there(name) or not self._there("more-keys"):
                break
            self.press("more-keys")
        return bool(self._there(name))

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
        if not shell.grab().save(str(self._out / name)):
            raise CannotSave(
                str(self._out / name),
                "cannot be written",
                "choose another folder with --out",
            )
        said = said_on(page, shell.frame)
        words = [
            label.text()
            for label in shell.findChildren(QLabel)
            if label.isVisible() and label.text()
        ]
        self.shown.append(
            Shown(page.name, name, " ".join(one.text for one in said), words)
        )
