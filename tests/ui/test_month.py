"""The picture of the month shows what an export tells, and nothing else."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QColor, QImage

from kiosk.errors import Misconfigured
from kiosk.opendata import GEOJSON, Cell, Filed, collection, shown
from kiosk.packs import load_pack
from kiosk.submission import Progress
from tests.ui.booth import PATRAS, WIDE
from ui.month import Month, draw_month, read_export
from ui.screen import Scene
from ui.theme import PALETTES, Look, Panel, Theme

PACK = load_pack(PATRAS, None)


def exported(folder: Path, *cells: tuple[str, str, str, int]) -> Path:
    filed = [
        Filed(Cell(month, "problem", service, village), Progress.SENT, "")
        for month, service, village, count in cells
        for _ in range(count)
    ]
    folder.mkdir(exist_ok=True)
    told = collection(shown(filed), PACK)
    (folder / GEOJSON).write_bytes(msgspec.json.encode(told))
    return folder


def drawn(folder: Path, panel: Panel = WIDE) -> QImage:
    month = Month.of(read_export(folder), None, folder)
    scene = Scene(
        Theme(panel, town=PACK.municipality.colour), ("el", "en"), PACK.folder
    )
    draw_month(month, PACK, scene, folder / "month.png")
    return QImage(str(folder / "month.png"))


def long_of(image: QImage, colour: str) -> int:
    """The longest run of a colour in the left half: a bar."""
    wanted, best = QColor(colour).rgb(), 0
    for y in range(150, image.height(), 4):
        run = 0
        for x in range(170, image.width() // 2):
            run = run + 1 if image.pixel(x, y) == wanted else 0
            best = max(best, run)
    return best


def test_a_bar_is_as_long_as_what_it_tells(qapp: object, tmp_path: Path) -> None:
    folder = exported(
        tmp_path / "e",
        ("2026-10", "broken-lamp", "sella", 40),
        ("2026-10", "cut-branches", "sella", 20),
        ("2026-10", "rubble", "sella", 4),
        ("2026-09", "rubble", "sella", 90),
    )
    image = drawn(folder)
    assert image.size() == WIDE.size
    families = PALETTES[Look.DAY].families
    assert families is not None
    first, second = (
        long_of(image, families["terracotta"]),
        long_of(image, families["sea"]),
    )
    assert second == pytest.approx(first / 2, rel=0.05)
    assert long_of(image, families["ochre"]) == 0, "four are not shown"


def test_a_month_without_anything_is_told_with_a_cure(tmp_path: Path) -> None:
    folder = exported(tmp_path / "e", ("2026-10", "rubble", "sella", 4))
    with pytest.raises(
        Misconfigured, match="has nothing that may be shown of any month"
    ):
        Month.of(read_export(folder), None, folder)
    folder = exported(tmp_path / "f", ("2026-10", "rubble", "sella", 5))
    with pytest.raises(Misconfigured, match="2026-11; choose one of: 2026-10"):
        Month.of(read_export(folder), "2026-11", folder)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b'{"type":"FeatureCollection","features":7}']
)
def test_what_is_no_export_is_told_with_a_cure(tmp_path: Path, content: bytes) -> None:
    (tmp_path / GEOJSON).write_bytes(content)
    with pytest.raises(Misconfigured, match="name the folder of an export"):
        read_export(tmp_path)
    with pytest.raises(Misconfigured, match="cannot be read"):
        read_export(tmp_path / "nowhere")
