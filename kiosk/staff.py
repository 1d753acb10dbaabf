"""The desk's door: who may come in, who calls, and that somebody comes."""

from collections.abc import Callable

from kiosk.office.auth import Auth, Barred
from kiosk.office.deeds import Deed
from kiosk.office.shift import Ground, Shift
from kiosk.rows import CallRow, DeedRow, PersonRow
from kiosk.vault import load_opener

Chance = Callable[[int], bytes]
"""Gives so many random bytes: `secrets.token_bytes`."""


class StaffDoor:
    """All that a face of the staff may ask of the core, before and after signing in.

    What is personal is reached with a `Shift` only: the rooms of `kiosk.office` take one.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._auth = Auth(ground.store, ground.clock)

    @property
    def people(self) -> tuple[PersonRow, ...]:
        """Who works here, by name; nobody, where the desk was never used."""
        return self._auth.people()

    def found(self, name: str, pin: str) -> Shift:
        """Let the first person of all in, and keep who they are.

        Raises ValueError for a PIN with a fault, or where somebody works here already;
        CannotSave; Damaged.
        """
        if self.people:
            raise ValueError("somebody works here already")
        self._auth.add(name, pin, "")
        shift = self.sign_in(" ".join(name.split()), pin)
        if isinstance(shift, Barred):  # somebody else was quicker
            raise ValueError("somebody works here already")
        return shift

    def sign_in(self, name: str, pin: str) -> Shift | Barred:
        """Let somebody in by name and PIN. Raises CannotSave, Damaged."""
        return self._auth.by_pin(name, pin) or self._shift(name)

    def sign_in_by_badge(self, read: str) -> Shift | Barred:
        """Let somebody in by their badge. Raises CannotSave, Damaged."""
        name = self._auth.by_badge(read)
        return Barred() if name is None else self._shift(name)

    def auth(self, shift: Shift) -> Auth:
        """Return who may sit here, to be changed by somebody who does."""
        shift.opener  # noqa: B018 -- nobody whose shift is over
        return self._auth

    def lock(self, shift: Shift) -> None:
        """End a shift. Raises CannotSave, and it is over all the same."""
        shift.end()
        self._ground.store.write_deed(shift.did(Deed.LOCKED, shift.who))

    def calls(self) -> tuple[CallRow, ...]:
        """Return the calls of people who still wait, the oldest first; a locked desk hears
        them as well."""
        return tuple(self._ground.store.waiting_calls())

    def come(self, call: int, who: str) -> bool:
        """Tell whoever called who comes: the kiosk shows the name as it is written.

        False where a colleague was quicker, or they have left. Raises CannotSave.
        """
        at = self._ground.clock.now().isoformat()
        line = DeedRow(at, who, Deed.CALL_ANSWERED, f"call {call}")
        return self._ground.store.answer_call(call, line)

    def _shift(self, name: str) -> Shift:
        ground = self._ground
        opener = load_opener(ground.config.keys, ground.device.public_key)
        return Shift(ground, name, opener)
