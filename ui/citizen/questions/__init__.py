"""One screen for each kind of question; they are loaded with the first of them, which a
kiosk that starts does not show yet."""

from collections.abc import Mapping

from kiosk.forms import Kind
from ui.citizen.questions.asked import Asked, QuestionScreen
from ui.screen import Scene

__all__ = ["Asked", "QuestionScreen", "screen_for", "screens"]


def screens() -> Mapping[type[Kind], type[QuestionScreen]]:
    """Return the screen of each kind."""
    from ui.citizen.questions.kinds import SCREENS  # noqa: PLC0415 -- with the first one

    return SCREENS


def screen_for(scene: Scene, asked: Asked) -> QuestionScreen:
    """Return the screen that asks this question."""
    return screens()[type(asked.question)](scene, asked)
