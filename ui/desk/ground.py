"""Opens what a desk stands on: the home that it shares with a kiosk and the agent."""

from kiosk.clock import SystemClock
from kiosk.config import Config
from kiosk.device import open_device
from kiosk.home import Home
from kiosk.office.shift import Ground
from kiosk.packs import Pack


def ground_of(home: Home, config: Config, pack: Pack) -> Ground:
    """Open the store. Raises CannotSave or Damaged."""
    return Ground(home, config, pack, open_device(home, config), SystemClock())
