"""What is shown when it was kept: its number, large, and what comes next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from i18n import _, ngettext
from kiosk.codes import grouped
from ui.desk.parts import button, label
from ui.theme import Theme


class KeptPanel(QFrame):
    """The proof, for the person opposite."""

    again = Signal()
    """Another one for the same person."""

    wanted = Signal()
    """Its number on paper."""

    def __init__(self, undo_s: int, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("desk-card")
        self._undo_s = undo_s
        self._about = label("", "desk-strong")
        self._number = label("", "desk-number")
        self._when = label("", "desk-hint")
        column = QVBoxLayout(self)
        side = theme.px(8)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.px(3))
        column.addWidget(label(_("Kept. This is its number:"), "desk-label"))
        for one in (self._number, self._about, self._when):
            column.addWidget(one)
        row = QHBoxLayout()
        row.setSpacing(theme.px(3))
        again = button(_("Another for the same person"), "Alt+1")
        again.clicked.connect(self.again)
        row.addWidget(again)
        on_paper = button(_("Print"), "Alt+2")
        on_paper.clicked.connect(self.wanted)
        row.addWidget(on_paper)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(
            label(
                _("For the next person, just type, or scan the next paper."),
                "desk-hint",
            )
        )
        column.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_receipt(self, code: str, about: str) -> None:
        """Show a number, and what it is about."""
        self._number.setText(grouped(code))
        self._about.setText(about)
        minutes = -(-self._undo_s // 60)
        self._when.setText(
            ngettext(
                "It is sent in {count} minute; until then Ctrl+Z undoes it.",
                "It is sent in {count} minutes; until then Ctrl+Z undoes it.",
                minutes,
            ).format(count=minutes)
        )

    def blank(self) -> None:
        """Show nothing."""
        for one in (self._number, self._about, self._when):
            one.setText("")
