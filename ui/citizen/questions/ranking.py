"""First, second, third: in the order of touching."""

from msgspec.structs import replace

from i18n import _
from kiosk.forms import Answer, Ranking
from ui.citizen.questions.asked import Asked, QuestionScreen
from ui.citizen.questions.choice import option_tile
from ui.screen import Action, Heading, Scene
from ui.widgets.tile import Shape, Tile


class RankingScreen(QuestionScreen):
    """A touch gives the next place, another takes it away and the rest move up."""

    name = "ranking"

    def __init__(self, scene: Scene, asked: Asked) -> None:
        super().__init__(scene, asked)
        assert isinstance(asked.question, Ranking)
        self._most = asked.question.most
        self._order: list[str] = list(asked.journey.answer_here or ())
        self._tiles: list[Tile] = []
        for option in asked.question.choices():
            tile = option_tile(option, scene)
            tile.make_ranked()
            self._tiles.append(tile)
        self.lay(self._tiles, Shape.CARD)
        self._show()

    def heading(self) -> Heading:
        if not self._order:
            hint = _("Choose first what matters most to you")
        elif len(self._order) < self._most:
            hint = _("Choose what comes next, or go on")
        else:
            hint = _("To change it, choose one again")
        return replace(super().heading(), hint=hint)

    def action(self) -> Action:
        return Action(_("Go on"))

    def act(self) -> None:
        if self._order or not self.asked.question.needs_answer:
            self.answered.emit(self.partial())
        else:
            self.say_missing(_("Choose what matters most to you first."))

    def partial(self) -> Answer:
        return tuple(self._order)

    def restore(self, partial: Answer) -> None:
        self._order = list(partial)
        self._show()

    def touched(self, name: str) -> None:
        if name in self._order:
            self._order.remove(name)
        elif len(self._order) < self._most:
            self._order.append(name)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        for tile in self._tiles:
            name = tile.objectName()
            place = self._order.index(name) + 1 if name in self._order else None
            tile.show_place(place)
            tile.setEnabled(place is not None or len(self._order) < self._most)
