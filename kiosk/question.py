"""What every question has, of whatever kind, and what an answer is."""

import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import ClassVar, Final

import msgspec

from kiosk.places import Gazetteer, Id, Text, Where

Answer = tuple[str, ...]
"""What was answered: ids of what was chosen, or the words that were typed, or the ids of
what was captured. Empty: asked, and nothing said."""

Answers = Mapping[str, Answer]
"""The answers of one journey, by question id, in the order they were asked."""

LONGEST_TEXT: Final = 120
"""Letters; a text of a pack stands on a page with others, and is read aloud."""

LONGEST_PAGE: Final = 450
"""Letters of a page that is only read or heard: sixty words."""

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


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
    NAME = "name"
    """Who it is (Open311: first_name and last_name); private, as the next two."""
    PHONE = "phone"
    EMAIL = "email"


PERSONAL = frozenset({Role.NAME, Role.PHONE, Role.EMAIL})
"""Told to nobody but the municipality, and never in a description, which others read."""


class Term(StrEnum):
    """Words that many questions share; `pack.toml` says them once, under `terms`."""

    YES = "yes"
    NO = "no"
    AGREE = "agree"
    DISAGREE = "disagree"
    VERY_BAD = "very-bad"
    BAD = "bad"
    SO_SO = "so-so"
    GOOD = "good"
    VERY_GOOD = "very-good"
    NEAR = "near"
    """What is near a point on the map; `{place}` is the landmark."""
    ON_THE_MAP = "on-the-map"
    SAME_AS = "same-as"
    """How a report that says "me too" begins; `{number}` is the other's."""


Terms = Mapping[Term, Text]


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

    tells: ClassVar[bool] = True
    """Its answer is told in the description."""

    id: Id
    title: Text
    hint: Text = {}
    role: Role = Role.DETAIL
    optional: bool = False
    """It may be passed over."""
    private: bool = False
    """The answer is the citizen's own affair: told to nobody but the municipality."""
    when: Mapping[Id, Id | tuple[Id, ...]] = {}
    """Asked only if each earlier question named here was answered with one of these."""

    @property
    def needs_answer(self) -> bool:
        """Whether it may not be passed over."""
        return not self.optional

    @property
    def is_private(self) -> bool:
        """Whether its answer is spoken with care, and told in no description."""
        return self.private or self.role in PERSONAL

    def is_asked(self, answers: Answers) -> bool:
        """Say whether the earlier answers lead to this question."""
        return all(
            set(answers.get(earlier, ()))
            & {*((wanted,) if isinstance(wanted, str) else wanted)}
            for earlier, wanted in self.when.items()
        )

    def choices(self) -> tuple[Option, ...]:
        """Return what can be chosen, if its kind has anything to choose."""
        return ()

    def texts(self) -> Iterator[tuple[str, Text, int]]:
        """Yield what else is written for it: where it stands, the text, and how many
        letters of it fit."""
        yield from ()

    def in_terms(self, terms: Terms) -> "Question":
        """Return the same question, with the pack's words where it has none of its own."""
        return self

    def accepts(self, answer: Answer, places: Gazetteer) -> bool:
        """Say whether this can be an answer to this question."""
        if not answer:
            return not self.needs_answer
        return self.takes(answer, places)

    def takes(self, answer: Answer, places: Gazetteer) -> bool:
        """Say the same of an answer that says something."""
        raise NotImplementedError

    def says(self, answer: Answer, places: Gazetteer) -> tuple[Text, ...]:
        """Return the answer in words, piece by piece, as the review shows and speaks it."""
        raise NotImplementedError

    def spot(self, answer: Answer, places: Gazetteer) -> Where | None:
        """Return where an answer points to, if this kind is about a place."""
        return None

    def picture(self, answer: Answer, places: Gazetteer) -> tuple[str, Colour]:
        """Return the picture that stands for an answer, and its family's colour."""
        for option in self.choices():
            if option.id in answer:
                return option.icon, option.colour
        return "something-else", Colour.SLATE


def say(text: Text, languages: tuple[str, ...]) -> str:
    """Return a text in the first of these languages it has, else in any it has, else ''."""
    for language in languages:
        if text.get(language):
            return text[language]
    return next(iter(text.values()), "")


def as_typed(words: str) -> Text:
    """Words that are the same in every language: a citizen's own."""
    return {"": words}


def tidy(typed: str, longest: int) -> str:
    """Return what was typed as it is kept: composed (NFC), without control characters and
    marks that turn the reading order round, no longer than `longest`.

    Line breaks stay. What somebody meant is never changed otherwise.
    """
    written = unicodedata.normalize("NFC", typed.replace("\r\n", "\n"))
    if written.replace("\n", "").isprintable():  # as nearly all that anybody writes
        return written[:longest].strip()
    kept = (
        one
        for one in written
        if one == "\n"
        or (one not in _BIDI and unicodedata.category(one) not in {"Cc", "Cs", "Cn"})
    )
    return "".join(kept)[:longest].strip()
