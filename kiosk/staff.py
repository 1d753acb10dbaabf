"""The desk's door: who calls, and that somebody comes."""

from kiosk.clock import Clock
from kiosk.device import Device
from kiosk.rows import CallRow


class StaffDoor:
    """All that a face of the staff may ask of the core."""

    def __init__(self, device: Device, clock: Clock) -> None:
        self._store = device.store
        self._clock = clock

    def calls(self) -> tuple[CallRow, ...]:
        """Return the calls of people who still wait, the oldest first."""
        return tuple(self._store.waiting_calls())

    def come(self, call: int, who: str) -> bool:
        """Tell whoever called who comes: the kiosk shows the name as it is written.

        False where a colleague was quicker, or they have left. Raises CannotSave.
        """
        return self._store.answer_call(call, who, self._clock.now().isoformat())
