"""What was just entered, and how long it can still be undone."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QSizePolicy, QVBoxLayout

from i18n import _, ngettext
from kiosk.codes import grouped
from kiosk.office.entry import Recent
from ui.desk.parts import button, label
from ui.theme import Theme


class RecentBox(QFrame):
    """The last ones of whoever sits here."""

    undo = Signal(str)
    """A receipt."""
    send = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("desk-card")
        self._rows: tuple[Recent, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(_("Just entered"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # It takes what is left, and presses nobody.
        self.list.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored
        )
        self.list.setMinimumHeight(theme.px(20))
        column = QVBoxLayout(self)
        side = theme.px(4)
        column.setContentsMargins(side, theme.px(3), side, theme.px(3))
        column.setSpacing(theme.px(2))
        column.addWidget(label(_("Just entered"), "desk-strong"))
        column.addWidget(self.list, 1)
        self._undo = button(_("Undo"), "Ctrl+Z")
        self._undo.clicked.connect(lambda: self._tell(self.undo.emit))
        self._send = button(_("Send now"), "Alt+3")
        self._send.clicked.connect(lambda: self._tell(self.send.emit))
        column.addWidget(self._undo)
        column.addWidget(self._send)
        self.show_rows((), {})

    def show_rows(self, rows: tuple[Recent, ...], called: Mapping[str, str]) -> None:
        """Show these; `called` is what each is about, as far as it is remembered."""
        there = self.list.currentRow()
        chosen = self._rows[there].receipt if 0 < there < len(self._rows) else ""
        self._rows = rows
        self.list.clear()
        for one in rows:
            about = called.get(one.receipt, "")
            lines = (f"{grouped(one.receipt)}   {_left(one)}", about)
            self.list.addItem("\n".join(line for line in lines if line))
        receipts = [one.receipt for one in rows]
        self.list.setCurrentRow(receipts.index(chosen) if chosen in receipts else 0)
        for piece in (self._undo, self._send):
            piece.setEnabled(bool(rows))

    def _tell(self, wish: Callable[[str], None]) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._rows):
            wish(self._rows[row].receipt)


def _left(one: Recent) -> str:
    if one.has_left:
        return _("sent")
    minutes = -int(-one.left_s // 60)
    if minutes <= 0:
        return _("waits for the line")
    return ngettext("{count} minute left", "{count} minutes left", minutes).format(
        count=minutes
    )
