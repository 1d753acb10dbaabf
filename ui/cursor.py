"""Where the keys are on the page, kept while the page changes under them."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, Qt, QTimer

from ui.shell import Shell
from ui.strips import HeadingBlock
from ui.walk import Stop, nearest, stops
from ui.widgets.button import Touchable
from ui.widgets.ring import Ring

_SETTLED_MS = 60
"""After a page has come, until everything on it has found its place."""


class Cursor(QObject):
    """One stop, or some that stand together, with a ring round them."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._ring = Ring(shell)
        self._marked: tuple[Stop, ...] = ()
        self._at = 0
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._draw)

    @property
    def on(self) -> Stop | None:
        """The stop it is on, if it is on one."""
        return self._marked[0] if len(self._marked) == 1 else None

    @property
    def steers(self) -> bool:
        """Whether the arrows are the thing's own now, as a map's are that is steered."""
        return (
            self.on is not None and self.on.does is not None and self.on.does.steering
        )

    @property
    def marked(self) -> tuple[Stop, ...]:
        """All that the ring goes round."""
        return self._marked

    def there(self) -> tuple[list[Stop], int]:
        """Return what there is now, and where among it the cursor is: near to where it
        was, if that is gone."""
        there = stops(self._shell)
        return there, nearest(there, self.on, self._at)[0]

    def lost(self) -> bool:
        """Say whether what it was on is gone."""
        return nearest(stops(self._shell), self.on, self._at)[1]

    def put(self, there: Sequence[Stop], at: int) -> None:
        """Go to one of these."""
        self._at = at
        self.mark(there[at : at + 1])

    def mark(self, together: Sequence[Stop]) -> None:
        """Go round all of these."""
        self._marked = tuple(together)
        where = None if self.on is None else self.on.said.where
        if isinstance(where, Touchable) and where.isEnabled():
            where.setFocus(Qt.FocusReason.TabFocusReason)
        elif isinstance(focused := self._shell.focusWidget(), Touchable):
            focused.clearFocus()
        self._draw()
        self._settled.start()

    def leave(self) -> None:
        """Be nowhere: another page is there."""
        self._marked, self._at = (), 0
        self._settled.stop()
        self._ring.hide()

    def _draw(self) -> None:
        page, place = self._shell.page, QRect()
        if page is None or not self._marked or self.lost():
            self._ring.hide()
            return
        on = None if self.on is None else self.on.said.where
        if isinstance(on, Touchable) and on.isEnabled() and not on.is_poster:
            self._ring.hide()  # it has one of its own
            return
        for one in self._marked:
            where = one.said.where
            if isinstance(where, HeadingBlock):
                where = where.line_of(one.said.text)
            if where is None or not where.isVisibleTo(self._shell):
                where = page
            corner = where.mapTo(self._shell, where.rect().topLeft())
            place = place.united(where.rect().translated(corner))
        self._ring.go_round(place, page.scene.theme)
