"""The layouts of keyboards: which letters a language has, and where its people know them.

A layout is a file of `resources/keyboards`, named after its language. Rows are written as
they are read: those of a language that is read from the right begin on the right.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Literal

import msgspec

import resources

_LATIN = "en"
"""Whose letters are the Latin ones on a keyboard of another script."""


class Layer(StrEnum):
    """The sets of keys of a keyboard, of which one is shown."""

    ALPHABET = "alphabet"
    """In the order one learns at school; what a keyboard begins with."""
    USUAL = "usual"
    """As on the language's machines."""
    LATIN = "latin"
    SIGNS = "signs"
    """Digits and signs."""


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a file of `resources/keyboards` says."""

    direction: Literal["ltr", "rtl"] = "ltr"
    alphabet: str
    usual: tuple[str, ...]
    signs: tuple[str, ...]
    marks: str
    """What stands beside the space, on every layer."""
    ends: str = ""
    """What ends a sentence: a capital follows."""
    cased: bool = True
    """Letters have capitals."""
    capitals: Mapping[str, str] = {}
    """What the shift key makes of a letter, where it is not the capital Unicode knows."""
    final: Mapping[str, str] = {}
    """How a letter is written at the end of a word (σ, ς)."""
    accent: str = ""
    """The face of the accent key; '' where there is none."""
    accents: tuple[str, ...] = ()
    """The forms of a letter, in the order in which the accent key gives them."""
    latin: bool = False
    """There is a layer of Latin letters, too."""
    names: Mapping[str, str] = {}
    """How letters are said, where the voice does not know it."""
    hosts: tuple[str, ...] = ()
    """Where people of this language have their mail: `gmail.com`."""
    domains: tuple[str, ...] = ()
    """How other addresses end: `.gr`."""

    @property
    def letters(self) -> tuple[Layer, ...]:
        """The layers that hold letters, in the order they are offered."""
        latin = (Layer.LATIN,) if self.latin else ()
        return (Layer.ALPHABET, Layer.USUAL, *latin)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Every layer."""
        return (*self.letters, Layer.SIGNS)

    @property
    def shifts(self) -> bool:
        """Whether there is anything for a shift key to do."""
        return self.cased or bool(self.capitals)

    def rows(self, layer: Layer) -> tuple[str, ...]:
        """Return the rows of a layer; one long row may be broken anywhere."""
        if layer is Layer.ALPHABET:
            return (self.alphabet,)
        if layer is Layer.LATIN:
            return (layout(_LATIN).alphabet,)
        return self.usual if layer is Layer.USUAL else self.signs

    def runs(self, layer: Layer) -> Literal["ltr", "rtl"]:
        """Return which way the rows of a layer run: digits and Latin letters never turn."""
        own = layer in (Layer.ALPHABET, Layer.USUAL)
        return self.direction if own else "ltr"

    def capital(self, letter: str, layer: Layer) -> str:
        """Return what a key gives with the shift key; the same where that is nothing."""
        if layer is Layer.SIGNS:
            return letter
        if layer is Layer.LATIN:
            return letter.upper()
        if letter in self.capitals and (self.cased or layer is Layer.USUAL):
            return self.capitals[letter]
        return letter.upper() if self.cased else letter


@cache
def layout(language: str) -> Layout:
    """Return the layout of a language; the English one where it has none of its own."""
    path = resources.keyboard(language) or resources.keyboard(_LATIN)
    assert path is not None
    return msgspec.toml.decode(path.read_bytes(), type=Layout)


def mail_layout(language: str) -> Layout:
    """Return the layout for e-mail addresses, with the endings people of a language use."""
    own = layout(language)
    return msgspec.structs.replace(layout("mail"), hosts=own.hosts, domains=own.domains)
