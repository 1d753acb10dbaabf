"""The fonts: every letter people write here, at the weights the style asks for."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fontTools.pens.boundsPen import BoundsPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

import i18n
import resources
from i18n import Language, languages
from kiosk.packs import Pack, load_pack
from tests.resources.pack_contract import texts

FOLDER = Path(resources.__file__).parent / "fonts"

MARKS = "“”‘’«»–—…·•€№©°×½"
LETTERS = {
    "el": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψωΆΈΉΊΌΎΏΪΫάέήίόύώϊϋΐΰ·;",
    "sq": "ÇËçë",
    "ro": "ĂÂÎȘȚăâîșț",
    "tr": "ÇĞİIÖŞÜçğıiöşü",
    "pl": "ĄĆĘŁŃÓŚŹŻąćęłńóśźż",
    "bg": "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯабвгдежзийклмнопрстуфхцчшщъьюя",
    "ru": "ЁЫЭёыэ",
    "uk": "ҐЄІЇґєії",
    "marks": MARKS,
}
ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچڤگٹڈڑںھہۃےۓ،؛؟٠١٢٣٤٥٦٧٨٩"
GEORGIAN = "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"
COMMISSIONER = [path for path in resources.fonts() if "Commissioner" in path.name]


@cache
def characters(path: Path) -> frozenset[str]:
    with TTFont(path) as font:
        return frozenset(map(chr, font.getBestCmap()))


def missing(path: Path, text: str) -> set[str]:
    return {one for one in text if one.isprintable()} - characters(path)


def rows() -> dict[str, list[str]]:
    """The cells of every row of the README by the file they tell of."""
    lines = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row for row in cells if row[0].endswith(".ttf")}


def shipped() -> list[Pack]:
    return [load_pack(resources.pack(name), None) for name in resources.packs()]


def said_in(code: str) -> Iterator[str]:
    """All that program and packs say in a language, and its own name."""
    for row in languages():
        yield from (row.name, row.touch) if row.code == code else ()
    for pack in shipped():
        yield from (text.get(code, "") for text in texts(pack))
    catalogue = Path(i18n.__file__).parent / code / "LC_MESSAGES" / "plateia.po"
    if catalogue.exists():
        yield from re.findall(
            r'(?m)^(?:msgstr(?:\[\d\])?)? ?"(.*)"$', catalogue.read_text("utf-8")
        )


@pytest.mark.parametrize("language", languages(), ids=lambda one: one.code)
def test_the_fonts_can_write_all_that_is_said_in(language: Language) -> None:
    families = [f"{language.font.replace(' ', '')}-", "Commissioner-"]
    said = set("".join(said_in(language.code)))
    for weight in ("-Regular", "-Bold"):
        there = [one for one in resources.fonts() if one.stem.endswith(weight)]
        fonts = [one for one in there if one.name.startswith(tuple(families))]
        assert len(fonts) == len({*families})
        missing_everywhere = set.intersection(
            *(missing(one, "".join(said)) for one in fonts)
        )
        assert missing_everywhere == set()


@pytest.mark.parametrize("path", COMMISSIONER, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", LETTERS)
def test_commissioner_has_every_letter_of(language: str, path: Path) -> None:
    assert missing(path, LETTERS[language]) == set()


@pytest.mark.parametrize(
    ("script", "text"), [("Arabic", ARABIC), ("Georgian", GEORGIAN)]
)
def test_the_other_scripts_have_every_letter(script: str, text: str) -> None:
    fonts = [path for path in resources.fonts() if script in path.name]
    assert len(fonts) == 2
    for path in fonts:
        assert missing(path, text) == set()


def test_the_weights_are_those_of_the_style() -> None:
    weights = set()
    for path in COMMISSIONER:
        with TTFont(path) as font:
            weights.add(font["OS/2"].usWeightClass)
    assert weights == {400, 600, 700}


@pytest.mark.parametrize("path", resources.fonts(), ids=lambda path: path.stem)
def test_the_height_told_is_the_height_of_the_font(path: Path) -> None:
    told = float(rows()[path.name][3].split()[0])
    with TTFont(path) as font:
        if "Arabic" in path.name:  # it has no capitals: alef stands for them
            bounds = BoundsPen(font.getGlyphSet())
            font.getGlyphSet()[font.getBestCmap()[ord("ا")]].draw(bounds)
            assert bounds.bounds is not None
            height = bounds.bounds[3]
        else:
            height = font["OS/2"].sCapHeight
        assert height / font["head"].unitsPerEm == pytest.approx(told, abs=0.001)


def test_every_font_has_a_row_a_version_and_a_licence() -> None:
    assert set(rows()) == {path.name for path in resources.fonts()}
    for path in resources.fonts():
        _, _, version, _, licence = rows()[path.name]
        with TTFont(path) as font:
            assert re.match(
                rf"Version {re.escape(version)}\b", font["name"].getDebugName(5)
            )
        assert "SIL OPEN FONT LICENSE" in (FOLDER / licence).read_text(encoding="utf-8")


def test_the_folder_holds_nothing_that_is_not_told_in_its_readme() -> None:
    told = {*rows(), *(row[4] for row in rows().values()), "README.md"}
    assert {path.name for path in FOLDER.iterdir()} == told
