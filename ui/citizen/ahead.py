"""Where a touch may lead: the pages that are worth making before anybody asks for them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from kiosk.forms import Answer, Place
from kiosk.journey import Journey
from kiosk.packs import Pack
from ui.citizen.home import HomeScreen
from ui.citizen.questions import SCREENS, QuestionScreen
from ui.citizen.questions.choice import ChoiceScreen
from ui.citizen.questions.rating import RatingScreen
from ui.citizen.questions.several import SeveralScreen
from ui.screen import Scene, Screen


@dataclass(frozen=True)
class Step:
    """The page of a journey where it stands now."""

    make: Callable[[Journey, Scene], Screen]
    journey: Journey

    def __call__(self, scene: Scene) -> Screen:
        """Make it."""
        return self.make(self.journey, scene)


def leads_to(page: Screen, pack: Pack) -> Iterator[Journey]:
    """Where one touch on this page may bring a journey, as far as that is known before, and
    where the page there wakes no device."""
    if isinstance(page, HomeScreen):
        begin = partial(Journey.begin, places=pack.places)
        journeys = map(begin, pack.forms)
    elif isinstance(page, QuestionScreen):
        journeys = map(page.asked.journey.answer, _answers(page))
    else:
        return
    for journey in journeys:
        asked = journey.question
        if asked is None or SCREENS[type(asked)].ahead:
            yield journey


def _answers(page: QuestionScreen) -> Iterator[Answer]:
    asked = page.asked
    if isinstance(asked.question, Place):
        for landmark in asked.here.landmarks:
            yield asked.here.id, landmark.id
    elif isinstance(page, ChoiceScreen | RatingScreen):
        for option in asked.question.choices():
            yield (option.id,)
    elif isinstance(page, SeveralScreen):
        yield page.partial()
