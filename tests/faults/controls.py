"""Connectors that are broken on purpose: the matrix must catch each of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from kiosk.config import Destination
from kiosk.submission import Dispatch
from sync.connector import LINE, Connector, Delivered, Earlier, Kind, Outcome, Trouble
from sync.connectors.open311 import Open311
from sync.http import Line, LineTrouble
from tests.sync.municipality import KEY


class Hasty(Open311):
    """Sends again after any trouble, and never looks whether it is there."""

    def carry(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        return super().carry(dispatch, None)


class Faint(Open311):
    """Takes a broken line for a closed door."""

    def carry(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        told = super().carry(dispatch, earlier)
        if isinstance(told, Trouble) and told.kind in LINE:
            return replace(told, kind=Kind.LOCKED)
        return told


class Trusting(Open311):
    """Takes every 200 for a receipt."""

    def __init__(self, to: Destination) -> None:
        super().__init__(to)
        self._plain = Line(to)

    def carry(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        form = [
            ("api_key", KEY),
            ("service_code", dispatch.service or ""),
            ("address_string", dispatch.address),
            ("device_id", dispatch.id),
        ]
        try:
            answer = self._plain.post(["requests.json"], form)
        except LineTrouble as trouble:
            return Trouble(Kind.LINK, trouble.code)
        if answer.status == 200:
            return Delivered("0")
        return Trouble(Kind.BUSY, f"answered {answer.status}")

    def close(self) -> None:
        super().close()
        self._plain.close()


@dataclass(frozen=True)
class Control:
    """A connector that is broken, and the fault that shows it."""

    name: str
    make: Callable[[Destination], Connector]
    fault: str
    shows: str
    """Which count of the tally."""


CONTROLS: Final = (
    Control(
        "sends again and does not look",
        Hasty,
        "answer dropped after the server committed",
        "twice",
    ),
    Control("believes every 200", Trusting, "login page", "lost"),
    Control("takes a broken line for a no", Faint, "reset within the request", "stuck"),
)
