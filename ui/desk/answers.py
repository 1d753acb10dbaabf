"""The answers of a report, to be changed by keyboard; beside a colleague's, to be merged."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from i18n import _
from kiosk.forms import (
    Answer,
    Answers,
    Choice,
    Date,
    Email,
    Kind,
    Number,
    Phone,
    Rating,
    Words,
    YesNo,
)
from kiosk.journey import Journey
from ui.desk.parts import label
from ui.screen import Scene

_ONE_OF = Choice | YesNo | Rating
_TYPED = Words | Number | Date | Phone | Email


class AnswersForm(QWidget):
    """A row a question that is asked. What another answer leads away from is not lost: it
    stands again when one goes back."""

    changed = Signal()

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._journey: Journey | None = None
        self._theirs: Answers | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(scene.theme.px(4))
        self._grid.setVerticalSpacing(scene.theme.px(2))
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 2)

    @property
    def journey(self) -> Journey | None:
        """What stands there now."""
        return self._journey

    def show_answers(self, journey: Journey, theirs: Answers | None = None) -> None:
        """Show these, beside those of a colleague if anything was changed by one."""
        self._journey, self._theirs = journey, theirs
        self._lay()

    def clear(self) -> None:
        """Nothing of it may be left."""
        self._journey = self._theirs = None
        while (item := self._grid.takeAt(0)) is not None:
            piece = item.widget()
            if piece is not None:
                piece.hide()
                piece.setParent(None)
                piece.deleteLater()

    def begin(self) -> None:
        """Put the cursor into the first answer that can be changed; beside a colleague's,
        into the first on which they differ."""
        fields = [self._at(row) for row in range(self._grid.rowCount())]
        answers = [one for one in fields if one and one.objectName() == "answer"]
        differ = [one for one in answers if one.property("differs")]
        for one in (differ or answers)[:1]:
            _enter(one)

    # Building

    def _lay(self) -> None:
        journey, theirs = self._journey, self._theirs
        self.clear()
        self._journey, self._theirs = journey, theirs
        if journey is None:
            return
        if theirs is not None:
            for at, words in enumerate((_("Question"), _("Yours"), _("Theirs"))):
                self._grid.addWidget(label(words, "desk-label"), 0, at)
        asked = journey.asked
        for row, question in enumerate(self._shown(journey), 1):
            self._grid.addWidget(
                label(self._scene.say(question.title), "desk-label"), row, 0
            )
            field = self._field(question) if question in asked else label("–")
            self._grid.addWidget(field, row, 1)
            if theirs is not None:
                self._lay_theirs(row, question, theirs.get(question.id, ()))

    def _shown(self, journey: Journey) -> list[Kind]:
        """The questions of either of the two, in the form's order."""
        asked, theirs = journey.asked, self._theirs or {}
        return [
            one for one in journey.form.questions if one in asked or one.id in theirs
        ]

    def _lay_theirs(self, row: int, question: Kind, answer: Answer) -> None:
        assert self._journey is not None
        said = self._said(question, answer)
        if answer == self._journey.answers.get(question.id, ()):
            self._grid.addWidget(label(said, "desk-hint"), row, 2)
            return
        field = self._at(row)
        if field is not None:
            field.setProperty("differs", True)
        take = QPushButton(said or "–")
        take.setProperty("kind", "desk")
        take.setAccessibleName(_("Take theirs: {answer}").format(answer=said))
        take.clicked.connect(self._taker(question, answer))
        self._grid.addWidget(take, row, 2)

    def _taker(self, question: Kind, answer: Answer) -> Callable[[], None]:
        def take() -> None:
            self._set(question, answer)
            self._lay()
            self._focus(question.id)

        return take

    def _field(self, question: Kind) -> QWidget:
        assert self._journey is not None
        answer = self._journey.answers.get(question.id, ())
        if isinstance(question, _ONE_OF):
            field: QWidget = self._choice(question, answer)
        elif isinstance(question, Words):
            field = self._long(question, answer)
        elif isinstance(question, _TYPED):
            field = self._line(question, answer)
        else:
            return label(self._said(question, answer) or "–")
        field.setObjectName("answer")
        field.setAccessibleName(self._scene.say(question.title))
        return field

    def _choice(self, question: Choice | YesNo | Rating, answer: Answer) -> QComboBox:
        field = QComboBox()
        if answer == ():
            field.addItem("–", ())
        for option in question.choices():
            field.addItem(self._scene.say(option.label), (option.id,))
            if answer == (option.id,):
                field.setCurrentIndex(field.count() - 1)

        def chosen(at: int) -> None:
            self._set(question, tuple(field.itemData(at)))
            self._lay()
            self._focus(question.id)

        field.activated.connect(chosen)
        return field

    def _line(self, question: _TYPED, answer: Answer) -> QLineEdit:
        field = QLineEdit("".join(answer))

        def typed(text: str) -> None:
            self._set(question, question.tidied(text))

        field.textEdited.connect(typed)
        return field

    def _long(self, question: Words, answer: Answer) -> QPlainTextEdit:
        field = QPlainTextEdit("".join(answer))
        field.setTabChangesFocus(True)
        field.setFixedHeight(self._scene.theme.px(22))

        def typed() -> None:
            self._set(question, question.tidied(field.toPlainText()))

        field.textChanged.connect(typed)
        return field

    def _set(self, question: Kind, answer: Answer) -> None:
        assert self._journey is not None
        answers = {**self._journey.answers, question.id: answer}
        if not answer and question.needs_answer:
            del answers[question.id]
        self._journey = replace(self._journey, answers=answers)
        self.changed.emit()

    def _focus(self, question_id: str) -> None:
        assert self._journey is not None
        rows = [one.id for one in self._shown(self._journey)]
        field = self._at(rows.index(question_id) + 1)
        if field is not None:
            _enter(field)

    def _at(self, row: int) -> QWidget | None:
        item = self._grid.itemAtPosition(row, 1)
        return None if item is None else item.widget()

    def _said(self, question: Kind, answer: Answer) -> str:
        assert self._journey is not None
        if not answer:
            return ""
        pieces = question.says(answer, self._journey.places)
        return ", ".join(self._scene.say(one) for one in pieces)


def _enter(field: QWidget) -> None:
    """Put the cursor into a field that may have been made a moment ago: its layout would
    show it later, and until then it takes no focus."""
    field.show()
    field.setFocus()
