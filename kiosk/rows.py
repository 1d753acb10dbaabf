"""What the store takes and gives: its rows, typed."""

from dataclasses import dataclass

from kiosk.submission import State


@dataclass(frozen=True)
class Kept:
    """What a confirmed submission is on disk."""

    id: str
    receipt: str
    form: str
    confirmed: str
    sealed: bytes
    key_wrapped: bytes
    destination: str | None
    body: bytes
    body_sha256: bytes


@dataclass(frozen=True)
class Sent:
    """What an operator sees of a submission on its way."""

    submission_id: str
    receipt: str
    form: str
    state: State
    destination: str | None
    remote_id: str | None
    attempts: int
    last_error: str


@dataclass(frozen=True)
class Claimed:
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
    body: bytes
    body_sha256: bytes


@dataclass(frozen=True)
class Ending:
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


@dataclass(frozen=True)
class DestinationRow:
    """How the way to a destination fares."""

    name: str
    boot: str = ""
    rests: int = 0
    rests_until: float = 0.0
    trouble: str = ""
    delivered: str | None = None


@dataclass(frozen=True)
class Stuck:
    """How many submissions wait for an operator, in one state and for one reason."""

    state: State
    reason: str
    count: int


@dataclass(frozen=True)
class CaseRow:
    """What became of a submission, as it is kept."""

    form: str
    progress: str
    confirmed: str
    message: str
    updated: str | None


@dataclass(frozen=True)
class OpenCaseRow:
    """A delivered submission whose end is not known yet."""

    outbox_id: int
    submission_id: str
    remote_id: str
    progress: str
    message: str
    updated: str | None
