"""How was it? Five faces in one line, from the worst to the best."""

from ui.citizen.questions.asked import Asked, QuestionScreen
from ui.citizen.questions.choice import option_tile
from ui.screen import Scene
from ui.widgets.tile import Shape

_ONE_LINE = 0.4  # width over height of a tile: five stand beside each other
_ONE_COLUMN = 9.0  # or under each other


class RatingScreen(QuestionScreen):
    """Faces with words; a touch answers."""

    name = "rating"

    def __init__(self, scene: Scene, asked: Asked) -> None:
        super().__init__(scene, asked)
        upright = scene.theme.panel.portrait
        shape = Shape.ROW if upright else Shape.CARD
        before = asked.journey.answer_here or ()
        tiles = []
        for option in asked.question.choices():
            tile = option_tile(option, scene, shape)
            tile.show_state("on", option.id in before)
            tiles.append(tile)
        self.lay(tiles, shape, ideal=_ONE_COLUMN if upright else _ONE_LINE)

    def touched(self, name: str) -> None:
        self.answered.emit((name,))
