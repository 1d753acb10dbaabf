"""One screen for each kind of question."""

from kiosk.forms import Choice, Kind, Place, Several
from ui.citizen.questions.asked import Asked, QuestionScreen
from ui.citizen.questions.choice import ChoiceScreen
from ui.citizen.questions.place import PlaceScreen
from ui.citizen.questions.several import SeveralScreen
from ui.screen import Scene

__all__ = ["SCREENS", "Asked", "QuestionScreen", "screen_for"]

SCREENS: dict[type[Kind], type[QuestionScreen]] = {
    Choice: ChoiceScreen,
    Several: SeveralScreen,
    Place: PlaceScreen,
}
"""By kind; a new kind adds its row."""


def screen_for(scene: Scene, asked: Asked) -> QuestionScreen:
    """Return the screen that asks this question."""
    return SCREENS[type(asked.question)](scene, asked)
