"""The agent's door to the board in the square: hang up what a feed told, take it down."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from kiosk.clock import Clock
from kiosk.notice import MOST_NOTICES, Notice, Stamp
from kiosk.store import Store


class Noticeboard:
    """All that the agent may do to what citizens read."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def stamp(self, feed: str) -> Stamp:
        """Return what a feed gave with what it told last."""
        return self._store.stamp(feed)

    def post(self, feed: str, notices: Sequence[Notice], stamp: Stamp) -> None:
        """Put these in the place of all that a feed told before, in one transaction."""
        heard = replace(stamp, heard=self._clock.now())
        self._store.post(feed, notices[:MOST_NOTICES], heard)

    def keep_only(self, feeds: Collection[str]) -> None:
        """Forget what feeds told that are in the settings no more."""
        self._store.take_down(feeds)
