"""May we? What for, in plain words, and two answers of equal weight."""

from kiosk.forms import Consent
from ui.citizen.questions.asked import Asked
from ui.citizen.questions.choice import ChoiceScreen
from ui.screen import Said, Scene
from ui.widgets.card import Card, Line


class ConsentScreen(ChoiceScreen):
    """What is done with it stands above the two answers."""

    name = "consent"

    def __init__(self, scene: Scene, asked: Asked) -> None:
        super().__init__(scene, asked)
        assert isinstance(asked.question, Consent)
        words = scene.say(asked.question.explains)
        self._explains = Card(Line(scene.picture("consent"), words), scene.theme)
        self._column.setSpacing(scene.theme.px(7))
        self._column.insertWidget(0, self._explains)
        self._explains.setVisible(bool(words))  # only now: it would be a window before

    def spoken(self) -> tuple[Said, ...]:
        explained = [Said(words.text(), words) for words in self._explains.lines]
        return (*explained, *super().spoken())
