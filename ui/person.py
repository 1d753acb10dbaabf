"""What the person at the kiosk has chosen for themselves; gone when they are."""

from dataclasses import dataclass, replace
from enum import StrEnum

from ui.theme import Letters, Look


class Means(StrEnum):
    """What a person uses the kiosk with."""

    TOUCH = "touch"
    KEYPAD = "keypad"
    SWITCH = "switch"


@dataclass(frozen=True)
class Person:
    """One person's language, look, size of letters, and how they use it."""

    language: str
    look: Look = Look.DAY
    letters: Letters = Letters.NORMAL
    listens: bool = False
    means: Means = Means.TOUCH
    low: bool = False
    """Everything that is touched stands low on the panel."""

    def with_next_look(self) -> "Person":
        """Change to the next look, and after the last to the first."""
        looks = list(Look)
        return replace(self, look=looks[(looks.index(self.look) + 1) % len(looks)])

    def with_larger_letters(self) -> "Person":
        """Change to larger letters, and after the largest to the normal ones."""
        sizes = list(Letters)
        return replace(
            self, letters=sizes[(sizes.index(self.letters) + 1) % len(sizes)]
        )
