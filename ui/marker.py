"""Marks on the page what is being said: the thing it belongs to, and the word itself."""

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.readings import Span
from ui.screen import Said
from ui.widgets.button import Touchable
from ui.widgets.words import Words


class _Printed(msgspec.Struct, frozen=True):
    """Where a piece of what is said can be read."""

    words: Words
    said: Span
    at: int
    """Where the piece begins in the words."""


class Marker(QObject):
    """Marks one part of a page at a time. Whatever it marks may vanish."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thing: Touchable | None = None
        self._printed: list[_Printed] = []

    def show_part(self, said: Said) -> None:
        """Mark where this part stands, if it is something to touch."""
        self.clear()
        if isinstance(said.where, Touchable):
            said.where.show_state("spoken", True)
            said.where.destroyed.connect(self._lose)
            self._thing = said.where
        self._printed = _print(said)
        for one in self._printed:
            one.words.destroyed.connect(self._lose)

    def show_word(self, span: Span) -> None:
        """Mark these characters of what is said, wherever they can be read."""
        for one in self._printed:
            begin, end = max(span[0], one.said[0]), min(span[1], one.said[1])
            length = max(0, end - begin)
            one.words.mark(one.at + begin - one.said[0] if length else 0, length)

    def clear(self) -> None:
        """Take the marks away."""
        thing, self._thing = self._thing, None
        printed, self._printed = self._printed, []
        if thing is not None:
            thing.destroyed.disconnect(self._lose)
            thing.show_state("spoken", False)
        for one in printed:
            one.words.destroyed.disconnect(self._lose)
            one.words.mark(0, 0)

    def _lose(self, gone: QObject) -> None:
        # Only its address is left of what is gone, so all of this part is let go.
        del gone
        self._thing = None
        self._printed = []


def _print(said: Said) -> list[_Printed]:
    """Find the words of what is said, in order, in those of the place where it stands."""
    found: list[_Printed] = []
    at = 0
    for words in _words_of(said.where):
        text = words.text()
        if (begins := said.text.find(text, at)) >= 0:
            at = begins + len(text)
            found.append(_Printed(words, (begins, at), 0))
        elif not found and (inside := text.find(said.text)) >= 0:
            return [_Printed(words, (0, len(said.text)), inside)]
    return found


def _words_of(where: QWidget | None) -> list[Words]:
    if where is None:
        return []
    words = [where] if isinstance(where, Words) else where.findChildren(Words)
    return [one for one in words if one.text() and one.isVisible()]
