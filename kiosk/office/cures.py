"""What could not be sent: why it stands aside, and what cures it.

Each cure is one transaction, with its line in the book. It waits `office.undo_s` before
it can leave, and until then it can be taken back or let go at once.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

import msgspec
from msgspec.structs import replace

from kiosk.bell import ring
from kiosk.config import Destination
from kiosk.cure import CureKind, CureRow, Outcome, PartRow, PendingRow
from kiosk.forms import Answers
from kiosk.journey import Journey
from kiosk.office.amending import amended, journey_of
from kiosk.office.deeds import Deed
from kiosk.office.opened import Opened, open_case, opened
from kiosk.office.shift import Shift
from kiosk.rows import WholeRow
from kiosk.submission import State

__all__ = [
    "Aside",
    "CureKind",
    "Cures",
    "Outcome",
    "PendingRow",
    "Reason",
    "Remedy",
    "Standing",
    "reason_of",
]

_ASIDE: Final = frozenset(
    {State.CONFIRMED, State.HELD, State.REFUSED, State.QUARANTINED}
)
_MAIL: Final = "mail"


class Reason(StrEnum):
    """Why something stands aside, as far as its last answer tells."""

    NO_DESTINATION = "no-destination"
    """Nobody is named who takes such a form."""
    DOES_NOT_OPEN = "does-not-open"
    """What was kept has changed on the disk, or the device's key is gone."""
    LOCKED_OUT = "locked-out"
    """Its destination does not let this kiosk in."""
    MAY_BE_THERE = "may-be-there"
    """It may have arrived, and the destination shows nothing of what it has."""
    CAME_BACK = "came-back"
    """It was there, and was given back: a letter that nobody could deliver."""
    CATEGORY = "category"
    """The destination does not know the kind of thing it is about."""
    DETAIL = "detail"
    """The destination wants something to be told that was not."""
    POSITION = "position"
    """The destination takes nothing without a point on the map."""
    PERSON = "person"
    """The destination takes nothing without somebody's name."""
    TAKES_NO_FILES = "takes-no-files"
    """The destination takes no photo, or no voice note, or not of this kind."""
    TOO_LARGE = "too-large"
    TAKEN = "taken"
    """The destination has something else under its number."""
    REFUSED = "refused"
    """The destination said no."""


_TELLS: Final = (
    (Reason.CAME_BACK, r"\bcame back\b"),
    (Reason.MAY_BE_THERE, r"\bmay have arrived\b"),
    (
        Reason.TAKES_NO_FILES,
        r"takes no photos|takes nothing of this kind|no question for",
    ),
    (Reason.TOO_LARGE, r"\btoo large\b|answered 413\b|\b552\b"),
    (Reason.POSITION, r"\bno position\b|\blat\b|\blatitude\b"),
    (Reason.PERSON, r"without a person's name"),
    (Reason.CATEGORY, r"service[_ ]?code|\bservices has no\b|\bcategory\b"),
    (Reason.DETAIL, r'^service ".*" requires|something mandatory|\battribute'),
    (Reason.TAKEN, r"answered 409\b"),
)
"""What the agent's sentences begin or say (`sync.connector.Trouble.line`)."""


def reason_of(state: State, last_error: str) -> Reason:
    """Say why something in this state stands aside, by what was said of it last."""
    if state is State.CONFIRMED:
        return Reason.NO_DESTINATION
    if state is State.QUARANTINED:
        return Reason.DOES_NOT_OPEN
    if state is State.HELD:
        return Reason.LOCKED_OUT
    for reason, tells in _TELLS:
        if re.search(tells, last_error, re.IGNORECASE):
            return reason
    return Reason.REFUSED


class Remedy(StrEnum):
    """What a clerk can do about it."""

    AMEND = "amend"
    AGAIN = "again"
    REROUTE = "reroute"
    MAIL = "mail"
    CLOSE = "close"


_FIRST: Final = {
    Reason.NO_DESTINATION: (Remedy.REROUTE, Remedy.MAIL, Remedy.CLOSE),
    Reason.DOES_NOT_OPEN: (Remedy.AGAIN,),
    Reason.LOCKED_OUT: (Remedy.AGAIN,),
    Reason.MAY_BE_THERE: (Remedy.AGAIN,),
    Reason.CAME_BACK: (Remedy.REROUTE, Remedy.AGAIN),
    Reason.TAKES_NO_FILES: (Remedy.CLOSE,),
    Reason.TOO_LARGE: (Remedy.MAIL, Remedy.CLOSE),
    Reason.TAKEN: (Remedy.MAIL, Remedy.CLOSE),
}
"""What is proposed, the best first; of the others, to amend or to send by mail."""


class Aside(msgspec.Struct, frozen=True):
    """One submission of which something stands aside; nothing in it is personal."""

    row: WholeRow
    service: str | None
    """Our kind of service; None where it has none, or does not open."""
    parts: tuple[PartRow, ...]
    """What of it stands aside; 0 is the submission itself."""
    remedies: tuple[Remedy, ...]
    """What is possible, what is proposed first."""

    @property
    def reason(self) -> Reason:
        first = self.parts[0]
        return reason_of(first.state, first.last_error)

    @property
    def said(self) -> str:
        """What the agent noted, word for word."""
        return self.parts[0].last_error

    @property
    def proposed(self) -> Remedy:
        """What is likely to help."""
        return self.remedies[0]

    @property
    def is_whole(self) -> bool:
        """Whether it is the submission itself, and not only what belongs to it."""
        return self.parts[0].part == 0


class Standing(msgspec.Struct, frozen=True):
    """One of them, opened, and what can be done about it."""

    opened: Opened
    journey: Journey | None
    """Its answers, to be changed; None where it does not open, or its form has changed."""
    aside: Aside | None
    """None: it goes on by itself, now or soon."""
    elsewhere: tuple[Destination, ...]
    """Other destinations that take its form, without a letter."""
    by_mail: tuple[Destination, ...]


class Cures:
    """The room of what could not be sent."""

    def __init__(self, shift: Shift) -> None:
        self._shift = shift
        self._store = shift.store
        self._ground = shift.ground

    def count(self) -> int:
        """Count what stands aside."""
        return self._store.count_aside()

    def listed(self) -> tuple[Aside, ...]:
        """Return what stands aside, the oldest first."""
        return tuple(self._asides(self._store.aside()))

    def pending(self) -> tuple[PendingRow, ...]:
        """Return the cures that can still be taken back, the newest first."""
        return tuple(self._store.pending_cures(*self._uptime()))

    def left_s(self, cure: PendingRow) -> float:
        """Seconds until a cure leaves."""
        return max(0.0, cure.until - self._ground.clock.uptime())

    def look(self, named: str) -> Standing | None:
        """Open one of them, which is written in the book; None when there is none.

        Raises CannotSave.
        """
        found = open_case(self._shift, named)
        if found is None:
            return None
        elsewhere, by_mail = self._others(found.row)
        return Standing(
            found,
            journey_of(found, self._ground.pack),
            next(self._asides([found.row]), None),
            elsewhere,
            by_mail,
        )

    def changed_by(self, receipt: str) -> str:
        """Say who changed it last; '' where nobody did."""
        changes = {*_DEEDS.values(), Deed.UNDONE}
        about = self._store.deeds_about(receipt)
        return next((one.who for one in reversed(about) if one.kind in changes), "")

    # Deeds. Each raises CannotSave, and has then done nothing.

    def again(self, case: Opened, has_looked: bool = False) -> Outcome:
        """Send what stands aside of it again; what may have arrived is looked for first,
        unless somebody `has_looked` and it is not there."""
        return self._do(case, self._cure(case, CureKind.AGAIN, has_looked))

    def reroute(
        self, case: Opened, to: Destination, has_looked: bool = False
    ) -> Outcome:
        """Send it to another destination, with all that belongs to it.

        Raises ValueError for one that does not take its form.
        """
        if not to.takes(case.row.form):
            raise ValueError("this destination does not take the form")
        cure = self._cure(case, CureKind.REROUTE, has_looked)
        return self._do(case, replace(cure, destination=to.name), to.name)

    def amend(
        self, case: Opened, answers: Answers, has_looked: bool = False
    ) -> Outcome:
        """Put other answers in the place of those, under the same number.

        Raises ValueError for answers that the form does not take.
        """
        sealed, body = amended(case, answers, self._ground.pack, self._shift.opener)
        cure = self._cure(case, CureKind.AMEND, has_looked)
        return self._do(case, replace(cure, sealed=sealed, body=body))

    def close(self, case: Opened, why: str, has_looked: bool = False) -> Outcome:
        """Never send it, or what stands aside of its pieces; its citizen reads why.

        Raises ValueError without a reason.
        """
        if not why.strip():
            raise ValueError("without a reason")
        cure = self._cure(case, CureKind.CLOSE, has_looked)
        return self._do(case, replace(cure, message=" ".join(why.split())))

    def undo(self, cure: PendingRow) -> Outcome:
        """Take a cure back, if nothing of it has left."""
        line = self._shift.did(Deed.UNDONE, cure.receipt, cure.kind)
        done = self._store.undo_cure(cure.submission_id, cure.version, line)
        ring(self._ground.home.bell)
        return done

    def hurry(self, cure: PendingRow) -> Outcome:
        """Let a cure leave now."""
        line = self._shift.did(_DEEDS[cure.kind], cure.receipt, "now")
        done = self._store.hurry_cure(cure.submission_id, cure.version, line)
        ring(self._ground.home.bell)
        return done

    def _cure(self, case: Opened, kind: CureKind, has_looked: bool) -> CureRow:
        boot, uptime = self._uptime()
        return CureRow(
            case.row.id,
            case.row.version,
            kind,
            boot,
            uptime + self._ground.config.office.undo_s,
            f"{_DEEDS[kind]} at the desk",
            is_not_there=has_looked,
        )

    def _do(self, case: Opened, cure: CureRow, more: str = "") -> Outcome:
        line = self._shift.did(_DEEDS[cure.kind], case.receipt, more)
        done = self._store.cure(cure, line)
        ring(self._ground.home.bell)
        return done

    def _uptime(self) -> tuple[str, float]:
        clock = self._ground.clock
        return clock.boot(), clock.uptime()

    def _others(
        self, row: WholeRow
    ) -> tuple[tuple[Destination, ...], tuple[Destination, ...]]:
        """Return the other destinations that take its form, and those by mail."""
        takers = self._ground.config.destinations_of(row.form)
        others = [one for one in takers if one.name != row.destination]
        by_mail = tuple(one for one in others if one.type == _MAIL)
        return tuple(one for one in others if one.type != _MAIL), by_mail

    def _asides(self, rows: Sequence[WholeRow]) -> Iterator[Aside]:
        for row in rows:
            parts = tuple(
                one for one in self._store.parts_of(row.id) if one.state in _ASIDE
            )
            if not parts:
                continue
            case = opened(row, self._shift.opener)
            service = None if case.dispatch is None else case.dispatch.service
            elsewhere, by_mail = self._others(row)
            may_amend = journey_of(case, self._ground.pack) is not None
            ways = may_amend, bool(elsewhere), bool(by_mail)
            yield Aside(row, service, parts, _remedies(parts[0], *ways))


_DEEDS: Final = {
    CureKind.AGAIN: Deed.RESENT,
    CureKind.REROUTE: Deed.REROUTED,
    CureKind.AMEND: Deed.AMENDED,
    CureKind.CLOSE: Deed.CLOSED,
}


def _remedies(
    first: PartRow, may_amend: bool, elsewhere: bool, by_mail: bool
) -> tuple[Remedy, ...]:
    """Say what can be done, what is proposed first."""
    is_whole = first.part == 0
    can = {
        Remedy.AMEND: is_whole and may_amend,
        Remedy.AGAIN: first.state is not State.CONFIRMED,
        Remedy.REROUTE: is_whole and elsewhere,
        Remedy.MAIL: is_whole and by_mail,
        Remedy.CLOSE: True,
    }
    reason = reason_of(first.state, first.last_error)
    proposed = *_FIRST.get(reason, ()), Remedy.AMEND, Remedy.MAIL, *Remedy
    return tuple(dict.fromkeys(one for one in proposed if can[one]))
