"""What stands on the page of a case: its widgets, and what they show."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from i18n import _
from kiosk.codes import grouped
from kiosk.office.casefile import CaseFile
from kiosk.office.reopening import Reopening
from kiosk.submission import Progress, State
from ui.desk.history import history
from ui.desk.leaf import Leaf
from ui.desk.page import Bench, Page
from ui.desk.parts import button, column, label
from ui.desk.pieces import Pieces
from ui.desk.saying import answers
from ui.desk.whereabouts import standing

_ASIDE: Final = (State.CONFIRMED, State.HELD, State.REFUSED, State.QUARANTINED)
"""It does not go on by itself: another page cures it."""


class CaseSheet(Page):
    """A page that shows one case, or none."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        theme = bench.scene.theme
        self._file: CaseFile | None = None
        self._number, self._stands = label("", "desk-title"), label("", "desk-strong")
        self._what = label("", "desk-hint")
        self._old = label("", "desk-alert")
        self._said = Leaf(_("What was said"), theme, 55)
        self._became = Leaf(_("What became of it"), theme, 24)
        self._pieces = Pieces(theme, bench.machines.player)
        self._note = QPlainTextEdit()
        self._note.setAccessibleName(_("A note for colleagues"))
        self._note.setPlaceholderText(_("A note for colleagues; it is never sent"))
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(theme.px(20))
        self._again = Reopening(bench.shift)
        self._reason = QComboBox()
        self._reason.setAccessibleName(_("What went wrong?"))
        self._reason.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToContents  # as wide as the longest of them
        )
        self._keep = button(_("Keep the note"), "Ctrl+Return", "desk-main")
        self._back_it = button(_("Back to the list"), "Esc")
        self._print_it = button(_("Print the receipt"), "Alt+1")
        self._read_it = button(_("Read it again"), "Ctrl+R")
        self._cure = button(_("What can be done"), "Alt+3")
        self._reopen_it = button(_("It was not solved: file it again"), "Alt+2")
        self._build()

    def show_file(self, file: CaseFile) -> None:
        """Show all that is known of a case."""
        case, scene = file.case, self.bench.scene
        pack = self.bench.shift.ground.pack
        self._file = file
        form = pack.form(case.row.form)
        title = case.row.form if form is None else scene.say(form.title)
        self._number.setText(grouped(case.receipt))
        self._stands.setText(standing(case.row.state, Progress(case.row.progress)))
        told = case.dispatch
        what = "" if told is None or told.title == title else f"  ·  {told.title}"
        self._what.setText(f"{title}{what}")
        if told is None:
            nothing = _("What was said is destroyed here, or it does not open.")
            self._said.show_rows([("", nothing)])
        else:
            self._said.show_rows(tuple(answers(case, pack, scene)))
        self._became.show_rows(history(file))
        for one in (self._note, self._keep):
            one.setEnabled(told is not None)
        self._cure.setVisible(case.row.state in _ASIDE)
        self._offer_again(file)

    def _offer_again(self, file: CaseFile) -> None:
        reasons = self._again.reasons(file.case)
        for one in (self._reason, self._reopen_it):
            one.setVisible(bool(reasons))
        if self._reason.count() == len(reasons) + 1:  # what was chosen stays
            return
        self._reason.clear()
        self._reason.addItem(_("What went wrong?"), None)
        for option in reasons:
            self._reason.addItem(self.bench.scene.say(option.label), option.id)

    def clear(self) -> None:
        """Nothing of a case stays in any widget."""
        self._file = None
        for one in (self._number, self._stands, self._what, self._old):
            one.setText("")
        self._old.hide()
        self._said.show_rows(())
        self._became.show_rows(())
        self._pieces.show_pieces(())
        self._reason.clear()
        self._note.clear()
        self._note.document().clearUndoRedoStacks()

    # Building

    def _build(self) -> None:
        theme = self.bench.scene.theme
        page = column(self, theme)
        head = QHBoxLayout()
        head.setSpacing(theme.px(6))
        for one in (self._number, self._stands):
            one.setWordWrap(False)
            head.addWidget(one, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        page.addLayout(head)
        page.addWidget(self._what)
        page.addWidget(self._old)
        halves = QHBoxLayout()
        halves.setSpacing(theme.px(6))
        halves.addLayout(self._left(), 3)
        halves.addLayout(self._right(), 2)
        page.addLayout(halves, 1)
        page.addLayout(self._deeds())

    def _left(self) -> QVBoxLayout:
        half = QVBoxLayout()
        half.setSpacing(self.bench.scene.theme.px(2))
        half.addWidget(label(_("What was said"), "desk-label"))
        half.addWidget(self._said, 1)
        half.addWidget(self._pieces)
        return half

    def _right(self) -> QVBoxLayout:
        half = QVBoxLayout()
        half.setSpacing(self.bench.scene.theme.px(2))
        half.addWidget(label(_("What became of it"), "desk-label"))
        half.addWidget(self._became, 1)
        half.addWidget(self._note)
        half.addWidget(self._keep, 0, Qt.AlignmentFlag.AlignLeading)
        return half

    def _deeds(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for one in (self._back_it, self._print_it, self._read_it, self._cure):
            row.addWidget(one)
        row.addStretch(1)
        row.addWidget(self._reason)
        row.addWidget(self._reopen_it)
        return row
