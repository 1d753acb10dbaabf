"""One case: what was said, what became of it, and what a clerk does about it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage

from i18n import _
from kiosk.codes import read_code
from kiosk.office.casefile import LONGEST_NOTE, CaseFile, Change, Piece
from ui.darkroom import unpress
from ui.desk.casedeeds import CaseDeeds
from ui.desk.page import Bench
from ui.desk.pieces import is_photo

_LOOK_AGAIN_MS: Final = 2000


class CasePage(CaseDeeds):
    """A case, opened by its receipt; the book says by whom."""

    name = "case"
    picture = "document"
    keys = ""
    announced = False
    under = "find"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._named = ""
        self._turned = 0
        """How often the page was cleared: what was asked for before is not shown."""
        self._notes: dict[str, str] = {}
        """What is written and not kept yet, by receipt."""
        self._pieces.asked.connect(self._open_piece)
        self._watch = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._watch.timeout.connect(self.look)
        for one, do in (
            (self._keep, self._keep_note),
            (self._back_it, self._back),
            (self._read_it, self.read_again),
            (self._cure, self._turn_to_cures),
        ):
            one.clicked.connect(do)

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
            self.show_file(file)
            self._note.setPlainText(self._notes.pop(file.case.receipt, ""))
            self._pieces.show_pieces(file.pieces)
            self._watch.start()

        return show

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
                self.show_file(change.file)

        return receive

    def read_again(self) -> None:
        """Open it once more."""
        self.enter(self._named)

    def _hide(self) -> None:
        """Nothing of a case stays in any widget, nor comes to one that is on its way."""
        self._turned += 1
        self._watch.stop()
        self._keep_written()
        self.clear()

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

    def _turn_to_cures(self) -> None:
        if self._file is not None and not self._cure.isHidden():
            self.wanted.emit("unsent", self._file.case.receipt)

    def _back(self) -> None:
        if self._pieces.shows_photo:
            self._pieces.put_away()
        else:
            self.wanted.emit("find", None)
