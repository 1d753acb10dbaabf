"""What could not be sent: the list, one of them, its answers to be changed and merged."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QWidget

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
from ui.desk.answers import AnswersForm
from ui.desk.asides import AsideList
from ui.desk.page import Bench, Page
from ui.desk.parts import button, column, label
from ui.desk.reasons import told
from ui.desk.standing import StandingView


@dataclass(frozen=True)
class Draft:
    """What is typed and not kept yet."""

    standing: Standing
    answers: Answers | None
    """None: they are not being changed."""
    reason: str


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
        self._form = AnswersForm(bench.scene)
        self._edit = self._build_edit()
        for one in (self._list, self._case, self._edit):
            self._stack.addWidget(one)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    @staticmethod
    def title() -> str:
        return _("Could not be sent")

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
        self._form.clear()
        self._stack.setCurrentWidget(self._list)

    def waits(self) -> int:
        return self._cures.count()

    def draft(self) -> Draft | None:
        if self._standing is None:
            return None
        journey = self._form.journey
        is_edited = self._stack.currentWidget() is self._edit and journey is not None
        answers = journey.answers if is_edited and journey is not None else None
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
        self._form.clear()
        self._stack.setCurrentWidget(self._list)
        cures = self._cures

        def look() -> tuple[tuple[Aside, ...], list[tuple[PendingRow, float]]]:
            pending = [(one, cures.left_s(one)) for one in cures.pending()]
            return cures.listed(), pending

        self.later(look, self._show_rows)

    def _show_rows(
        self, found: tuple[tuple[Aside, ...], list[tuple[PendingRow, float]]]
    ) -> None:
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
        cures, case, looked = self._cures, standing.opened, self._case.has_looked
        if remedy is Remedy.AMEND and standing.journey is not None:
            self._show_edit(standing.journey)
        elif remedy is Remedy.AGAIN:
            self._settle(lambda: cures.again(case, looked))
        elif remedy is Remedy.CLOSE:
            why = str(with_what)
            if not why.strip():
                self.told.emit(_("Write the reason first."))
                self._case.ask_for_reason()
                return
            self._settle(lambda: cures.close(case, why, looked))
        elif isinstance(with_what, Destination):
            to = with_what
            self._settle(lambda: cures.reroute(case, to, looked))

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

    def _build_edit(self) -> QWidget:
        theme = self.bench.scene.theme
        made = QWidget()
        page = column(made, theme)
        page.addWidget(label(_("Change the answers"), "desk-title"))
        self._late = label("", "desk-alert")
        page.addWidget(self._late)
        around = QScrollArea()
        around.setWidgetResizable(True)
        inner = QWidget()
        inner.setObjectName("desk-page")
        rows = column(inner, theme)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._form)
        rows.addStretch(1)
        around.setWidget(inner)
        page.addWidget(around, 1)
        foot = QHBoxLayout()
        keep = button(_("Keep and send"), "Ctrl+Return", "desk-main")
        keep.clicked.connect(self._amend)
        back = button(_("Back"), "Esc", "desk-quiet")
        back.clicked.connect(self._leave_edit)
        for piece in (keep, back):
            foot.addWidget(piece)
        foot.addStretch(1)
        page.addLayout(foot)
        return made

    def _show_edit(self, journey: Journey, theirs: Answers | None = None) -> None:
        self._form.show_answers(journey, theirs)
        self._stack.setCurrentWidget(self._edit)
        self._late.setVisible(theirs is not None)
        self._form.begin()

    def _amend(self) -> None:
        standing, journey = self._standing, self._form.journey
        if standing is None or journey is None:
            return
        missing = lacking(journey)
        if missing:
            title = self.bench.scene.say(missing[0].title)
            self.told.emit(_("Still to be answered: {question}").format(question=title))
            return
        cures, looked = self._cures, self._case.has_looked
        answers = journey.answers
        self._settle(lambda: cures.amend(standing.opened, answers, looked))

    def _come_late(self, now: Standing, colleague: str) -> None:
        """A colleague was quicker: nothing typed is lost, and both stand side by side."""
        mine, seen = self._form.journey, self._standing
        is_edited = self._stack.currentWidget() is self._edit
        if not is_edited or mine is None or now.journey is None:
            self._show_case(now)
            return
        before = {} if seen is None or seen.journey is None else seen.journey.answers
        changed = {
            one: answer
            for one, answer in mine.answers.items()
            if answer != before.get(one)
        }
        theirs = now.journey.answers
        self._standing = now
        self._late.setText(
            _(
                "{name} has changed this meanwhile. Choose what holds, then keep it."
            ).format(name=colleague or _("A colleague"))
        )
        merged = _with(now.journey, {**theirs, **changed})
        self._show_edit(merged, now.journey.told)

    def _leave_edit(self) -> None:
        if self._standing is not None:
            self._form.clear()
            self._show_case(self._standing)

    def _begin(self) -> None:
        shown = self._stack.currentWidget()
        if shown is self._case:
            self._case.begin()
        elif shown is self._edit:
            self._form.begin()


def _with(journey: Journey, answers: Answers) -> Journey:
    return Journey(journey.form, journey.places, answers, reply=journey.reply)
