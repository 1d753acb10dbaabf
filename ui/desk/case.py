"""One case: what was said, what became of it, and what a clerk does about it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from i18n import _
from kiosk.codes import grouped, read_code
from kiosk.office.casefile import LONGEST_NOTE, Cabinet, CaseFile, Change, Piece
from kiosk.office.reopening import ReadBefore, Reopening
from kiosk.submission import Progress, Receipt, State
from ui.darkroom import unpress
from ui.desk.history import history
from ui.desk.leaf import Leaf
from ui.desk.page import Bench, Page
from ui.desk.parts import button, column, label
from ui.desk.pieces import Pieces, is_photo
from ui.desk.reprint import receipt_of
from ui.desk.saying import answers
from ui.desk.whereabouts import standing

_LOOK_AGAIN_MS: Final = 2000
_ASIDE: Final = (State.CONFIRMED, State.HELD, State.REFUSED, State.QUARANTINED)
"""It does not go on by itself: another page cures it."""


class CasePage(Page):
    """A case, opened by its receipt; the book says by whom."""

    name = "case"
    picture = "document"
    keys = ""
    announced = False
    under = "find"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        theme = bench.scene.theme
        self._cabinet = Cabinet(bench.shift)
        self._file: CaseFile | None = None
        self._named = ""
        self._turned = 0
        """How often the page was cleared: what was asked for before is not shown."""
        self._notes: dict[str, str] = {}
        """What is written and not kept yet, by receipt."""
        self._number, self._stands = label("", "desk-title"), label("", "desk-strong")
        self._what = label("", "desk-hint")
        self._old = label("", "desk-alert")
        self._said = Leaf(_("What was said"), theme, 55)
        self._became = Leaf(_("What became of it"), theme, 24)
        self._pieces = Pieces(theme, bench.machines.player)
        self._pieces.asked.connect(self._open_piece)
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
        self._watch = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._watch.timeout.connect(self.look)
        self._printing: int | None = None
        bench.machines.printer.ended.connect(self._printed)
        self._build()

    @staticmethod
    def title() -> str:
        return _("Case")

    def enter(self, about: object = None) -> None:
        if isinstance(about, str):
            self._named = about
        self._hide()
        self._said.setFocus()
        if self._named:
            named = self._named
            shown = self._show_opened(self._turned)
            self.later(lambda: self._cabinet.open(named), shown)

    def leave(self) -> None:
        self._hide()

    def blank(self) -> None:
        self._hide()
        self._notes.clear()
        self._named = ""

    def draft(self) -> object | None:
        self._keep_written()
        return dict(self._notes) or None

    def take_up(self, draft: object) -> None:
        if isinstance(draft, dict):
            self._notes = draft

    def scanned(self, text: str) -> None:
        """Another receipt is held to the reader."""
        code = read_code(text)
        if code is None:
            self.told.emit(_("This is no receipt of ours."))
        else:
            self.enter(code)

    def look(self) -> None:
        """Look in the background whether anything has happened to it."""
        file = self._file
        if file is not None:
            self.later(lambda: self._cabinet.look_again(file), self._receiver(file))

    # What is shown

    def _show_opened(self, turned: int) -> Callable[[CaseFile | None], None]:
        def show(file: CaseFile | None) -> None:
            if turned != self._turned:  # somebody has turned away in the meantime
                return
            if file is None:
                self.told.emit(_("There is no case of this number here."))
                self.wanted.emit("find", None)
                return
            self._show(file)
            self._note.setPlainText(self._notes.pop(file.case.receipt, ""))
            self._pieces.show_pieces(file.pieces)
            self._watch.start()

        return show

    def _show(self, file: CaseFile) -> None:
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

    def _receiver(self, known: CaseFile) -> Callable[[Change | None], None]:
        def receive(change: Change | None) -> None:
            if change is None or self._file is not known:
                return
            if change.by_colleague:
                self._old.setText(
                    _(
                        "A colleague has changed this case meanwhile. What stands here is"
                        " old: read it again."
                    )
                )
                self._old.show()
            else:
                self._show(change.file)

        return receive

    def _read_again(self) -> None:
        self.enter(self._named)

    def _hide(self) -> None:
        """Nothing of a case stays in any widget, nor comes to one that is on its way."""
        self._turned += 1
        self._watch.stop()
        self._keep_written()
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

    def _keep_written(self) -> None:
        if self._file is not None:
            written = self._note.toPlainText()
            if written.strip():
                self._notes[self._file.case.receipt] = written

    # What is done

    def _open_piece(self, piece: Piece) -> None:
        file = self._file
        if file is None:
            return
        if is_photo(piece) and self._pieces.shows_photo:
            self._pieces.put_away()
            return

        def open_it() -> QImage | bytes | None:
            content = self._cabinet.bytes_of(file, piece.part)
            if content is None:
                return None
            return QImage.fromData(content) if is_photo(piece) else unpress(content)

        turned = self._turned

        def show(opened: QImage | bytes | None) -> None:
            if turned != self._turned:
                return
            if isinstance(opened, QImage) and not opened.isNull():
                self._pieces.show_photo(opened)
            elif isinstance(opened, bytes) and opened:
                self._pieces.play(opened)
            else:
                self.told.emit(_("It does not open, or is not kept here any more."))

        self.later(open_it, show)

    def _keep_note(self) -> None:
        file, words = self._file, self._note.toPlainText()
        if file is None:
            return
        if not words.strip():
            self._note.setFocus()
            self.told.emit(_("Write the note first."))
            return
        chance = self.bench.chance
        self.later(
            lambda: self._cabinet.note(file, words[:LONGEST_NOTE], chance), self._noted
        )

    def _noted(self, is_kept: bool) -> None:
        if is_kept:
            self._note.clear()
        self.told.emit(
            _("The note is kept, for colleagues only.")
            if is_kept
            else _("What was said is destroyed: no note is kept about it.")
        )
        self.look()

    def _reopen(self) -> None:
        file, reason = self._file, self._reason.currentData()
        if file is None or self._reason.isHidden():
            return
        if reason is None:
            self._reason.setFocus()
            self.told.emit(_("Choose first what went wrong."))
            return
        room, chance = self._again, self.bench.chance
        self.later(
            lambda: room.reopen(file.case, reason, chance),
            self._reopened,
            self._not_reopened,
        )

    def _reopened(self, receipt: Receipt) -> None:
        self.told.emit(
            _(
                "Filed again, with the number {number}. It can be undone at first."
            ).format(number=grouped(receipt.code))
        )
        self._read_again()

    def _not_reopened(self, error: Exception) -> None:
        if not isinstance(error, ReadBefore):
            raise error
        self.look()

    def _print(self) -> None:
        file, printer = self._file, self.bench.machines.printer
        if file is None:
            return
        if not printer.there:
            self.told.emit(_("This desk has no printer: set one up in plateia.toml."))
        elif self._printing is None:
            pack = self.bench.shift.ground.pack
            page = receipt_of(file.case, pack.municipality, self.bench.scene)
            self._printing = printer.print(page)
            self.told.emit(_("The receipt is being printed."))
            self.later(lambda: self._cabinet.printed(file), self._wrote)

    def _wrote(self, _nothing: None) -> None:
        self.look()

    def _printed(self, number: int, well: bool) -> None:
        if number == self._printing:
            self._printing = None
            self.told.emit(
                _("The receipt is printed.")
                if well
                else _("The printer does not work.")
            )

    def _turn_to_cures(self) -> None:
        if self._file is not None and not self._cure.isHidden():
            self.wanted.emit("unsent", self._file.case.receipt)

    def _back(self) -> None:
        if self._pieces.shows_photo:
            self._pieces.put_away()
        else:
            self.wanted.emit("find", None)

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
        self._keep = button(_("Keep the note"), "Ctrl+Return", "desk-main")
        self._keep.clicked.connect(self._keep_note)
        half.addWidget(self._keep, 0, Qt.AlignmentFlag.AlignLeading)
        return half

    def _deeds(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for words, keys, do in (
            (_("Back to the list"), "Esc", self._back),
            (_("Print the receipt"), "Alt+1", self._print),
            (_("Read it again"), "Ctrl+R", self._read_again),
        ):
            one = button(words, keys)
            one.clicked.connect(do)
            row.addWidget(one)
        self._cure = button(_("What can be done"), "Alt+3")
        self._cure.clicked.connect(self._turn_to_cures)
        row.addWidget(self._cure)
        row.addStretch(1)
        self._reopen_it = button(_("It was not solved: file it again"), "Alt+2")
        self._reopen_it.clicked.connect(self._reopen)
        row.addWidget(self._reason)
        row.addWidget(self._reopen_it)
        return row
