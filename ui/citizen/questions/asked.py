"""What every screen of a question has: its question, and the way it came."""

from collections.abc import Iterable
from datetime import date

import msgspec
from PySide6.QtCore import Signal

from kiosk.forms import Answer, Date, Kind, Words
from kiosk.journey import Journey
from kiosk.lexicon import NO_WORDS, Lexicon
from kiosk.places import Text, Village
from kiosk.tiles import TileSource
from ui.figures import long_day
from ui.satchel import Kit
from ui.screen import Heading, Scene
from ui.tiles import TilesScreen


class Asked(msgspec.Struct, frozen=True):
    """A question, as it is being asked."""

    question: Kind
    journey: Journey
    here: Village
    """Where the kiosk stands."""
    lexicon: Lexicon = NO_WORDS
    """Words that may be written."""
    kit: Kit | None = None
    """What can be captured with; None where there is no room to keep it."""
    chart: TileSource | None = None
    """The municipality's map, if it has one."""


class QuestionScreen(TilesScreen):
    """A page with one question."""

    answered = Signal(object)
    """The Answer."""

    def __init__(self, scene: Scene, asked: Asked) -> None:
        super().__init__(scene)
        self.asked = asked
        self._missing = ""

    def heading(self) -> Heading:
        question, journey = self.asked.question, self.asked.journey
        return Heading(
            self.scene.say(question.title),
            self._missing or self.scene.say(question.hint),
            urgent=bool(self._missing),
            steps=journey.progress,
            chosen=_chosen(self.asked, self.scene),
        )

    def offers(self) -> Iterable[Answer]:
        """Return what one touch may answer here, as far as it is known: the likeliest
        first. Nothing changes by that."""
        if self.action() is None:
            return [(option.id,) for option in self.asked.question.choices()]
        return [self.partial(), ()]  # what stands there now, or nothing

    def draft(self) -> Answer:
        """Return what stands here half done, for somebody who goes back and comes again."""
        return self.partial()

    def say_missing(self, sentence: str) -> None:
        """Say what the answer lacks, where the question is; what was typed stays."""
        self._missing = sentence
        self.changed.emit()


def is_own(question: Kind) -> bool:
    """Say whether an answer is of a person's own life or in their own words: it is said
    aloud only when they want it, and not repeated over the next question."""
    return question.is_private or isinstance(question, Words)


def _chosen(asked: Asked, scene: Scene) -> tuple[str, ...]:
    """The last two things that were said, so that a person sees they were understood."""
    journey = asked.journey
    said: list[str] = []
    for question in journey.asked:
        if question.id == asked.question.id:
            break
        if is_own(question) or not question.tells:
            continue
        answer = journey.told.get(question.id, ())
        said += tells(question, answer, journey.said.get(question.id, ()), scene)
    return tuple(said[-2:])


def tells(
    question: Kind, answer: Answer, said: tuple[Text, ...], scene: Scene
) -> list[str]:
    """Say what was answered, piece by piece; a day as the language writes it."""
    if isinstance(question, Date):
        return [long_day(date.fromisoformat(one), scene.language) for one in answer]
    return [scene.say(piece) for piece in said]
