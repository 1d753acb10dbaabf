"""One file for each kind of destination; a new one is one line here."""

from collections.abc import Callable, Mapping
from typing import Final

from kiosk.config import Destination
from sync.connector import Connector
from sync.connectors.folder import Folder
from sync.connectors.hub import Hub
from sync.connectors.mail import Mail
from sync.connectors.open311 import Open311
from sync.connectors.openrosa import OpenRosa
from sync.connectors.sensecity import SenseCity
from sync.press import Press
from sync.sealed import Hand

CONNECTORS: Final[Mapping[str, Callable[[Destination], Connector]]] = {
    "hub": Hub,
    "open311": Open311,
    "openrosa": OpenRosa,
    "sensecity": SenseCity,
}
"""By the name that plateia.toml gives as a destination's `type`."""

SIGNING: Final[Mapping[str, Callable[[Destination, Hand], Connector]]] = {
    "folder": Folder,
}
"""The same, for those that sign what they carry with this device's key."""

PRINTING: Final[Mapping[str, Callable[[Destination, Press], Connector]]] = {
    "mail": Mail,
}
"""The same, for those that print what they carry."""
