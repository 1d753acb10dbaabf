"""The loop: claim, let somebody carry, write down what became of it; then sleep.

Each destination has a crew of its own, so that over a slow line several submissions are
on their way at once, and one destination never waits for another. One that is not reached
or cannot take anything now is left alone for a while, so that a dead line costs one try
and not one for each submission.
"""

from collections.abc import Sequence
from typing import Final

from kiosk.config import Agent as Settings
from kiosk.outbox import Outbox
from sync.carrier import NEWS_BATCH, Carrier
from sync.clerk import Errand, World
from sync.connector import Outcome
from sync.newsstand import Newsstand
from sync.once import Once
from sync.porter import Porter
from sync.road import Pass, Road
from sync.sweeper import Sweeper

__all__ = ["NEWS_BATCH", "Agent", "World"]

_LONGEST_SLEEP_S: Final = 60.0  # a bell may be missed
_FIRST_LOOK_S: Final = 60.0
_STOPS_WITHIN_S: Final = 3.0


class Agent:
    """The carrier of one home; there must be no second."""

    def __init__(
        self,
        outbox: Outbox,
        roads: Sequence[Road],
        settings: Settings,
        world: World,
        newsstand: Newsstand | None = None,
    ) -> None:
        self._outbox = outbox
        self._roads = roads
        for road in roads:
            takes = [one.to for one in roads if one.to.media_taker == road.to.name]
            road.origins = tuple(takes)
        self._spread_s = settings.spread_s
        self._newsstand = newsstand
        self._world = world
        self._carrier = Carrier(outbox, settings.settle_s, settings.news_every_s, world)
        self._porter = Porter(self._carrier)
        self._destinations = [road.to for road in roads]
        self._is_stirred = False
        self._sweeper = Sweeper(outbox, settings.keep_days, world)

    @property
    def in_flight(self) -> int:
        """How many calls are being made, or are over and not taken note of yet."""
        reading = self._newsstand is not None and self._newsstand.is_out
        return sum(road.crew.busy for road in self._roads) + reading

    def stop(self) -> None:
        """End soon, even in the middle of a call. A signal handler may call this."""
        self._carrier.is_stopped = True
        for road in self._roads:
            road.hang_up()
        if self._newsstand is not None:
            self._newsstand.hang_up()

    def stir(self) -> None:
        """Something about the network has changed. Any thread may call this."""
        self._is_stirred = True
        self._world.ring()

    def run(self) -> None:
        """Carry until stopped. Raises Known when the store can no longer be written."""
        self._begin()
        self._world.herald.ready()
        while not self._carrier.is_stopped:
            self._world.herald.alive()
            self._heed_changes()
            worked = self._carrier.take_back()
            for road in self._roads:
                worked = self._feed(road) or worked
            worked = self._read_on() or worked
            worked = self._sweeper.sweep() or worked
            if not worked:
                self._outbox.route(self._destinations)
                self._world.bell.wait(self._idle_s())
        self._world.herald.stopping()
        self._end()

    def once(self) -> tuple[list[Pass], int]:
        """Try everything that is open, once; return what came of it, and how many
        submissions no destination takes."""
        self._outbox.take_over(self._destinations)
        self._outbox.make_due()
        passes = [
            Once(road, self._carrier, self._porter).make() for road in self._roads
        ]
        while self._sweeper.sweep():
            pass
        self._end()
        return passes, self._outbox.route(self._destinations)

    def _begin(self) -> None:
        """Go on where the agent before this one was interrupted."""
        spread_s = self._spread_s * self._world.chance()
        self._outbox.take_over(self._destinations, spread_s)
        if self._newsstand is not None:
            self._newsstand.begin(self._spread_s * self._world.chance())
        if not self._roads:
            self._world.log.warning("there is no destination in plateia.toml")
        for road in self._roads:
            rest, now = self._outbox.rested(road.to), self._carrier.now()
            road.breaker.rests = rest.times
            road.breaker.rests_until = now + rest.left_s
            road.breaker.line_is_bad = bool(rest.trouble)
            if road.lookout is not None:
                road.look_at = now + _FIRST_LOOK_S

    def _end(self) -> None:
        """See those out who are out, for a while, and let everybody go."""
        until = self._carrier.now() + _STOPS_WITHIN_S
        while self.in_flight and self._carrier.now() < until:
            if not self._carrier.take_back():
                self._world.bell.wait(until - self._carrier.now())
        for road in self._roads:
            road.crew.dismiss()

    def _heed_changes(self) -> None:
        """Look soon at lines that were bad; not all kiosks of a valley at once."""
        if not self._is_stirred:
            return
        self._is_stirred = False
        for road in self._roads:
            in_s = self._spread_s * self._world.chance()
            road.line_may_be_back(self._carrier.now(), in_s)
        if self._newsstand is not None:
            self._newsstand.stir(self._spread_s * self._world.chance())

    def _read_on(self) -> bool:
        """Fetch something to read, if it is time; say whether it was."""
        if self._newsstand is None or self._carrier.is_stopped:
            return False
        return self._newsstand.send_out(self._carrier.guarded, self._carrier.hand_back)

    def _feed(self, road: Road) -> bool:
        """Give a destination's crew something to do; say whether there was anything.

        Submissions and news take turns: neither keeps the other waiting for long.
        """
        turns = [self._look, self._ask, self._carry]
        if road.asked_last:
            turns = [self._look, self._carry, self._ask]
        return any([turn(road) for turn in [*turns, self._follow]])

    def _look(self, road: Road) -> bool:
        if not self._may_use(road) or not road.wants_look(self._carrier.now()):
            return False
        self._carrier.look(road)
        return True

    def _ask(self, road: Road) -> bool:
        if not self._may_use(road) or road.must_look():
            return False
        return road.wants_news(self._carrier.now()) and self._carrier.ask_news(road)

    def _carry(self, road: Road) -> bool:
        worked = False
        while self._may_use(road) and not road.must_look() and road.may_carry():
            if not self._carrier.carry_next(road, self._came):
                break
            worked = True
        return worked

    def _follow(self, road: Road) -> bool:
        """Let attachments go, when no submission waits for somebody to take it."""
        worked = False
        while self._may_use(road) and not road.must_look() and not self._is_due(road):
            if not self._porter.follow(road):
                break
            worked = True
        return worked

    def _is_due(self, road: Road) -> bool:
        due_in_s = self._outbox.due_in_s([road.to])
        return due_in_s is not None and due_in_s <= 0

    def _came(self, errand: Errand, outcome: Outcome) -> None:
        road = errand.road
        before = road.breaker.epoch
        self._carrier.settle(errand, outcome)
        begins = road.breaker.epoch != before and road.must_look()
        if begins and not road.is_looking and not self._carrier.is_stopped:
            self._carrier.look(road, errand)

    def _may_use(self, road: Road) -> bool:
        return not self._carrier.is_stopped and road.has_room(self._carrier.now())

    def _idle_s(self) -> float:
        """Seconds until there is something to do."""
        now = self._carrier.now()
        waits = [
            road.idle_s(
                self._outbox.due_in_s([road.to]),
                self._outbox.piece_due_in_s(road.origins),
                now,
            )
            for road in self._roads
        ]
        longest_s = min(_LONGEST_SLEEP_S, self._world.herald.every_s)
        if self._newsstand is not None:
            waits.append(self._newsstand.idle_s())
        return max(0.0, min([longest_s, self._carrier.idle_s(), *waits]))
