"""Sends crews out with calls, and takes back what came of them.

Whatever touches the outbox happens on one thread, the agent's, one thing after another: a
claim is never made beside another, and what a worker brings back waits until it is taken.
"""

import queue
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from kiosk.outbox import Attached, News, Outbox, Parcel, lease_of
from sync.clerk import Clerk, Errand, World
from sync.connector import (
    Bulk,
    Connector,
    Earlier,
    Kind,
    Outcome,
    Piece,
    Trouble,
    Whole,
)
from sync.crew import Step
from sync.link import Finding
from sync.road import Road

T = TypeVar("T")

_TRIES_WHOLE: Final = 3
"""How often a submission is tried with all that belongs to it, before its words go alone."""

NEWS_BATCH: Final = 50
"""How many submissions one question may be about."""

Came = Callable[[Errand, Outcome], None]
"""What is to be done about an errand that is over: it must be settled."""


class Carrier:
    """Knows who is out with what. All its methods are for one thread."""

    def __init__(
        self, outbox: Outbox, settle_s: float, news_every_s: float, world: World
    ) -> None:
        self.outbox = outbox
        self.clerk = Clerk(outbox, settle_s, world)
        self.world = world
        self.is_stopped = False
        self._settle_s = settle_s
        self._news_every_s = news_every_s
        self._back: queue.SimpleQueue[Step] = queue.SimpleQueue()
        self._out: dict[int, Errand] = {}
        self._renew_at: dict[int, float] = {}

    def carry_next(
        self, road: Road, came: Came, may: Callable[[], bool] = lambda: True
    ) -> bool:
        """Send somebody with what is due longest; say whether anything was.

        `may` is asked before each claim. Until the destination has proved that it takes
        what is sent, nobody carries more than one.
        """
        errands: list[Errand] = []
        most = road.load if road.breaker.is_proven else 1
        while len(errands) < most and may():
            errand = self._claim(road)
            if errand is None:
                break
            errands.append(errand)
        if not errands:
            return False
        self._send(errands, came, waited=False)
        return True

    def carry_again(self, errand: Errand, came: Came) -> None:
        """Send somebody a second time, when what is not there by now is not there."""
        self._send([errand], came, waited=True)

    def _claim(self, road: Road) -> Errand | None:
        self._renew_leases()
        parcel = self.outbox.claim(road.to)
        if parcel is None:
            return None
        return self.set_out(road, parcel)

    def set_out(self, road: Road, parcel: Parcel) -> Errand:
        """Note that somebody is out with a parcel: its lease is renewed until he is back."""
        with_it: tuple[Attached, ...] | None = None
        if road.takes_whole:
            with_it = self.outbox.pieces_of(parcel)
        errand = Errand(road, parcel, road.breaker.epoch, with_it)
        self._out[parcel.outbox_id] = errand
        self._renew_at[parcel.outbox_id] = self.now() + lease_of(road.to) / 2
        return errand

    def is_back(self, errand: Errand) -> None:
        """Note that he is."""
        del self._out[errand.parcel.outbox_id]
        del self._renew_at[errand.parcel.outbox_id]

    def _send(self, errands: Sequence[Errand], came: Came, waited: bool) -> None:
        road = errands[0].road
        road.carrying += 1

        def work(connector: Connector) -> Sequence[Outcome]:
            told = self.guarded(lambda: self._carried(connector, errands, waited))
            return [told] * len(errands) if isinstance(told, Trouble) else told

        def back(outcomes: Sequence[Outcome]) -> None:
            road.carrying -= 1
            for errand, outcome in zip(errands, outcomes, strict=True):
                came(errand, outcome)

        road.asked_last = False
        road.crew.start(work, back, self.hand_back)

    def _carried(
        self, connector: Connector, errands: Sequence[Errand], waited: bool
    ) -> Sequence[Outcome]:
        parcels = [errand.parcel for errand in errands]
        if isinstance(connector, Bulk) and len(parcels) > 1:
            return connector.carry_many([one.dispatch for one in parcels])
        (parcel,), (errand,), earlier = parcels, errands, None
        if parcel.may_have_arrived:
            settled = waited or parcel.sent_ago_s >= self._settle_s
            earlier = Earlier(parcel.token, settled)
        if isinstance(connector, Whole) and errand.with_it is not None:
            tries = parcel.attempts
            pieces = [
                Piece(
                    one.attachment,
                    one.content,
                    None,
                    len(one.content) if tries <= _TRIES_WHOLE else 0,
                )
                for one in errand.with_it
            ]
            return [connector.carry_whole(parcel.dispatch, pieces, earlier)]
        return [connector.carry(parcel.dispatch, earlier)]

    def settle(self, errand: Errand, outcome: Outcome) -> bool:
        """Write down what became of an errand; say whether that is the end of it."""
        self.is_back(errand)
        if self.is_stopped:
            return self.clerk.put_back(errand, outcome)
        return self.clerk.settle(errand, outcome)

    def ask_news(self, road: Road) -> bool:
        """Send somebody to ask about one batch of open cases; say whether there are any.

        When the answer is taken back, `road.asked_up_to` is 0 if these were the last.
        """
        cases = self.outbox.open_cases(road.to, road.asked_up_to, NEWS_BATCH)
        joined = (case.follows for case in cases if case.follows)
        ids = list(dict.fromkeys([*(case.remote_id for case in cases), *joined]))
        epoch = road.breaker.epoch

        def back(told: Mapping[str, News] | Trouble) -> None:
            road.is_asking = False
            last = isinstance(told, Trouble) or len(cases) < NEWS_BATCH
            road.asked_up_to = 0 if last else cases[-1].outbox_id
            road.news_at = self.now() + self._news_every_s if last else 0.0
            if not isinstance(told, Trouble):
                self.clerk.note(cases, told)
            elif not self.is_stopped:
                self.clerk.no_news(road, epoch, told)

        if not ids:
            back({})
            return False
        road.is_asking = road.asked_last = True
        road.crew.start(
            lambda connector: self.guarded(partial(connector.news, ids)),
            back,
            self.hand_back,
        )
        return True

    def look(self, road: Road, met_by: Errand | None = None) -> None:
        """Send somebody to look at the line, and at the trouble that an errand met."""
        lookout = road.lookout
        if lookout is None:
            return
        road.is_looking = True

        def back(finding: Finding | Trouble) -> None:
            road.is_looking = False
            if isinstance(finding, Finding) and not self.is_stopped:
                parcel = None if met_by is None else met_by.parcel
                self.clerk.saw(road, finding, parcel)

        road.crew.start(lambda _: self.guarded(lookout.look), back, self.hand_back)

    def take_back(self) -> bool:
        """Do what is to be done about one call that is over; say whether there was one.

        One and not all: whoever is back is sent out again before the next is heard.
        """
        try:
            step = self._back.get_nowait()
        except queue.Empty:
            return False
        step()
        return True

    def idle_s(self) -> float:
        """Seconds until a lease must be renewed."""
        return min([60.0, *(at - self.now() for at in self._renew_at.values())])

    def now(self) -> float:
        """The uptime in seconds."""
        return self.world.clock.uptime()

    def _renew_leases(self) -> None:
        """What somebody is still out with must not be claimed once more."""
        for outbox_id, errand in self._out.items():
            if self.now() >= self._renew_at[outbox_id]:
                self.outbox.renew(errand.road.to, errand.parcel)
                self._renew_at[outbox_id] = self.now() + lease_of(errand.road.to) / 2

    def hand_back(self, step: Step) -> None:
        """Leave a step to be taken on the agent's thread. Any thread may call this."""
        self._back.put(step)
        self.world.ring()

    def guarded(self, ask: Callable[[], T]) -> T | Trouble:
        """Ask a connector: its bug is its destination's trouble, not everybody's."""
        try:
            return ask()
        except Exception as error:  # noqa: BLE001 - the one place: see above
            # Never the error's own words, which may be somebody's answer.
            at = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(at.filename).name}:{at.lineno}"
            self.world.log.error("a bug: %s at %s", type(error).__name__, where)
            return Trouble(Kind.BUSY, f"a bug of ours ({where})", may_have_arrived=True)
