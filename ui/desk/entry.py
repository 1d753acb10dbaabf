"""Quick entry: one page on which a clerk files any form for somebody."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence

from i18n import _
from kiosk.codes import grouped
from kiosk.errors import Known
from kiosk.filing import Filed
from kiosk.forms import Form
from kiosk.office.entry import Outcome, Recent, Taken, TypedBefore
from kiosk.paperform import PaperForm, WrongPaper
from kiosk.submission import Assent, Receipt
from ui.desk.behalf import Behalf, behalf_of, entered_for
from ui.desk.drafting import Draft, Drafting
from ui.desk.page import Bench
from ui.desk.papers import refused
from ui.desk.parts import shortcut
from ui.desk.proof import Proof

_LOOK_AGAIN_MS = 15_000


class EntryPage(Drafting):
    """Entering for somebody."""

    name = "entry"
    picture = "write"
    keys = "F2"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._is_keeping = False
        self._last = Behalf()
        """For whom the last one was."""
        self._called: dict[str, str] = {}
        """What those just entered are about, by their numbers."""
        self._watch = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._watch.timeout.connect(self._look)
        self._seek.entered.connect(self._go_on)
        self._seek.line.installEventFilter(self)
        self._keep.clicked.connect(self._keep_it)
        self._kept.again.connect(self._again)
        self._proof = Proof(bench, self)
        self._proof.told.connect(self.told)
        self._proof.began.connect(self._note_print)
        self._kept.wanted.connect(self._proof.print)
        self._recent.undo.connect(self._undo)
        self._recent.send.connect(self._send)
        shortcut("Escape", self).activated.connect(self._seek.setFocus)

    @staticmethod
    def title() -> str:
        return _("Quick entry")

    def enter(self, about: object = None) -> None:
        self._look()
        self._watch.start()
        if self._draft is None:
            self._seek.setFocus()
        else:
            self._sheet.go_to_first()
        if isinstance(about, str):
            self.scanned(about)

    def leave(self) -> None:
        self._watch.stop()

    def blank(self) -> None:
        self._put_away()
        if self._lab is not None:
            self._lab.close()
        self._recent.show_rows((), {})
        self._kept.blank()
        self._proof.forget()
        self._called.clear()
        self._last = Behalf()

    def draft(self) -> object | None:
        """What is just being kept is none: it would be kept twice."""
        return None if self._is_keeping else super().draft()

    def scanned(self, text: str) -> None:
        """A paper's code: it opens its form."""
        if self._may_begin():
            self.later(lambda: self._room.read(text), self._open_paper, self._refuse)

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In an empty line there is nothing typed to undo: Ctrl+Z is the page's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(
            event, QKeyEvent
        ):
            undo = event.matches(QKeySequence.StandardKey.Undo)
            if undo and not self._seek.line.text():
                event.ignore()
                return True
        return False

    def _go_on(self, typed: str) -> None:
        """Enter in the line, with nothing found: a code that was typed, or the next."""
        if "/" in typed:
            self._seek.show_text("")
            self.scanned(typed)
        elif not typed.strip():
            self._sheet.go_to_first()

    def _open_paper(self, read: tuple[PaperForm, Form]) -> None:
        paper, form = read
        begun = self._begun(form, {})
        if begun is not None and self._may_begin():
            about = _("{form}, paper {number}").format(
                form=self.bench.scene.say(form.title), number=grouped(paper.serial)
            )
            who = Behalf(assent=Assent.PAPER, language=self._last.language)
            self._open(Draft(begun, (), about, who, paper.serial))

    # Keeping

    def _keep_it(self) -> None:
        draft = self._draft_now()
        whole = self._sheet.checked()
        if draft is None or whole is None or self._is_keeping:
            return
        who = draft.behalf
        named = [one for answer in whole.told.values() for one in answer]
        filed = Filed(
            whole,
            who.language,
            tuple(draft.captured[one] for one in named if one in draft.captured),
            entered_for(who, self.bench.shift.who, draft.paper),
        )
        self._is_keeping = True
        room, chance = self._room, self.bench.chance
        self.later(
            lambda: room.keep(filed, chance),
            lambda receipt: self._kept_it(receipt, draft),
            self._not_kept,
        )

    def _kept_it(self, receipt: Receipt, draft: Draft) -> None:
        self._is_keeping = False
        self._last = draft.behalf
        self._called[receipt.code] = draft.about.rsplit(" › ", 1)[-1]
        self._put_away()
        self._kept.show_receipt(receipt.code, draft.about)
        self._proof.hold(receipt, draft.behalf.language)
        self._middle.setCurrentWidget(self._kept)
        self._seek.setFocus()
        self._look()

    def _not_kept(self, error: Exception) -> None:
        self._is_keeping = False
        self._refuse(error)

    def _again(self) -> None:
        if self._draft is None:
            self._put_away()
            self._behalf.show_behalf(self._last)
            self._seek.setFocus()

    def _note_print(self, receipt: str) -> None:
        self.later(lambda: self._room.printed(receipt), lambda _done: None)

    # Undoing

    def _look(self) -> None:
        self.later(self._room.just_entered, self._show_recent)

    def _show_recent(self, rows: tuple[Recent, ...]) -> None:
        self._recent.show_rows(rows, self._called)

    def _undo(self, receipt: str) -> None:
        if self._may_begin():
            self.later(lambda: self._room.undo(receipt), self._undone)

    def _undone(self, taken: Taken) -> None:
        self._look()
        self.told.emit(_undone_words(taken.outcome))
        said = taken.submission
        form = self._room.pack.form(said.form) if said else None
        if said is None or said.entered is None or form is None:
            return
        begun = self._begun(form, said.answers)
        if begun is not None and self._may_begin():
            about = self.bench.scene.say(form.title)
            who = behalf_of(said.entered, said.language)
            held = {str(one.id): one for one in taken.captured}
            self._open(Draft(begun, (), about, who, said.entered.paper, held))

    def _send(self, receipt: str) -> None:
        self.later(lambda: self._room.send_now(receipt), self._sent)

    def _sent(self, is_new: bool) -> None:
        self._look()
        self.told.emit(
            _("It is sent as soon as there is a line.")
            if is_new
            else _("It does not wait any more.")
        )

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, TypedBefore):
            self.told.emit(
                _("This paper was typed in already: {number}.").format(
                    number=grouped(error.receipt)
                )
            )
        elif isinstance(error, WrongPaper):
            self.told.emit(refused(error.refusal))
        elif isinstance(error, Known):
            self._refuse_to_keep()
        else:
            raise error


def _undone_words(outcome: Outcome) -> str:
    return {
        Outcome.UNDONE: _("Undone. Put it right and keep it again, or clear it."),
        Outcome.ON_ITS_WAY: _("It is being sent at this moment: too late to undo it."),
        Outcome.LEFT: _("It has left already: find it and write to the service."),
        Outcome.ASIDE: _("It was not taken: it waits among what could not be sent."),
        Outcome.GONE: _("It was undone already."),
    }[outcome]
