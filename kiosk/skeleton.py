"""One form for what is written in Greek letters and in Latin ones, however it is spelt.

`λάμπα`, `lampa` and `laba` come to the same, as do `χαλασμένη`, `xalasmenh`, `halasmeni` and
`chalasmeni`, or `θάλασσα`, `thalassa` and `8alassa`. What Greeks spell in many ways is let
go of: every i (ι η υ ει οι, i h u y ei oi), every ου, and what is written twice.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Generic, TypeVar

import msgspec

from kiosk.lexicon import folded

T = TypeVar("T")

# Letter by letter: how it sounds, or is written in figures by those who write to friends.
_LATIN: Final = {
    **dict(zip("αβγδεζηθικλμνξοπρστυφχω", "abgdez=8iklmnxoprstyfxo", strict=True)),
    **{"ψ": "ps", "9": "8", "3": "x", "4": "ps", "0": "o", "6": "b"},
    **{"w": "o", "u": "y", "v": "f", "j": "x", "q": "k"},
}
# And in groups, in this order: after a consonant `h` belongs to it, before a vowel it is χ,
# otherwise it is written for η.
_SOUNDS: Final = tuple(
    (re.compile(group), sound)
    for group, sound in (
        (r"(.)\1+", r"\1"),
        ("th", "8"),
        ("dh(?=[aeioy])", "d"),
        ("gh(?=[aeioy])", "g"),
        ("ch|kh(?=[aeioy])|ks|h(?=[aeioy])", "x"),
        ("ph(?=[aeioy])", "f"),
        ("mp|mb|b", "f"),
        ("nt|nd", "d"),
        ("gk|ng|nk", "g"),
        ("h", ""),
        ("c", "k"),
        ("oi|oy|ei", ""),
        ("ay", "af"),
        ("ey", "ef"),
        ("ai", "e"),
        ("[iy=]", ""),
        ("8", "t"),
        (r"(.)\1+", r"\1"),  # what has only now come together: Ευφροσύνη
    )
)
# A word that is still being typed may end in half a sound: `lam` goes on as `lampa` may.
_HALVES: Final = {
    **{"m": "f", "n": "dg", "g": "g", "k": "xg", "c": "x", "p": "f", "h": "x"},
    **{"a": "e", "κ": "xg", "μ": "f", "ν": "dg", "α": "e", "e": "", "o": "", "ε": ""},
    "ο": "",
}
# Whoever types Greek while the keyboard writes Latin: the keys that are not where the
# letter that looks the same would be.
_SLIPS: Final = str.maketrans({"u": "θ", "v": "ω", "c": "ψ", "j": "ξ", "w": "ς"})
_ACCENT_KEY: Final = str.maketrans("", "", ";:'΄")

# A figure alone may be a letter (8alassa); more of them are a number (L102).
_WORD: Final = re.compile(r"\d{2,}|(?:(?!\d{2})[^\W_])+")


def skeleton(word: str) -> str:
    """Return what is left of a word when its spelling does not matter; figures alone stay
    as they are."""
    plain = folded(word)
    if plain.isdecimal():
        return plain
    bare = "".join(_LATIN.get(one, one) for one in plain)
    for group, sound in _SOUNDS:
        bare = group.sub(sound, bare)
    return bare


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, and its numbers."""
    return tuple(_WORD.findall(text))


class _Typed(msgspec.Struct, frozen=True):
    """A word that somebody has typed, or begun."""

    plain: str
    beginnings: tuple[str, ...]

    @classmethod
    def of(cls, word: str) -> "_Typed":
        meant = [word]
        if word.isascii():
            meant.append(word.lower().translate(_SLIPS))
        ways: list[str] = []
        for one in meant:
            ways.append(skeleton(one))
            last = folded(one)[-1]
            if last in _HALVES and len(one) > 1:
                stem = skeleton(one[:-1])
                ways += [stem + end for end in _HALVES[last] or ("",)]
        return cls(folded(word), tuple(dict.fromkeys(one for one in ways if one)))

    def begins(self, words: "_Words") -> bool:
        return any(
            bone.startswith(self.beginnings) or plain.startswith(self.plain)
            for plain, bone in words.pairs
        )

    def begins_plainly(self, words: "_Words") -> bool:
        return any(plain.startswith(self.plain) for plain, _ in words.pairs)


def beginnings(word: str) -> tuple[str, ...]:
    """Return how the skeleton may begin of what somebody means who has typed so far."""
    return _Typed.of(word).beginnings


class _Words(msgspec.Struct, frozen=True):
    pairs: tuple[tuple[str, str], ...]
    """Each word as it compares, and its skeleton."""

    @classmethod
    def of(cls, texts: Iterable[str]) -> "_Words":
        words = dict.fromkeys(word for text in texts for word in words_of(text))
        return cls(tuple((folded(word), skeleton(word)) for word in words))


@dataclass(frozen=True)
class Sign(Generic[T]):
    """Something that can be found by typing."""

    what: T
    names: tuple[str, ...]
    """What it is called, in any language."""
    also: tuple[str, ...] = ()
    """What else is known of it: found as well, after what is called so."""

    @cached_property
    def _named(self) -> _Words:
        return _Words.of(self.names)

    @cached_property
    def _all(self) -> _Words:
        return _Words.of((*self.names, *self.also))

    def misfit(self, typed: tuple[_Typed, ...]) -> tuple[object, ...] | None:
        """Say how badly it fits, to be sorted by; None when it does not at all.

        How many words are missing counts first. Then the last words count most: people say
        what is wrong with it before they say what it is.
        """
        missing = [not one.begins(self._all) for one in reversed(typed)]
        if all(missing):
            return None
        is_named = all(one.begins(self._named) for one in typed)
        is_plain = all(one.begins_plainly(self._named) for one in typed)
        return sum(missing), missing, not is_plain, not is_named


def find(signs: Iterable[Sign[T]], typed: str, most: int) -> tuple[T, ...]:
    """Return up to `most` of what was meant: what fits best first, then in their order.

    What has all the words leaves no room for what has some of them.
    """
    words = words_of(typed.translate(_ACCENT_KEY))
    long = [one for one in words if len(one) > 1]  # an article says nothing
    sought = tuple(_Typed.of(word) for word in long or words)
    ranked = [(sign.misfit(sought), at, sign.what) for at, sign in enumerate(signs)]
    fits = [(misfit, at, what) for misfit, at, what in ranked if misfit is not None]
    fits.sort(key=lambda one: one[:2])
    fewest = fits[0][0][0] if fits else 0
    return tuple(what for misfit, _, what in fits if misfit[0] == fewest)[:most]
