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
    SWITCH = "switch"
    """The one key of somebody who has one."""
    TABULATOR = "tabulator"
    """Somebody has a whole keyboard, and knows it."""


class Tune(StrEnum):
    """What a key asks of the voice."""

    LOUDER = "louder"
    SOFTER = "softer"
    FASTER = "faster"
    SLOWER = "slower"
    PAUSE = "pause"
    REPEAT = "repeat"


_Key = Qt.Key

KEYS: Final[Mapping[int, Ask | Tune]] = {
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
    _Key.Key_F2: Tune.REPEAT,
    _Key.Key_F3: Tune.SOFTER,
    _Key.Key_VolumeDown: Tune.SOFTER,
    _Key.Key_F4: Tune.LOUDER,
    _Key.Key_VolumeUp: Tune.LOUDER,
    _Key.Key_F5: Tune.SLOWER,
    _Key.Key_F6: Tune.FASTER,
    _Key.Key_F7: Tune.PAUSE,
    _Key.Key_Pause: Tune.PAUSE,
    _Key.Key_MediaPlay: Tune.PAUSE,
    _Key.Key_MediaTogglePlayPause: Tune.PAUSE,
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

    def __init__(self, take: Callable[[Ask | Tune], bool], parent: QObject) -> None:
        """`take` says whether it has done with a key; if not, Qt goes on with it."""
        super().__init__(parent)
        self._take = take

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not watched.isWindowType():
            return False
        assert isinstance(event, QKeyEvent)
        asked = KEYS.get(event.key())
        if asked is None or event.modifiers() & _WITH_ANOTHER:
            return False
        if event.isAutoRepeat():  # a hand that stays on a key has pressed it once
            return asked is not Ask.TABULATOR
        return self._take(asked)
