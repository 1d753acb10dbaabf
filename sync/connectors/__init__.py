"""One file for each kind of destination; a new one is one line here."""

from collections.abc import Callable, Mapping
from typing import Final

from kiosk.config import Destination
from sync.connector import Connector
from sync.connectors.open311 import Open311

CONNECTORS: Final[Mapping[str, Callable[[Destination], Connector]]] = {
    "open311": Open311,
}
"""By the name that plateia.toml gives as a destination's `type`."""
