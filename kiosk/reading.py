"""What a citizen reads without asking anything: news, works, useful numbers, hours.

Four files of a pack, each of which may be left out: `news.toml`, `works.toml`,
`numbers.toml`, `hours.toml`. A text may be of any length that a person reads standing;
it is shown in pages of sixty words, broken at the end of a sentence.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Final, TypeVar

import msgspec

from kiosk.errors import Misconfigured
from kiosk.places import Gazetteer, Id, Latitude, Longitude, Text
from kiosk.tomlfile import lies_at, read_toml

WORDS_A_PAGE: Final = 60
"""More on one page is not read by somebody who stands."""

MOST_WORDS: Final = 600
"""Ten pages; whoever has more to say says it on paper."""

_SENTENCE_END: Final = re.compile(r"(?<=[.;!?·…»”])\s+")

T = TypeVar("T")


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every entry has."""

    id: Id
    icon: str


class Article(_Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A piece of news."""

    icon: str = "news"
    date: date
    title: Text
    text: Text


class Work(_Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A work in progress: what, who pays, how far, when done, where."""

    icon: str = "works"
    title: Text
    text: Text
    pays: Text
    cost: Annotated[int, msgspec.Meta(ge=0)] | None = None
    """Euros; left out: it is not told."""
    done: Annotated[int, msgspec.Meta(ge=0, le=100)]
    """Of a hundred parts."""
    until: date | None = None
    """When it is to be done; left out: nobody has said."""
    village: Id
    landmark: Id | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    """Where it is, if not at its landmark; both or none."""


class Number(_Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A telephone number people look for."""

    icon: str = "phone"
    name: Text
    phone: Annotated[str, msgspec.Meta(pattern=r"^\+?[0-9][0-9 ]*$", max_length=20)]
    hint: Text = {}


class Office(_Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An office or a place, and when it is open."""

    icon: str = "clock"
    name: Text
    hours: Text
    address: Text = {}


class _News(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    entries: tuple[Article, ...] = msgspec.field(name="article", default=())


class _Works(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    entries: tuple[Work, ...] = msgspec.field(name="work", default=())


class _Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    entries: tuple[Number, ...] = msgspec.field(name="number", default=())


class _Hours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    entries: tuple[Office, ...] = msgspec.field(name="office", default=())


class Reading(msgspec.Struct, frozen=True):
    """All that a pack has to read. Articles: the newest first."""

    articles: tuple[Article, ...] = ()
    works: tuple[Work, ...] = ()
    numbers: tuple[Number, ...] = ()
    offices: tuple[Office, ...] = ()


def load_reading(folder: Path, into: Callable[[object], object]) -> Reading:
    """Read the four files of a pack, as far as they are there, each changed `into` all
    its languages. Raises Misconfigured."""

    def read(name: str, kind: type[T], none: T) -> T:
        path = folder / name
        return read_toml(path, kind, into) if lies_at(path) else none

    articles = read("news.toml", _News, _News()).entries
    return Reading(
        tuple(sorted(articles, key=lambda one: one.date, reverse=True)),
        read("works.toml", _Works, _Works()).entries,
        read("numbers.toml", _Numbers, _Numbers()).entries,
        read("hours.toml", _Hours, _Hours()).entries,
    )


def complaints(
    folder: Path, reading: Reading, places: Gazetteer
) -> Iterator[Misconfigured]:
    """Say what is wrong with it, beyond what the types say."""
    files = (
        (folder / "news.toml", "article", reading.articles),
        (folder / "works.toml", "work", reading.works),
        (folder / "numbers.toml", "number", reading.numbers),
        (folder / "hours.toml", "office", reading.offices),
    )
    for path, what, entries in files:
        ids = [one.id for one in entries]
        for one in sorted({one for one in ids if ids.count(one) > 1}):
            yield Misconfigured(
                f'{path}, {what} "{one}"', "stands twice", "give one another id"
            )
    for work in reading.works:
        yield from _place_complaints(
            f'{folder / "works.toml"}, work "{work.id}"', work, places
        )
    for place, text in _long_texts(folder, reading):
        for code, words in text.items():
            if (count := len(words.split())) > MOST_WORDS:
                yield Misconfigured(
                    f"{place}, {code}",
                    f"has {count} words, and nobody reads more than {MOST_WORDS} here",
                    "say it in fewer words",
                )


def _place_complaints(
    place: str, work: Work, places: Gazetteer
) -> Iterator[Misconfigured]:
    village = places.village(work.village)
    cure = "write the id of one that is there"
    if village is None:
        told = f'there is no village "{work.village}" in places.toml'
        yield Misconfigured(f"{place}, village", told, cure)
    elif work.landmark is not None and village.landmark(work.landmark) is None:
        told = f'there is no landmark "{work.landmark}" in that village'
        yield Misconfigured(f"{place}, landmark", told, cure)
    north, east = work.latitude, work.longitude
    if (north is None) != (east is None):
        told = "has half a position"
        yield Misconfigured(place, told, "write latitude and longitude, or neither")
    elif (
        north is not None and east is not None and not places.bounds.holds(north, east)
    ):
        told = "stands outside the municipality"
        yield Misconfigured(f"{place}, latitude", told, "look at both figures again")


def _long_texts(folder: Path, reading: Reading) -> Iterator[tuple[str, Text]]:
    for article in reading.articles:
        yield f'{folder / "news.toml"}, article "{article.id}", text', article.text
    for work in reading.works:
        yield f'{folder / "works.toml"}, work "{work.id}", text', work.text


def texts(
    folder: Path, reading: Reading, longest: int
) -> Iterator[tuple[str, Text, int]]:
    """Every text a citizen must be able to read, its place, and its most letters."""
    for place, text in _long_texts(folder, reading):
        yield place, text, MOST_WORDS * 40
    for article in reading.articles:
        yield (
            f'{folder / "news.toml"}, article "{article.id}", title',
            article.title,
            longest,
        )
    for work in reading.works:
        where = f'{folder / "works.toml"}, work "{work.id}"'
        yield f"{where}, title", work.title, longest
        yield f"{where}, pays", work.pays, longest
    for number in reading.numbers:
        where = f'{folder / "numbers.toml"}, number "{number.id}"'
        yield f"{where}, name", number.name, longest
        if number.hint:
            yield f"{where}, hint", number.hint, longest
    for office in reading.offices:
        where = f'{folder / "hours.toml"}, office "{office.id}"'
        yield f"{where}, name", office.name, longest
        yield f"{where}, hours", office.hours, longest
        if office.address:
            yield f"{where}, address", office.address, longest


def icons(folder: Path, reading: Reading) -> Iterator[tuple[str, str]]:
    """Every picture it names, with its place."""
    for file, what, entries in (
        ("news.toml", "article", reading.articles),
        ("works.toml", "work", reading.works),
        ("numbers.toml", "number", reading.numbers),
        ("hours.toml", "office", reading.offices),
    ):
        for one in entries:
            yield f'{folder / file}, {what} "{one.id}", icon', one.icon


def paged(text: str, most: int = WORDS_A_PAGE) -> tuple[str, ...]:
    """Return a text in pages of at most so many words, each but the last of whole
    sentences if they are not longer than a page themselves."""
    pages: list[str] = []
    page: list[str] = []
    for paragraph in text.splitlines():
        for at, sentence in enumerate(_SENTENCE_END.split(paragraph.strip())):
            words = sentence.split()
            if page and _count(page) + len(words) > most:
                pages.append(_joined(page))
                page = []
            while len(words) > most:
                pages.append(" ".join(words[:most]))
                words = words[most:]
            if words:
                page.append(("\n" if page and at == 0 else "") + " ".join(words))
    if page:
        pages.append(_joined(page))
    return tuple(pages)


def _count(page: list[str]) -> int:
    return sum(len(one.split()) for one in page)


def _joined(page: list[str]) -> str:
    return " ".join(page).replace(" \n", "\n")
