"""The list of what could not be sent, and of the cures that can still be taken back."""

import math
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from i18n import _, ngettext
from kiosk.codes import grouped
from kiosk.forms import Role
from kiosk.office.cures import Aside, PendingRow
from kiosk.packs import Pack
from ui.desk.parts import button, column, label
from ui.desk.reasons import briefly, done, verb
from ui.screen import Scene


class AsideList(QWidget):
    """Two tables: what stands aside, and below it what was cured a moment ago."""

    opened = Signal(str)
    """A receipt."""
    undone = Signal(object)
    """A PendingRow; `hurried` too."""
    hurried = Signal(object)

    def __init__(self, scene: Scene, pack: Pack, title: str) -> None:
        super().__init__()
        self._scene = scene
        self._pack = pack
        self._asides: Sequence[Aside] = ()
        self._pending: Sequence[PendingRow] = ()
        self._nothing = label("", "desk-hint")
        heads = _("Number"), _("What"), _("Since"), _("Why"), _("What helps")
        self.table = _table(scene, heads, title)
        self.table.activated.connect(self._open)
        self._soon = label(_("Can still be taken back"), "desk-strong")
        heads = _("Number"), _("What"), _("Done"), _("Who"), _("Leaves")
        self.cured = _table(scene, heads, self._soon.text())
        self.cured.setMaximumHeight(scene.theme.px(42))
        self._open_it = button(_("Open"), "Ctrl+Return", "desk-main")
        self._undo = button(_("Undo it"), "Alt+1")
        self._hurry = button(_("Send now"), "Alt+2")
        self._open_it.clicked.connect(self._open)
        self._undo.clicked.connect(self._take_back)
        self._hurry.clicked.connect(self._send_now)
        page = column(self, scene.theme)
        for one in (label(title, "desk-title"), self._nothing):
            page.addWidget(one)
        page.addWidget(self.table, 1)
        self._empty = QWidget()  # or the lines above would take its room
        page.addWidget(self._empty, 1)
        page.addWidget(self._soon)
        page.addWidget(self.cured)
        row = QHBoxLayout()
        for piece in (self._open_it, self._undo, self._hurry):
            row.addWidget(piece)
        row.addStretch(1)
        page.addLayout(row)

    def show_rows(
        self, asides: Sequence[Aside], pending: Sequence[tuple[PendingRow, float]]
    ) -> None:
        """Show them; of the cures, the seconds each has left."""
        at = self._chosen_receipt()
        self._asides, self._pending = asides, [one for one, _left in pending]
        _fill(self.table, [self._row(one) for one in asides])
        _fill(self.cured, [self._cured_row(*one) for one in pending])
        receipts = [one.row.receipt for one in asides]
        self.table.selectRow(receipts.index(at) if at in receipts else 0)
        self.cured.selectRow(0)
        self.table.setVisible(bool(asides))
        self._empty.setVisible(not asides)
        self._open_it.setVisible(bool(asides))
        for piece in (self._soon, self.cured, self._undo, self._hurry):
            piece.setVisible(bool(pending))
        self._nothing.setText(
            _("Choose one to see why, and what helps.")
            if asides
            else _("Nothing stands aside: all goes on by itself.")
        )

    def begin(self) -> None:
        """Put the cursor where work begins."""
        (self.table if self._asides else self.cured).setFocus()

    def clear(self) -> None:
        """Nothing of it may be left."""
        self.show_rows((), ())

    def what(self, form: str, service: str | None) -> str:
        """Say what a report is about."""
        asked = self._pack.form(form)
        if asked is None:
            return form
        for question in asked.questions:
            if question.role is Role.SERVICE:
                for option in question.choices():
                    if option.id == service:
                        return self._scene.say(option.label)
        return self._scene.say(asked.title)

    def _row(self, aside: Aside) -> tuple[str, ...]:
        return (
            grouped(aside.row.receipt),
            self.what(aside.row.form, aside.service),
            _since(aside.row.confirmed, self._scene.language),
            briefly(aside.reason),
            verb(aside.proposed),
        )

    def _cured_row(self, cure: PendingRow, left_s: float) -> tuple[str, ...]:
        minutes = math.ceil(left_s / 60)
        leaves = ngettext("in {count} minute", "in {count} minutes", minutes)
        return (
            grouped(cure.receipt),
            self.what(cure.form, None),
            done(cure.kind),
            cure.who,
            leaves.format(count=minutes),
        )

    def _chosen_receipt(self) -> str:
        at = self.table.currentRow()
        return self._asides[at].row.receipt if 0 <= at < len(self._asides) else ""

    def _open(self) -> None:
        if receipt := self._chosen_receipt():
            self.opened.emit(receipt)

    def _take_back(self) -> None:
        self.undone.emit(self._pending[self.cured.currentRow()])

    def _send_now(self) -> None:
        self.hurried.emit(self._pending[self.cured.currentRow()])


def _table(scene: Scene, heads: Sequence[str], name: str) -> QTableWidget:
    made = QTableWidget(0, len(heads))
    made.setAccessibleName(name)
    made.setHorizontalHeaderLabels(list(heads))
    made.setShowGrid(False)
    made.setWordWrap(False)
    made.setTabKeyNavigation(False)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(scene.theme.px(8))
    head = made.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading)
    head.setHighlightSections(False)
    head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    return made


def _fill(table: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    table.setRowCount(len(rows))
    for at, row in enumerate(rows):
        for place, words in enumerate(row):
            table.setItem(at, place, QTableWidgetItem(words))


def _since(confirmed: str, language: str) -> str:
    moment = QDateTime.fromSecsSinceEpoch(
        round(datetime.fromisoformat(confirmed).timestamp())
    )
    return QLocale(language).toString(moment, "d MMM, HH:mm")
