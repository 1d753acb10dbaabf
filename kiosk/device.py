"""Opens what every program of a kiosk needs: its store, with its device's key."""

import msgspec

from kiosk.config import Config
from kiosk.home import Home
from kiosk.store import Store
from kiosk.vault import check_key, make_key


class Device(msgspec.Struct, frozen=True):
    """A kiosk's store and the public half of its key."""

    store: Store
    public_key: bytes


def open_device(home: Home, config: Config) -> Device:
    """Open the store of a home, making it and the device's key the first time.

    Raises CannotSave or Damaged: then this kiosk must not ask anybody anything.
    """
    home.make()
    store = Store(home.database)
    public_key = store.once("device_public_key", lambda: make_key(config.keys))
    check_key(config.keys, public_key)
    return Device(store, public_key)
