"""What the person at the kiosk has chosen for themselves; gone when they are."""

from enum import StrEnum
from typing import Final

import msgspec
from msgspec.structs import replace

from ui.rendering import Manner
from ui.theme import Letters, Look

PACES: Final = (0.6, 0.75, 0.87, 1.0, 1.25, 1.5, 2.0)
"""Of the kiosk's own. Many begin slowly and become faster with use."""
VOLUMES_DB: Final = (-30.0, -24.0, -18.0, -12.0, -6.0, 0.0)
"""Twice as high a wave with each; there is room above the usual one."""
USUAL_PACE: Final = 3
USUAL_VOLUME: Final = 3


class Control(StrEnum):
    """What somebody who listens may want of the voice."""

    GO_ON = "go-on"
    REPEAT = "repeat"
    SLOWER = "slower"
    FASTER = "faster"
    SOFTER = "softer"
    LOUDER = "louder"
    STOP = "stop-listening"

    @property
    def reads(self) -> bool:
        """Whether the page is what one wants to be at then."""
        return self in (Control.GO_ON, Control.REPEAT, Control.STOP)


_STEPS: Final = {
    Control.SLOWER: (-1, 0),
    Control.FASTER: (1, 0),
    Control.SOFTER: (0, -1),
    Control.LOUDER: (0, 1),
}


class Means(StrEnum):
    """What a person uses the kiosk with."""

    TOUCH = "touch"
    KEYPAD = "keypad"
    SWITCH = "switch"


class Person(msgspec.Struct, frozen=True):
    """One person's language, look, size of letters, and how they listen, if they do."""

    language: str
    look: Look = Look.DAY
    letters: Letters = Letters.NORMAL
    listens: bool = False
    pace: int = USUAL_PACE
    """A place in PACES."""
    volume: int = USUAL_VOLUME
    """A place in VOLUMES_DB."""
    reads_own: bool | None = None
    """Whether what they said may be read on the loudspeaker; None before they are asked."""

    means: Means = Means.TOUCH
    low: bool = False
    """Everything that is touched stands low on the panel."""

    @property
    def manner(self) -> Manner:
        """How they want it said."""
        return Manner(PACES[self.pace], VOLUMES_DB[self.volume])

    def with_voice(self, control: Control) -> "Person":
        """Change pace or volume by a step, as far as there are any, or stop listening."""
        pace, volume = _STEPS.get(control, (0, 0))
        return replace(
            self,
            listens=self.listens and control is not Control.STOP,
            pace=min(len(PACES) - 1, max(0, self.pace + pace)),
            volume=min(len(VOLUMES_DB) - 1, max(0, self.volume + volume)),
        )

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
