"""Keys that can be felt: what each of them asks for.

Any USB keypad will do that sends plain keys (arrows, Enter, F1 and what stands below): no
driver is needed. The table is the only place that knows a key; two presses at once, long
presses and sequences ask for nothing (VVSG 7.1-N).
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from ui.person import Control


class Ask(StrEnum):
    """What a key asks of the page."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    ACT = "act"
    """Do what was just heard."""
    EXPLAIN = "explain"
    WHERE = "where"
    LANGUAGE = "language"
    PAUSE = "pause"
    """Be silent, and go on where it was."""
    REPEAT = "repeat"
    SWITCH = "switch"
    """The one key of somebody who has one."""
    TABULATOR = "tabulator"
    """Somebody has a whole keyboard, and knows it."""


_Key = Qt.Key

KEYS: Final[Mapping[int, Ask | Control]] = {
    _Key.Key_Up: Ask.UP,
    _Key.Key_Down: Ask.DOWN,
    _Key.Key_Left: Ask.LEFT,
    _Key.Key_Right: Ask.RIGHT,
    _Key.Key_Return: Ask.ACT,
    _Key.Key_Enter: Ask.ACT,
    _Key.Key_Select: Ask.ACT,
    _Key.Key_F1: Ask.EXPLAIN,
    _Key.Key_Help: Ask.EXPLAIN,
    _Key.Key_Home: Ask.WHERE,
    _Key.Key_F2: Ask.REPEAT,
    _Key.Key_F3: Control.SOFTER,
    _Key.Key_VolumeDown: Control.SOFTER,
    _Key.Key_F4: Control.LOUDER,
    _Key.Key_VolumeUp: Control.LOUDER,
    _Key.Key_F5: Control.SLOWER,
    _Key.Key_F6: Control.FASTER,
    _Key.Key_F7: Ask.PAUSE,
    _Key.Key_Pause: Ask.PAUSE,
    _Key.Key_MediaPlay: Ask.PAUSE,
    _Key.Key_MediaTogglePlayPause: Ask.PAUSE,
    _Key.Key_F8: Ask.LANGUAGE,
    _Key.Key_Space: Ask.SWITCH,
    _Key.Key_F9: Ask.SWITCH,
    _Key.Key_F12: Ask.SWITCH,
    _Key.Key_Tab: Ask.TABULATOR,
    _Key.Key_Backtab: Ask.TABULATOR,
}

_WITH_ANOTHER: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class Keys(QObject):
    """Hears every key of the program that is in the table."""

    def __init__(self, take: Callable[[Ask | Control], bool], parent: QObject) -> None:
        """`take` says whether it has done with a key; if not, Qt goes on with it."""
        super().__init__(parent)
        self._take = take

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        asked = KEYS.get(event.key())
        if asked is None or event.modifiers() & _WITH_ANOTHER:
            return False
        if event.isAutoRepeat():  # a hand that stays on a key has pressed it once
            return asked is not Ask.TABULATOR
        return self._take(asked)
