"""A form on one page: a field for each question asked, as answers open and close them."""

from collections.abc import Callable, Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from i18n import _
from kiosk.forms import (
    Answer,
    Date,
    Email,
    Kind,
    Number,
    Phone,
    Photo,
    Place,
    Voice,
    Words,
)
from kiosk.journey import Journey
from kiosk.office.sheet import passed_over, put
from ui.desk.attach import CHOOSE, DROP, SCAN, FilesField
from ui.desk.fields import (
    Field,
    Means,
    OptionsField,
    PlaceField,
    TypedField,
    WordsField,
)
from ui.desk.parts import shortcut


class Sheet(QScrollArea):
    """What a clerk fills in."""

    changed = Signal()
    """Other questions are asked now."""
    finished = Signal()
    """Enter on the last of them."""

    def __init__(self, means: Means) -> None:
        super().__init__()
        self.setObjectName("desk-sheet")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._means = means
        self._journey: Journey | None = None
        self._hidden: frozenset[str] = frozenset()
        self._fields: dict[str, Field] = {}
        self._paper = QWidget()
        self._paper.setObjectName("desk-page")
        self._column = QVBoxLayout(self._paper)
        side = means.scene.theme.px(1)
        self._column.setContentsMargins(0, side, 0, side)
        self._column.setSpacing(means.scene.theme.px(3))
        self._column.addStretch(1)
        self.setWidget(self._paper)
        # What an answer has opened is laid out later: then there is more to see.
        self.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)
        for keys, do in (
            (CHOOSE, FilesField.choose),
            (SCAN, FilesField.scan),
            (DROP, FilesField.drop),
        ):
            shortcut(keys, self).activated.connect(self._doer(do))

    @property
    def journey(self) -> Journey | None:
        """What is filled in so far; None where no form is open."""
        return self._journey

    @property
    def fields(self) -> tuple[Field, ...]:
        """Those that are asked now, in their order."""
        asked = self._journey.asked if self._journey else ()
        return tuple(
            self._fields[one.id] for one in asked if one.id not in self._hidden
        )

    def open(self, journey: Journey, hidden: Collection[str] = ()) -> None:
        """Show a form; `hidden` are questions that are answered elsewhere."""
        self.clear()
        self._journey, self._hidden = journey, frozenset(hidden)
        self._arrange()
        for id_, answer in journey.answers.items():
            if id_ in self._fields:
                self._fields[id_].restore(answer)

    def clear(self) -> None:
        """Show no form, and keep no word of the last."""
        self._journey = None
        for one in self._fields.values():
            one.restore(())
            self._column.removeWidget(one)
            one.hide()
            one.deleteLater()
        self._fields.clear()

    def go_to_first(self) -> None:
        """Put the cursor into the first that has no answer."""
        told = self._journey.told if self._journey else {}
        fields = self.fields
        left = [one for one in fields if not told.get(one.question.id)]
        for one in (left or fields)[:1]:
            one.target.setFocus()

    def checked(self) -> Journey | None:
        """Return it, complete; None where something is wrong or missing, which is said
        beside the first such field."""
        if self._journey is None:
            return None
        whole = passed_over(self._journey)
        for one in self.fields:
            missing = one.question.id not in whole.answers
            trouble = one.trouble() or (
                _("This has to be answered.") if missing else ""
            )
            if trouble:
                one.complain(trouble)
                one.target.setFocus()
                self.ensureWidgetVisible(one)
                return None
        return whole if whole.complete else None

    def _doer(self, do: Callable[[FilesField], None]) -> Callable[[], None]:
        def act() -> None:
            there = [one for one in self.fields if isinstance(one, FilesField)]
            there.sort(key=lambda one: not one.target.hasFocus())
            for one in there[:1]:
                do(one)

        return act

    def _arrange(self) -> None:
        if self._journey is None:
            return
        asked = [one for one in self._journey.asked if one.id not in self._hidden]
        order = [one.id for one in self._journey.form.questions]
        for question in asked:
            if question.id not in self._fields:
                field = make_field(question, self._means)
                field.answered.connect(self._answerer(question.id))
                field.done.connect(self._goer(question.id))
                before = [
                    one
                    for one in self._fields
                    if order.index(one) < order.index(question.id)
                ]
                self._column.insertWidget(len(before), field)
                self._fields[question.id] = field
        ids = {one.id for one in asked}
        for id_, field in self._fields.items():
            field.setVisible(id_ in ids)

    def _keep_in_sight(self) -> None:
        for one in self.fields:
            if one.target.hasFocus():
                self.ensureWidgetVisible(one)

    def _answerer(self, question_id: str) -> Callable[[Answer], None]:
        def answer(given: Answer) -> None:
            if self._journey is None:
                return
            before = self._journey.asked
            self._journey = put(self._journey, question_id, given)
            if self._journey.asked != before:
                self._arrange()
                self.changed.emit()

        return answer

    def _goer(self, question_id: str) -> Callable[[], None]:
        def go() -> None:
            ids = [one.question.id for one in self.fields]
            at = ids.index(question_id) + 1 if question_id in ids else len(ids)
            if at >= len(ids):
                self.finished.emit()
                return
            self.fields[at].target.setFocus()
            self._keep_in_sight()

        return go


def make_field(question: Kind, means: Means) -> Field:
    """Return the field of a question's kind."""
    if isinstance(question, Place):
        return PlaceField(question, means)
    if isinstance(question, Words):
        return WordsField(question, means)
    if isinstance(question, Number | Date | Phone | Email):
        return TypedField(question, means)
    if isinstance(question, Photo | Voice):
        return FilesField(question, means)
    return OptionsField(question, means)
