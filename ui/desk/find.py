"""Find: by number, telephone, name or words, while one types."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QLocale, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTableWidgetItem

from i18n import _, ngettext
from kiosk.codes import grouped, read_code
from kiosk.office.finding import LONGEST_TYPED, MOST_FOUND, Finder, Findings, Found
from ui.desk.page import Bench, Page
from ui.desk.parts import button, column, label, moment, shortcut, table
from ui.desk.whereabouts import standing

_PAUSE_MS: Final = 0
"""After a letter: what is typed in one go is looked for once, and nothing waits for it."""
_LOOK_AGAIN: Final = 8
"""Batches of what is read, after which what was found is looked for again."""


class FindPage(Page):
    """A list of cases with nothing personal in it; one of them is opened."""

    name = "find"
    picture = "search"
    keys = "F3"

    answered = Signal()
    """What was typed last has been looked for, and stands there."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._finder = Finder(bench.shift)
        self._found: tuple[Found, ...] = ()
        self._asked = 0
        self._batches = 0
        self._field = QLineEdit()
        self._field.setAccessibleName(_("Number, telephone, name or words"))
        self._field.setPlaceholderText(_("Number, telephone, name or words"))
        self._field.setMaxLength(LONGEST_TYPED)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._field.textEdited.connect(self._wait)
        self._count = label("", "desk-hint")
        heads = (_("Number"), _("When"), _("What"), _("Where"), _("How it stands"))
        self._table = table(heads, _("Cases"), bench.scene.theme, stretches=3)
        self._table.itemActivated.connect(self._open)
        self._open_it = button(_("Open"), "Return", "desk-main")
        self._open_it.clicked.connect(self._open)
        self._field.returnPressed.connect(self._open)  # the other Enter, on the right
        for keys, step in (("Down", 1), ("Up", -1)):
            shortcut(keys, self).activated.connect(self._mover(step))
        self._build()
        self._read_on()

    @staticmethod
    def title() -> str:
        return _("Find")

    def enter(self, about: object = None) -> None:
        self._field.setFocus()
        self._field.selectAll()
        self._look()

    def leave(self) -> None:
        self._pause.stop()

    def blank(self) -> None:
        self._finder.close()
        self._pause.stop()
        self._field.clear()
        self._table.setRowCount(0)
        self._found = ()
        self._count.setText("")

    def scanned(self, text: str) -> None:
        """A reader has read a receipt: its case is opened."""
        code = read_code(text)
        if code is None:
            self.told.emit(_("This is no receipt of ours."))
        else:
            self.wanted.emit("case", code)

    def _wait(self) -> None:
        self._asked += 1  # what is still on its way was asked for something else
        self._pause.start()

    def _look(self) -> None:
        self._asked += 1
        typed = self._field.text()
        self.later(lambda: self._finder.find(typed), self._receiver(self._asked))

    def _receiver(self, asked: int) -> Callable[[Findings], None]:
        def receive(found: Findings) -> None:
            if asked == self._asked:
                self._show(found)

        return receive

    def _show(self, found: Findings) -> None:
        chosen = self._chosen
        self._found = found.found
        self._table.setRowCount(len(found.found))
        for row, one in enumerate(found.found):
            for place, text in enumerate(self._cells(one)):
                self._table.setItem(row, place, QTableWidgetItem(text))
        numbers = [one.receipt for one in found.found]
        if numbers:
            same = numbers.index(chosen) if chosen in numbers else 0
            self._table.setCurrentCell(same, 0)
        self._open_it.setEnabled(bool(numbers))
        self._count.setText(counted(found, QLocale(self.bench.scene.language)))
        self.answered.emit()

    def _cells(self, one: Found) -> tuple[str, ...]:
        form = self.bench.shift.ground.pack.form(one.form)
        title = "" if form is None else self.bench.scene.say(form.title)
        return (
            grouped(one.receipt),
            when(one.confirmed, self.bench.shift.now()),
            one.what or title or one.form,
            one.where,
            standing(one.state, one.progress),
        )

    @property
    def _chosen(self) -> str:
        row = self._table.currentRow()
        return self._found[row].receipt if 0 <= row < len(self._found) else ""

    def _open(self) -> None:
        if (
            self._pause.isActive()
        ):  # Enter was quicker than the list: a number, typed whole
            self._pause.stop()
            code = read_code(self._field.text())
            if code is None:
                self._look()
            else:
                self.wanted.emit("case", code)
        elif self._chosen:
            self.wanted.emit("case", self._chosen)

    def _mover(self, step: int) -> Callable[[], None]:
        def move() -> None:
            last = self._table.rowCount() - 1
            row = max(0, min(self._table.currentRow() + step, last))
            self._table.setCurrentCell(row, 0)

        return move

    # Reading

    def _read_on(self) -> None:
        self.later(self._finder.read_on, self._read)

    def _read(self, is_all: bool) -> None:
        self._batches += 1
        if self.isVisible() and (is_all or self._batches % _LOOK_AGAIN == 0):
            self._look()
        if not is_all:
            self._read_on()

    # Building

    def _build(self) -> None:
        page = column(self, self.bench.scene.theme)
        page.addWidget(label(self.title(), "desk-title"))
        page.addWidget(self._field)
        page.addWidget(self._count)
        page.addWidget(self._table, 1)
        row = QHBoxLayout()
        row.addWidget(self._open_it)
        row.addStretch(1)
        page.addLayout(row)


def when(at: datetime, now: datetime) -> str:
    """Say a day and an hour; the year, where it is not this one."""
    here = at.astimezone()
    if here.year == now.astimezone().year:
        return moment(at)
    return f"{here.day}/{here.month}/{here.year}"


def counted(found: Findings, locale: QLocale) -> str:
    """Say how many are shown, and how much is still to be read."""
    count = len(found.found)
    if found.more:
        said = _("The first {count}: type some more.").format(count=MOST_FOUND)
    elif count:
        said = ngettext("{count} case", "{count} cases", count).format(count=count)
    else:
        said = _("Nothing is found.")
    if found.is_all:
        return said
    reading = _("Still reading: {read} of {whole} can be found.").format(
        read=locale.toString(found.read), whole=locale.toString(found.whole)
    )
    return f"{said} {reading}"
