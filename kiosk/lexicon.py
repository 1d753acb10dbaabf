"""Words that a municipality expects to be written: offered when their beginning is typed."""

import unicodedata
from collections.abc import Iterable
from functools import cached_property
from typing import Final

import msgspec

MOST_WORDS: Final = 20_000
LONGEST_WORD: Final = 40
"""Letters."""

_LEAST_TYPED: Final = 2
"""Letters; one says too little."""
_MOST_PARTS: Final = 3
"""Words of a name that may have been typed: `Πλατεία Εθνικής Αντ`."""


class Completion(msgspec.Struct, frozen=True):
    """A word that goes on from what was typed."""

    replaces: int
    """How many of the last letters were typed of it."""
    words: str


class Lexicon(msgspec.Struct, frozen=True, dict=True):
    """Words in the order in which they are offered."""

    words: tuple[str, ...] = ()

    def completions(self, typed: str, most: int = 3) -> tuple[Completion, ...]:
        """Return the words that begin as the typed text ends, accents and case aside.

        What goes on from more of the typed words comes first.
        """
        found: dict[str, Completion] = {}
        for tail in _tails(typed):
            begun = folded(tail)
            for word, plain in self._folded:
                if len(found) == most:
                    return tuple(found.values())
                if plain.startswith(begun) and plain != begun and plain not in found:
                    words = word if tail[0].islower() else word[0].upper() + word[1:]
                    found[plain] = Completion(len(tail), words)
        return tuple(found.values())

    @cached_property
    def _folded(self) -> tuple[tuple[str, str], ...]:
        return tuple((word, folded(word)) for word in self.words)


NO_WORDS: Final = Lexicon()


def lexicon_of(words: Iterable[str], names: Iterable[str]) -> Lexicon:
    """Return words and then names, each once."""
    return Lexicon(tuple(dict.fromkeys((*words, *names))))


def folded(words: str) -> str:
    """Return words as they compare: without accents and capitals, ς as σ."""
    apart = unicodedata.normalize("NFD", words)
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()


def _tails(typed: str) -> list[str]:
    """The last words of a text, the most of them first."""
    if not typed or not typed[-1].isalpha():
        return []
    words = typed[-(_MOST_PARTS * (LONGEST_WORD + 1)) :].split(" ")[-_MOST_PARTS:]
    tails = [" ".join(words[at:]) for at in range(len(words))]
    return [one for one in tails if one[0].isalpha() and len(one) >= _LEAST_TYPED]
