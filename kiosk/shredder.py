"""Destroys what was said when it has been at the municipality long enough.

How long that is, is counted in the time that this kiosk is known to have run, and by no
clock that tells dates: one that jumps destroys nothing early. `docs/decisions` has the
argument. What open data needs is set apart first, sealed under another key.
"""

from typing import Final

import msgspec

from kiosk.clock import Clock
from kiosk.errors import CannotSave, Damaged
from kiosk.parcel import DISPATCH, FACTS
from kiosk.rows import Forgotten, Overdue
from kiosk.store import Store
from kiosk.submission import Dispatch, facts_of
from kiosk.vault import Opener, new_key, seal

DAY_S: Final = 86_400.0

AT_EASE_BYTES: Final = 40_000_000
"""A store up to this size is written anew while citizens come: a slow card takes four
seconds for it, and a confirm waits five."""

_AT_ONCE: Final = 100


class Turn(msgspec.Struct, frozen=True):
    """What one turn brought about."""

    erased: int
    more: bool
    """Whether something may be due still."""


class Shredder:
    """Erases what is due; safe beside a face, an agent and another shredder."""

    def __init__(self, store: Store, opener: Opener, clock: Clock) -> None:
        self._store = store
        self._opener = opener
        self._clock = clock

    def turn(self, keep_days: float) -> Turn:
        """Erase some of what has been whole at the municipality for `keep_days`; when
        nothing more is due, scrub the files.

        Raises CannotSave when the disk is full or somebody holds the store too long; what
        was begun is ended another time.
        """
        erased = self._erase_some(keep_days)
        if erased == _AT_ONCE:
            return Turn(erased, more=True)
        if not self._store.is_scrubbed():
            self._store.scrub(AT_EASE_BYTES)
        return Turn(erased, more=False)

    def turns(self, keep_days: float) -> int:
        """Erase all that is due, and return how many; the files are left to be scrubbed."""
        count = 0
        while erased := self._erase_some(keep_days):
            count += erased
        return count

    def _erase_some(self, keep_days: float) -> int:
        age = self._store.grow_older(self._clock.boot(), self._clock.uptime())
        due = self._store.overdue(age - keep_days * DAY_S, _AT_ONCE)
        return self._store.forget([self._forgotten(one) for one in due]) if due else 0

    def _forgotten(self, due: Overdue) -> Forgotten:
        """Set the facts apart; of what does not open there are none."""
        owner = due.submission_id
        try:
            clear = self._opener.open(due.key_wrapped or b"", owner, DISPATCH, due.body)
            dispatch = msgspec.json.decode(clear, type=Dispatch)
        except (Damaged, msgspec.MsgspecError):
            return Forgotten(owner, None, b"")
        facts = msgspec.json.encode(facts_of(dispatch))
        sealed = seal(new_key(self._opener.public), owner, {FACTS: facts})
        return Forgotten(owner, sealed.key_wrapped, sealed.parts[FACTS])


def scrub(store: Store) -> None:
    """Leave nothing of what was erased in the files, however large they are.

    Raises CannotSave when others use them.
    """
    if not store.is_scrubbed() and not store.scrub(None):
        raise CannotSave(
            str(store.path),
            "is in use, and what was erased may still lie in its log",
            "run plateia-ctl erase --due in a minute",
        )
