"""One pass over a destination, for an operator who wants everything tried now."""

from sync.carrier import Carrier
from sync.clerk import Errand
from sync.connector import LINE, Delivered, Haul, Kind, Outcome, Trouble
from sync.porter import Porter
from sync.road import Pass, Road

_FAILURES_TO_GIVE_UP = 3
_LONGEST_SLEEP_S = 60.0


class Once:
    """Tries each open submission once, whatever its wait, then asks for news."""

    def __init__(self, road: Road, carrier: Carrier, porter: Porter) -> None:
        self._road = road
        self._carrier = carrier
        self._porter = porter
        self._done = Pass(road.to.name)
        self._started = carrier.now()
        self._failures = 0
        self._may_follow = True
        self._unsettled: list[tuple[float, Errand]] = []
        """What was not found, and when it is sure not to be there: oldest first."""

    def make(self) -> Pass:
        """Make the pass and return what it brought about."""
        carrier, road = self._carrier, self._road
        while not carrier.is_stopped:
            heard = carrier.take_back()
            if not self._send_somebody() and not heard:
                if not road.crew.busy and not self._unsettled:
                    break
                self._wait()
        while self._has_hope() and not carrier.is_stopped and carrier.ask_news(road):
            while road.is_asking:
                self._wait()
                carrier.take_back()
            if road.asked_up_to == 0:
                break
        self._done.waiting = carrier.outbox.waiting(road.to)
        return self._done

    def _send_somebody(self) -> bool:
        """Send a worker with what is to be tried now; say whether there was anything."""
        road, carrier = self._road, self._carrier
        if road.crew.busy == road.crew.size or not road.may_carry():
            return False
        if self._unsettled and self._unsettled[0][0] <= carrier.now():
            _, errand = self._unsettled.pop(0)
            carrier.carry_again(errand, self._settle)
            return True
        if not self._has_hope():
            return False
        if carrier.carry_next(road, self._came, self._is_due):
            return True
        return self._may_follow and self._porter.follow(road, self._followed)

    def _followed(self, errand: Errand, haul: Haul) -> None:
        """Go on with attachments while they get on; what does not is for another day."""
        there = self._porter.settle(errand, haul)
        self._done.attached += there
        if isinstance(haul.outcome, Trouble):
            self._done.why = haul.outcome.code
            gets_on = haul.outcome.kind is Kind.UNFINISHED and haul.sent > 0
            self._may_follow = self._may_follow and gets_on

    def _came(self, errand: Errand, outcome: Outcome) -> None:
        if isinstance(outcome, Trouble) and outcome.kind is Kind.UNSETTLED:
            wait_s = self._carrier.clerk.unsettled_s(errand.parcel)
            self._unsettled.append((self._carrier.now() + wait_s, errand))
        else:
            self._settle(errand, outcome)

    def _settle(self, errand: Errand, outcome: Outcome) -> None:
        ended = self._carrier.settle(errand, outcome)
        _count(self._done, outcome, ended)
        dead = isinstance(outcome, Trouble) and outcome.kind in {*LINE, Kind.LOCKED}
        self._failures = self._failures + 1 if dead else 0

    def _has_hope(self) -> bool:
        return self._failures < _FAILURES_TO_GIVE_UP

    def _is_due(self) -> bool:
        """Say whether something is due that this pass has not postponed itself."""
        due_in_s = self._carrier.outbox.due_in_s([self._road.to])
        return due_in_s is not None and self._carrier.now() + due_in_s < self._started

    def _wait(self) -> None:
        waits = [_LONGEST_SLEEP_S]
        if self._unsettled and not self._road.crew.busy:
            waits.append(self._unsettled[0][0] - self._carrier.now())
        self._carrier.world.bell.wait(max(0.0, min(waits)))


def _count(done: Pass, outcome: Outcome, ended: bool) -> None:
    if isinstance(outcome, Delivered):
        done.delivered += 1
    elif isinstance(outcome, Trouble):
        done.why = outcome.code
        done.held += outcome.kind is Kind.LOCKED
        done.refused += ended and outcome.kind is Kind.REFUSED
    else:
        done.why = "accepted, its number not known yet"
