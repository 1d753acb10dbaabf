"""The desk's window: who sits there, the rail of pages, and what is being said below."""

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from i18n import _
from ui.desk.page import Bench, Page
from ui.desk.parts import button, dressed, label, shown

_LOOK_AGAIN_MS = 2000
"""Between two looks at what waits: a kiosk's call is heard within that."""
_SAID_FOR_MS = 12_000


class Whose(msgspec.Struct, frozen=True):
    """What stands over every page."""

    town: str
    name: str


class Office(QWidget):
    """The frame of the desk's pages for one shift."""

    locked = Signal()
    """Somebody wants to lock, or to leave."""

    def __init__(self, bench: Bench, pages: Sequence[type[Page]], whose: Whose) -> None:
        super().__init__()
        self.setObjectName("desk")
        self._bench = bench
        self._theme = bench.scene.theme
        self._stack = QStackedWidget(self)
        self._rail: dict[str, QPushButton] = {}
        self.pages = {one.name: one(bench) for one in pages}
        self._status = label("", "desk-status")
        self._quiet = QTimer(self, singleShot=True, interval=_SAID_FOR_MS)
        self._quiet.timeout.connect(self._say_nothing)
        self._watch = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._watch.timeout.connect(self.look)
        self._build(whose)
        for one in self.pages.values():
            self._stack.addWidget(one)
            one.told.connect(self.say)
            one.wanted.connect(self.turn_to)
            one.counted.connect(self.look)
        first = next(iter(self.pages))
        self.turn_to(first)
        self._watch.start()
        self.look()

    @property
    def page(self) -> Page:
        """The page that is shown."""
        shown_now = self._stack.currentWidget()
        assert isinstance(shown_now, Page)
        return shown_now

    def turn_to(self, name: str, about: object = None) -> None:
        """Show a page, for this if anything."""
        page = self.pages[name]
        if self._stack.currentWidget() is not page:
            self.page.leave()
            self._stack.setCurrentWidget(page)
        for one, piece in self._rail.items():
            piece.setChecked(one == (page.under or name))
        page.enter(about)

    def say(self, sentence: str) -> None:
        """Say in the status line what was just done."""
        self._status.setText(sentence)
        self._quiet.start()

    def look(self) -> None:
        """Count in the background what waits on each page, and show it in the rail."""
        pages = [one for one in self.pages.values() if one.announced]
        shift = self._bench.shift

        def count() -> dict[str, int]:
            return {} if shift.is_over else {one.name: one.waits() for one in pages}

        self._bench.worker.background(count, self._show_counts, self._lose_count)

    def close_pages(self) -> None:
        """The shift is over: blank every page and let go of what they hold."""
        self._watch.stop()
        self._quiet.stop()
        for one in self.pages.values():
            one.leave()
            one.blank()
        self._status.setText("")

    def _show_counts(self, counts: dict[str, int]) -> None:
        for name, count in counts.items():
            piece = self._rail[name]
            title = self.pages[name].title()
            number = f" ({count})" if count else ""
            piece.setText(f"{title}{number}\n{shown(self.pages[name].keys)}")
            piece.setAccessibleName(f"{title}{number}")
            piece.setProperty("waits", count > 0)
            piece.style().polish(piece)

    def _lose_count(self, error: Exception) -> None:
        self.say(_("What waits cannot be counted just now."))

    def _say_nothing(self) -> None:
        self._status.setText("")

    # Building

    def _build(self, whose: Whose) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._top(whose))
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._side())
        middle.addWidget(self._stack, 1)
        whole.addLayout(middle, 1)
        foot = QFrame(self)
        foot.setObjectName("desk-foot")
        row = QHBoxLayout(foot)
        px = self._theme.px
        row.setContentsMargins(px(6), px(1.5), px(6), px(1.5))
        row.addWidget(self._status, 1)
        whole.addWidget(foot)

    def _top(self, whose: Whose) -> QFrame:
        strip = QFrame(self)
        strip.setObjectName("desk-top")
        row = QHBoxLayout(strip)
        px = self._theme.px
        row.setContentsMargins(px(6), px(2), px(6), px(2))
        row.addWidget(label(whose.town, "desk-town"))
        row.addStretch(1)
        row.addWidget(label(whose.name, "desk-name"))
        lock = button(_("Lock"), "Ctrl+L", "desk-quiet")
        lock.clicked.connect(self.locked)
        row.addWidget(lock)
        return strip

    def _side(self) -> QFrame:
        rail = QFrame(self)
        rail.setObjectName("desk-rail")
        column = QVBoxLayout(rail)
        px = self._theme.px
        column.setContentsMargins(px(2), px(4), px(2), px(4))
        column.setSpacing(px(1))
        for name, page in self.pages.items():
            if page.announced:
                column.addWidget(self._entry(name, page))
        column.addStretch(1)
        return rail

    def _entry(self, name: str, page: Page) -> QPushButton:
        piece = button(page.title(), kind="desk-rail")
        piece.setText(f"{page.title()}\n{shown(page.keys)}")
        piece.setCheckable(True)
        piece.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        piece.setFixedWidth(self._theme.px(48))  # a count comes and goes: it stays
        dressed(piece, page.picture, self._theme, self._theme.palette.ink)
        turn = QAction(page.title(), self)
        turn.setShortcut(QKeySequence(page.keys))
        turn.triggered.connect(self._turner(name))
        self.addAction(turn)
        piece.clicked.connect(self._turner(name))
        self._rail[name] = piece
        return piece

    def _turner(self, name: str) -> Callable[[], None]:
        def turn() -> None:
            self.turn_to(name)

        return turn
