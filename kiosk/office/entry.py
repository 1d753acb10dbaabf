"""Quick entry: a clerk files for somebody who is here, or who filled in a form on paper."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from kiosk.bell import ring
from kiosk.errors import Damaged, Known
from kiosk.filing import Chance, Filed, Filing, check_room
from kiosk.forms import Form
from kiosk.journey import Journey
from kiosk.media import Captured, Media
from kiosk.office.deeds import Deed
from kiosk.office.opened import opened
from kiosk.office.shift import Shift
from kiosk.packs import Pack
from kiosk.paperform import PaperForm, form_of, read_paper
from kiosk.parcel import Unsealer
from kiosk.rows import EnteredRow, Erased, Kept, Putting
from kiosk.submission import Receipt, State, Submission

MOST_LISTED: Final = 8
_LISTED_FOR: Final = timedelta(hours=1)

_WAITS: Final = frozenset({State.CONFIRMED, State.READY, State.WAITING})


class TypedBefore(Known):
    """This very paper was typed in already."""

    def __init__(self, receipt: str) -> None:
        super().__init__(
            "this paper",
            f"was typed in already, as {receipt}",
            "put it with those that are done",
        )
        self.receipt = receipt


class Outcome(StrEnum):
    """What became of the wish to undo."""

    UNDONE = "undone"
    ON_ITS_WAY = "on its way"
    """It is being carried at this moment."""
    LEFT = "left"
    """It may have arrived, or it has."""
    ASIDE = "aside"
    """It was refused, or does not open: it waits on the page of what was not sent."""
    GONE = "gone"
    """There is none, or it was undone already."""


class Taken(msgspec.Struct, frozen=True):
    """What was taken back, to be put right and kept again."""

    outcome: Outcome
    submission: Submission | None = None
    """What had been entered; None when it was not undone, or did not open."""
    captured: tuple[Captured, ...] = ()


class Recent(msgspec.Struct, frozen=True):
    """What was entered a moment ago."""

    receipt: str
    form: str
    at: datetime
    left_s: float
    """Seconds until it is sent; 0 when it may be on its way already."""
    has_left: bool
    """Whether it is too late to undo it."""


class Entry:
    """The room in which a clerk enters."""

    def __init__(self, shift: Shift) -> None:
        self._shift = shift

    @property
    def pack(self) -> Pack:
        """What can be entered."""
        return self._shift.ground.pack

    def begin(self, form: Form) -> Journey:
        """Begin to enter a form. Raises CannotSave when it could not be kept."""
        check_room(self._shift.ground.home)
        return Journey.begin(form, self.pack.places)

    def read(self, code: str) -> tuple[PaperForm, Form]:
        """Return which paper a code is of, and the form it asks.

        Raises WrongPaper when it cannot be typed in here; TypedBefore when it was.
        """
        paper = read_paper(code)
        form = form_of(paper, self.pack)
        receipt = self._shift.store.typed(paper.serial)
        if receipt is not None:
            raise TypedBefore(receipt)
        return paper, form

    def keep(self, filed: Filed, chance: Chance) -> Receipt:
        """Keep what was entered, and return its proof.

        When this returns, it is on disk; it is sent when the time to undo it is over.
        Raises CannotSave or TypedBefore, having kept nothing; ValueError for a journey
        that is not complete, or that somebody else entered, which is a bug.
        """
        if filed.entered is None or filed.entered.by != self._shift.who:
            raise ValueError("whoever sits here enters it")
        ground, paper = self._shift.ground, filed.entered.paper
        next_at = ground.clock.uptime() + ground.config.office.undo_s

        def put(kept: Kept) -> bool:
            line = self._shift.did(Deed.ENTERED, kept.receipt)
            done = ground.store.enter(kept, line, next_at, paper)
            if done is Putting.TYPED_BEFORE:
                raise TypedBefore(ground.store.typed(paper) or "")
            return done is Putting.KEPT

        filing = Filing(ground.config, ground.pack, ground.device, ground.clock)
        receipt = filing.keep(filed, chance, put)
        ring(ground.home.bell)
        return receipt

    def just_entered(self) -> tuple[Recent, ...]:
        """Return what whoever sits here entered within the hour, the newest first."""
        since = (self._shift.now() - _LISTED_FOR).isoformat()
        rows = self._shift.store.just_entered(self._shift.who, since, MOST_LISTED)
        return tuple(self._recent(row) for row in rows)

    def undo(self, receipt: str) -> Taken:
        """Destroy what was entered, and return it to be put right; or say why not.

        Raises CannotSave.
        """
        before = self._read_back(receipt)
        line = self._shift.did(Deed.UNDONE, receipt)
        outcome = _outcome(self._shift.store.undo(receipt, line))
        if outcome is not Outcome.UNDONE or before is None:
            return Taken(outcome)
        return Taken(outcome, *before)

    def send_now(self, receipt: str) -> bool:
        """Do not wait until it cannot be undone any more; False where it does not wait.

        Raises CannotSave.
        """
        done = self._shift.store.hurry(receipt, self._shift.did(Deed.HURRIED, receipt))
        ring(self._shift.ground.home.bell)
        return done

    def printed(self, receipt: str) -> None:
        """Write in the book that its number was printed. Raises CannotSave."""
        self._shift.store.write_deed(self._shift.did(Deed.PRINTED, receipt))

    def _recent(self, row: EnteredRow) -> Recent:
        ground = self._shift.ground
        left_s = row.next_at - ground.clock.uptime() if row.state in _WAITS else 0.0
        return Recent(
            row.receipt,
            row.form,
            datetime.fromisoformat(row.at),
            min(max(left_s, 0.0), float(ground.config.office.undo_s)),
            row.may_have_arrived or row.state not in {*_WAITS, State.HELD},
        )

    def _read_back(
        self, receipt: str
    ) -> tuple[Submission, tuple[Captured, ...]] | None:
        store, opener = self._shift.store, self._shift.opener
        row = store.whole(receipt)
        case = None if row is None else opened(row, opener)
        if (
            row is None
            or case is None
            or case.submission is None
            or case.dispatch is None
        ):
            return None
        unsealer = Unsealer(opener)
        try:
            pieces = [
                unsealer.belonging(one, case.dispatch, None)
                for one in store.following(row.id)
            ]
        except Damaged:
            pieces = []
        return case.submission, tuple(
            Captured(
                one.attachment.question,
                Media(one.attachment.media),
                one.content,
                one.attachment.id,
            )
            for one in pieces
        )


def _outcome(found: Erased | None) -> Outcome:
    if found is None or found.state is State.PURGED:
        return Outcome.GONE
    if found.is_on_its_way:
        return Outcome.ON_ITS_WAY
    if found.may_have_arrived or State.DELIVERED in found.parts:
        aside = {State.REFUSED, State.QUARANTINED}
        return Outcome.ASIDE if found.state in aside else Outcome.LEFT
    return Outcome.UNDONE
