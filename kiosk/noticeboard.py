"""The agent's door to the board in the square: hang up what a feed told, take it down.

What a destination lists as open hangs there too: citizens are asked whether theirs is one.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

import msgspec
from msgspec.structs import replace

from kiosk.budget import allowance, day_of, hour_of
from kiosk.clock import Clock
from kiosk.config import Feed
from kiosk.notice import MOST_NOTICES, Notice, Stamp
from kiosk.others import MOST_REPORTS, Report
from kiosk.store import Store

_COUNTED_FOR: Final = timedelta(days=8)


class Wanted(msgspec.Struct, frozen=True):
    """A document that belongs to a notice and is not here yet."""

    id: str
    """Of the notice."""
    link: str


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

    def post_reports(
        self, destination: str, reports: Sequence[Report], stamp: Stamp
    ) -> None:
        """Put these in the place of all that a destination said was open before."""
        heard = replace(stamp, heard=self._clock.now())
        self._store.post_reports(destination, reports[:MOST_REPORTS], heard)

    def still(self, feed: str) -> None:
        """Note that a feed tells now what it told last: what hangs there is true today."""
        self._store.still(feed, self._clock.now())

    def keep_only(self, feeds: Collection[str]) -> None:
        """Forget what feeds told that are in the settings no more."""
        self._store.take_down(feeds)

    def lacking(self, feed: Feed) -> tuple[Wanted, ...]:
        """Let go of the documents that are not of the newest notices any more; return
        those that are to be fetched, the newest first."""
        rows = self._store.keep_documents(feed.name, feed.documents)
        return tuple(Wanted(uid, link) for uid, link in rows)

    def may_fetch(self, feed: Feed) -> bool:
        """Say whether the feed's line may bear another document now."""
        now = self._clock.now().astimezone()
        spent = (
            self._store.spent(_purse(feed), span(now)) for span in (day_of, hour_of)
        )
        return allowance(feed.budget, now, *spent).size > 0

    def lay(self, feed: Feed, wanted: Wanted, body: bytes) -> None:
        """Lay a document beside its notice; an empty one is never asked for again."""
        self._store.put_document(feed.name, wanted.id, wanted.link, body)
        now = self._clock.now().astimezone()
        forget = day_of(now - _COUNTED_FOR)
        self._store.spend(_purse(feed), hour_of(now), len(body), forget)


def _purse(feed: Feed) -> str:
    """Under which name the bytes of a feed's documents are counted: no destination's."""
    return f"feed {feed.name}"
