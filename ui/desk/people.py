"""Who may sit here: somebody new, another PIN, a badge, somebody who leaves."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget

from i18n import _
from kiosk.office.auth import fault_of
from kiosk.rows import PersonRow
from ui.desk.page import Bench, Page
from ui.desk.parts import button, column, label
from ui.desk.signin import pin_fault
from ui.widgets.qr import QrCode


class PeoplePage(Page):
    """The people of the desk."""

    name = "people"
    picture = "people"
    keys = "F8"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        theme = bench.scene.theme
        self._auth = bench.door.auth(bench.shift)
        self._list = QListWidget()
        self._list.setAccessibleName(_("People"))
        self._name, self._pin = QLineEdit(), QLineEdit()
        self._name.setAccessibleName(_("Name"))
        self._pin.setAccessibleName(_("New PIN"))
        self._pin.setEchoMode(QLineEdit.EchoMode.Password)
        self._badge: QrCode | None = None
        self._page = column(self, theme)
        self._page.addWidget(label(self.title(), "desk-title"))
        self._page.addWidget(
            label(_("Everything that is done here is written down under one name."))
        )
        self._page.addWidget(self._list, 1)
        fields = QHBoxLayout()
        fields.addWidget(label(_("Name"), "desk-label"))
        fields.addWidget(self._name, 2)
        fields.addWidget(label(_("New PIN"), "desk-label"))
        fields.addWidget(self._pin, 1)
        self._page.addLayout(fields)
        row = QHBoxLayout()
        for words, keys, do in (
            (_("Add"), "Alt+1", self._add),
            (_("Change PIN"), "Alt+2", self._change),
            (_("New badge"), "Alt+3", self._give_badge),
            (_("Leaves"), "Alt+4", self._let_go),
        ):
            one = button(words, keys)
            one.clicked.connect(do)
            row.addWidget(one)
        row.addStretch(1)
        self._page.addLayout(row)

    @staticmethod
    def title() -> str:
        return _("People")

    def enter(self, about: object = None) -> None:
        self.later(self._auth.people, self._show)
        self._name.setFocus()

    def blank(self) -> None:
        self._list.clear()
        self._name.clear()
        self._pin.clear()
        self._hide_badge()

    def leave(self) -> None:
        self._hide_badge()
        self._pin.clear()

    def _show(self, people: tuple[PersonRow, ...]) -> None:
        self._list.clear()
        for one in people:
            badge = f"  ·  {_('has a badge')}" if one.has_badge else ""
            self._list.addItem(f"{one.name}{badge}")
        self._people = people
        self._list.setCurrentRow(0)

    @property
    def _chosen(self) -> str:
        return self._people[self._list.currentRow()].name

    def _add(self) -> None:
        name, pin = self._name.text(), self._pin.text()
        fault = fault_of(pin)
        if not name.strip() or fault is not None:
            self.told.emit(_("Write a name.") if fault is None else pin_fault(fault))
            return
        by = self.bench.shift.who
        self.later(lambda: self._auth.add(name, pin, by), self._added)

    def _added(self, is_new: bool) -> None:
        if is_new:
            self._name.clear()
            self._pin.clear()
        self.told.emit(
            _("They may sign in now.") if is_new else _("Somebody has this name.")
        )
        self.enter()

    def _change(self) -> None:
        name, pin, by = self._chosen, self._pin.text(), self.bench.shift.who
        fault = fault_of(pin)
        if fault is not None:
            self.told.emit(pin_fault(fault))
            return
        self.later(lambda: self._auth.change_pin(name, pin, by), self._changed)

    def _changed(self, _nothing: None) -> None:
        self._pin.clear()
        self.told.emit(_("The new PIN holds from now on."))

    def _give_badge(self) -> None:
        name, by, chance = self._chosen, self.bench.shift.who, self.bench.chance
        self.later(lambda: self._auth.make_badge(name, chance, by), self._show_badge)

    def _show_badge(self, text: str) -> None:
        self._hide_badge()
        self._badge = QrCode(text, self.bench.scene.theme.px(40), self)
        self._page.addWidget(self._badge)
        self.told.emit(_("Photograph or print this badge now: it is shown only once."))

    def _hide_badge(self) -> None:
        if self._badge is not None:
            self._badge.deleteLater()
            self._badge = None

    def _let_go(self) -> None:
        name, by = self._chosen, self.bench.shift.who
        self.later(lambda: self._auth.leave(name, by), self._gone)

    def _gone(self, is_gone: bool) -> None:
        self.told.emit(
            _("They may not sign in any more.")
            if is_gone
            else _("Somebody must be able to sign in: the last one stays.")
        )
        self.enter()
