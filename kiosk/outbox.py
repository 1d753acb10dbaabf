"""The agent's door: claim, confirm, postpone, refuse, erase. All that it may do."""

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

import msgspec
from msgspec.structs import replace

from kiosk.budget import Allowance, allowance, day_of, hour_of
from kiosk.clock import Clock
from kiosk.config import Budget, Destination
from kiosk.errors import Damaged
from kiosk.others import report_of
from kiosk.parcel import Attached, Parcel, Unsealer
from kiosk.rows import Ending
from kiosk.shredder import Shredder, Turn
from kiosk.store import MEDIA_LANE, TEXT_LANE, Store
from kiosk.submission import AttachmentId, Progress, State, SubmissionId
from kiosk.vault import Opener

__all__ = [
    "REFUSED_AGAIN_S",
    "Allowance",
    "Attached",
    "News",
    "OpenCase",
    "Outbox",
    "Parcel",
    "Rest",
    "Tidings",
    "Turn",
    "lease_of",
]

REFUSED_AGAIN_S: Final = 3600
"""Seconds after the first no before a second one is believed."""

_KEPT_FOR: Final = timedelta(days=8)


class News(msgspec.Struct, frozen=True):
    """What the municipality says of one submission."""

    progress: Progress
    message: str
    """Plain text; '' when it says nothing."""
    updated: datetime | None
    expected: date | None = None
    """The day by which it hopes to be done."""


class OpenCase(msgspec.Struct, frozen=True):
    """A delivered submission whose end is not known yet."""

    outbox_id: int
    submission_id: SubmissionId
    remote_id: str
    known: News
    """What it said the last time."""
    confirmed: datetime
    follows: str | None = None
    """Whose news there is this one's as well."""


class Rest(msgspec.Struct, frozen=True):
    """How a destination was left alone by the agent before this one."""

    times: int
    """How often, since it last took something."""
    left_s: float
    """Seconds it is still to be left alone; 0 after a reboot."""
    trouble: str
    """What was wrong with its line; '' when nothing was."""


class Tidings:
    """What is heard from the other end: how the roads fare, what became of what was sent."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rest(self, destination: Destination, times: int, seconds: float) -> None:
        """Note that a destination is left alone, or with 0 times that it is well."""
        until = self._clock.uptime() + seconds if times else 0.0
        self._store.rest(destination.name, self._clock.boot(), times, until)

    def rested(self, destination: Destination) -> Rest:
        """Return how a destination was left alone the last time."""
        for row in self._store.destinations():
            if row.name == destination.name and row.boot == self._clock.boot():
                left_s = max(0.0, row.rests_until - self._clock.uptime())
                return Rest(row.rests, left_s, row.trouble)
        return Rest(0, 0.0, "")

    def name_trouble(
        self, destination: Destination, trouble: str, parcel: Parcel | None
    ) -> None:
        """Note what is wrong with a line, also at the submission that met it."""
        met = None if parcel is None else parcel.outbox_id
        self._store.name_trouble(destination.name, trouble, met)

    def heard_date(self, told: datetime) -> None:
        """Keep the date a server told, for whoever asks whether the clock is sane."""
        self._store.note_date(told.isoformat(timespec="seconds"))

    def open_cases(
        self, destination: Destination, after: int, most: int
    ) -> tuple[OpenCase, ...]:
        """Return up to `most` cases of a destination to ask about, after an outbox id."""
        return tuple(
            OpenCase(
                row.outbox_id,
                SubmissionId(row.submission_id),
                row.remote_id,
                News(
                    Progress(row.progress),
                    row.message,
                    None
                    if row.updated is None
                    else datetime.fromisoformat(row.updated),
                    None if row.expected is None else date.fromisoformat(row.expected),
                ),
                datetime.fromisoformat(row.confirmed),
                row.follows,
            )
            for row in self._store.open_cases(destination.name, after, most)
        )

    def allowance(self, destination: Destination) -> Allowance:
        """Say how much of its line attachments may take now."""
        now = self._clock.now().astimezone()
        if destination.budget == Budget():
            return allowance(destination.budget, now, 0, 0)
        return allowance(
            destination.budget,
            now,
            self._store.spent(destination.name, day_of(now)),
            self._store.spent(destination.name, hour_of(now)),
        )

    def spend(self, destination: Destination, sent: int) -> None:
        """Note so many bytes of attachments sent, if anybody counts them."""
        if sent and destination.budget != Budget():
            now = self._clock.now().astimezone()
            self._store.spend(
                destination.name, hour_of(now), sent, day_of(now - _KEPT_FOR)
            )

    def came_back(self, case: OpenCase, why: str) -> bool:
        """What was delivered is not there after all: an operator must act. Returns False
        when that was known."""
        return self._store.come_back(case.outbox_id, why)

    def note_news(self, case: OpenCase, news: News) -> None:
        """Keep what the municipality says, so that a citizen sees it by their number."""
        updated = None if news.updated is None else news.updated.isoformat()
        expected = None if news.expected is None else news.expected.isoformat()
        told = (news.progress, news.message, updated, expected)
        self._store.note_news(case.submission_id, *told)


class Endings(Tidings):
    """How a lease ends: what became of what was carried."""

    def delivered(
        self,
        parcel: Parcel,
        remote_id: str | None,
        without: Sequence[AttachmentId] | None = None,
        follows: str | None = None,
    ) -> None:
        """The destination proved that it has it; None when it gives no id (blackbox).

        `without` is what it did not take of what belongs to it; None, when that follows.
        `follows` is whose news there is this one's as well.
        """
        left = None
        if without is not None:
            parts = enumerate(parcel.dispatch.attachments, 1)
            left = tuple(part for part, one in parts if one.id in without)
        ending = Ending(
            State.DELIVERED,
            remote_id=remote_id,
            at=self._clock.now().isoformat(timespec="seconds"),
            without=left,
            report=None if parcel.piece else report_of(parcel.dispatch, remote_id),
            follows=follows,
        )
        self._end(parcel, ending)

    def accepted(self, parcel: Parcel, token: str, ask_in_s: float) -> None:
        """The destination took it and gave a token: ask for its id in a while."""
        now = self._clock.uptime()
        ending = Ending(
            State.SENT_UNVERIFIED, next_at=now + ask_in_s, sent_at=now, token=token
        )
        self._end(parcel, ending)

    def postpone(
        self,
        parcel: Parcel,
        error: str,
        wait_s: float,
        may_have_arrived: bool,
        counts: bool = True,
    ) -> None:
        """Try again in `wait_s` seconds; say whether this try may have arrived after all.

        One that does not count, for a dead line is nobody's answer, is not remembered in
        `attempts`.
        """
        now = self._clock.uptime()
        ending = Ending(
            _waiting(may_have_arrived or parcel.may_have_arrived),
            error,
            next_at=now + wait_s,
            sent_at=now if may_have_arrived else None,
            counts=counts,
        )
        self._end(parcel, ending)

    def hold(self, parcel: Parcel, error: str) -> None:
        """The destination does not let us in: an operator must act."""
        self._end(parcel, Ending(State.HELD, error))

    def refuse(
        self,
        parcel: Parcel,
        error: str,
        again_in_s: float,
        may_have_arrived: bool = False,
    ) -> bool:
        """The destination will not have it; return whether that is the end.

        A server that is set up wrongly for a while says no too. So the first time it is
        asked again in `again_in_s` seconds; when it still says no an hour after its first
        no, an operator must act.
        """
        ago = parcel.refused_ago_s
        if ago is not None and ago >= REFUSED_AGAIN_S:
            self._end(parcel, Ending(State.REFUSED, error))
            return True
        now = self._clock.uptime()
        ending = Ending(
            _waiting(may_have_arrived or parcel.may_have_arrived),
            error,
            next_at=now + again_in_s,
            sent_at=now if may_have_arrived else None,
            refused_at=now,
        )
        self._end(parcel, ending)
        return False

    def _end(self, parcel: Parcel, ending: Ending) -> None:
        self._store.settle(parcel.outbox_id, parcel.attempts, ending)


class Outbox(Endings):
    """What is to be carried, and what became of it."""

    def __init__(self, store: Store, opener: Opener, clock: Clock) -> None:
        super().__init__(store, clock)
        self._unsealer = Unsealer(opener)
        self._shredder = Shredder(store, opener, clock)

    def take_over(
        self, destinations: Sequence[Destination], spread_s: float = 0.0
    ) -> None:
        """Begin an agent's life: nobody else may hold a lease now.

        The caller must be the only agent of this home. What was leased may have arrived;
        what was held is tried again; what was never tried and has no known destination is
        routed anew. What piled up before the machine was started again is due in
        `spread_s` seconds; what is filed from now on, at once.
        """
        self._store.start_boot(self._clock.boot(), self._clock.uptime(), spread_s)
        self.route(destinations)

    def route(self, destinations: Sequence[Destination]) -> int:
        """Give what has no destination one, and return how many no destination takes."""
        left = 0
        for outbox_id, form in self._store.unrouted([one.name for one in destinations]):
            taker = next((one for one in destinations if one.takes(form)), None)
            if taker is None:
                left += 1
            else:
                self._store.route(outbox_id, taker.name)
        return left

    def claim(self, destination: Destination) -> Parcel | None:
        """Lease the submission that has been due longest for a destination, or return None.

        What does not open is quarantined and the next one taken.
        """
        return self._claim(destination.name, TEXT_LANE, lease_of(destination))

    def claim_piece(
        self, destination: Destination, origins: Sequence[Destination]
    ) -> Parcel | None:
        """Lease an attachment that `destination` takes for one of these, or return None.

        Only what belongs to a submission that is delivered is ever due.
        """
        for origin in origins:
            parcel = self._claim(origin.name, MEDIA_LANE, lease_of(destination))
            if parcel is None or parcel.piece is None:
                continue
            if origin.name == destination.name:
                return parcel
            return replace(parcel, piece=replace(parcel.piece, remote_id=None))
        return None

    def pieces_of(self, parcel: Parcel) -> tuple[Attached, ...]:
        """Open what belongs to a submission that goes with it; what does not open is
        quarantined and stays behind."""
        opened = []
        for row in self._store.following(parcel.dispatch.id):
            try:
                opened.append(self._unsealer.belonging(row, parcel.dispatch, None))
            except Damaged as error:
                self._store.quarantine(parcel.dispatch.id, row.part, error.what)
        return tuple(opened)

    def _claim(self, destination: str, lane: int, lease_s: float) -> Parcel | None:
        boot = self._clock.boot()
        while True:
            now = self._clock.uptime()
            row = self._store.claim(destination, lane, now, boot, lease_s)
            if row is None:
                return None
            try:
                dispatch = self._unsealer.dispatch(row)
                piece = self._unsealer.piece(row, dispatch)
            except Damaged as error:
                ending = Ending(State.QUARANTINED, error.what)
                self._store.settle(row.outbox_id, row.attempts + 1, ending)
                continue
            return Parcel(
                row.outbox_id,
                dispatch,
                row.attempts + 1,
                row.state is State.SENT_UNVERIFIED,
                now - row.sent_at if row.sent_at else math.inf,
                None if row.refused_at is None else now - row.refused_at,
                row.token,
                piece,
            )

    def renew(self, destination: Destination, parcel: Parcel) -> None:
        """Keep a lease whose holder is still at it: it must not be claimed beside him."""
        until = self._clock.uptime() + lease_of(destination)
        self._store.renew(parcel.outbox_id, parcel.attempts, until)

    def due_in_s(self, destinations: Sequence[Destination]) -> float | None:
        """Seconds until a submission is due (0 or less: now), or None when none waits."""
        return self._due_in_s(destinations, TEXT_LANE)

    def piece_due_in_s(self, origins: Sequence[Destination]) -> float | None:
        """The same of the attachments of what went to these."""
        return self._due_in_s(origins, MEDIA_LANE)

    def _due_in_s(self, destinations: Sequence[Destination], lane: int) -> float | None:
        found = [self._store.next_due(one.name, lane) for one in destinations]
        at = min((one for one in found if one is not None), default=None)
        return None if at is None else at - self._clock.uptime()

    def waiting(self, destination: Destination) -> int:
        """Count what waits to be carried to a destination."""
        return self._store.waiting(destination.name)

    def erase_due(self, keep_days: float) -> Turn:
        """Destroy some of what has been at the municipality for so many days. Raises
        CannotSave."""
        return self._shredder.turn(keep_days)

    def make_due(self) -> None:
        """End every wait, for an operator who wants a try now."""
        self._store.make_due()


def lease_of(destination: Destination) -> float:
    """Seconds of a lease: twice what one call may take, and some."""
    return 2 * destination.timeout_s + 30


def _waiting(may_have_arrived: bool) -> State:
    return State.SENT_UNVERIFIED if may_have_arrived else State.WAITING
