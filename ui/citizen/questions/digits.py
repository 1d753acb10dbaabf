"""A number, or a telephone: on keys as a telephone has them."""

from collections.abc import Iterable

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from i18n import _
from kiosk.forms import Answer, Number, Phone
from ui.citizen.questions.asked import Asked, QuestionScreen
from ui.figures import figure
from ui.screen import Action, Heading, Said, Scene
from ui.widgets.button import Face
from ui.widgets.keypad import Keypad
from ui.widgets.words import Words

_LONGEST = 16


class DigitsScreen(QuestionScreen):
    """What was typed stands above the keys; what is wrong with it is said in the heading."""

    name = "digits"

    def __init__(self, scene: Scene, asked: Asked) -> None:
        super().__init__(scene, asked)
        question, theme = asked.question, scene.theme
        assert isinstance(question, Number | Phone)
        self._question = question
        self._typed = "".join(asked.journey.answer_here or ())
        field = QFrame(self)
        field.setProperty("kind", "card")
        self._shown = Words("", "code")
        self._shown.setWordWrap(False)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # A number is read from left to right in every language.
        self._shown.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        inside = QVBoxLayout(field)
        inside.addWidget(self._shown)
        erase = Face(_("Delete"), picture=scene.picture("backspace"))
        symbols = "1234567890" + ("+" if isinstance(question, Phone) else "")
        keypad = Keypad(symbols, erase, 3 if theme.panel.portrait else 6, theme)
        keypad.typed.connect(self._type)
        keypad.erased.connect(self._erase)
        self._column.setSpacing(theme.px(5))
        self._column.addWidget(field)
        self._column.addWidget(keypad, 1)
        self._show()

    def heading(self) -> Heading:
        heading, question = super().heading(), self._question
        if isinstance(question, Number) and question.unit and not heading.hint:
            return replace(heading, hint=self.scene.say(question.unit))
        return heading

    def action(self) -> Action:
        return Action(_("Go on"))

    def act(self) -> None:
        answer = self._question.tidied(self._typed)
        places = self.asked.journey.places
        if self._question.accepts(answer, places):
            self.answered.emit(answer)
        else:
            self.say_missing(self._wrong())

    def offers(self) -> Iterable[Answer]:
        return [self._question.tidied(self._typed), ()]

    def partial(self) -> Answer:
        return (self._typed,)

    def restore(self, partial: Answer) -> None:
        self._typed = partial[0] if partial else ""
        self._show()

    def spoken(self) -> tuple[Said, ...]:
        if not self._typed:
            return ()
        own = self._question.is_private
        spelt = isinstance(self._question, Phone)
        said = Said(self._typed, self._shown, private=True, own=own, spelt=spelt)
        return (said,)

    def takes_own(self) -> bool:
        return self._question.is_private

    def touched(self, name: str) -> None:
        """There are no tiles."""

    def _wrong(self) -> str:
        question = self._question
        if isinstance(question, Phone):
            return _("A telephone number has ten digits. Look at each one again.")
        return _("A number from {least} to {most}, please.").format(
            least=figure(question.least), most=figure(question.most)
        )

    def _type(self, symbol: str) -> None:
        if len(self._typed) < _LONGEST and (symbol != "+" or not self._typed):
            self._typed += symbol
            self._show()

    def _erase(self) -> None:
        self._typed = self._typed[:-1]
        self._show()

    def _show(self) -> None:
        self._shown.setText(self._typed or "·")
