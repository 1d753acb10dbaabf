"""One choice: a touch picks it and goes on."""

from kiosk.forms import Option
from ui.citizen.questions.asked import Asked, QuestionScreen
from ui.screen import Scene
from ui.widgets.button import Face
from ui.widgets.tile import Shape, Tile


class ChoiceScreen(QuestionScreen):
    """Pictures with words; the one chosen before is marked when one comes back."""

    name = "choice"

    def __init__(self, scene: Scene, asked: Asked) -> None:
        super().__init__(scene, asked)
        before = asked.journey.answer_here or ()
        tiles = []
        for option in asked.question.choices():
            tile = option_tile(option, scene)
            tile.show_state("on", option.id in before)
            tiles.append(tile)
        self.lay(tiles, Shape.CARD)

    def touched(self, name: str) -> None:
        self.answered.emit((name,))


def option_tile(option: Option, scene: Scene, shape: Shape = Shape.CARD) -> Tile:
    """Return an option as a tile."""
    face = Face(
        scene.say(option.label),
        scene.say(option.hint),
        scene.picture(option.icon),
        colour=option.colour,
    )
    tile = Tile(face, shape, scene.theme)
    tile.setObjectName(option.id)
    return tile
