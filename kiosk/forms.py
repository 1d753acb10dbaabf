"""What can be asked: a form and its question kinds, decoded from TOML by their tag.

A kind is one class here and one screen in `ui.citizen.questions`. The class knows which
answers it accepts, what an answer says in words, and what it tells the municipality; the
journey, the review, the store and the connectors know only `Question` and `Answer`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from kiosk.places import Gazetteer, Id, Landmark, Spot, Text

Answer = tuple[str, ...]
"""What was answered, by id: one option, several, a village and a landmark. Empty: asked,
and nothing chosen."""

Answers = Mapping[str, Answer]
"""The answers of one journey, by question id, in the order they were asked."""


class Colour(StrEnum):
    """The families of service; a tile's colour is a second sign, never the only one."""

    TERRACOTTA = "terracotta"
    OCHRE = "ochre"
    VIOLET = "violet"
    SEA = "sea"
    OLIVE = "olive"
    EARTH = "earth"
    SLATE = "slate"


class Role(StrEnum):
    """What an answer is to the municipality's system."""

    DETAIL = "detail"
    """Told in the description."""
    SERVICE = "service"
    """Names the service that is asked for (Open311: the service_code)."""


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing that can be chosen: a picture with words."""

    id: Id
    label: Text
    icon: str
    hint: Text = {}
    colour: Colour = Colour.SLATE


class Question(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
    tag_field="kind",
):
    """What every question has, of whatever kind."""

    needs_answer: ClassVar[bool] = True

    id: Id
    title: Text
    hint: Text = {}
    role: Role = Role.DETAIL
    when: Mapping[Id, Id | tuple[Id, ...]] = {}
    """Asked only if each earlier question named here was answered with one of these."""

    def is_asked(self, answers: Answers) -> bool:
        """Say whether the earlier answers lead to this question."""
        return all(
            set(answers.get(earlier, ()))
            & {*((wanted,) if isinstance(wanted, str) else wanted)}
            for earlier, wanted in self.when.items()
        )

    def choices(self) -> tuple[Option, ...]:
        """Return the options a pack author wrote for this question, if its kind has any."""
        return ()

    def accepts(self, answer: Answer, places: Gazetteer) -> bool:
        """Say whether this can be an answer to this question."""
        raise NotImplementedError

    def says(self, answer: Answer, places: Gazetteer) -> tuple[Text, ...]:
        """Return the answer in words, piece by piece, as the review shows and speaks it."""
        raise NotImplementedError

    def spot(self, answer: Answer, places: Gazetteer) -> Spot | None:
        """Return where an answer points to, if this kind is about a place."""
        return None

    def picture(self, answer: Answer, places: Gazetteer) -> tuple[str, Colour]:
        """Return the picture that stands for an answer, and its family's colour."""
        for option in self.choices():
            if option.id in answer:
                return option.icon, option.colour
        return "something-else", Colour.SLATE


class _Choosing(Question, frozen=True, kw_only=True):
    """What the kinds with options share."""

    options: Annotated[tuple[Option, ...], msgspec.Meta(min_length=1)] = msgspec.field(
        name="option"
    )

    def choices(self) -> tuple[Option, ...]:
        return self.options

    def accepts(self, answer: Answer, places: Gazetteer) -> bool:
        known = {option.id for option in self.options}
        return len(set(answer)) == len(answer) and known.issuperset(answer)

    def says(self, answer: Answer, places: Gazetteer) -> tuple[Text, ...]:
        return tuple(option.label for option in self.options if option.id in answer)


class Choice(_Choosing, frozen=True, kw_only=True, tag="choice"):
    """One choice: a touch picks it and goes on."""

    def accepts(self, answer: Answer, places: Gazetteer) -> bool:
        return len(answer) == 1 and super().accepts(answer, places)


class Several(_Choosing, frozen=True, kw_only=True, tag="several"):
    """Several choices, or none."""

    needs_answer: ClassVar[bool] = False

    most: Annotated[int, msgspec.Meta(ge=1)] = 99

    def accepts(self, answer: Answer, places: Gazetteer) -> bool:
        return len(answer) <= self.most and super().accepts(answer, places)


class Place(Question, frozen=True, kw_only=True, tag="place"):
    """A village, then a landmark in it."""

    def accepts(self, answer: Answer, places: Gazetteer) -> bool:
        return places.spots(answer) is not None

    def says(self, answer: Answer, places: Gazetteer) -> tuple[Text, ...]:
        return tuple(spot.name for spot in reversed(places.spots(answer) or ()))

    def spot(self, answer: Answer, places: Gazetteer) -> Spot | None:
        spots = places.spots(answer)
        return None if spots is None else spots[-1]

    def picture(self, answer: Answer, places: Gazetteer) -> tuple[str, Colour]:
        spot = self.spot(answer, places)
        return (spot.icon if isinstance(spot, Landmark) else "village"), Colour.SLATE


Kind = Choice | Several | Place


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something a citizen can file: what the home screen calls it, and what it asks."""

    id: Id
    version: str
    icon: str
    colour: Colour
    title: Text
    hint: Text = {}
    questions: Annotated[tuple[Kind, ...], msgspec.Meta(min_length=1)] = msgspec.field(
        name="question"
    )

    def question(self, question_id: str) -> Kind | None:
        """Return the question of that id, if the form has it."""
        return next((one for one in self.questions if one.id == question_id), None)


def say(text: Text, languages: tuple[str, ...]) -> str:
    """Return a text in the first of these languages it has, else in any it has, else ''."""
    for language in languages:
        if text.get(language):
            return text[language]
    return next(iter(text.values()), "")
