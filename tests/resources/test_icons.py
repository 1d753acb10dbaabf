"""The drawings: one colour, one square, one size, and a row for each."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.pens.boundsPen import BoundsPen  # type: ignore[import-untyped]
from fontTools.svgLib import SVGPath  # type: ignore[import-untyped]
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

import resources

FOLDER = Path(resources.__file__).parent / "icons"
NAMES = sorted(resources.icons())


def drawing(name: str) -> Path:
    path = resources.icon(name)
    assert path is not None
    return path


def rows() -> list[list[str]]:
    """The cells of every table row of the README, headings and rules left out."""
    lines = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if re.match(r"\| (?!Name|Source)", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def ink(name: str) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what is drawn, of 24."""
    bounds = BoundsPen(None)
    SVGPath(str(drawing(name))).draw(bounds)
    assert bounds.bounds is not None
    left, top, right, bottom = bounds.bounds
    return left, top, right, bottom


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_filled_shapes_in_a_square_without_a_colour(name: str) -> None:
    root = ElementTree.parse(drawing(name)).getroot()
    assert root.attrib == {"viewBox": "0 0 24 24"}
    for shape in root:
        assert shape.tag == "{http://www.w3.org/2000/svg}path"
        assert set(shape.attrib) <= {"d", "fill-rule"}


@pytest.mark.parametrize("name", NAMES)
def test_no_icon_looks_smaller_than_its_neighbours(name: str) -> None:
    left, top, right, bottom = ink(name)
    assert 17.9 <= max(right - left, bottom - top) <= 22.1
    assert left + right == pytest.approx(24, abs=0.1)
    assert top + bottom == pytest.approx(24, abs=0.1)


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_takes_its_colour_from_the_root(name: str) -> None:
    text = drawing(name).read_text(encoding="utf-8")
    red = text.replace("<svg ", '<svg fill="#ff0000" ', 1)
    renderer = QSvgRenderer(QByteArray(red.encode()))
    image = QImage(48, 48, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    pixels = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
    drawn = [pixel for pixel in pixels if pixel.alpha() == 255]
    assert len(drawn) > 48 * 48 * 0.08
    assert {pixel.name() for pixel in drawn} == {"#ff0000"}


def test_every_icon_has_a_row_and_every_row_an_icon() -> None:
    assert [row[0] for row in rows() if row[0] not in licences()] == NAMES


def licences() -> dict[str, str]:
    """Where each source's licence text stands, by the source's name."""
    return {row[0]: row[3] for row in rows() if row[3].startswith("licences/")}


def test_every_source_that_is_used_brings_its_licence() -> None:
    used = {
        source.split(",")[0]
        for name, sources, *_ in rows()
        if name in NAMES and sources != "drawn for Plateia"
        for source in sources.split("; ")
    }
    assert used == set(licences())
    for text in licences().values():
        assert (FOLDER / text).stat().st_size > 500


def test_the_folder_holds_nothing_that_is_not_told_in_its_readme() -> None:
    there = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.*")}
    told = {f"{name}.svg" for name in NAMES} | set(licences().values())
    assert there == told | {"README.md"}


@pytest.mark.parametrize("name", ["nothing", "", "../icons/back", "licences/x", "BACK"])
def test_a_name_that_is_no_icon_leads_nowhere(name: str) -> None:
    assert resources.icon(name) is None
