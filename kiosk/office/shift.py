"""A person at the desk, signed in: who they are, and the key they hold until they lock."""

from datetime import datetime

import msgspec

from kiosk.clock import Clock
from kiosk.config import Config
from kiosk.device import Device
from kiosk.errors import Damaged
from kiosk.home import Home
from kiosk.office.deeds import Deed
from kiosk.packs import Pack
from kiosk.rows import DeedRow
from kiosk.store import Store
from kiosk.vault import Opener


class Ground(msgspec.Struct, frozen=True):
    """What a desk stands on, whoever sits at it."""

    home: Home
    config: Config
    pack: Pack
    device: Device
    clock: Clock

    @property
    def store(self) -> Store:
        """What the kiosk, the agent and every desk of this home share."""
        return self.device.store


class Shift:
    """One person's time at the desk, from signing in to locking.

    It holds what opens citizens' words; after `end` it opens nothing any more.
    """

    def __init__(self, ground: Ground, who: str, opener: Opener) -> None:
        self.ground = ground
        self.who = who
        """Their name, as colleagues and citizens read it."""
        self._opener: Opener | None = opener

    @property
    def store(self) -> Store:
        return self.ground.store

    @property
    def opener(self) -> Opener:
        """What opens what was sealed here. Raises Damaged when the shift has ended."""
        if self._opener is None:
            raise Damaged("the desk", "is locked", "sign in")
        return self._opener

    @property
    def is_over(self) -> bool:
        """Whether somebody must sign in first."""
        return self._opener is None

    def now(self) -> datetime:
        """The wall clock, UTC."""
        return self.ground.clock.now()

    def did(self, kind: Deed, about: str = "", more: str = "") -> DeedRow:
        """Return the line of the book that says so: the store writes it with the deed."""
        return DeedRow(self.now().isoformat(), self.who, kind, about, more)

    def end(self) -> None:
        """Lock: let go of the key."""
        self._opener = None
