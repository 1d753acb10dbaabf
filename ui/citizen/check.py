"""Is everything right? One card for each answer, and the one touch that sends."""

from PySide6.QtCore import Signal

from i18n import _
from kiosk.journey import Journey
from ui.screen import Action, Heading, Scene
from ui.tiles import TilesScreen
from ui.widgets.button import Face
from ui.widgets.tile import Shape, Tile


class CheckScreen(TilesScreen):
    """A touch on a card changes that answer; nothing is kept before the action."""

    name = "check"

    confirmed = Signal()
    change = Signal(str)
    """The id of the question to change."""

    def __init__(self, scene: Scene, journey: Journey) -> None:
        super().__init__(scene)
        self._journey = journey
        self.lay([self._card(question.id) for question in journey.asked], Shape.ROW)

    def heading(self) -> Heading:
        return Heading(
            _("Is everything right?"),
            _("To change something, touch it."),
            steps=self._journey.progress,
        )

    def action(self) -> Action:
        return Action(_("Send it"), "send")

    def act(self) -> None:
        self.confirmed.emit()

    def touched(self, name: str) -> None:
        self.change.emit(name)

    def _card(self, question_id: str) -> Tile:
        journey, scene = self._journey, self.scene
        question = journey.form.question(question_id)
        assert question is not None
        answer = journey.told[question_id]
        said = ", ".join(
            scene.say(piece) for piece in question.says(answer, journey.places)
        )
        picture, colour = question.picture(answer, journey.places)
        face = Face(
            said or _("Nothing more"),
            scene.say(question.title),
            scene.picture(picture),
            colour=colour,
            mark=scene.picture("change"),
        )
        tile = Tile(face, Shape.ROW, scene.theme, "title")
        tile.setObjectName(question_id)
        tile.setAccessibleName(f"{tile.accessibleName()}. {_('Change')}")
        return tile
