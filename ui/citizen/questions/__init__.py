"""One screen for each kind of question."""

from kiosk.forms import (
    Budget,
    Choice,
    Consent,
    Date,
    Kind,
    Number,
    Phone,
    Photo,
    Place,
    Ranking,
    Rating,
    Several,
    Statement,
    Voice,
    YesNo,
)
from ui.citizen.questions.asked import Asked, QuestionScreen
from ui.citizen.questions.budget import BudgetScreen
from ui.citizen.questions.choice import ChoiceScreen
from ui.citizen.questions.consent import ConsentScreen
from ui.citizen.questions.date import DateScreen
from ui.citizen.questions.digits import DigitsScreen
from ui.citizen.questions.photo import PhotoScreen
from ui.citizen.questions.place import PlaceScreen
from ui.citizen.questions.ranking import RankingScreen
from ui.citizen.questions.rating import RatingScreen
from ui.citizen.questions.several import SeveralScreen
from ui.citizen.questions.statement import StatementScreen
from ui.citizen.questions.voice import VoiceScreen
from ui.screen import Scene

__all__ = ["SCREENS", "Asked", "QuestionScreen", "screen_for"]

SCREENS: dict[type[Kind], type[QuestionScreen]] = {
    Budget: BudgetScreen,
    Choice: ChoiceScreen,
    Consent: ConsentScreen,
    Date: DateScreen,
    Number: DigitsScreen,
    Phone: DigitsScreen,
    Photo: PhotoScreen,
    Place: PlaceScreen,
    Ranking: RankingScreen,
    Rating: RatingScreen,
    Several: SeveralScreen,
    Statement: StatementScreen,
    Voice: VoiceScreen,
    YesNo: ChoiceScreen,
}
"""By kind; a new kind adds its row."""


def screen_for(scene: Scene, asked: Asked) -> QuestionScreen:
    """Return the screen that asks this question."""
    return SCREENS[type(asked.question)](scene, asked)
