"""What the store takes and gives: its rows, typed."""

from enum import StrEnum

import msgspec

from kiosk.others import Report
from kiosk.submission import State


class Frozen(msgspec.Struct, frozen=True):
    """What is to be sent, sealed, and what proves that the disk has not changed it."""

    body: bytes
    sha256: bytes


class Belonging(msgspec.Struct, frozen=True):
    """An attachment as it is kept."""

    part: int
    """1 is the first."""
    key_wrapped: bytes | None
    frozen: Frozen


class Kept(msgspec.Struct, frozen=True):
    """What a confirmed submission is on disk."""

    id: str
    receipt: str
    form: str
    confirmed: str
    sealed: bytes
    key_wrapped: bytes
    destination: str | None
    dispatch: Frozen
    attachments: tuple[Frozen, ...] = ()


class Sent(msgspec.Struct, frozen=True):
    """What an operator sees of a submission on its way."""

    submission_id: str
    receipt: str
    form: str
    state: State
    destination: str | None
    remote_id: str | None
    attempts: int
    last_error: str
    part: int = 0
    """0 is the submission itself, 1 its first attachment."""


class Claimed(msgspec.Struct, frozen=True):
    """A leased row, as it was before the lease."""

    outbox_id: int
    submission_id: str
    state: State
    attempts: int
    sent_at: float | None
    """Uptime in seconds when it may have left; None when it never did."""
    refused_at: float | None
    """Uptime in seconds when it was refused for the first time."""
    token: str | None
    key_wrapped: bytes | None
    part: int
    """0 is the submission itself, 1 its first attachment."""
    remote_id: str | None
    """What the destination calls the submission."""
    body: Frozen
    dispatch: Frozen
    """The same, if this is the submission itself."""


class Ending(msgspec.Struct, frozen=True):
    """How a lease ends. What is None stays as it was."""

    state: State
    last_error: str = ""
    next_at: float | None = None
    sent_at: float | None = None
    refused_at: float | None = None
    token: str | None = None
    remote_id: str | None = None
    counts: bool = True
    """Whether it was a try: a dead line is none."""
    at: str | None = None
    """UTC, ISO 8601: when the destination took it."""
    without: tuple[int, ...] | None = None
    """The attachments went with it, all but these parts; None: they follow it."""
    report: Report | None = None
    """What anybody may know of what is open there now."""
    follows: str | None = None
    """Whose news there is this one's as well."""


class DestinationRow(msgspec.Struct, frozen=True):
    """How the way to a destination fares."""

    name: str
    boot: str = ""
    rests: int = 0
    rests_until: float = 0.0
    trouble: str = ""
    delivered: str | None = None


class Stuck(msgspec.Struct, frozen=True):
    """How many submissions wait for an operator, in one state and for one reason."""

    state: State
    reason: str
    count: int


class CaseRow(msgspec.Struct, frozen=True):
    """What became of a submission, as it is kept."""

    is_taken_back: bool
    """Erased before it was known to be there."""
    form: str
    progress: str
    confirmed: str
    message: str
    updated: str | None
    expected: str | None


class OpenCaseRow(msgspec.Struct, frozen=True):
    """A delivered submission whose end is not known yet."""

    outbox_id: int
    submission_id: str
    remote_id: str
    progress: str
    message: str
    updated: str | None
    expected: str | None
    confirmed: str
    follows: str | None


class Overdue(msgspec.Struct, frozen=True):
    """A submission that was there long enough, and is still kept here."""

    submission_id: str
    key_wrapped: bytes | None
    body: bytes
    """The Dispatch, sealed."""


class Forgotten(msgspec.Struct, frozen=True):
    """What is left of a submission whose words are destroyed."""

    submission_id: str
    key_wrapped: bytes | None
    """Another key, of the facts; None when nothing is left."""
    facts: bytes
    """The Facts, sealed; b'' when nothing is left."""


class Erased(msgspec.Struct, frozen=True):
    """How it was with a submission when somebody asked to erase it."""

    state: State
    parts: tuple[State, ...]
    """Its photos and voice notes."""
    may_have_arrived: bool
    remote_id: str | None

    @property
    def is_on_its_way(self) -> bool:
        """Whether it, or something of it, is being carried at this moment."""
        return State.LEASED in {self.state, *self.parts}

    @property
    def is_unsent(self) -> bool:
        """Whether it, or something of it, is on its way: neither there nor closed."""
        over = {State.DELIVERED, State.CLOSED, State.PURGED}
        return not {self.state, *self.parts} <= over


class FiledRow(msgspec.Struct, frozen=True):
    """A submission, as it is counted."""

    state: State
    outbox_id: int
    submission_id: str
    form: str
    confirmed: str
    progress: str
    updated: str | None
    key_wrapped: bytes | None
    """None once it is forgotten."""
    body: bytes
    """The Dispatch, sealed; once it is purged, the Facts."""


class CallRow(msgspec.Struct, frozen=True):
    """A call for a person. Nothing in it is a citizen's own."""

    kiosk: str
    place: str
    language: str
    page: str
    """What they were looking at."""
    called: str
    """UTC, ISO 8601."""
    id: int = 0
    """0 of one that is not kept yet."""
    who: str = ""
    """Who comes; '' as long as nobody has answered."""


class PersonRow(msgspec.Struct, frozen=True):
    """Somebody who works at the desk."""

    name: str
    pin: str
    """argon2id, as PHC writes it."""
    has_badge: bool
    since: str
    """UTC, ISO 8601."""


class DeedRow(msgspec.Struct, frozen=True):
    """A line of the book: nothing in it is a citizen's own."""

    at: str
    """UTC, ISO 8601."""
    who: str
    kind: str
    """A `Deed`."""
    about: str
    """A receipt, a name, a call."""
    more: str = ""


class WholeRow(msgspec.Struct, frozen=True):
    """A submission with its way, as a clerk's case is made of it; still sealed."""

    id: str
    receipt: str
    form: str
    confirmed: str
    """UTC, ISO 8601."""
    sealed: bytes
    key_wrapped: bytes | None
    """None: its words are destroyed, or only its facts are left."""
    progress: str
    message: str
    """The municipality's last words on it."""
    updated: str | None
    expected: str | None
    version: int
    """Counts up with each change by a clerk."""
    outbox_id: int
    state: State
    destination: str | None
    remote_id: str | None
    attempts: int
    last_error: str
    may_have_arrived: bool
    body: Frozen
    """The Dispatch, sealed."""


class PieceRow(msgspec.Struct, frozen=True):
    """A photo or a voice note of a submission, without its bytes."""

    part: int
    """1 is the first."""
    state: State
    is_here: bool
    """Its bytes are kept here; once it is there, they are not."""


class MinuteRow(msgspec.Struct, frozen=True):
    """Words left at the desk, about a case or for whoever comes next; sealed."""

    uid: str
    """UUID, bound into the seal."""
    at: str
    """UTC, ISO 8601."""
    who: str
    key_wrapped: bytes
    sealed: bytes


class Putting(StrEnum):
    """What became of something that a clerk wanted kept."""

    KEPT = "kept"
    NUMBER_TAKEN = "number taken"
    """Another one has its receipt code: draw a new one."""
    TYPED_BEFORE = "typed before"
    """Its paper was typed in already."""


class EnteredRow(msgspec.Struct, frozen=True):
    """What somebody entered a moment ago."""

    receipt: str
    form: str
    at: str
    """UTC, ISO 8601."""
    state: State
    next_at: float
    """Seconds of this boot; it is not sent before."""
    destination: str | None
    may_have_arrived: bool
