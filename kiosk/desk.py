"""From a kiosk to the desk: a person is called, and who comes is heard."""

from kiosk.clock import Clock
from kiosk.config import Config
from kiosk.device import Device
from kiosk.places import Village
from kiosk.rows import CallRow


class DeskDoor:
    """All that somebody before a kiosk may ask of those at the desk."""

    def __init__(
        self, config: Config, device: Device, clock: Clock, village: Village, own: str
    ) -> None:
        """`own` is the municipality's language, in which the desk reads where it is."""
        self._config = config
        self._store = device.store
        self._clock = clock
        self._where = " · ".join(filter(None, (village.name.get(own), config.place)))

    @property
    def may_come(self) -> bool:
        """Whether there is a desk from which somebody may come."""
        return self._config.desk

    def call(self, language: str, page: str) -> int:
        """Call a person; return the call's number. Raises CannotSave."""
        called = self._clock.now().isoformat()
        row = CallRow(self._config.kiosk, self._where, language, page, called)
        return self._store.put_call(row)

    def who_comes(self, call: int) -> str:
        """Return who answered a call; '' as long as nobody has."""
        return self._store.who_comes(call)

    def end(self, call: int) -> None:
        """Nobody waits here any more. Raises CannotSave."""
        self._store.end_call(call, self._clock.now().isoformat())
