"""Which screen asks which kind of question."""

from kiosk.forms import (
    Budget,
    Choice,
    Consent,
    Date,
    Email,
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
    Words,
    YesNo,
)
from ui.citizen.questions.asked import QuestionScreen
from ui.citizen.questions.budget import BudgetScreen
from ui.citizen.questions.choice import ChoiceScreen
from ui.citizen.questions.consent import ConsentScreen
from ui.citizen.questions.date import DateScreen
from ui.citizen.questions.digits import DigitsScreen
from ui.citizen.questions.email import EmailScreen
from ui.citizen.questions.photo import PhotoScreen
from ui.citizen.questions.place import PlaceScreen
from ui.citizen.questions.ranking import RankingScreen
from ui.citizen.questions.rating import RatingScreen
from ui.citizen.questions.several import SeveralScreen
from ui.citizen.questions.statement import StatementScreen
from ui.citizen.questions.text import TextScreen
from ui.citizen.questions.voice import VoiceScreen

SCREENS: dict[type[Kind], type[QuestionScreen]] = {
    Budget: BudgetScreen,
    Choice: ChoiceScreen,
    Consent: ConsentScreen,
    Date: DateScreen,
    Email: EmailScreen,
    Number: DigitsScreen,
    Phone: DigitsScreen,
    Photo: PhotoScreen,
    Place: PlaceScreen,
    Ranking: RankingScreen,
    Rating: RatingScreen,
    Several: SeveralScreen,
    Statement: StatementScreen,
    Words: TextScreen,
    Voice: VoiceScreen,
    YesNo: ChoiceScreen,
}
"""By kind; a new kind adds its row."""
