"""The fonts: every letter people write here, at the weights the style asks for."""

import re
from functools import cache
from pathlib import Path

import pytest
from fontTools.pens.boundsPen import BoundsPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

import resources
from kiosk.packs import Pack, load_pack

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


def texts(pack: Pack) -> str:
    """All that is written in a pack's files, comments included."""
    return "".join(
        path.read_text(encoding="utf-8") for path in pack.folder.rglob("*.toml")
    )


@pytest.mark.parametrize("path", COMMISSIONER, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", LETTERS)
def test_commissioner_has_every_letter_of(language: str, path: Path) -> None:
    assert missing(path, LETTERS[language]) == set()


@pytest.mark.parametrize("path", COMMISSIONER, ids=lambda path: path.stem)
def test_commissioner_can_write_every_pack(path: Path) -> None:
    for pack in shipped():
        assert missing(path, texts(pack)) == set()


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
