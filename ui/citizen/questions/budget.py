"""Spend a given sum: what is left is always said, and what it does not pay for waits."""

from msgspec.structs import replace

from i18n import _
from kiosk.forms import Answer, Budget, Option, Project
from ui.citizen.questions.asked import Asked, QuestionScreen
from ui.citizen.questions.choice import option_tile
from ui.figures import locale_of
from ui.screen import Action, Heading, Scene
from ui.widgets.tile import Shape, Tile


class BudgetScreen(QuestionScreen):
    """A touch pays for a project, another takes the money back."""

    name = "budget"

    def __init__(self, scene: Scene, asked: Asked) -> None:
        super().__init__(scene, asked)
        assert isinstance(asked.question, Budget)
        self._budget = asked.question
        before = asked.journey.answer_here or ()
        self._tiles: list[Tile] = []
        for project in self._budget.options:
            tile = option_tile(self._priced(project), scene)
            tile.make_choosable(scene.picture("check"))
            tile.setChecked(project.id in before)
            self._tiles.append(tile)
        self.lay(self._tiles, Shape.CARD)
        self._hold_to_total()

    def heading(self) -> Heading:
        left = self._euros(self._budget.total - self._budget.cost(self.partial()))
        total = self._euros(self._budget.total)
        hint = _("{left} left of {total}").format(left=left, total=total)
        return replace(super().heading(), hint=hint, urgent=True)

    def action(self) -> Action:
        return Action(_("Go on"))

    def act(self) -> None:
        if self.partial() or not self._budget.needs_answer:
            self.answered.emit(self.partial())
        else:
            self.say_missing(_("Choose what you would spend it on."))

    def partial(self) -> Answer:
        return tuple(tile.objectName() for tile in self._tiles if tile.isChecked())

    def restore(self, partial: Answer) -> None:
        for tile in self._tiles:
            tile.setChecked(tile.objectName() in partial)
        self._hold_to_total()

    def touched(self, name: str) -> None:
        self._hold_to_total()
        self.changed.emit()

    def _hold_to_total(self) -> None:
        left = self._budget.total - self._budget.cost(self.partial())
        for tile, project in zip(self._tiles, self._budget.options, strict=True):
            tile.setEnabled(tile.isChecked() or project.cost <= left)

    def _priced(self, project: Project) -> Option:
        return Option(
            id=project.id,
            label=project.label,
            icon=project.icon,
            hint={self.scene.language: self._euros(project.cost)},
            colour=project.colour,
        )

    def _euros(self, amount: int) -> str:
        return f"{locale_of(self.scene.language).toString(amount)}\N{NO-BREAK SPACE}€"
