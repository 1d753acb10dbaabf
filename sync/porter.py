"""Brings attachments after the submissions they belong to, as far as the budget goes."""

from collections.abc import Callable
from functools import partial
from typing import Final

from kiosk.submission import Dispatch
from sync.carrier import Carrier
from sync.clerk import Errand
from sync.connector import Connector, Follower, Haul, Kind, Piece, Trouble
from sync.road import Road

Came = Callable[[Errand, Haul], object]
"""What is to be done about an errand that is over: it must be settled."""

_MANNERS: Final = 4096
"""Bytes of a call that are not the attachment's own."""


class Porter:
    """Sends the carrier's people out with attachments."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier

    def follow(self, road: Road, came: Came | None = None) -> bool:
        """Send somebody with an attachment whose submission is there; say whether there
        was one that may go now."""
        carrier, now = self._carrier, self._carrier.now()
        if not road.may_follow(now):
            return False
        allowed = carrier.outbox.allowance(road.to)
        most = allowed.size - road.reserved
        if most <= 0:
            road.media_at = now if road.following else now + allowed.wait_s
            return False
        parcel = carrier.outbox.claim_piece(road.to, road.origins)
        if parcel is None or parcel.piece is None:
            return False
        one = parcel.piece
        taken = min(most, len(one.content) + _MANNERS)
        piece = Piece(one.attachment, one.content, one.remote_id, taken)
        self._send(carrier.set_out(road, parcel), piece, came or self.settle)
        return True

    def settle(self, errand: Errand, haul: Haul) -> bool:
        """Write down what became of an attachment; say whether it is there."""
        self._carrier.is_back(errand)
        stopped = self._carrier.is_stopped
        return self._carrier.clerk.settle_piece(errand, haul, stopped)

    def _send(self, errand: Errand, piece: Piece, came: Came) -> None:
        road, carrier = errand.road, self._carrier
        road.following += 1
        road.reserved += piece.most

        def work(connector: Connector) -> Haul:
            bring = partial(_brought, connector, errand.parcel.dispatch, piece)
            told = carrier.guarded(bring)
            return Haul(told, piece.most) if isinstance(told, Trouble) else told

        def back(haul: Haul) -> None:
            road.following -= 1
            road.reserved -= piece.most
            carrier.outbox.spend(road.to, haul.sent)
            came(errand, haul)

        road.crew.start(work, back, carrier.hand_back)


def _brought(connector: Connector, dispatch: Dispatch, piece: Piece) -> Haul:
    if isinstance(connector, Follower):
        return connector.carry_piece(dispatch, piece)
    no = "takes no photos and no voice notes; name a destination that does in media_to"
    return Haul(Trouble(Kind.REFUSED, no), 0)
