"""For whoever has one key: the ring goes round by itself, and the key says when.

Where there is much, it goes by rows, then by parts of a row, then by one thing after the
other. It waits while a thing is being said, and stops after two rounds without a press.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer

from kiosk.hands import Input
from ui import told
from ui.board import rows
from ui.cursor import Cursor
from ui.deed import done
from ui.guide import Guide
from ui.person import Means
from ui.reader import Reader
from ui.screen import Said, Screen
from ui.stand import Stand
from ui.strips import Strip
from ui.walk import Stop, stops

FEW: Final = 5
"""So many are gone through one by one."""
_PART: Final = 4
ROUNDS: Final = 2
"""Without a press; then it stops."""
PLUG_MS: Final = 2_000
"""A plug that slides into its jack, or out of it, may press the key itself."""

_HELPS: Final = (
    *(
        Strip.LOWER,
        Strip.LISTEN,
        Strip.LETTERS,
        Strip.COLOURS,
        Strip.HELP,
        Strip.LANGUAGE,
    ),
)

Group = tuple[Stop, ...]


class Switch(QObject):
    """Scans one stand."""

    def __init__(
        self, stand: Stand, cursor: Cursor, reader: Reader, step_s: float
    ) -> None:
        super().__init__(stand)
        self._stand = stand
        self._cursor = cursor
        self._reader = reader
        self._groups: list[Group] = []
        self._whole = True
        """Everything on the page is gone through, not a part of it."""
        self._at = -1
        self._rounds = 0
        self._stopped = self._chose = False
        self._step = QTimer(self)
        self._step.setSingleShot(True)
        self._step.setInterval(round(step_s * 1000))
        self._step.timeout.connect(self._go_on)
        self._plugged = QTimer(self)
        self._plugged.setSingleShot(True)
        self._plugged.setInterval(PLUG_MS)
        reader.ears.connect(self._mind_plug)
        reader.ended.connect(self._begin_step)
        stand.shown.connect(self._arrive)
        stand.shell.turned.connect(self._begin_page)

    def press(self) -> None:
        """The one key was pressed."""
        page = self._stand.page
        if page is None or self._stand.shell.deaf or self._plugged.isActive():
            return
        if not self._scans:
            welcome = told.welcome(Means.SWITCH, page.bare)
            self._stand.use(Means.SWITCH, welcome)
        elif self._stopped or self._at < 0:  # a press too many does nothing twice
            self._begin_page()
            self._go_on()
        elif len(self._cursor.marked) > 1:
            self._go_into(parts(self._cursor.marked), whole=False)
            self._go_on()
        else:
            self._do(self._cursor.marked[0])

    def _mind_plug(self, worn: bool) -> None:
        """The same, whether it was put in or taken out."""
        del worn
        self._plugged.start()

    @property
    def _scans(self) -> bool:
        return self._stand.person.means is Means.SWITCH

    def _do(self, stop: Stop) -> None:
        if stop.does is None or not stop.does.isEnabled():
            return
        page = self._stand.page
        heard = done(self._stand, self._cursor, stop, stop.does.by_switch)
        if self._stand.page is page:
            self._begin_page()
            self._chose = stop.of_page and stop.does.is_on
            self._say(heard)

    def _say(self, parts: tuple[Said, ...]) -> None:
        page = self._stand.page
        if page is not None and not page.busy():
            self._stand.narrator.tell(parts)

    # Going round

    def _arrive(self, page: Screen) -> None:
        page.changed.connect(self._look_again)
        self._begin_page()

    def _look_again(self) -> None:
        if self._scans and self._cursor.marked and self._cursor.lost():
            self._begin_page()

    def _begin_page(self) -> None:
        """Begin with everything, once what is being said has been said."""
        self._go_into([], whole=True)
        self._chose = False
        self._step.stop()
        if self._scans:
            self._step.start()

    def _go_into(self, groups: list[Group], whole: bool) -> None:
        self._groups, self._whole = groups, whole
        self._at, self._rounds, self._stopped = -1, 0, False

    def _begin_step(self) -> None:
        """What was being said is over: now there is time for the key."""
        if self._scans and not self._stopped:
            self._step.start()

    def _go_on(self) -> None:
        if not self._scans or self._reader.reading:
            return  # when it has been said, the time begins
        if not self._groups:
            self._groups = self._way_on_first(within_reach(stops(self._stand.shell)))
        self._at += 1
        if self._at == len(self._groups):
            self._at, self._rounds = 0, self._rounds + 1
        if self._rounds == ROUNDS:
            self._end_round()
        elif self._groups:
            group = self._groups[self._at]
            self._cursor.mark(group)
            self._say(told.told_together(group))
            self._step.start()

    def _way_on_first(self, group: Group) -> list[Group]:
        """Divide all there is; whoever has just chosen comes to the way on at once."""
        on = tuple(one for one in group if self._chose and _is(one, Strip.ACTION))
        rest = tuple(one for one in group if one not in on)
        return [*([on] if on else []), *parts(rest)]

    def _end_round(self) -> None:
        """Nobody pressed: of a part go back to the whole, of the whole stop."""
        if not self._whole:
            self._begin_page()
            return
        self._stopped = True
        self._step.stop()
        self._cursor.leave()
        self._say(told.waits())


def lead(stand: Stand, reader: Reader, settings: Input) -> Guide:
    """Let keys lead over a stand: many of them, or one."""
    cursor = Cursor(stand.shell)
    guide = Guide(stand, cursor, settings.switch)
    guide.switched.connect(Switch(stand, cursor, reader, settings.step_s).press)
    return guide


def within_reach(there: Sequence[Stop]) -> Group:
    """Return what can be done on a page, each thing once."""
    first: dict[int, Stop] = {}
    for one in there:
        if one.does is not None:
            first.setdefault(id(one.does), one)
    return tuple(first.values())


def parts(group: Group) -> list[Group]:
    """Divide what is too much to be gone through one by one."""
    if len(group) <= FEW:
        return [(one,) for one in group]
    own = [one for one in group if one.of_page]
    helps = [one for one in group if not one.of_page and _is_help(one)]
    ways = [one for one in group if not one.of_page and not _is_help(one)]
    lines = [tuple(own[at] for at in line) for line in rows(own)]
    lines += [tuple(some) for some in (ways, helps) if some]
    if len(lines) > 1:
        return lines
    return [group[at : at + _PART] for at in range(0, len(group), _PART)]


def _is_help(stop: Stop) -> bool:
    return stop.does is not None and stop.does.objectName() in _HELPS


def _is(stop: Stop, name: Strip) -> bool:
    does = None if stop.of_page else stop.does
    return does is not None and does.objectName() == name
