"""What a pack says in further languages: `languages/CODE.toml`, a table for each.

An author writes a text where it stands, in the languages they speak: `{ el = "…", en =
"…" }`. Who translates has a file of their own, from the words in the pack's first
language to those in theirs, and need not look into the forms. What stands with the text
itself wins over the table.

    [read]
    "Τι συμβαίνει;" = "Çfarë po ndodh?"

    [unread]
    "Έσπασε η λάμπα" = "Llamba është prishur"

Under `unread` stands what a machine has written until a person who speaks the language has
read it and moved the line up.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeGuard

import msgspec

from kiosk.errors import Misconfigured
from kiosk.places import Text
from kiosk.tomlfile import read_raw, read_toml


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A file of translations, by the words in the pack's first language."""

    read: Mapping[str, str] = {}
    unread: Mapping[str, str] = {}

    @cached_property
    def words(self) -> Mapping[str, str]:
        """All of them, read or not."""
        return {**self.unread, **self.read}


class Standing(msgspec.Struct, frozen=True):
    """How far a pack speaks a language."""

    language: str
    texts: int
    """How many there are to say."""
    unread: int
    """Said, and nobody has read them yet."""
    missing: tuple[str, ...]
    """What is not said, in the pack's first language."""
    stale: tuple[str, ...]
    """What the table says and the pack no longer does."""


class Translations(msgspec.Struct, frozen=True):
    """The tables of a pack, by language code."""

    own: str
    """The pack's first language."""
    languages: frozenset[str]
    tables: Mapping[str, Table] = msgspec.field(default_factory=dict)

    def into(self, raw: object) -> object:
        """Return what a TOML file says, with every text in all the languages."""
        if _is_text(raw, self.own, self.languages):
            return self._said(raw)
        if isinstance(raw, dict):
            return {key: self.into(value) for key, value in raw.items()}
        if isinstance(raw, list):
            return [self.into(value) for value in raw]
        return raw

    def _said(self, text: Text) -> Text:
        words = text[self.own]
        tables = self.tables.items()
        told = {code: one.words[words] for code, one in tables if words in one.words}
        return {**told, **text}


def load_translations(folder: Path, languages: tuple[str, ...]) -> Translations:
    """Read the tables of a pack that speaks these languages, the first its own.

    Raises Misconfigured where a table cannot be read, or is of no language of the pack.
    """
    tables = {}
    for path in sorted((folder / "languages").glob("*.toml")):
        if path.stem not in languages[1:]:
            raise Misconfigured(
                str(path),
                f'"{path.stem}" is no further language of this pack',
                "add it to `languages` in pack.toml, or remove the file",
            )
        tables[path.stem] = read_toml(path, Table)
        for words in tables[path.stem].read.keys() & tables[path.stem].unread.keys():
            raise Misconfigured(
                f'{path}, "{words}"', "is read and unread", "remove it under [unread]"
            )
    return Translations(languages[0], frozenset(languages), tables)


def standings(folder: Path, languages: tuple[str, ...]) -> tuple[Standing, ...]:
    """Return how far a pack speaks each of its languages, the first its own.

    Raises Misconfigured where a file of it cannot be read.
    """
    read = load_translations(folder, languages)
    texts = [
        text
        for path in sorted(folder.rglob("*.toml"))
        if path.parent.name != "languages"
        for text in _texts(read_raw(path), read)
    ]
    return tuple(_standing(code, texts, read) for code in languages)


def _standing(code: str, texts: list[Text], read: Translations) -> Standing:
    table = read.tables.get(code, Table())
    by_table = dict.fromkeys(one[read.own] for one in texts if code not in one)
    return Standing(
        code,
        texts=len({one[read.own] for one in texts}),
        unread=sum(words in table.unread for words in by_table),
        missing=tuple(one for one in by_table if not table.words.get(one)),
        stale=tuple(sorted(table.words.keys() - by_table.keys())),
    )


def _texts(raw: object, read: Translations) -> Iterator[Text]:
    if _is_text(raw, read.own, read.languages):
        yield raw
    elif isinstance(raw, dict):
        for value in raw.values():
            yield from _texts(value, read)
    elif isinstance(raw, list):
        for value in raw:
            yield from _texts(value, read)


def _is_text(raw: object, own: str, languages: frozenset[str]) -> TypeGuard[Text]:
    """Say whether it is a table of words by language, and nothing else that has keys."""
    return (
        isinstance(raw, dict)
        and isinstance(raw.get(own), str)
        and raw.keys() <= languages
        and all(isinstance(words, str) for words in raw.values())
    )
