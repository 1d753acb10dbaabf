"""Leads whoever uses keys over the page, by ear.

Down and up go through all that is read aloud, right and left turn a page, go on or go
back, Enter does what was heard. The keys of a keyboard stand in rows, and there all four
arrows go where they point. An arrow never sends, ends or forgets anything: on a button
that does, it only stops.
"""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ui import told
from ui.board import neighbour
from ui.cursor import Cursor
from ui.deed import done
from ui.keys import Ask
from ui.person import Control, Means
from ui.practice import Practice
from ui.screen import Said, Screen
from ui.stand import Stand
from ui.strips import Strip
from ui.walk import Stop
from ui.widgets.field import Field

_ARROWS = (Ask.UP, Ask.DOWN, Ask.LEFT, Ask.RIGHT)


class Guide(QObject):
    """The keys' way over one stand."""

    switched = Signal()
    """The one key of somebody who has one was pressed."""

    def __init__(self, stand: Stand, cursor: Cursor, has_switch: bool) -> None:
        """`has_switch`: the kiosk was put up for somebody who has one key."""
        super().__init__(stand)
        self._has_switch = has_switch
        self._stand = stand
        self.cursor = cursor
        """Where the keys are."""
        self._practice = Practice()
        self._paused = False
        self._tabs = False
        stand.shown.connect(self._arrive)
        stand.shell.turned.connect(self._turn_over)

    def take(self, asked: Ask | Control) -> bool:
        """Do what a key asks; say whether Qt has nothing more to do with it."""
        if self._practice.on and self._leads:
            self._try(asked)
            return True
        self._paused = asked is Ask.PAUSE and not self._paused
        if isinstance(asked, Control):
            self._stand.wish(self._stand.person.with_voice(asked))
            return self._take_repeat()
        if asked in (
            Ask.PAUSE,
            Ask.REPEAT,
        ):  # any key makes it silent, the first one too
            return self._paused or self._take_repeat()
        if asked is Ask.SWITCH:
            return self._take_switch()
        if not self._leads:
            return self._begin(asked)
        if asked in _ARROWS and self.cursor.steers:
            return False
        if self._practice.is_wanted(asked):
            self._say(self._practice.begin(_reads_from_right(self._stand)))
        else:
            self._do(asked)
        return True

    # Beginning

    @property
    def _leads(self) -> bool:
        return self._stand.person.means is Means.KEYPAD

    def _begin(self, asked: Ask) -> bool:
        """The first key only tells what keys do. The tabulator, and Enter on a page, belong
        to a whole keyboard."""
        rests = self._stand.page is None or self._stand.page.bare
        self._tabs = self._tabs or asked is Ask.TABULATOR
        if asked is Ask.TABULATOR or (asked is Ask.ACT and not rests):
            return False
        self._stand.use(Means.KEYPAD, told.welcome(Means.KEYPAD, rests))
        return True

    def _try(self, asked: Ask | Control) -> None:
        said = self._practice.tell(asked, _reads_from_right(self._stand))
        there, at = self.cursor.there()
        self._say(said if self._practice.on else (*said, *told.told(there[at])))

    def _take_repeat(self) -> bool:
        """Say again what the keys are on; on the question, the page."""
        there, at = self.cursor.there()
        if at == 0:
            self._stand.narrator.keep_place()
            self._stand.read_aloud()
        else:
            self._say(told.told(there[at]))
        return True

    def _take_switch(self) -> bool:
        writes = isinstance(self._stand.shell.focusWidget(), Field) or self._tabs
        scans = self._has_switch or self._stand.person.means is Means.SWITCH
        if writes and not scans:
            return False
        if self._leads:
            self._do(Ask.ACT)
        else:
            self.switched.emit()
        return True

    # Going about

    def _do(self, asked: Ask) -> None:
        there, at = self.cursor.there()
        if asked is Ask.ACT:
            self._act(there[at])
        elif asked is Ask.EXPLAIN:
            self._say(told.explained(there[at]))
        elif asked is Ask.WHERE:
            self._say_where(there, at)
        elif asked is Ask.LANGUAGE:
            self._click(there, Strip.LANGUAGE)
        elif there[at].is_key and asked in _ARROWS:
            self._go(there, neighbour(there, at, asked))
        elif asked is Ask.UP:
            self._go(there, (at - 1) % len(there))
        elif asked in (Ask.DOWN, Ask.TABULATOR):
            self._go(there, (at + 1) % len(there))
        elif (asked is Ask.RIGHT) != _reads_from_right(self._stand):
            self._go_on(there)
        else:
            self._go_back(there)

    def _go(self, there: list[Stop], at: int, *before: Said) -> None:
        self.cursor.put(there, at)
        self._say((*before, *told.told(there[at])))

    def _go_on(self, there: list[Stop]) -> None:
        page = self._stand.page
        if page is None or self._click(there, Strip.MORE):
            return
        action = _named(there, Strip.ACTION)
        if action is not None and page.final:
            self._go(there, action)
        elif not self._click(there, Strip.ACTION):
            self._go_on_by_choice(there)

    def _go_on_by_choice(self, there: list[Stop]) -> None:
        """Where a choice is the way on: the one that was made before, if there is one."""
        choices = [at for at, one in enumerate(there) if one.of_page and one.does]
        for at in choices:
            if (does := there[at].does) is not None and does.is_on:
                self.cursor.put(there, at)
                self._act(there[at])
                return
        self._go(there, choices[0] if choices else 0, told.choose_first())

    def _go_back(self, there: list[Stop]) -> None:
        if not any(self._click(there, one) for one in (Strip.PREVIOUS, Strip.BACK)):
            self._go(there, 0)

    def _click(self, there: list[Stop], name: str) -> bool:
        """Touch a button of the frame, if it is there."""
        at = _named(there, name)
        if at is not None:
            self.cursor.put(there, at)
            self._act(there[at])
        return at is not None

    def _act(self, stop: Stop) -> None:
        page = self._stand.page
        if self._stand.shell.deaf or page is None:
            return
        if stop.does is None:
            self._say(told.told(stop))
            return
        self._say(done(self._stand, self.cursor, stop, stop.does.by_key))

    # Telling

    def _say_where(self, there: list[Stop], at: int) -> None:
        page = self._stand.page
        if page is not None:
            self.cursor.put(there, 0)
            where = told.position(page, at + 1, len(there))
            self._say((*told.told(there[0]), *where))

    def _say(self, parts: tuple[Said, ...]) -> None:
        """Say it, unless somebody is being recorded or counted for."""
        page = self._stand.page
        if page is not None and not page.busy():
            self._stand.narrator.tell(parts)

    # What happens to the page

    def _arrive(self, page: Screen) -> None:
        """Another page is there: the keys are on its question."""
        self.cursor.leave()
        self._practice = Practice()
        self._tabs = self._tabs and not page.bare
        page.changed.connect(self._mend)
        if self._leads:
            QTimer.singleShot(0, self, self._begin_page)

    def _begin_page(self) -> None:
        if self._leads and self.cursor.on is None:
            self.cursor.put(*self.cursor.there())

    def _turn_over(self) -> None:
        """Another page of choices is read aloud: the keys are on the first of them."""
        if self._leads and self.cursor.on is not None:
            there, _at = self.cursor.there()
            first = (at for at, one in enumerate(there) if one.of_page)
            self.cursor.put(there, next(first, 0))

    def _mend(self) -> None:
        if self._leads and self.cursor.on is not None:
            QTimer.singleShot(0, self, self._find_again)

    def _find_again(self) -> None:
        """The page has changed by itself; what the keys were on may be gone."""
        if self._leads and self.cursor.on is not None and self.cursor.lost():
            self._go(*self.cursor.there())


def _reads_from_right(stand: Stand) -> bool:
    return stand.shell.layoutDirection() == Qt.LayoutDirection.RightToLeft


def _named(there: list[Stop], name: str) -> int | None:
    """Return where a button of the frame is."""
    for at, one in enumerate(there):
        if not one.of_page and one.does is not None and one.does.objectName() == name:
            return at
    return None
