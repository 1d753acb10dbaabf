"""Brings what citizens read from outside, on a slow rhythm of its own.

A call is made on a thread that may be left behind; what came of it is taken on the
agent's thread, as with submissions. One feed at a time: nobody waits for it, and the line
is the reports'. Documents come after all lists, one after the other with a pause between,
as far as the feed's budget goes; one that fails waits until its list is looked at again,
and after a few times for ever.
"""

import math
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Protocol, TypeVar

import msgspec

from kiosk.config import Feed
from kiosk.noticeboard import Noticeboard, Wanted
from kiosk.others import register_of
from sync.clerk import World
from sync.connector import Trouble
from sync.crew import Step
from sync.feed import Archive, Listed, Reader, Told, Unchanged

T = TypeVar("T")

Heard = Told | Listed | Unchanged | Trouble


class Guard(Protocol):
    """Asks, and turns a bug into a trouble."""

    def __call__(self, ask: Callable[[], T], /) -> T | Trouble: ...


_NEVER_S: Final = 60.0
_SPREAD: Final = 0.2
_BETWEEN_S: Final = 10.0
"""Between two documents: their server is everybody's."""
_TRIES: Final = 3
"""For one document; then it is not to be had."""


class Listing(msgspec.Struct, frozen=True):
    """What a destination lists as open, as something to be looked at."""

    destination: str
    pause_s: float
    """Seconds between two looks."""

    @property
    def name(self) -> str:
        return register_of(self.destination)


@dataclass
class Subscription:
    """A feed or a list, who reads it, and when it is looked at next."""

    feed: Feed | Listing
    reader: Reader
    at: float = 0.0
    document_at: float = math.inf
    """When its next document is fetched."""
    tries: Counter[Wanted] = field(default_factory=Counter)


class Newsstand:
    """All the feeds of a kiosk. Its methods are for one thread, the agent's."""

    def __init__(
        self, subscriptions: Sequence[Subscription], board: Noticeboard, world: World
    ) -> None:
        self._all = tuple(subscriptions)
        self._board = board
        self._world = world
        self._seen: dict[str, str] = {}
        self.is_out = False
        """Somebody fetches, or what came of it is not taken note of yet."""

    def begin(self, in_s: float) -> None:
        """Forget what feeds told that are no more, and look at the others soon."""
        self._board.keep_only([one.feed.name for one in self._all])
        self.stir(in_s)

    def stir(self, in_s: float) -> None:
        """The line may be back: look again within so many seconds."""
        soon = self._world.clock.uptime() + in_s
        for one in self._all:
            one.at = min(one.at, soon) if one.at else soon

    def send_out(self, guard: Guard, hand_back: Callable[[Step], None]) -> bool:
        """Fetch a feed or a document that is due; say whether there was one."""
        now = self._world.clock.uptime()
        if self.is_out:
            return False
        first = min(self._all, key=lambda one: one.at, default=None)
        if first is not None and first.at <= now:
            stamp = self._board.stamp(first.feed.name)
            ask = partial(first.reader.fetch, stamp)
            self._send(ask, partial(self._take, first), guard, hand_back)
            return True
        due = (one for one in self._all if one.document_at <= now)
        return any(self._send_for(one, guard, hand_back) for one in due)

    def _send_for(
        self, one: Subscription, guard: Guard, hand_back: Callable[[Step], None]
    ) -> bool:
        """Fetch the next document of a feed, if there is one and its line may bear it."""
        wanted = self._next_document(one)
        if wanted is None or not isinstance(one.reader, Archive):
            one.document_at = math.inf
            return False
        ask = partial(one.reader.document, wanted.link)
        self._send(ask, partial(self._lay, one, wanted), guard, hand_back)
        return True

    def _send(
        self,
        ask: Callable[[], T],
        take: Callable[[T | Trouble], None],
        guard: Guard,
        hand_back: Callable[[Step], None],
    ) -> None:
        self.is_out = True

        def back(result: T | Trouble) -> None:
            self.is_out = False
            take(result)

        def work() -> None:
            result = guard(ask)
            hand_back(partial(back, result))

        threading.Thread(target=work, name="plateia-feed", daemon=True).start()

    def once(self) -> list[str]:
        """Read every feed with its documents, for an operator; say in a line each what
        came of it."""
        self._board.keep_only([one.feed.name for one in self._all])
        told = []
        for one in self._all:
            name = one.feed.name
            result = one.reader.fetch(self._board.stamp(name))
            self._take(one, result)
            told.append(f"{name}: {_line(result)}")
            told += [f"{name}: {line}" for line in self._documents_at_once(one)]
        return told

    def _documents_at_once(self, one: Subscription) -> list[str]:
        if not isinstance(one.reader, Archive) or one.document_at == math.inf:
            return []
        told = []
        while (wanted := self._next_document(one)) is not None:
            result = one.reader.document(wanted.link)
            self._lay(one, wanted, result)
            told.append(f"{wanted.id}: {_document_line(result)}")
            if isinstance(result, Trouble):
                break
        return told

    def hang_up(self) -> None:
        """End the call being made. A signal handler may call this."""
        for one in self._all:
            one.reader.hang_up()

    def idle_s(self) -> float:
        """Seconds until there is something to fetch."""
        if self.is_out:
            return _NEVER_S
        now = self._world.clock.uptime()
        due = (min(one.at, one.document_at) - now for one in self._all)
        return min([_NEVER_S, *due])

    def _take(self, one: Subscription, result: Heard) -> None:
        name, pause_s = one.feed.name, one.feed.pause_s
        asked_s = result.wait_s if isinstance(result, Trouble) else 0.0
        late = 1 + _SPREAD * self._world.chance()
        one.at = self._world.clock.uptime() + max(pause_s, asked_s) * late
        if isinstance(result, Told):
            self._board.post(name, result.notices, result.stamp)
        elif isinstance(result, Listed) and isinstance(one.feed, Listing):
            self._board.post_reports(one.feed.destination, result.reports, result.stamp)
        elif isinstance(result, Unchanged):
            self._board.still(name)
        one.document_at = math.inf
        is_archive = isinstance(one.reader, Archive) and not isinstance(result, Trouble)
        if is_archive and self._next_document(one) is not None:
            one.document_at = self._world.clock.uptime()
        line = _line(result)
        if self._seen.get(name) != line and not isinstance(result, Unchanged):
            self._seen[name] = line
            self._world.log.info("%s: %s", name, line)

    def _next_document(self, one: Subscription) -> Wanted | None:
        """Return which document comes next, if the budget lets any come now: the newest,
        but first those that were tried least."""
        if isinstance(one.feed, Listing):
            return None
        wanted = self._board.lacking(one.feed)
        one.tries = Counter({key: one.tries[key] for key in wanted})
        if not wanted or not self._board.may_fetch(one.feed):
            return None
        return min(wanted, key=lambda key: one.tries[key])

    def _lay(self, one: Subscription, wanted: Wanted, result: bytes | Trouble) -> None:
        assert isinstance(one.feed, Feed), "a list has no documents"
        one.document_at = self._world.clock.uptime() + _BETWEEN_S
        line = _document_line(result)
        self._world.log.info("%s: %s: %s", one.feed.name, wanted.id, line)
        if not isinstance(result, Trouble):
            self._board.lay(one.feed, wanted, result)
            return
        one.document_at = math.inf
        one.at = max(one.at, self._world.clock.uptime() + result.wait_s)
        one.tries[wanted] += 1
        if one.tries[wanted] >= _TRIES:
            self._board.lay(one.feed, wanted, b"")


def _line(result: Heard) -> str:
    if isinstance(result, Told):
        return f"{len(result.notices)} to read"
    if isinstance(result, Listed):
        return f"{len(result.reports)} open"
    return result.code if isinstance(result, Trouble) else "nothing new"


def _document_line(result: bytes | Trouble) -> str:
    if isinstance(result, Trouble):
        return result.code
    return f"{len(result) / 1e6:.1f} MB" if result else "not to be had"
