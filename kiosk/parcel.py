"""What the agent holds a lease of, opened."""

from typing import Final

import msgspec

from kiosk.errors import Damaged
from kiosk.rows import Belonging, Claimed, Frozen
from kiosk.submission import Attachment, Dispatch, SubmissionId
from kiosk.sums import sha256
from kiosk.vault import Opener

ANSWERS: Final = "answers"
"""The name under which a Submission is sealed."""

DISPATCH: Final = "dispatch"
"""The name under which a dispatch is sealed."""

FACTS: Final = "facts"
"""The same of what statistics need of it, once its words are destroyed."""


def part_name(part: int) -> str:
    """Return the name under which an attachment is sealed; the first is 1."""
    return f"media-{part}"


class Attached(msgspec.Struct, frozen=True):
    """An attachment, opened."""

    attachment: Attachment
    content: bytes
    remote_id: str | None
    """What its submission is called at its destination, if that gave it an id."""


class Parcel(msgspec.Struct, frozen=True):
    """A submission, or a piece of one, the agent holds the lease of."""

    outbox_id: int
    dispatch: Dispatch
    attempts: int
    """How often it has been tried, this time included."""
    may_have_arrived: bool
    """An earlier try may have reached the destination: look before sending."""
    sent_ago_s: float
    """Seconds since that try; infinite if the machine was started again since."""
    refused_ago_s: float | None
    """Seconds since the destination first said no; None when it never did."""
    token: str | None
    """What the destination gave for it instead of an id, to be asked for the id."""
    piece: Attached | None = None
    """The attachment this is, if it is not the submission itself."""


class Unsealer:
    """Opens what was kept. Each method raises Damaged when the disk has changed it."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener

    def dispatch(self, row: Claimed) -> Dispatch:
        """Open the submission that a row is, or belongs to."""
        owner = SubmissionId(row.submission_id)
        clear = self._clear(row.key_wrapped, owner, DISPATCH, row.dispatch)
        try:
            return msgspec.json.decode(clear, type=Dispatch)
        except msgspec.MsgspecError as error:
            raise Damaged(
                f"submission {owner}",
                f"what was kept cannot be read ({error})",
                "bring the program up to date, or restore the store from its last copy",
            ) from None

    def piece(self, row: Claimed, dispatch: Dispatch) -> Attached | None:
        """Open the attachment that a row is; None when it is the submission itself."""
        if row.part == 0:
            return None
        belonging = Belonging(row.part, row.key_wrapped, row.body)
        return self.belonging(belonging, dispatch, row.remote_id)

    def belonging(
        self, row: Belonging, dispatch: Dispatch, remote_id: str | None
    ) -> Attached:
        """Open an attachment of a submission."""
        name = part_name(row.part)
        content = self._clear(row.key_wrapped, dispatch.id, name, row.frozen)
        attachment = dispatch.attachments[row.part - 1]
        return Attached(attachment, content, remote_id)

    def _clear(
        self, key_wrapped: bytes | None, owner: SubmissionId, name: str, frozen: Frozen
    ) -> bytes:
        if key_wrapped is None or sha256(frozen.body) != frozen.sha256:
            raise Damaged(
                f"submission {owner}",
                "what was kept has changed on disk",
                "restore the store from its last copy",
            )
        return self._opener.open(key_wrapped, owner, name, frozen.body)
