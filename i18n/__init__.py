"""WORDS. What the program says to people, in every language it knows.

gettext catalogues (`CODE/LC_MESSAGES/plateia.po`) over English source sentences, and
`languages.toml` with a row for each language. What only the staff of a desk read stands
in a catalogue of its own, `desk.po`, which a language may lack. `python -m i18n` keeps
them true.

May import: the standard library; msgspec. Babel in `__main__` only, when catalogues are
made, never while a kiosk runs.
May never: anything of ours, Qt, the network.

The language being spoken is this module's one state, because `_()` must find it from any
screen. It is switched live by `use()`; the screens are then built anew.
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

import msgspec

_FOLDER = Path(__file__).parent

SOURCE = "en"
"""The language of the sentences in the code."""

COUNTS = ("catalogue", "sentences, said, unread")
"""Under what context and sentence a compiled catalogue tells of itself: `195 195 12`."""


class Direction(StrEnum):
    """Which way a language is written."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of languages.toml."""

    code: str
    """ISO 639-1."""
    name: str
    """What its speakers call it."""
    touch: str
    """ "Touch the screen", in it: the attract screen says it before anybody has chosen."""
    direction: Direction
    font: str
    """The bundled family that has its letters. Figures and signs are Commissioner's."""
    voice: str
    """espeak-ng's name for its voice; '' when there is none."""


class Standing(msgspec.Struct, frozen=True):
    """How far the program speaks a language, as its catalogue was compiled."""

    language: str
    sentences: int
    """How many there are to say."""
    said: int
    unread: int
    """Of those said: written by a machine, and read by nobody yet (`fuzzy`)."""


class _Rows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    language: tuple[Language, ...]


@cache
def languages() -> tuple[Language, ...]:
    """Return every language the program knows, in the order of languages.toml."""
    text = (_FOLDER / "languages.toml").read_bytes()
    return msgspec.toml.decode(text, type=_Rows).language


def standing(code: str) -> Standing:
    """Return how far the program speaks a language; not at all without a catalogue."""
    told = gettext.translation("plateia", _FOLDER, [code], fallback=True)
    counts = told.pgettext(*COUNTS)
    if counts == COUNTS[1]:
        return Standing(code, sentences=0, said=0, unread=0)
    return Standing(code, *map(int, counts.split()))


def sentences(code: str) -> tuple[str, ...]:
    """Return all that the program says in a language, with no number or name in it."""
    found = gettext.find("plateia", _FOLDER, [code])
    if found is None:
        return ()
    # gettext's own way would keep all of them for ever.
    with Path(found).open("rb") as catalogue_file:
        told = gettext.GNUTranslations(catalogue_file)
    # gettext has no door to all of a catalogue; a plural form has a key of two parts.
    catalogue: dict[object, str] = vars(told).get("_catalog", {})
    return tuple(
        said
        for sentence, said in catalogue.items()
        if isinstance(sentence, str) and sentence and "\x04" not in sentence
    )


def desk_languages() -> tuple[Language, ...]:
    """Return the languages in which the staff of a desk may read it."""
    return tuple(
        one
        for one in languages()
        if one.code == SOURCE or (_FOLDER / one.code / "LC_MESSAGES/desk.po").is_file()
    )


class _Staffs(gettext.NullTranslations):
    """What only a desk says. A kiosk says none of it, and does not load it."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code

    @cached_property
    def _all(self) -> gettext.NullTranslations:
        return gettext.translation("desk", _FOLDER, [self._code], fallback=True)

    def gettext(self, message: str) -> str:
        return self._all.gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._all.ngettext(msgid1, msgid2, n)


_spoken: gettext.NullTranslations = gettext.NullTranslations()


def use(code: str) -> None:
    """Speak this language from now on; English sentences where it lacks a translation."""
    global _spoken  # noqa: PLW0603 -- the one state of this room, see above
    _spoken = gettext.translation("plateia", _FOLDER, [code], fallback=True)
    _spoken.add_fallback(_Staffs(code))


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language for as long as it takes to say something, then the one before."""
    global _spoken  # noqa: PLW0603 -- the one state of this room, see above
    before = _spoken
    use(code)
    try:
        yield
    finally:
        _spoken = before


def _(sentence: str) -> str:
    """Return the sentence in the language being spoken. Never called at import time."""
    return _spoken.gettext(sentence)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a sentence that fits the count, in the language being spoken."""
    return _spoken.ngettext(one, many, count)


def N_(sentence: str) -> str:
    """Mark a sentence for translation where it stands; `_` translates it when shown."""
    return sentence
