"""Every screen is audited: in every size, look, language and direction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from PySide6.QtCore import QRect

from i18n import Direction
from tests.kiosk.every_kind import write_every_kind
from tests.ui.audit import GLANCE, audit, helps
from tests.ui.booth import SMALL, UPRIGHT, WIDE, Booth, Given
from tests.ui.captors import hand_kit
from tests.ui.gallery import gallery
from tests.ui.gallery_kinds import gallery_of_kinds
from ui.stand import Make
from ui.theme import Letters, Look, Panel

Stand = Callable[..., Booth]


@dataclass(frozen=True)
class Way:
    """One way a screen may look."""

    panel: Panel
    letters: Letters
    look: Look
    language: str
    direction: Direction = Direction.LEFT_TO_RIGHT

    def __str__(self) -> str:
        size = self.panel.size
        return (
            f"{size.width()}x{size.height()} {self.letters} {self.look} {self.language}"
            f" {self.direction}"
        )


ALWAYS = (
    Way(WIDE, Letters.NORMAL, Look.DAY, "el"),
    Way(SMALL, Letters.LARGEST, Look.DAY, "el"),
    Way(UPRIGHT, Letters.LARGEST, Look.YELLOW_ON_BLACK, "en"),
    Way(SMALL, Letters.NORMAL, Look.NIGHT, "en", Direction.RIGHT_TO_LEFT),
    Way(WIDE, Letters.LARGE, Look.BLACK_ON_WHITE, "el"),
)
EVERY = [
    Way(*one)
    for one in product((WIDE, SMALL, UPRIGHT), Letters, Look, ("el", "en"), Direction)
]


def ways() -> list[ParameterSet]:
    """Return every way: `ALWAYS` for `make test`, the others for `make soak`. No day
    chooses, for what passed in the morning must pass at night."""
    others = [one for one in EVERY if one not in ALWAYS]
    return [
        *(pytest.param(way, id=str(way)) for way in ALWAYS),
        *(pytest.param(way, id=str(way), marks=pytest.mark.soak) for way in others),
    ]


Gallery = Callable[[Booth], Iterator[tuple[str, Make]]]


def complaints(booth: Booth, way: Way, pages_of: Gallery = gallery) -> Iterator[str]:
    booth.stand.speak(way.language)
    booth.stand.prefer(way.look, way.letters)
    helps_stand: dict[str, QRect] = {}
    for name, make in pages_of(booth):
        booth.stand.show(make)
        booth.wait_for(booth.page.name)
        where = f"{name} at {way}"
        yield from audit(booth, where)
        if not booth.page.bare:
            helps_stand = helps_stand or helps(booth)
            if helps(booth) != helps_stand:
                yield f"{where}: the helps stand at {helps(booth)}, not at {helps_stand}"
        pages = booth.page.pages()
        for number in range(1, pages.count if pages is not None else 0):
            assert pages is not None
            pages.turn(1)
            booth.settle()
            yield from audit(booth, f"{where}, page {number + 1}", GLANCE)


@pytest.mark.parametrize("way", ways())
def test_nothing_is_to_be_complained_of(booths: Stand, way: Way) -> None:
    booth = booths(Given(panel=way.panel, direction=way.direction))
    found = list(complaints(booth, way))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("way", ways())
def test_nothing_is_to_be_complained_of_any_kind_of_question(
    booths: Stand, tmp_path: Path, way: Way
) -> None:
    pack = write_every_kind(tmp_path / "pack")
    booth = booths(
        Given(panel=way.panel, direction=way.direction, pack=pack, kit=hand_kit)
    )
    found = list(complaints(booth, way, gallery_of_kinds))
    assert not found, "\n".join(found)
