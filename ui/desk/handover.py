"""The end of the day: what waits, what was done, and words for whoever comes next."""

from collections.abc import Callable

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QVBoxLayout, QWidget

from i18n import N_, _, ngettext
from kiosk.office.deeds import Deed
from kiosk.office.handover import LONGEST_MINUTE, Day, Done, Handover
from ui.desk.daysheet import DaySheet, write_day
from ui.desk.dayview import DayChart
from ui.desk.page import Bench, Page
from ui.desk.parts import button, column, label, moment

_DID = {
    Deed.ENTERED: N_("entered"),
    Deed.OPENED: N_("cases looked at"),
    Deed.AMENDED: N_("changed"),
    Deed.REROUTED: N_("sent elsewhere"),
    Deed.RESENT: N_("sent again"),
    Deed.CLOSED: N_("closed"),
    Deed.UNDONE: N_("undone"),
    Deed.CALL_ANSWERED: N_("calls answered"),
    Deed.PRINTED: N_("printed"),
    Deed.NOTED: N_("notes"),
}
"""What a day is told by; signing in and locking are not work."""


class HandoverPage(Page):
    """The day at the desk."""

    name = "handover"
    picture = "calendar"
    keys = "F7"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._room = Handover(bench.shift)
        self._day: Day | None = None
        theme = bench.scene.theme
        self._when = label("", "desk-title")
        self._facts, self._done = label("", "desk-lines"), label("", "desk-lines")
        self._chart = DayChart(theme)
        self._notes = QListWidget()
        self._notes.setAccessibleName(_("Words for whoever comes next"))
        self._notes.setWordWrap(True)
        self._words = QLineEdit()
        self._words.setMaxLength(LONGEST_MINUTE)
        self._words.setAccessibleName(_("A note for whoever comes next"))
        self._words.setPlaceholderText(_("A note for whoever comes next"))
        self._words.returnPressed.connect(self._leave_words)
        self._build()

    @staticmethod
    def title() -> str:
        return _("Handover")

    def enter(self, about: object = None) -> None:
        self.later(self._room.day, self._show)
        self._words.setFocus()

    def blank(self) -> None:
        self._day = None
        self._notes.clear()
        self._words.clear()
        for one in (self._facts, self._done, self._when):
            one.setText("")

    def draft(self) -> object | None:
        return self._words.text() or None

    def take_up(self, draft: object) -> None:
        self._words.setText(str(draft))

    def _show(self, day: Day) -> None:
        self._day = day
        locale = QLocale(self.bench.scene.language)
        self._when.setText(
            locale.toString(QDate(day.day.year, day.day.month, day.day.day))
        )
        self._facts.setText("\n".join(facts(day)))
        self._done.setText("\n".join(told(one, locale) for one in day.done))
        self._chart.show_hours(day.by_hour)
        self._notes.clear()
        for minute in day.minutes:
            at = moment(minute.at)
            self._notes.addItem(f"{minute.words}\n{minute.who} · {at}")
        if day.minutes:
            self._notes.setCurrentRow(0)

    def _leave_words(self) -> None:
        words, chance = self._words.text(), self.bench.chance
        if not words.strip():
            self.told.emit(_("Write the note first."))
            return
        self.later(lambda: self._room.leave(words, chance), self._left)

    def _left(self, _nothing: None) -> None:
        self._words.clear()
        self.told.emit(_("Whoever comes next will read it."))
        self.enter()

    def _strike(self) -> None:
        row = self._notes.currentRow()
        if self._day is not None and 0 <= row < len(self._day.minutes):
            uid = self._day.minutes[row].uid
            self.later(lambda: self._room.strike(uid), self._struck)

    def _struck(self, _nothing: None) -> None:
        self.told.emit(_("The note is gone."))
        self.enter()

    def _save(self) -> None:
        """Write the day into a PDF: how it stands, what was done, the chart, the notes."""
        if self._day is None:
            return
        folder = self.bench.shift.ground.home.folder / "paper"
        out = folder / f"{self._day.day.isoformat()}.pdf"
        parts = (self._facts.text(), self._done.text(), *self._note_texts())
        sheet = DaySheet(self._when.text(), parts, self._day.by_hour)
        try:
            folder.mkdir(exist_ok=True)
            write_day(out, sheet, self.bench.scene)
        except OSError:
            self.told.emit(_("It cannot be saved: {place}").format(place=folder))
            return
        self.told.emit(_("Saved: {place}").format(place=out))

    def _note_texts(self) -> list[str]:
        return [self._notes.item(at).text() for at in range(self._notes.count())]

    # Building

    def _build(self) -> None:
        theme = self.bench.scene.theme
        page = column(self, theme)
        page.addWidget(self._when)
        halves = QHBoxLayout()
        halves.setSpacing(theme.px(8))
        halves.addLayout(self._left_half(), 1)
        halves.addLayout(self._right_half(), 1)
        page.addLayout(halves, 1)

    def _left_half(self) -> QVBoxLayout:
        half = self._stack(
            label(_("Now"), "desk-label"),
            self._facts,
            label(_("Done today"), "desk-label"),
            self._done,
            label(_("Reports by the hour"), "desk-label"),
        )
        half.addWidget(self._chart, 1)
        return half

    def _right_half(self) -> QVBoxLayout:
        half = self._stack(label(_("Words for whoever comes next"), "desk-label"))
        half.addWidget(self._notes, 1)
        half.addWidget(self._words)
        row = QHBoxLayout()
        for words, keys, kind, do in self._deeds():
            one = button(words, keys, kind)
            one.clicked.connect(do)
            row.addWidget(one)
        row.addStretch(1)
        half.addLayout(row)
        return half

    def _deeds(self) -> tuple[tuple[str, str, str, Callable[[], None]], ...]:
        return (
            (_("Leave the note"), "Ctrl+Return", "desk-main", self._leave_words),
            (_("Read and done"), "Alt+1", "desk", self._strike),
            (_("Save as PDF"), "Alt+2", "desk", self._save),
        )

    def _stack(self, *pieces: QWidget) -> QVBoxLayout:
        stack = QVBoxLayout()
        stack.setSpacing(self.bench.scene.theme.px(2))
        for one in pieces:
            stack.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        return stack


def facts(day: Day) -> list[str]:
    """Say how things stand, a line each."""
    calls, stands, way = len(day.calls), day.stands, day.on_the_way
    lines = [
        ngettext("{count} report today", "{count} reports today", day.filed).format(
            count=day.filed
        ),
        ngettext("{count} call waits", "{count} calls wait", calls).format(count=calls),
        ngettext(
            "{count} could not be sent: see there",
            "{count} could not be sent: see there",
            stands,
        ).format(count=stands),
        ngettext("{count} is on its way", "{count} are on their way", way).format(
            count=way
        ),
    ]
    if day.oldest is not None:
        at = moment(day.oldest)
        lines.append(_("The oldest of them is from {when}").format(when=at))
    return lines


def told(done: Done, locale: QLocale) -> str:
    """Say what somebody did: `Maria: entered 12, closed 3`."""
    counts = [
        f"{_(_DID[deed])} {locale.toString(count)}"
        for deed, count in done.deeds
        if deed in _DID
    ]
    return f"{done.who}: {', '.join(counts) or '–'}"
