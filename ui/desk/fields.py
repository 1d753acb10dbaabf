"""The questions of a form as fields of a desk: each kind's, beside its title."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from i18n import _, ngettext
from kiosk.forms import (
    Answer,
    Budget,
    Consent,
    Date,
    Email,
    Kind,
    Number,
    Phone,
    Place,
    Ranking,
    Several,
    Statement,
    Words,
)
from kiosk.media import Captured
from kiosk.office.days import read_day
from kiosk.office.taxonomy import Spotted
from kiosk.places import Gazetteer, Text
from kiosk.question import tidy
from ui.capture import Darkroom
from ui.desk.options import How, Options
from ui.desk.parts import label
from ui.desk.seek import Hit, Seek
from ui.screen import Scene

MOST_TYPED: Final = 20_000
"""Signs; whatever is pasted, no more of it is looked at."""

TITLE_MM: Final = 50
"""How wide the column of titles is."""


class Means(msgspec.Struct, frozen=True):
    """What fields work with."""

    scene: Scene
    gazetteer: Gazetteer
    find_places: Callable[[str], Sequence[Spotted]]
    today: Callable[[], date]
    darkroom: Callable[[], Darkroom]
    """Makes photos and voice notes small; begun when the first is attached."""
    later: Callable[[Callable[[], Any], Callable[..., None]], None]
    """Touches the disk off the drawing thread."""
    captured: dict[str, Captured]
    """What was attached, by its id."""
    scans: str = ""
    """The folder of the scanner; '' where there is none."""

    def say(self, names: Sequence[Text]) -> str:
        """Say a place in one line."""
        return ", ".join(self.scene.say(one) for one in names)


class Field(QFrame):
    """A question, its answer, and what is wrong with it."""

    answered = Signal(object)
    """The answer now; () takes it back."""
    done = Signal()
    """Go on to what comes next."""

    def __init__(self, question: Kind, means: Means, explains: str = "") -> None:
        super().__init__()
        self.setObjectName("desk-field")
        self.question = question
        self.means = means
        self._wrong = label("", "desk-alert")
        self._wrong.hide()
        theme = means.scene.theme
        self.title = means.scene.say(question.title)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        left = QVBoxLayout()
        left.setContentsMargins(0, theme.px(1.6), 0, 0)
        left.setSpacing(theme.px(1))
        title = label(self.title)
        title.setFixedWidth(theme.px(TITLE_MM))
        left.addWidget(title)
        left.addStretch(1)
        row.addLayout(left)
        self.column = QVBoxLayout()
        self.column.setSpacing(theme.px(1))
        row.addLayout(self.column, 1)
        if explains:
            self.column.addWidget(label(explains, "desk-hint"))

    @property
    def target(self) -> QWidget:
        """What takes the keyboard."""
        raise NotImplementedError

    def restore(self, answer: Answer) -> None:
        """Show an answer that was given before."""
        raise NotImplementedError

    def trouble(self) -> str:
        """Say what is wrong with what stands there; '' when nothing is."""
        return ""

    def complain(self, sentence: str) -> None:
        """Say beside the field what is wrong, or '' that nothing is any more."""
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        self.target.setAccessibleDescription(sentence)

    def finish(self, control: QWidget) -> None:
        """Put the control there, and under it what is wrong."""
        self.column.addWidget(control)
        self.column.addWidget(self._wrong)


class OptionsField(Field):
    """What is chosen."""

    def __init__(self, question: Kind, means: Means) -> None:
        super().__init__(question, means, _explained(question, means))
        self._options = Options(
            _listed(question, means), _how(question), self.title, means.scene.theme
        )
        self._options.allows = self._may
        self._options.chosen.connect(self.answered)
        self._options.done.connect(self.done)
        self.finish(self._options)

    @property
    def target(self) -> QWidget:
        return self._options

    def restore(self, answer: Answer) -> None:
        self._options.show_answer(answer)

    def _may(self, answer: Answer) -> bool:
        asked = self.question
        fits = not answer or asked.accepts(answer, self.means.gazetteer)
        self.complain("" if fits else _too_much(asked))
        return fits


class TypedField(Field):
    """A line that is typed."""

    def __init__(self, question: Kind, means: Means) -> None:
        super().__init__(question, means)
        self._line = QLineEdit()
        self._line.setAccessibleName(self.title)
        self._line.setMaxLength(MOST_TYPED)
        self._line.textEdited.connect(self._tell)
        self._line.returnPressed.connect(self._go_on)
        self._line.editingFinished.connect(lambda: self.complain(self.trouble()))
        if isinstance(question, Number) and question.unit:
            self._line.setPlaceholderText(means.scene.say(question.unit))
        if isinstance(question, Date):
            self._line.setPlaceholderText(_("day/month, or 0 for today"))
        self.finish(self._line)

    @property
    def target(self) -> QWidget:
        return self._line

    def restore(self, answer: Answer) -> None:
        said = self.question.says(answer, self.means.gazetteer) if answer else ()
        is_date = isinstance(self.question, Date)
        shown = "".join(one.get("", "") for one in said) if is_date else "".join(answer)
        self._line.setText(shown)
        self.complain("")

    def trouble(self) -> str:
        typed = self._line.text().strip()
        return _not_so(self.question, self.means) if typed and not self._read() else ""

    def _read(self) -> Answer:
        typed, asked = self._line.text(), self.question
        if isinstance(asked, Date):
            today = self.means.today()
            day = read_day(typed[:100], today)
            first, last = asked.days(today)
            return (day.isoformat(),) if day and first <= day <= last else ()
        assert isinstance(asked, Number | Phone | Email)
        answer = asked.tidied(typed)
        whole = isinstance(asked, Email) or all(
            one.isdecimal() or one in "+-/(). " for one in typed
        )
        fits = whole and bool(answer) and asked.takes(answer, self.means.gazetteer)
        return answer if fits else ()

    def _tell(self) -> None:
        self.complain("")
        self.answered.emit(self._read())

    def _go_on(self) -> None:
        if not self.trouble():
            self.done.emit()


class WordsField(Field):
    """In their words; Enter goes on, Shift+Enter begins a line."""

    def __init__(self, question: Words, means: Means) -> None:
        super().__init__(question, means)
        self._longest = question.longest
        self._read = question.tidied
        self._text = QPlainTextEdit()
        self._text.setAccessibleName(self.title)
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(means.scene.theme.px(20))
        self._text.installEventFilter(self)
        self._text.textChanged.connect(self._tell)
        self.finish(self._text)

    @property
    def target(self) -> QWidget:
        return self._text

    def restore(self, answer: Answer) -> None:
        self._text.blockSignals(True)
        self._text.setPlainText("".join(answer))
        self._text.blockSignals(False)
        self.complain("")

    def trouble(self) -> str:
        typed = self._text.toPlainText()
        over = len(tidy(typed[:MOST_TYPED], MOST_TYPED)) - self._longest
        if len(typed) > MOST_TYPED or over > 0:
            return ngettext(
                "{count} letter too many: {most} fit here.",
                "{count} letters too many: {most} fit here.",
                over,
            ).format(count=max(over, len(typed) - self._longest), most=self._longest)
        return ""

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            ends = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if ends and plain:
                self.done.emit()
                return True
        return False

    def _tell(self) -> None:
        trouble = self.trouble()
        typed = self._text.toPlainText()
        kept = "" if trouble else "".join(self._read(typed))
        lost = not trouble and kept != typed.strip() and _has_signs_lost(typed)
        self.complain(
            trouble or (_("Signs that nobody can read are left out.") if lost else "")
        )
        self.answered.emit(() if trouble else self._read(typed))


class PlaceField(Field):
    """A village, a landmark or a lamp, by a few letters of its name."""

    def __init__(self, question: Place, means: Means) -> None:
        super().__init__(question, means)
        self._named = ""
        self._seek = Seek(self._found, self.title, means.scene.theme)
        self._seek.chosen.connect(self._take)
        self._seek.edited.connect(self._edit)
        self._seek.entered.connect(self._go_on)
        self._seek.line.setPlaceholderText(
            _("A few letters of the village or the place")
        )
        self.finish(self._seek)

    @property
    def target(self) -> QWidget:
        return self._seek.line

    def restore(self, answer: Answer) -> None:
        says = self.question.says(answer, self.means.gazetteer) if answer else ()
        self._named = self.means.say(says)
        self._seek.show_text(self._named)
        self.complain("")

    def trouble(self) -> str:
        typed = self._seek.line.text()
        is_chosen = not typed.strip() or typed == self._named
        return "" if is_chosen else _("Choose a place from the list.")

    def _found(self, typed: str) -> list[Hit]:
        found = self.means.find_places(typed)
        return [Hit(self.means.say(one.names), one) for one in found]

    def _take(self, spotted: Spotted) -> None:
        self.restore(spotted.answer)
        self.answered.emit(spotted.answer)
        self.done.emit()

    def _edit(self, _typed: str) -> None:
        self.complain("")
        if self._named:
            self._named = ""
            self.answered.emit(())

    def _go_on(self, _typed: str) -> None:
        trouble = self.trouble()
        self.complain(trouble)
        if not trouble:
            self.done.emit()


def _explained(question: Kind, means: Means) -> str:
    if isinstance(question, Statement):
        return "\n".join(means.scene.say(one) for one in question.text)
    return means.scene.say(question.explains) if isinstance(question, Consent) else ""


def _listed(question: Kind, means: Means) -> list[tuple[str, str]]:
    if isinstance(question, Statement):
        return [("read", _("They have heard or read it"))]
    say = means.scene.say
    if isinstance(question, Budget):
        return [(one.id, f"{say(one.label)}, {one.cost} €") for one in question.options]
    return [(one.id, say(one.label)) for one in question.choices()]


def _how(question: Kind) -> How:
    if isinstance(question, Ranking):
        return How.RANKED
    return How.SEVERAL if isinstance(question, Several | Budget) else How.ONE


def _too_much(question: Kind) -> str:
    if isinstance(question, Budget):
        return _("Together they cost more than the {total} € there are.").format(
            total=question.total
        )
    most = question.most if isinstance(question, Several | Ranking) else 1
    return ngettext(
        "Only {count} may be chosen.", "Only {count} may be chosen, no more.", most
    ).format(count=most)


def _not_so(question: Kind, means: Means) -> str:
    if isinstance(question, Number):
        return _("A whole number from {least} to {most} is asked.").format(
            least=question.least, most=question.most
        )
    if isinstance(question, Phone):
        return _("A telephone number has ten digits, or begins with +.")
    if isinstance(question, Email):
        return _("This is no mail address.")
    assert isinstance(question, Date)
    first, last = question.days(means.today())
    return _("A day from {first} to {last} is asked, such as 4/5.").format(
        first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}"
    )


def _has_signs_lost(typed: str) -> bool:
    """Whether signs were left out, and not only spaces and breaks at the ends."""
    return len(tidy(typed, MOST_TYPED)) < len(typed.replace("\r\n", "\n").strip())
