"""Somebody who writes: by touch, and on keys that can be felt."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.booth import Booth, visible
from ui.citizen.questions.text import WritingScreen
from ui.widgets.field import Field


def write(booth: Booth) -> None:
    booth.touch("write")
    booth.settle()


def text(booth: Booth) -> str:
    assert isinstance(booth.page, WritingScreen)
    return booth.page.partial()[0]


def keys(booth: Booth, *names: str) -> None:
    for name in names:
        booth.touch(name)


def sentence(booth: Booth, letters: str) -> None:
    keys(booth, *("space" if one == " " else one for one in letters))


def field(booth: Booth) -> Field:
    [found] = visible(booth.shell, Field)
    return found


def shown(booth: Booth) -> str:
    return field(booth).ink.text()


def feel(widget: QWidget, letters: str) -> None:
    """Press keys that can be felt, of any script."""
    for letter in letters:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            modifiers = Qt.KeyboardModifier.NoModifier
            event = QKeyEvent(kind, Qt.Key.Key_unknown, modifiers, letter)
            QApplication.sendEvent(widget, event)


def to_name(booth: Booth) -> None:
    """Go on to the third question, which is private and has no phrases."""
    sentence(booth, "ναι")
    booth.go("action", "action")


def to_mail(booth: Booth) -> None:
    to_name(booth)
    sentence(booth, "μαρια")
    booth.go("action")
    assert booth.page.name == "email"
