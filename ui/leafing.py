"""The face's end of the lectern: documents of strangers, drawn in a child."""

import msgspec
from PySide6.QtCore import QObject, Signal

from ui.child import Child
from ui.senses import Leaf, Turn

WORK_MS = 20_000


class Lectern(QObject):
    """Draws the pages of a document, in a child: `ui.lectern`. What is asked for while it
    draws takes the place of what was asked for before."""

    drawn = Signal(object)
    """A `Leaf`, of what was asked for last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._child = Child("ui.lectern", Leaf, self)
        self._child.answered.connect(self._on_leaf)
        self._child.lost.connect(self._on_lost)
        self._document = b""
        self._lies_there = False
        """The child has the document open."""
        self._doing: Turn | None = None
        self._next: Turn | None = None
        self._last_id = 0

    def open(self, document: bytes) -> None:
        """Take another document; nothing of it is drawn yet."""
        self._document = document
        self._lies_there = False

    def turn(self, turn: Turn) -> None:
        """Draw this of it; `drawn` comes."""
        self._last_id += 1
        self._next = msgspec.structs.replace(turn, id=self._last_id)
        self._go_on()

    def put_away(self) -> None:
        """Nobody reads any more: end the child, and forget the document."""
        self.open(b"")
        self._doing = self._next = None
        self._child.let_die()

    def close(self) -> None:
        """Let go of it for good."""
        self._doing = self._next = None
        self._child.close()

    def _go_on(self) -> None:
        if self._doing is not None or self._next is None:
            return
        turn, self._next = self._next, None
        if not self._lies_there:
            turn = msgspec.structs.replace(turn, document=self._document)
        self._lies_there = True
        self._doing = turn
        self._child.ask(turn)
        self._child.expect(WORK_MS)

    def _on_leaf(self, leaf: Leaf) -> None:
        if self._doing is None or leaf.id != self._doing.id:
            return
        self._child.relax()
        self._end(leaf)

    def _on_lost(self) -> None:
        if self._doing is not None:
            self._lies_there = False
            self._end(Leaf(self._doing.id))

    def _end(self, leaf: Leaf) -> None:
        self._doing = None
        if self._next is None:
            self.drawn.emit(leaf)
        self._go_on()
