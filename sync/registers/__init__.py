"""How a destination lists what is open there, one file for each kind that does; a new one
is one line here."""

from collections.abc import Callable, Mapping
from typing import Final

from kiosk.config import Destination
from sync.feed import Reader
from sync.registers.hub import HubRegister
from sync.registers.open311 import Open311Register

REGISTERS: Final[Mapping[str, Callable[[Destination], Reader]]] = {
    "hub": HubRegister,
    "open311": Open311Register,
}
"""By the destination's type; the others tell nobody what is open."""
