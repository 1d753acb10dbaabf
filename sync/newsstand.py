"""Brings what citizens read from outside, on a slow rhythm of its own.

A call is made on a thread that may be left behind; what came of it is taken on the
agent's thread, as with submissions. One feed at a time: nobody waits for it, and the line
is the reports'.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

from kiosk.config import Feed
from kiosk.noticeboard import Noticeboard
from sync.clerk import World
from sync.connector import Trouble
from sync.crew import Step
from sync.feed import Reader, Told, Unchanged

T = TypeVar("T")

Guard = Callable[[Callable[[], Told | Unchanged | Trouble]], Told | Unchanged | Trouble]
"""Asks, and turns a bug into a trouble."""

_NEVER_S: Final = 60.0
_SPREAD: Final = 0.2


@dataclass
class Subscription:
    """A feed, who reads it, and when it is looked at next."""

    feed: Feed
    reader: Reader
    at: float = 0.0


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
        """Fetch one feed that is due; say whether there was one."""
        now = self._world.clock.uptime()
        due = [one for one in self._all if one.at <= now]
        if self.is_out or not due:
            return False
        first = min(due, key=lambda one: one.at)
        stamp = self._board.stamp(first.feed.name)
        self.is_out = True

        def back(result: Told | Unchanged | Trouble) -> None:
            self.is_out = False
            self._take(first, result)

        def work() -> None:
            result = guard(partial(first.reader.fetch, stamp))
            hand_back(partial(back, result))

        threading.Thread(target=work, name="plateia-feed", daemon=True).start()
        return True

    def once(self) -> list[str]:
        """Read every feed, for an operator; say in a line each what came of it."""
        self._board.keep_only([one.feed.name for one in self._all])
        told = []
        for one in self._all:
            name = one.feed.name
            result = one.reader.fetch(self._board.stamp(name))
            self._take(one, result)
            told.append(f"{name}: {_line(result)}")
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
        return min([_NEVER_S, *(one.at - now for one in self._all)])

    def _take(self, one: Subscription, result: Told | Unchanged | Trouble) -> None:
        name, pause_s = one.feed.name, one.feed.pause_s
        asked_s = result.wait_s if isinstance(result, Trouble) else 0.0
        late = 1 + _SPREAD * self._world.chance()
        one.at = self._world.clock.uptime() + max(pause_s, asked_s) * late
        if isinstance(result, Told):
            self._board.post(name, result.notices, result.stamp)
        line = _line(result)
        if self._seen.get(name) != line and not isinstance(result, Unchanged):
            self._seen[name] = line
            self._world.log.info("%s: %s", name, line)


def _line(result: Told | Unchanged | Trouble) -> str:
    if isinstance(result, Told):
        return f"{len(result.notices)} to read"
    return result.code if isinstance(result, Trouble) else "nothing new"
