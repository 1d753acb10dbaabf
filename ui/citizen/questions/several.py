"""Several choices, or none."""

from i18n import _
from kiosk.forms import Answer, Several
from ui.citizen.questions.asked import Asked, QuestionScreen
from ui.citizen.questions.choice import option_tile
from ui.screen import Action, Scene
from ui.widgets.tile import Shape, Tile


class SeveralScreen(QuestionScreen):
    """A touch chooses, another leaves; the action goes on."""

    name = "several"

    def __init__(self, scene: Scene, asked: Asked) -> None:
        super().__init__(scene, asked)
        before = asked.journey.answer_here or ()
        self._tiles: list[Tile] = []
        for option in asked.question.choices():
            tile = option_tile(option, scene)
            tile.make_choosable(scene.picture("check"))
            tile.setChecked(option.id in before)
            self._tiles.append(tile)
        self.lay(self._tiles, Shape.CARD)
        self._hold_to_most()

    def action(self) -> Action:
        return Action(_("Go on"))

    def act(self) -> None:
        self.answered.emit(self.partial())

    def partial(self) -> Answer:
        return tuple(tile.objectName() for tile in self._tiles if tile.isChecked())

    def restore(self, partial: Answer) -> None:
        for tile in self._tiles:
            tile.setChecked(tile.objectName() in partial)
        self._hold_to_most()

    def touched(self, name: str) -> None:
        self._hold_to_most()

    def _hold_to_most(self) -> None:
        question = self.asked.question
        full = isinstance(question, Several) and len(self.partial()) >= question.most
        for tile in self._tiles:
            tile.setEnabled(tile.isChecked() or not full)
