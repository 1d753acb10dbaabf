"""The kinds of question that are answered by touching what is there."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Final

import msgspec

from kiosk.places import Fixture, Gazetteer, Landmark, Near, Point, Spot, Text, Where
from kiosk.question import (
    LONGEST_PAGE,
    LONGEST_TEXT,
    Answer,
    Colour,
    Option,
    Question,
    Term,
    Terms,
    as_typed,
)


class _Choosing(Question, frozen=True, kw_only=True):
    """What the kinds with options share."""

    options: Annotated[tuple[Option, ...], msgspec.Meta(min_length=1)] = msgspec.field(
        name="option"
    )

    def choices(self) -> tuple[Option, ...]:
        return self.options

    def takes(self, answer: Answer, places: Gazetteer) -> bool:
        known = {option.id for option in self.options}
        return len(set(answer)) == len(answer) and known.issuperset(answer)

    def says(self, answer: Answer, places: Gazetteer) -> tuple[Text, ...]:
        return tuple(option.label for option in self.options if option.id in answer)


class Choice(_Choosing, frozen=True, kw_only=True, tag="choice"):
    """One choice: a touch picks it and goes on."""

    def takes(self, answer: Answer, places: Gazetteer) -> bool:
        return len(answer) == 1 and super().takes(answer, places)


class Several(_Choosing, frozen=True, kw_only=True, tag="several"):
    """Several choices, or none."""

    most: Annotated[int, msgspec.Meta(ge=1)] = 99

    @property
    def needs_answer(self) -> bool:
        return False

    def takes(self, answer: Answer, places: Gazetteer) -> bool:
        return len(answer) <= self.most and super().takes(answer, places)


class Ranking(_Choosing, frozen=True, kw_only=True, tag="ranking"):
    """First, second, third: the answer is in the order of touching."""

    most: Annotated[int, msgspec.Meta(ge=2, le=9)] = 3
    """How many places there are; fewer may be given."""

    def takes(self, answer: Answer, places: Gazetteer) -> bool:
        return len(answer) <= self.most and super().takes(answer, places)

    def says(self, answer: Answer, places: Gazetteer) -> tuple[Text, ...]:
        by_id = {option.id: option.label for option in self.options}
        return tuple(
            {code: f"{place}. {words}" for code, words in by_id[one].items()}
            for place, one in enumerate(answer, 1)
        )

    def picture(self, answer: Answer, places: Gazetteer) -> tuple[str, Colour]:
        return super().picture(answer[:1], places)


class Project(Option, frozen=True, kw_only=True):
    """Something the municipality could pay for."""

    cost: Annotated[int, msgspec.Meta(ge=1)]
    """Euros."""


class Budget(Question, frozen=True, kw_only=True, tag="budget"):
    """Spend a given sum on projects."""

    total: Annotated[int, msgspec.Meta(ge=1)]
    """Euros there are to spend."""
    options: Annotated[tuple[Project, ...], msgspec.Meta(min_length=1)] = msgspec.field(
        name="option"
    )

    def choices(self) -> tuple[Option, ...]:
        return self.options

    def cost(self, answer: Answer) -> int:
        """Return what these projects cost together, in euros."""
        return sum(one.cost for one in self.options if one.id in answer)

    def takes(self, answer: Answer, places: Gazetteer) -> bool:
        known = {option.id for option in self.options}
        once = len(set(answer)) == len(answer) and known.issuperset(answer)
        return once and self.cost(answer) <= self.total

    def says(self, answer: Answer, places: Gazetteer) -> tuple[Text, ...]:
        return tuple(option.label for option in self.options if option.id in answer)


class YesNo(Question, frozen=True, kw_only=True, tag="yes-no"):
    """Yes or no."""

    yes: Text = msgspec.field(default_factory=dict)
    """In the pack's own words where it is left out; `no` too."""
    no: Text = msgspec.field(default_factory=dict)

    def in_terms(self, terms: Terms) -> "YesNo":
        yes = self.yes or terms.get(Term.YES, {})
        no = self.no or terms.get(Term.NO, {})
        return msgspec.structs.replace(self, yes=yes, no=no)

    def choices(self) -> tuple[Option, ...]:
        return (
            Option(id="yes", label=self.yes, icon="yes", colour=Colour.OLIVE),
            Option(id="no", label=self.no, icon="no", colour=Colour.SLATE),
        )

    def takes(self, answer: Answer, places: Gazetteer) -> bool:
        return answer in (("yes",), ("no",))

    def says(self, answer: Answer, places: Gazetteer) -> tuple[Text, ...]:
        return tuple(one.label for one in self.choices() if one.id in answer)


class Consent(YesNo, frozen=True, kw_only=True, tag="consent"):
    """May something be done with what was said? Nothing is taken for a yes but a yes."""

    explains: Text = msgspec.field(default_factory=dict)
    """What is done with it, why, for how long, and how one takes it back."""

    def texts(self) -> Iterator[tuple[str, Text, int]]:
        yield "explains", self.explains, LONGEST_PAGE

    def in_terms(self, terms: Terms) -> "Consent":
        yes = self.yes or terms.get(Term.AGREE, {})
        no = self.no or terms.get(Term.DISAGREE, {})
        return msgspec.structs.replace(self, yes=yes, no=no)


_STEPS: Final = (
    (Term.VERY_BAD, "face-very-bad", Colour.TERRACOTTA),
    (Term.BAD, "face-bad", Colour.OCHRE),
    (Term.SO_SO, "face-so-so", Colour.SLATE),
    (Term.GOOD, "face-good", Colour.SEA),
    (Term.VERY_GOOD, "face-very-good", Colour.OLIVE),
)


class Rating(Question, frozen=True, kw_only=True, tag="rating"):
    """From very bad to very good, in words and faces."""

    labels: Mapping[Term, Text] = msgspec.field(default_factory=dict)
    """Words of its own for some of the five steps."""

    def in_terms(self, terms: Terms) -> "Rating":
        labels = {
            term: self.labels.get(term) or terms.get(term, {}) for term, *_ in _STEPS
        }
        return msgspec.structs.replace(self, labels=labels)

    def choices(self) -> tuple[Option, ...]:
        return tuple(
            Option(
                id=str(step), label=self.labels.get(term, {}), icon=icon, colour=colour
            )
            for step, (term, icon, colour) in enumerate(_STEPS, 1)
        )

    def takes(self, answer: Answer, places: Gazetteer) -> bool:
        return len(answer) == 1 and answer[0] in {"1", "2", "3", "4", "5"}

    def says(self, answer: Answer, places: Gazetteer) -> tuple[Text, ...]:
        return tuple(one.label for one in self.choices() if one.id in answer)


class Place(Question, frozen=True, kw_only=True, tag="place"):
    """A village, then a landmark in it, a point on its map, or a lamp by its number."""

    near: Text = msgspec.field(default_factory=dict)
    """In the pack's own words where it is left out; `on_the_map` too."""
    on_the_map: Text = msgspec.field(default_factory=dict)

    def texts(self) -> Iterator[tuple[str, Text, int]]:
        for name, text in (("near", self.near), ("on_the_map", self.on_the_map)):
            if text:
                yield name, text, LONGEST_TEXT

    def in_terms(self, terms: Terms) -> "Place":
        near = self.near or terms.get(Term.NEAR, {})
        spot = self.on_the_map or terms.get(Term.ON_THE_MAP, {})
        return msgspec.structs.replace(self, near=near, on_the_map=spot)

    def takes(self, answer: Answer, places: Gazetteer) -> bool:
        return places.spots(answer) is not None

    def says(self, answer: Answer, places: Gazetteer) -> tuple[Text, ...]:
        spots = places.spots(answer) or ()
        inner = spots[-1] if spots else None
        if isinstance(inner, Point):
            near = places.nearest(inner.latitude, inner.longitude)
            own = (self.on_the_map,) if self.on_the_map else ()
            return *own, *self.names(near)
        if isinstance(inner, Fixture):
            near = places.nearest(inner.latitude, inner.longitude)
            return _called(inner), *self.names(near)
        named = [spot.name for spot in spots if isinstance(spot, Spot)]
        return tuple(reversed(named))

    def names(self, near: Near) -> tuple[Text, ...]:
        """Return what people would call what is near: a landmark, and its village."""
        if near.landmark is None:
            return (near.village.name,)
        mark = {
            code: self.near.get(code, "{place}").replace("{place}", name)
            for code, name in near.landmark.name.items()
        }
        return mark, near.village.name

    def spot(self, answer: Answer, places: Gazetteer) -> Where | None:
        spots = places.spots(answer)
        return None if spots is None else spots[-1]

    def picture(self, answer: Answer, places: Gazetteer) -> tuple[str, Colour]:
        spot = self.spot(answer, places)
        if isinstance(spot, Fixture):
            return spot.layer.icon, Colour.OCHRE
        if isinstance(spot, Point):
            return "map", Colour.SEA
        return (spot.icon if isinstance(spot, Landmark) else "village"), Colour.SLATE


def _called(fixture: Fixture) -> Text:
    """Its kind and its number, and its own name where it has one."""
    kinds, own = fixture.layer.name, fixture.asset.name
    return {
        code: " ".join(
            one for one in (kind, fixture.asset.number, own.get(code, "")) if one
        )
        for code, kind in kinds.items()
    }


class Statement(Question, frozen=True, kw_only=True, tag="statement"):
    """Something to read or hear before going on; the answer is that one has."""

    tells: ClassVar[bool] = False

    text: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    """Pages, each of at most sixty words."""
    icon: str = "information"

    def texts(self) -> Iterator[tuple[str, Text, int]]:
        for number, page in enumerate(self.text, 1):
            yield f"text {number}", page, LONGEST_PAGE

    def takes(self, answer: Answer, places: Gazetteer) -> bool:
        return answer == ("read",)

    def says(self, answer: Answer, places: Gazetteer) -> tuple[Text, ...]:
        return (as_typed("✓"),) if answer else ()

    def picture(self, answer: Answer, places: Gazetteer) -> tuple[str, Colour]:
        return self.icon, Colour.SLATE
