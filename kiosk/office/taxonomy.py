"""What a clerk can type to name it: the forms of a pack, their services, its places."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

import msgspec

from kiosk.forms import Answer, Answers, Choice, Form, Option, Role, Statement
from kiosk.packs import Pack
from kiosk.places import Fixture, Gazetteer, Text
from kiosk.skeleton import Sign, find

MOST_SHOWN: Final = 7


class Subject(msgspec.Struct, frozen=True):
    """What something may be about: a form, and what is answered by having found it."""

    form: Form
    answers: Answers = msgspec.field(default_factory=dict)
    path: tuple[Text, ...] = ()
    """What was chosen, the widest first; empty: the form as it is."""


class Spotted(msgspec.Struct, frozen=True):
    """A place that was found by its name."""

    answer: Answer
    names: tuple[Text, ...]
    """What it is called, then where it is."""


class Taxonomy:
    """The words of a pack, to be searched."""

    def __init__(self, pack: Pack, languages: tuple[str, ...]) -> None:
        """Search the words of these languages."""
        self._pack = pack
        self._languages = frozenset(languages)

    def prepare(self) -> None:
        """Make what is searched, before the first letter is typed: it takes a while."""
        self.subjects("-")
        self.places("-")

    def subjects(self, typed: str, most: int = MOST_SHOWN) -> tuple[Subject, ...]:
        """Return what was meant by a few letters, what fits best first."""
        return find(self._subjects, typed, most)

    def places(self, typed: str, most: int = MOST_SHOWN) -> tuple[Spotted, ...]:
        """Return the villages, landmarks and lamps that were meant."""
        return find(self._places, typed, most)

    @cached_property
    def _subjects(self) -> tuple[Sign[Subject], ...]:
        return tuple(sign for form in self._pack.forms for sign in self._of(form))

    @cached_property
    def _places(self) -> tuple[Sign[Spotted], ...]:
        return tuple(self._in(self._pack.places))

    def _of(self, form: Form) -> Iterator[Sign[Subject]]:
        asked = [one for one in form.questions if not isinstance(one, Statement)]
        chosen = [one for one in asked if isinstance(one, Choice)]
        named = [one for one in chosen if one.role is Role.SERVICE]
        # Where no service is named, what is asked first says what it is about.
        for question in named or (one for one in chosen[:1] if one is asked[0]):
            for way, steps in _ways(form, question.id):
                above = [text for one in steps for text in (one.label, one.hint)]
                path = tuple(one.label for one in steps)
                for option in question.options:
                    answers = {**way, question.id: (option.id,)}
                    subject = Subject(form, answers, (*path, option.label))
                    texts = (option.hint, *above, form.title)
                    also = (words for text in texts for words in self._words(text))
                    yield Sign(subject, self._words(option.label), tuple(also))
        yield Sign(Subject(form), self._words(form.title), self._words(form.hint))

    def _in(self, places: Gazetteer) -> Iterator[Sign[Spotted]]:
        for village in places.villages:
            yield Sign(
                Spotted((village.id,), (village.name,)), self._words(village.name)
            )
        for village in places.villages:
            for mark in village.landmarks:
                spotted = Spotted((village.id, mark.id), (mark.name, village.name))
                yield Sign(
                    spotted, (*self._words(mark.name), *self._words(village.name))
                )
        for layer in places.layers:
            for asset in layer.assets:
                fixture = Fixture(layer=layer, asset=asset)
                numbered = {
                    code: f"{name} {asset.number}" for code, name in layer.name.items()
                }
                near = places.nearest(asset.latitude, asset.longitude).village.name
                spotted = Spotted(places.answer_of(fixture), (numbered, near))
                yield Sign(
                    spotted,
                    (*self._words(numbered), *self._words(asset.name)),
                    self._words(near),
                )

    def _words(self, text: Text) -> tuple[str, ...]:
        return tuple(words for code, words in text.items() if code in self._languages)


def _ways(form: Form, question_id: str) -> list[tuple[Answers, tuple[Option, ...]]]:
    """Return the answers that lead to a question, and what is chosen by them."""
    question = form.question(question_id)
    ways: list[tuple[Answers, tuple[Option, ...]]] = [({}, ())]
    for earlier, wanted in (question.when if question else {}).items():
        asked = form.question(earlier)
        options = asked.choices() if asked else ()
        ways = [
            ({**before, **way, earlier: (option.id,)}, (*path, *steps, option))
            for way, path in ways
            for before, steps in _ways(form, earlier)
            for option in _named(
                options, (wanted,) if isinstance(wanted, str) else wanted
            )
        ]
    return ways


def _named(options: Sequence[Option], ids: Sequence[str]) -> list[Option]:
    return [one for one in options if one.id in ids]
