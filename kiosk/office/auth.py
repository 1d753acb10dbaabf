"""Who may sit at the desk: a name with a PIN, or a badge.

A PIN is kept as argon2id (RFC 9106), a badge's long secret as BLAKE2b. Wrong tries slow the
next one down, by the boot clock and up to five minutes, and never shut anybody out for
good: an office whose one clerk mistypes must work again today.
"""

import hashlib
from collections.abc import Callable
from enum import StrEnum
from typing import Final

import msgspec
from nacl import pwhash
from nacl.exceptions import InvalidkeyError

from kiosk.clock import Clock
from kiosk.office.deeds import Deed
from kiosk.rows import DeedRow, PersonRow
from kiosk.store import Store

SHORTEST_PIN: Final = 6
LONGEST_PIN: Final = 64
FREE_TRIES: Final = 3
"""Wrong tries before the next one must wait."""
FIRST_WAIT_S: Final = 5.0
LONGEST_WAIT_S: Final = 300.0

_BADGE: Final = "plateia:badge:"


class PinFault(StrEnum):
    """Why a PIN is none."""

    SHORT = "short"
    LONG = "long"
    PLAIN = "plain"
    """One sign only, or a row of the keyboard: 111111, 123456."""


class Barred(msgspec.Struct, frozen=True):
    """They may not come in, this time."""

    wait_s: float = 0.0
    """Seconds until the next try is looked at; 0: at once."""


def fault_of(pin: str) -> PinFault | None:
    """Say what is wrong with a PIN that somebody wants; None when it will do."""
    if len(pin) < SHORTEST_PIN:
        return PinFault.SHORT
    if len(pin) > LONGEST_PIN:
        return PinFault.LONG
    rows = "01234567890", "09876543210", "qwertyuiop", "abcdefghij"
    if len(set(pin)) == 1 or any(pin.lower() in row for row in rows):
        return PinFault.PLAIN
    return None


class Auth:
    """Signs people in, and knows who they are."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def people(self) -> tuple[PersonRow, ...]:
        """Return who works here, by name."""
        return tuple(self._store.people())

    def add(self, name: str, pin: str, by: str) -> bool:
        """Let somebody sign in from now on; False where somebody has that name.

        Raises ValueError for a PIN with a fault or a name of nothing, CannotSave.
        """
        name = " ".join(name.split())
        if not name or fault_of(pin) is not None:
            raise ValueError("a name, and a PIN without a fault")
        line = self._line(by or name, Deed.PERSON_ADDED, name)
        return self._store.add_person(name, _kept(pin), line)

    def change_pin(self, name: str, pin: str, by: str) -> None:
        """Give somebody another PIN, which also ends their waiting. Raises CannotSave."""
        if fault_of(pin) is not None:
            raise ValueError("a PIN without a fault")
        self._store.change_pin(name, _kept(pin), self._line(by, Deed.PIN_CHANGED, name))

    def leave(self, name: str, by: str) -> bool:
        """Somebody works here no more; False for the last one, who must stay."""
        return self._store.let_go(name, self._line(by, Deed.PERSON_LEFT, name))

    def make_badge(self, name: str, chance: Callable[[int], bytes], by: str) -> str:
        """Return the text of a new badge, which nobody can read back; an older one of
        theirs is void. Raises CannotSave."""
        secret = chance(20).hex()
        line = self._line(by, Deed.BADGE_MADE, name)
        self._store.give_badge(name, _badge_of(secret), line)
        return _BADGE + secret

    def by_pin(self, name: str, pin: str) -> Barred | None:
        """Let somebody in by their PIN; None is welcome. Raises CannotSave.

        The try counts before it is looked at: killing the program wins no tries.
        """
        person = self._store.person(name)
        if person is None:
            return Barred()
        wait_s = self._store.begin_try(person.name, *self._now(), _wait_s)
        if wait_s > 0:
            return Barred(wait_s)
        if not _is_right(person.pin, pin):
            failures = self._store.fail_try(self._line(name, Deed.FAILED, name))
            return Barred(_wait_s(failures))
        self._store.welcome(self._line(person.name, Deed.SIGNED_IN, person.name))
        return None

    def by_badge(self, read: str) -> str | None:
        """Return whose badge was read; None when it is nobody's. Raises CannotSave.

        Its secret is too long to be guessed: tries need not be counted.
        """
        if not read.startswith(_BADGE):
            return None
        name = self._store.whose_badge(_badge_of(read.removeprefix(_BADGE)))
        if name is not None:
            self._store.welcome(self._line(name, Deed.SIGNED_IN, name, "badge"))
        return name

    def _now(self) -> tuple[str, float]:
        return self._clock.boot(), self._clock.uptime()

    def _line(self, who: str, kind: Deed, about: str, more: str = "") -> DeedRow:
        return DeedRow(self._clock.now().isoformat(), who, kind, about, more)


def is_badge(read: str) -> bool:
    """Say whether a code that was read is somebody's badge, so that it is not searched."""
    return read.startswith(_BADGE)


def _kept(pin: str) -> str:
    kept: bytes = pwhash.argon2id.str(
        pin.encode(),
        opslimit=pwhash.argon2id.OPSLIMIT_INTERACTIVE,
        memlimit=pwhash.argon2id.MEMLIMIT_INTERACTIVE,
    )
    return kept.decode("ascii")


def _is_right(kept: str, pin: str) -> bool:
    try:
        return bool(pwhash.verify(kept.encode("ascii"), pin.encode()))
    except InvalidkeyError:
        return False


def _wait_s(failures: int) -> float:
    if failures < FREE_TRIES:
        return 0.0
    return float(
        min(FIRST_WAIT_S * 2 ** min(failures - FREE_TRIES, 10), LONGEST_WAIT_S)
    )


def _badge_of(secret: str) -> bytes:
    return hashlib.blake2b(
        secret.encode(), digest_size=32, person=b"plateia-badge"
    ).digest()
