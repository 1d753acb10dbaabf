"""A content pack: the municipality, its places, and the forms its kiosks ask.

A folder of files: `pack.toml`, `places.toml`, `forms/*.toml`, `icons/*.svg`, what
`kiosk.reading` tells of, `words.txt` if people are to be offered words as they write, and
`languages/*.toml` for whatever it says in further languages.
All of it is checked when it is loaded: a kiosk never meets a mistake in front of a citizen.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated

import msgspec

from kiosk import reading as to_read
from kiosk.choosing import Budget, Choice
from kiosk.errors import Misconfigured
from kiosk.forms import Form, Kind, Role, Term
from kiosk.layers import read_layer
from kiosk.lexicon import LONGEST_WORD, MOST_WORDS, NO_WORDS, Lexicon, lexicon_of
from kiosk.places import Gazetteer, Id, Text
from kiosk.question import LONGEST_TEXT
from kiosk.reading import Reading, load_reading
from kiosk.spoken import read_spoken
from kiosk.tomlfile import lies_at, read_toml, read_words
from kiosk.translations import load_translations


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a citizen reaches a person of the municipality."""

    phone: str
    hours: Text
    address: Text


class Municipality(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True
):
    """What `pack.toml` says: who asks, in which languages, which forms."""

    id: Id
    version: str
    sample: bool = False
    """Shown as a sample of a real municipality, which it is not."""
    languages: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    """By code; the first is the municipality's own."""
    forms: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1)]
    home_village: Id
    name: Text
    welcome: Text
    colour: Annotated[str, msgspec.Meta(pattern=r"^#[0-9A-Fa-f]{6}$")]
    contact: Contact
    terms: Mapping[Term, Text] = {}
    """Words that many questions share: `yes`, `no`, `very-good`."""


class Pack(msgspec.Struct, frozen=True):
    """A pack that was loaded and checked whole."""

    folder: Path
    municipality: Municipality
    places: Gazetteer
    forms: tuple[Form, ...]
    lexicon: Lexicon = NO_WORDS
    """Words of `words.txt`, then the names of the places."""
    reading: Reading = msgspec.field(default_factory=Reading)

    def form(self, form_id: str) -> Form | None:
        """Return the form of that id, if the pack has it."""
        return next((one for one in self.forms if one.id == form_id), None)


def find_pack(pack_id: str, shelves: Collection[Path]) -> Path:
    """Return the folder of a pack on the first shelf that has it, whole or not: what a
    municipality is just changing is not passed over for a sample that came along.

    Raises Misconfigured when no shelf has it.
    """
    for shelf in shelves:
        if lies_at(shelf / pack_id):
            return shelf / pack_id
    there = sorted(
        {told.parent.name for shelf in shelves for told in shelf.glob("*/pack.toml")}
    )
    raise Misconfigured(
        f'pack "{pack_id}"',
        "is not installed",
        f"choose one of: {', '.join(there) or 'none'}",
    )


def load_pack(folder: Path, icons: Collection[str] | None) -> Pack:
    """Load and check a pack; `icons` are the names of the pictures the program brings.

    None leaves the pictures unchecked, for a machine without the program's faces.

    Raises Misconfigured: one sentence with the file, the place in it, what is wrong and
    the cure.
    """
    spoken = read_toml(folder / "pack.toml", Municipality).languages
    into = load_translations(folder, spoken).into
    municipality = read_toml(folder / "pack.toml", Municipality, into)
    places = _with_layers(folder, read_toml(folder / "places.toml", Gazetteer, into))
    forms = tuple(
        _load_form(folder, form_id, municipality.terms, into)
        for form_id in municipality.forms
    )
    lexicon = lexicon_of(_words(folder / "words.txt"), places.names())
    reading = load_reading(folder, into)
    for code in spoken:
        read_spoken(folder / "voice" / code)
    pack = Pack(folder, municipality, places, forms, lexicon, reading)
    for complaint in _complaints(pack):
        raise complaint
    if icons is not None:
        _check_pictures(
            pack, {*icons, *(one.stem for one in folder.glob("icons/*.svg"))}
        )
    return pack


def _words(path: Path) -> Iterator[str]:
    """Yield the words of a list, one a line; a line that begins with # is a remark."""
    if not lies_at(path):
        return
    lines = read_words(path).splitlines()
    words = [line.strip() for line in lines if line.strip() and line[0] != "#"]
    if len(words) > MOST_WORDS:
        raise Misconfigured(
            str(path), f"has {len(words)} words", f"keep the {MOST_WORDS} used most"
        )
    for number, word in enumerate(words, 1):
        if len(word) > LONGEST_WORD or not word.isprintable():
            raise Misconfigured(
                f"{path}, word {number}",
                f"is no word of {LONGEST_WORD} letters or fewer",
                "write one word a line",
            )
        yield word


def _with_layers(folder: Path, places: Gazetteer) -> Gazetteer:
    layers = tuple(
        msgspec.structs.replace(
            one, assets=read_layer(folder / "layers" / f"{one.id}.geojson")
        )
        for one in places.layers
    )
    return msgspec.structs.replace(places, layers=layers)


def _load_form(
    folder: Path,
    form_id: str,
    terms: Mapping[Term, Text],
    into: Callable[[object], object],
) -> Form:
    path = folder / "forms" / f"{form_id}.toml"
    form = read_toml(path, Form, into)
    if form.id != form_id:
        raise Misconfigured(
            f"{path}, id",
            f'says "{form.id}"',
            f'write "{form_id}", the name of the file',
        )
    asked = tuple(question.in_terms(terms) for question in form.questions)
    return msgspec.structs.replace(form, questions=asked)


def _check_pictures(pack: Pack, pictures: Collection[str]) -> None:
    for place, icon in _icons(pack):
        if icon not in pictures:
            cure = f"choose one of the pictures, or add icons/{icon}.svg to the pack"
            raise Misconfigured(place, f'there is no picture "{icon}"', cure)


def _complaints(pack: Pack) -> Iterator[Misconfigured]:
    yield from _municipality_complaints(pack)
    language = pack.municipality.languages[0]
    for place, text, longest in _texts(pack):
        if not text.get(language, "").strip():
            yield Misconfigured(
                place, f'has no text in "{language}"', f'add {language} = "…" to it'
            )
        for code, words in text.items():
            if len(words) > longest:
                yield Misconfigured(
                    f"{place}, {code}",
                    f"is {len(words)} letters long, and {longest} fit a page",
                    "say it in fewer words",
                )
    for form in pack.forms:
        yield from _form_complaints(_file(pack, form), form)
    yield from to_read.complaints(pack.folder, pack.reading, pack.places)


def _municipality_complaints(pack: Pack) -> Iterator[Misconfigured]:
    told = pack.folder / "pack.toml"
    town = pack.municipality
    if pack.places.village(town.home_village) is None:
        yield Misconfigured(
            f"{told}, home_village",
            f'there is no village "{town.home_village}" in places.toml',
            "write the id of one that is there",
        )
    if _contrast_with_white(town.colour) < 4.5:
        yield Misconfigured(
            f"{told}, colour",
            f"white words on {town.colour} cannot be read (WCAG 2.2 asks 4.5:1)",
            "choose a darker colour",
        )
    places = str(pack.folder / "places.toml")
    yield from _twice(places, "village", [one.id for one in pack.places.villages])
    yield from _twice(places, "layer", [one.id for one in pack.places.layers])
    for village in pack.places.villages:
        landmarks = [one.id for one in village.landmarks]
        yield from _twice(f'{places}, village "{village.id}"', "landmark", landmarks)


def _form_complaints(file: str, form: Form) -> Iterator[Misconfigured]:
    yield from _twice(file, "question", [one.id for one in form.questions])
    earlier: dict[str, Kind] = {}
    for question in form.questions:
        place = f'{file}, question "{question.id}"'
        yield from _twice(place, "option", [one.id for one in question.choices()])
        yield from _branch_complaints(place, question, earlier)
        if question.role is Role.SERVICE and not isinstance(question, Choice):
            yield Misconfigured(
                f"{place}, role",
                "only a choice can name the service",
                "remove the role",
            )
        if isinstance(question, Budget):
            yield from _budget_complaints(place, question)
        earlier[question.id] = question


def _budget_complaints(place: str, question: Budget) -> Iterator[Misconfigured]:
    for project in question.options:
        if project.cost > question.total:
            yield Misconfigured(
                f'{place}, option "{project.id}", cost',
                f"is more than the {question.total} there are to spend",
                "correct the cost or the total",
            )


def _branch_complaints(
    place: str, question: Kind, earlier: dict[str, Kind]
) -> Iterator[Misconfigured]:
    for asked, wanted in question.when.items():
        if asked not in earlier:
            yield Misconfigured(
                f"{place}, when",
                f'no earlier question is called "{asked}"',
                "name a question that stands above this one",
            )
            continue
        known = {option.id for option in earlier[asked].choices()}
        for option in (wanted,) if isinstance(wanted, str) else wanted:
            if option not in known:
                yield Misconfigured(
                    f"{place}, when, {asked}",
                    f'there is no option "{option}"',
                    f"choose one of: {', '.join(sorted(known))}",
                )


def _twice(place: str, what: str, ids: list[str]) -> Iterator[Misconfigured]:
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        yield Misconfigured(
            f'{place}, {what} "{one}"', "stands twice", "give one another id"
        )


def _file(pack: Pack, form: Form) -> str:
    return str(pack.folder / "forms" / f"{form.id}.toml")


def _texts(pack: Pack) -> Iterator[tuple[str, Text, int]]:
    """Every text a citizen must be able to read, its place, and how long it may be."""
    told = str(pack.folder / "pack.toml")
    town = pack.municipality
    yield f"{told}, name", town.name, LONGEST_TEXT
    yield f"{told}, welcome", town.welcome, LONGEST_TEXT
    places = str(pack.folder / "places.toml")
    for village in pack.places.villages:
        yield f'{places}, village "{village.id}", name', village.name, LONGEST_TEXT
        for landmark in village.landmarks:
            where = f'{places}, village "{village.id}", landmark "{landmark.id}", name'
            yield where, landmark.name, LONGEST_TEXT
    for layer in pack.places.layers:
        yield f'{places}, layer "{layer.id}", name', layer.name, LONGEST_TEXT
    for form in pack.forms:
        file = _file(pack, form)
        yield f"{file}, title", form.title, LONGEST_TEXT
        for question in form.questions:
            place = f'{file}, question "{question.id}"'
            yield f"{place}, title", question.title, LONGEST_TEXT
            for option in question.choices():
                where = f'{place}, option "{option.id}", label'
                yield where, option.label, LONGEST_TEXT
            for name, text, longest in question.texts():
                yield f"{place}, {name}", text, longest
    yield from to_read.texts(pack.folder, pack.reading, LONGEST_TEXT)


def _icons(pack: Pack) -> Iterator[tuple[str, str]]:
    """Every picture the pack names, with its place."""
    for village in pack.places.villages:
        for landmark in village.landmarks:
            where = f'village "{village.id}", landmark "{landmark.id}", icon'
            yield f"{pack.folder / 'places.toml'}, {where}", landmark.icon
    for layer in pack.places.layers:
        yield f'{pack.folder / "places.toml"}, layer "{layer.id}", icon', layer.icon
    for form in pack.forms:
        yield f"{_file(pack, form)}, icon", form.icon
        for question in form.questions:
            for option in question.choices():
                where = f'question "{question.id}", option "{option.id}", icon'
                yield f"{_file(pack, form)}, {where}", option.icon
    yield from to_read.icons(pack.folder, pack.reading)


def _contrast_with_white(colour: str) -> float:
    """Contrast ratio of white on `#RRGGBB` (WCAG 2.2, relative luminance)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    red, green, blue = linear
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
