"""A case, opened: what its citizen said, and where it is on its way."""

from datetime import datetime

import msgspec

from kiosk.errors import Damaged
from kiosk.office.deeds import Deed
from kiosk.office.shift import Shift
from kiosk.parcel import ANSWERS, DISPATCH
from kiosk.rows import WholeRow
from kiosk.submission import Dispatch, State, Submission
from kiosk.vault import Opener


class Opened(msgspec.Struct, frozen=True):
    """What a clerk reads on the page of one case."""

    row: WholeRow
    dispatch: Dispatch | None
    """What the municipality is told; None: destroyed, or it does not open."""
    submission: Submission | None
    """What was answered, by the ids of the form; None as before."""

    @property
    def receipt(self) -> str:
        """Its number, nine symbols, ungrouped."""
        return self.row.receipt

    @property
    def confirmed(self) -> datetime:
        """When its citizen confirmed it, UTC."""
        return datetime.fromisoformat(self.row.confirmed)

    @property
    def is_unsent(self) -> bool:
        """Whether nothing of it can have left: it may be changed or undone."""
        waits = {State.CONFIRMED, State.READY, State.WAITING}
        return self.row.state in waits and not self.row.may_have_arrived


def opened(row: WholeRow, opener: Opener) -> Opened:
    """Open a case; what is destroyed, or does not open, stays None."""
    if row.key_wrapped is None or row.state is State.PURGED:
        return Opened(row, None, None)
    try:
        parts = {DISPATCH: row.body.body, ANSWERS: row.sealed}
        clear = opener.open_all(row.key_wrapped, row.id, parts)
        dispatch = msgspec.json.decode(clear[DISPATCH], type=Dispatch)
        submission = msgspec.json.decode(clear[ANSWERS], type=Submission)
        return Opened(row, dispatch, submission)
    except (Damaged, msgspec.MsgspecError):
        return Opened(row, None, None)


def open_case(shift: Shift, named: str) -> Opened | None:
    """Open the case of a receipt or an id, and write in the book that it was opened; None
    when there is none here. Raises CannotSave: what cannot be written is not read."""
    row = shift.store.whole(named)
    if row is None:
        return None
    found = opened(row, shift.opener)
    shift.store.write_deed(shift.did(Deed.OPENED, row.receipt))
    return found
