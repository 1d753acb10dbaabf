"""The ways a screen may look: panels, letters, looks, languages, directions."""

from dataclasses import dataclass
from itertools import product

from i18n import Direction, languages
from tests.ui.booth import LAPTOP, SMALL, UPRIGHT, WIDE
from ui.theme import Letters, Look, Panel


@dataclass(frozen=True)
class Way:
    """One way a screen may look."""

    panel: Panel
    letters: Letters
    look: Look
    language: str
    direction: Direction = Direction.LEFT_TO_RIGHT

    def __str__(self) -> str:
        size, lap = self.panel.size, " laptop" if self.panel == LAPTOP else ""
        return (
            f"{size.width()}x{size.height()}{lap} {self.letters} {self.look}"
            f" {self.language} {self.direction}"
        )


ALWAYS = (
    Way(WIDE, Letters.NORMAL, Look.DAY, "el"),
    Way(SMALL, Letters.LARGEST, Look.DAY, "el"),
    Way(UPRIGHT, Letters.LARGEST, Look.YELLOW_ON_BLACK, "en"),
    Way(SMALL, Letters.NORMAL, Look.NIGHT, "ar", Direction.RIGHT_TO_LEFT),
    Way(SMALL, Letters.LARGE, Look.BLACK_ON_WHITE, "ka"),
    Way(LAPTOP, Letters.NORMAL, Look.DAY, "el"),
)
_BOTH_WAYS = ("el", "en")
"""What is read closest is looked at mirrored, too; the others as they are written."""
_LANGUAGES = [
    (one.code, direction)
    for one in languages()
    for direction in Direction
    if one.code in _BOTH_WAYS or direction is one.direction
]
EVERY = [
    Way(panel, letters, look, *language)
    for panel, letters, look, language in product(
        (WIDE, SMALL, UPRIGHT), Letters, Look, _LANGUAGES
    )
]
