"""The end of a day at the desk: what waits, what was done, and words for the next."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Final

import msgspec

from kiosk.errors import Damaged
from kiosk.office.deeds import Deed
from kiosk.office.shift import Shift
from kiosk.question import tidy
from kiosk.rows import CallRow, MinuteRow
from kiosk.submission import State
from kiosk.vault import new_key, seal

LONGEST_MINUTE: Final = 2000
"""Letters of words for the next."""
_MOST_MINUTES: Final = 20
_WORDS: Final = "minute"

WAITS: Final = (State.READY, State.WAITING, State.LEASED, State.SENT_UNVERIFIED)
"""On its way by itself."""
STANDS: Final = (State.CONFIRMED, State.HELD, State.REFUSED, State.QUARANTINED)
"""Somebody must do something."""


class Minute(msgspec.Struct, frozen=True):
    """Words that somebody left."""

    uid: str
    at: datetime
    who: str
    words: str


class Done(msgspec.Struct, frozen=True):
    """What one person did today."""

    who: str
    deeds: tuple[tuple[Deed, int], ...]


class Day(msgspec.Struct, frozen=True):
    """The day at the desk, as it is handed over."""

    day: date
    by_hour: tuple[int, ...]
    """Reports confirmed in each hour of the day, at kiosk and desk; 24 of them."""
    calls: tuple[CallRow, ...]
    """Nobody has come to these yet, the oldest first."""
    on_the_way: int
    stands: int
    """Wait for somebody to do something about them."""
    oldest: datetime | None
    """When the oldest was confirmed that is not there yet."""
    done: tuple[Done, ...]
    minutes: tuple[Minute, ...]
    """The newest first."""

    @property
    def filed(self) -> int:
        """Reports of the day."""
        return sum(self.by_hour)


class Handover:
    """Tells the day, and keeps words for whoever comes next."""

    def __init__(self, shift: Shift) -> None:
        self._shift = shift

    def day(self) -> Day:
        """Return how the day stands now, by this machine's clock and zone."""
        store, now = self._shift.store, self._shift.now().astimezone()
        begun = datetime.combine(now.date(), time(), now.tzinfo).astimezone(
            self._shift.now().tzinfo
        )
        since = begun.isoformat()
        hours = [0] * 24
        for at in store.confirmed_since(since):
            hours[datetime.fromisoformat(at).astimezone().hour] += 1
        counts, oldest = store.counts(), store.oldest_pending()
        return Day(
            day=now.date(),
            by_hour=tuple(hours),
            calls=tuple(one for one in store.waiting_calls() if not one.who),
            on_the_way=sum(counts.get(one, 0) for one in WAITS),
            stands=sum(counts.get(one, 0) for one in STANDS),
            oldest=None if oldest is None else datetime.fromisoformat(oldest),
            done=_done(store.deeds_since(since)),
            minutes=self.minutes(),
        )

    def leave(self, words: str, chance: Callable[[int], bytes]) -> None:
        """Keep words for whoever comes next, sealed. Raises CannotSave; ValueError for
        words that say nothing."""
        kept = tidy(words, LONGEST_MINUTE)
        if not kept:
            raise ValueError("words that say nothing")
        uid = str(uuid.UUID(bytes=chance(16), version=4))
        device = self._shift.ground.device
        sealed = seal(new_key(device.public_key), uid, {_WORDS: kept.encode()})
        row = MinuteRow(
            uid,
            self._shift.now().isoformat(),
            self._shift.who,
            sealed.key_wrapped,
            sealed.parts[_WORDS],
        )
        self._shift.store.leave_minute(row, self._shift.did(Deed.HANDED_OVER))

    def strike(self, uid: str) -> None:
        """Forget words that have been read and done. Raises CannotSave."""
        self._shift.store.strike_minute(uid, self._shift.did(Deed.HANDED_OVER, "", "-"))

    def minutes(self) -> tuple[Minute, ...]:
        """Return what was left, the newest first; what does not open is left out."""
        opener, found = self._shift.opener, []
        for row in self._shift.store.minutes(_MOST_MINUTES):
            try:
                words = opener.open(row.key_wrapped, row.uid, _WORDS, row.sealed)
            except Damaged:
                continue
            at = datetime.fromisoformat(row.at)
            found.append(Minute(row.uid, at, row.who, words.decode()))
        return tuple(found)


def _done(told: list[tuple[str, str, int]]) -> tuple[Done, ...]:
    known = {one.value for one in Deed}
    people = dict.fromkeys(who for who, _, _ in told)
    return tuple(
        Done(
            name,
            tuple(
                (Deed(kind), count)
                for who, kind, count in told
                if who == name and kind in known
            ),
        )
        for name in people
    )
