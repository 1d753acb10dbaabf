"""What could not be sent: the list, one of them, its answers to be changed and merged."""

from collections.abc import Callable, Sequence
from functools import partial

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from i18n import _
from kiosk.config import Destination
from kiosk.forms import Answers
from kiosk.journey import Journey
from kiosk.office.amending import lacking
from kiosk.office.cures import (
    Aside,
    Cures,
    Outcome,
    PendingRow,
    Remedy,
    Standing,
)
from kiosk.office.opened import Opened
from ui.desk.amend import AmendView
from ui.desk.asides import AsideList
from ui.desk.page import Bench, Page
from ui.desk.reasons import told
from ui.desk.standing import StandingView


class Draft(msgspec.Struct, frozen=True):
    """What is typed and not kept yet."""

    standing: Standing
    answers: Answers | None
    """None: they are not being changed."""
    reason: str


Listed = tuple[Sequence[Aside], Sequence[tuple[PendingRow, float]]]
"""What stands aside; and the cures that can be taken back, each with its seconds left."""


class UnsentPage(Page):
    """What stands aside, and what cures it."""

    name = "unsent"
    picture = "send"
    keys = "F4"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._cures = Cures(bench.shift)
        self._standing: Standing | None = None
        self._stack = QStackedWidget(self)
        pack = bench.shift.ground.pack
        self._list = AsideList(bench.scene, pack, self.title())
        self._list.opened.connect(self._open)
        self._list.undone.connect(self._take_back)
        self._list.hurried.connect(self._hurry)
        self._case = StandingView(bench.scene)
        self._case.asked.connect(self._do)
        self._case.left.connect(self._show_list)
        self._edit = AmendView(bench.scene)
        self._edit.kept.connect(self._amend)
        self._edit.left.connect(self._leave_edit)
        for one in (self._list, self._case, self._edit):
            self._stack.addWidget(one)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    @staticmethod
    def title() -> str:
        return _("Not sent")

    def enter(self, about: object = None) -> None:
        if isinstance(about, str):
            self._open(about)
        elif self._stack.currentWidget() is self._list:
            self._show_list()
        else:
            self._begin()

    def blank(self) -> None:
        self._standing = None
        self._list.clear()
        self._case.clear()
        self._edit.clear()
        self._stack.setCurrentWidget(self._list)

    def waits(self) -> int:
        return self._cures.count()

    def draft(self) -> Draft | None:
        if self._standing is None:
            return None
        journey = self._edit.journey  # None where no answers are being changed
        answers = None if journey is None else journey.answers
        if answers is None and not self._case.reason:
            return None
        return Draft(self._standing, answers, self._case.reason)

    def take_up(self, draft: object) -> None:
        if not isinstance(draft, Draft):
            return
        self._show_case(draft.standing)
        self._case.ask_for_reason(draft.reason)
        if draft.answers is not None and draft.standing.journey is not None:
            self._show_edit(_with(draft.standing.journey, draft.answers))

    # The list

    def _show_list(self) -> None:
        self._standing = None
        self._case.clear()
        self._edit.clear()
        self._stack.setCurrentWidget(self._list)
        self.later(partial(_listed, self._cures), self._show_rows)

    def _show_rows(self, found: Listed) -> None:
        self._list.show_rows(*found)
        if self.isVisible() and self._stack.currentWidget() is self._list:
            self._list.begin()

    def _take_back(self, cure: PendingRow) -> None:
        self.later(lambda: self._cures.undo(cure), self._taken_back)

    def _taken_back(self, outcome: Outcome) -> None:
        is_done = outcome is Outcome.DONE
        self.told.emit(_("Taken back: it is as it was.") if is_done else told(outcome))
        self.counted.emit()
        self._show_list()

    def _hurry(self, cure: PendingRow) -> None:
        self.later(lambda: self._cures.hurry(cure), self._hurried)

    def _hurried(self, outcome: Outcome) -> None:
        self.told.emit(
            _("It leaves now.") if outcome is Outcome.DONE else told(outcome)
        )
        self._show_list()

    # One of them

    def _open(self, receipt: str) -> None:
        self.later(lambda: self._cures.look(receipt), self._opened)

    def _opened(self, standing: Standing | None) -> None:
        if standing is None:
            self.told.emit(told(Outcome.GONE))
            self._show_list()
            return
        self._show_case(standing)

    def _show_case(self, standing: Standing) -> None:
        self._standing = standing
        service = None if standing.aside is None else standing.aside.service
        what = self._list.what(standing.opened.row.form, service)
        self._case.show_standing(standing, what)
        self._stack.setCurrentWidget(self._case)
        self._begin()

    def _do(self, remedy: Remedy, with_what: object) -> None:
        standing = self._standing
        if standing is None:
            return
        if remedy is Remedy.AMEND and standing.journey is not None:
            self._show_edit(standing.journey)
        elif remedy is Remedy.CLOSE and not str(with_what).strip():
            self.told.emit(_("Write the reason first."))
            self._case.ask_for_reason()
        else:
            looked = self._case.has_looked
            self._settle(_deed(self._cures, standing.opened, with_what, looked))

    def _settle(self, deed: Callable[[], Outcome]) -> None:
        """Do it in the background, and see who was quicker."""
        standing = self._standing
        assert standing is not None
        receipt, cures = standing.opened.receipt, self._cures

        def op() -> tuple[Outcome, str, Standing | None]:
            outcome = deed()
            if outcome is not Outcome.STALE:
                return outcome, "", None
            return outcome, cures.changed_by(receipt), cures.look(receipt)

        self.later(op, self._settled)

    def _settled(self, came: tuple[Outcome, str, Standing | None]) -> None:
        outcome, colleague, now = came
        self.counted.emit()
        if outcome is not Outcome.STALE or self._stack.currentWidget() is self._case:
            self.told.emit(told(outcome, colleague))
        if outcome is Outcome.DONE or outcome is Outcome.GONE:
            self._show_list()
        elif now is not None:
            self._come_late(now, colleague)

    # Its answers

    def _amend(self, journey: Journey) -> None:
        standing = self._standing
        if standing is None:
            return
        missing = lacking(journey)
        if missing:
            title = self.bench.scene.say(missing[0].title)
            self.told.emit(_("Still to be answered: {question}").format(question=title))
            return
        cures, case, looked = self._cures, standing.opened, self._case.has_looked
        self._settle(lambda: cures.amend(case, journey.answers, looked))

    def _come_late(self, now: Standing, colleague: str) -> None:
        """A colleague was quicker: nothing typed is lost, and both stand side by side."""
        mine, seen = self._edit.journey, self._standing
        is_edited = self._stack.currentWidget() is self._edit
        if not is_edited or mine is None or now.journey is None:
            self._show_case(now)
            return
        self._standing = now
        merged = _merged(seen, mine, now.journey)
        self._edit.show_both(merged, now.journey.told, colleague)

    def _show_edit(self, journey: Journey) -> None:
        self._edit.show_answers(journey)
        self._stack.setCurrentWidget(self._edit)
        self._edit.begin()

    def _leave_edit(self) -> None:
        if self._standing is not None:
            self._edit.clear()
            self._show_case(self._standing)

    def _begin(self) -> None:
        shown = self._stack.currentWidget()
        if shown is self._case:
            self._case.begin()
        elif shown is self._edit:
            self._edit.begin()


def _with(journey: Journey, answers: Answers) -> Journey:
    return Journey(journey.form, journey.places, answers, reply=journey.reply)


def _listed(cures: Cures) -> Listed:
    return cures.listed(), [(one, cures.left_s(one)) for one in cures.pending()]


def _deed(
    cures: Cures, case: Opened, with_what: object, looked: bool
) -> Callable[[], Outcome]:
    """Return what is done: to a destination, for a reason, or once more."""
    if isinstance(with_what, Destination):
        return partial(cures.reroute, case, with_what, looked)
    if isinstance(with_what, str):
        return partial(cures.close, case, with_what, looked)
    return partial(cures.again, case, looked)


def _merged(seen: Standing | None, mine: Journey, theirs: Journey) -> Journey:
    """What somebody typed, in what a colleague has made of all else meanwhile."""
    before = {} if seen is None or seen.journey is None else seen.journey.answers
    typed = {
        one: answer for one, answer in mine.answers.items() if answer != before.get(one)
    }
    return _with(theirs, {**theirs.answers, **typed})
