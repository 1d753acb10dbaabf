"""Sees to it, every hour, that what is past its time is destroyed here."""

from typing import Final

from kiosk.errors import CannotSave
from kiosk.outbox import Outbox
from sync.clerk import World

_EVERY_S: Final = 3600.0


class Sweeper:
    """Lets the outbox erase what is due, a little at a time: words must not wait."""

    def __init__(self, outbox: Outbox, keep_days: float, world: World) -> None:
        self._outbox = outbox
        self._keep_days = keep_days
        self._world = world
        self._at = 0.0

    def sweep(self) -> bool:
        """Erase some, if it is time to look; say whether there may be more."""
        now = self._world.clock.uptime()
        if now < self._at:
            return False
        self._at = now + _EVERY_S
        try:
            turn = self._outbox.erase_due(self._keep_days)
        except (
            CannotSave
        ) as trouble:  # another time; what is carried shall not stop for it
            self._world.log.warning("what is due to be erased is not yet: %s", trouble)
            return False
        if turn.erased:
            self._world.log.info("%d erased, past their time", turn.erased)
        if turn.more:
            self._at = now
        return turn.more
