"""A cure: what a clerk does about what does not go on by itself."""

from enum import StrEnum

import msgspec

from kiosk.rows import Frozen
from kiosk.submission import State


class CureKind(StrEnum):
    """What can be done about a submission that does not go on by itself."""

    AGAIN = "again"
    REROUTE = "reroute"
    AMEND = "amend"
    CLOSE = "close"


class Outcome(StrEnum):
    """What became of a deed that others may have come before."""

    DONE = "done"
    STALE = "stale"
    """Somebody changed it since it was read: nothing was changed."""
    CARRIED = "carried"
    """The agent has it in hand, or has had: nothing was changed."""
    MAY_BE_THERE = "may-be-there"
    """A try may have arrived, and nobody has looked."""
    GONE = "gone"
    """There is nothing here to be done any more."""


class CureRow(msgspec.Struct, frozen=True):
    """A cure, as the store does it."""

    submission_id: str
    version: int
    """As its clerk saw it."""
    kind: CureKind
    boot: str
    until: float
    """Uptime in seconds before which it does not leave."""
    note: str
    """For an operator's eyes."""
    destination: str | None = None
    sealed: bytes = b""
    """The Submission, amended; the next, its Dispatch."""
    body: Frozen | None = None
    message: str = ""
    """What its citizen reads under its number, when it is closed."""
    is_not_there: bool = False
    """Somebody has looked: what may have arrived has not."""


class PartRow(msgspec.Struct, frozen=True):
    """A submission, or a piece of one, on its way."""

    part: int
    state: State
    last_error: str


class PendingRow(msgspec.Struct, frozen=True):
    """A cure that can still be taken back."""

    submission_id: str
    receipt: str
    form: str
    kind: CureKind
    who: str
    version: int
    until: float
