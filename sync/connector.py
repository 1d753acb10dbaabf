"""The port: what the agent asks of whatever carries submissions to one destination."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Final, Literal, Protocol, runtime_checkable

import msgspec

from kiosk.outbox import News
from kiosk.submission import Attachment, AttachmentId, Dispatch

_LONGEST_LINE = 200


class Earlier(msgspec.Struct, frozen=True):
    """What an earlier try, which may have arrived, left open."""

    token: str | None
    """What the destination gave for it then: it has it, and will give an id for this."""
    settled: bool
    """Long enough ago that a destination which does not show it does not have it."""


class Delivered(msgspec.Struct, frozen=True):
    """The destination proved that it has it."""

    remote_id: str | None
    """The destination's id; None when it gives none."""
    without: tuple[AttachmentId, ...] = ()
    """What it cannot take of what was carried with it."""
    follows: str | None = None
    """The destination's id of another submission, whose news is this one's as well."""


class Accepted(msgspec.Struct, frozen=True):
    """The destination has it and will give its id later, for a token."""

    token: str


class Kind(StrEnum):
    """What a trouble is to the agent."""

    LINK = "link"
    """The destination was not reached; nobody's answer."""
    CERTIFICATE = "certificate"
    """Whoever was reached does not prove to be the destination."""
    CLOCK = "clock"
    """The same, because this machine's clock is wrong."""
    BUSY = "busy"
    """The destination cannot take it now, or its answer says nothing."""
    LOCKED = "locked"
    """The destination does not let this kiosk in."""
    REFUSED = "refused"
    """The destination will not have this submission."""
    UNSETTLED = "unsettled"
    """Not found there, and too soon to be sure."""
    UNFINISHED = "unfinished"
    """Some of an attachment is there, and the rest goes in another call."""


LINE: Final = frozenset({Kind.LINK, Kind.CERTIFICATE, Kind.CLOCK})
"""Troubles of the line: nobody's answer, so no try; all that goes there waits."""


class Trouble(msgspec.Struct, frozen=True):
    """Why something did not come about."""

    kind: Kind
    code: str
    """In our own few words (`answered 500`); it may stand in a log."""
    said: str = ""
    """What the destination said, for an operator's eyes only."""
    may_have_arrived: bool = False
    """This try may have left something there after all."""
    wait_s: float = 0.0
    """Seconds the destination asks us to wait."""

    @property
    def line(self) -> str:
        """One line for an operator."""
        return f"{self.code}: {self.said}"[:_LONGEST_LINE] if self.said else self.code


Outcome = Delivered | Accepted | Trouble


class Connector(Protocol):
    """Speaks one destination's wire. One call at a time; `hang_up` may interrupt it.

    A destination with several workers has as many connectors, each on its own thread.
    """

    def carry(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        """Bring a submission there, so that it is there once, and say what became of it.

        With `earlier`, a try before this one may have arrived: unless the destination
        knows a submission by our id, it must be looked for before it is sent again.
        Only the destination's own proof of receipt is a delivery.
        """

    def news(self, remote_ids: Sequence[str]) -> Mapping[str, News] | Trouble:
        """Ask what became of delivered submissions; what is not told is left out.

        One that is `KEPT` came back: it is not there, and the message says why.
        """

    def hang_up(self) -> None:
        """End the call being made, and make no more. A signal handler may call this."""

    def close(self) -> None:
        """Let go of the destination."""


class Sign(msgspec.Struct, frozen=True):
    """How to see that a destination is there: a question that changes nothing, asked of
    its address, and the answer that nobody else would give."""

    method: Literal["GET", "HEAD"]
    parts: tuple[str, ...]
    """Of the path, after the destination's address."""
    args: tuple[tuple[str, str], ...]
    is_ours: Callable[[int, bytes], bool]
    """Says so of a status and a body."""


@runtime_checkable
class Signed(Protocol):
    """A connector to a web address, whose line can be looked at without sending."""

    def sign(self) -> Sign:
        """Say how to see that the destination is there."""


@runtime_checkable
class Bulk(Protocol):
    """A connector that carries many submissions in one call, for its destination knows
    each by our id: nothing is ever looked up."""

    @property
    def batch_size(self) -> int:
        """How many may be handed over at once."""

    def carry_many(self, dispatches: Sequence[Dispatch]) -> Sequence[Outcome]:
        """Bring them there, each of them once, and say of each what became of it."""


class Piece(msgspec.Struct, frozen=True):
    """An attachment, its bytes, and how much of it may go now."""

    attachment: Attachment
    content: bytes
    remote_id: str | None
    """What its destination calls the submission; None where it gave no id, or where the
    submission itself went elsewhere."""
    most: int
    """Bytes that this call may send; one chunk may always be."""


class Haul(msgspec.Struct, frozen=True):
    """What became of an attachment."""

    outcome: Delivered | Trouble
    """Delivered only when the destination itself says that it has the whole of it, as far
    as its protocol lets it say so."""
    sent: int
    """Bytes of it that went out, whether or not they arrived."""


@runtime_checkable
class Follower(Protocol):
    """A connector that brings attachments after their submission, each in as many calls
    as the line takes. A call lasts seconds, not minutes: nobody's text waits for a photo.
    """

    def carry_piece(self, dispatch: Dispatch, piece: Piece) -> Haul:
        """Bring some of it, or all, so that it is there once. What is there already from
        an earlier call is asked for and not sent again."""


@runtime_checkable
class Whole(Protocol):
    """A connector whose destination takes attachments with the submission or never."""

    def carry_whole(
        self, dispatch: Dispatch, pieces: Sequence[Piece], earlier: Earlier | None
    ) -> Outcome:
        """As `carry`, with all that belongs to it; one whose `most` is 0 stays behind, for
        the line has not borne it, and is named in `Delivered.without`."""
