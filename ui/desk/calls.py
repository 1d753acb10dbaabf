"""Who stands at a kiosk and would rather have a person: answer, and go."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QTableWidgetItem

from i18n import N_, _, languages, ngettext
from kiosk.rows import CallRow
from ui.desk.page import Bench, Page
from ui.desk.parts import button, column, label, table

_WHERE = {
    "attract": N_("the first page"),
    "home": N_("the first page"),
    "language": N_("choosing a language"),
    "place": N_("where it is"),
    "site": N_("where it is"),
    "others": N_("what others have told"),
    "photo": N_("taking a photo"),
    "voice": N_("recording their voice"),
    "check": N_("checking what they said"),
    "receipt": N_("their number"),
    "follow": N_("what became of it"),
    "case": N_("what became of it"),
    "shelf": N_("reading news and decisions"),
    "article": N_("reading news and decisions"),
    "document": N_("reading news and decisions"),
}
"""What somebody was looking at, by the name of the page; else a question."""


class CallsPage(Page):
    """The calls of the kiosks that share this store."""

    name = "calls"
    picture = "phone"
    keys = "F5"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._calls: tuple[CallRow, ...] = ()
        heads = (_("Where"), _("Language"), _("Was looking at"), _("Waits"), _("Comes"))
        self._table = table(heads, _("Calls"), bench.scene.theme)
        self._empty = label(_("Nobody is calling."), "desk-hint")
        self._come = button(_("I am coming"), "Ctrl+Return", "desk-main")
        self._come.clicked.connect(self._answer)
        self._table.itemActivated.connect(self._answer)
        page = column(self, bench.scene.theme)
        page.addWidget(label(self.title(), "desk-title"))
        page.addWidget(
            label(_("Whoever answers is shown by name at the kiosk."), "desk-hint")
        )
        page.addWidget(self._empty)
        page.addWidget(self._table, 1)
        page.addWidget(self._come, 0, Qt.AlignmentFlag.AlignLeading)

    @staticmethod
    def title() -> str:
        return _("Calls")

    def waits(self) -> int:
        return sum(1 for one in self.bench.door.calls() if not one.who)

    def enter(self, about: object = None) -> None:
        self.later(self.bench.door.calls, self._show)
        self._table.setFocus()

    def blank(self) -> None:
        self._table.setRowCount(0)
        self._calls = ()

    def refresh(self, calls: tuple[CallRow, ...]) -> None:
        """Another look at the store found these."""
        if calls != self._calls:
            self._show(calls)

    def _show(self, calls: tuple[CallRow, ...]) -> None:
        chosen = self._table.currentRow()
        self._calls = calls
        self._table.setRowCount(len(calls))
        for row, call in enumerate(calls):
            for place, text in enumerate(self._cells(call)):
                self._table.setItem(row, place, QTableWidgetItem(text))
        self._empty.setVisible(not calls)
        self._come.setEnabled(bool(calls))
        if calls:
            self._table.setCurrentCell(max(0, min(chosen, len(calls) - 1)), 0)

    def _cells(self, call: CallRow) -> tuple[str, ...]:
        shift = self.bench.shift
        waits = minutes_since(call.called, shift.now().isoformat())
        looked = _WHERE.get(call.page)
        return (
            call.place or call.kiosk,
            next((one.name for one in languages() if one.code == call.language), ""),
            _("a question") if looked is None else _(looked),
            for_minutes(waits),
            call.who,
        )

    def _answer(self) -> None:
        row = self._table.currentRow()
        if not 0 <= row < len(self._calls):
            return
        call, who = self._calls[row], self.bench.shift.who
        self.later(lambda: self.bench.door.come(call.id, who), self._answered(call))

    def _answered(self, call: CallRow) -> Callable[[bool], None]:
        def tell(is_mine: bool) -> None:
            self.told.emit(
                _("They read at the kiosk that you are coming: {place}").format(
                    place=call.place or call.kiosk
                )
                if is_mine
                else _("A colleague was quicker, or nobody waits there any more.")
            )
            self.counted.emit()
            self.enter()

        return tell


def minutes_since(at: str, now: str) -> int:
    """Return the whole minutes between two times; never less than none."""
    passed = datetime.fromisoformat(now) - datetime.fromisoformat(at)
    return max(0, int(passed.total_seconds() // 60))


def for_minutes(count: int) -> str:
    """Say how long somebody waits."""
    number = QLocale().toString(count)
    if count == 0:
        return _("just now")
    return ngettext("{count} minute", "{count} minutes", count).format(count=number)
