"""Something to read or hear, a page at a time, before one goes on."""

from collections.abc import Iterable

from i18n import _
from kiosk.forms import Answer, Statement
from ui.citizen.questions.asked import Asked, QuestionScreen
from ui.screen import Action, Scene
from ui.widgets.card import Card, Line
from ui.widgets.tile import Shape


class StatementScreen(QuestionScreen):
    """A card for each of its pages, two of them beside one another where there is room;
    the action goes on."""

    name = "statement"

    def __init__(self, scene: Scene, asked: Asked) -> None:
        super().__init__(scene, asked)
        question = asked.question
        assert isinstance(question, Statement)
        picture = scene.picture(question.icon)
        cards = [
            Card(Line(picture, scene.say(page)), scene.theme) for page in question.text
        ]
        self.lay(cards, Shape.ROW, most=2)

    def action(self) -> Action:
        return Action(_("Go on"))

    def offers(self) -> Iterable[Answer]:
        return [("read",)]

    def act(self) -> None:
        self.answered.emit(("read",))

    def touched(self, name: str) -> None:
        """A card cannot be touched."""
