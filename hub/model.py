"""A request as the municipality keeps it. Frozen facts, no wire and no SQL."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a POST answers (GeoReport v2, "GET Service List", `type`)."""

    REALTIME = "realtime"
    BATCH = "batch"
    BLACKBOX = "blackbox"


class Stage(StrEnum):
    """How far a request has come, in the words of mySociety's extension of Open311
    (wiki page "Open311-FMS: Proposed differences"), each of which the specification's
    two words cover: see `is_closed`."""

    OPEN = "open"
    INVESTIGATING = "investigating"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    FIXED = "fixed"
    DUPLICATE = "duplicate"
    NOT_OURS = "not_councils_responsibility"
    NO_FURTHER_ACTION = "no_further_action"

    @property
    def is_closed(self) -> bool:
        """Whether the municipality considers its part done."""
        return self in {
            Stage.FIXED,
            Stage.DUPLICATE,
            Stage.NOT_OURS,
            Stage.NO_FURTHER_ACTION,
        }

    @property
    def status(self) -> str:
        """`open` or `closed`: all that the specification knows."""
        return "closed" if self.is_closed else "open"


class Submission(Struct, frozen=True, kw_only=True):
    """What a caller sent, checked. `lat` and `long` are WGS84 degrees, both or neither;
    `attributes` holds the answers by attribute code, one or more for each."""

    service_code: str
    external_id: str | None = None
    lat: float | None = None
    long: float | None = None
    address_string: str | None = None
    address_id: str | None = None
    description: str | None = None
    email: str | None = None
    phone: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    account_id: str | None = None
    device_id: str | None = None
    media_urls: tuple[str, ...] = ()
    attributes: dict[str, tuple[str, ...]] = {}

    def is_the_same_as(self, other: Submission) -> bool:
        """Whether two submissions under one external_id can be one request."""
        return (self.service_code, self.description) == (
            other.service_code,
            other.description,
        )


class Entry(Struct, frozen=True, kw_only=True):
    """One request in the ledger. `version` counts its changes, from 0; times are UTC,
    to the second; `expected` is the day by which the last change hopes to be done."""

    id: int
    jurisdiction: str
    kind: Kind
    service_name: str
    token: str | None
    stage: Stage
    note: str | None
    version: int
    requested_at: datetime
    updated_at: datetime
    submission: Submission
    expected: date | None = None


class Decision(Struct, frozen=True):
    """What a clerk decides about a request: how far it is, what the citizen reads, and
    the day by which it should be done."""

    stage: Stage
    note: str | None = None
    expected: date | None = None


class Change(Struct, frozen=True, kw_only=True):
    """One step of one request, and what the clerk wrote to the citizen about it."""

    id: int
    request_id: int
    at: datetime
    was: Stage
    now: Stage
    note: str | None
    expected: date | None = None


class Step(Struct, frozen=True):
    """One change, and what its request's sender calls the request."""

    change: Change
    external_id: str


class Search(Struct, frozen=True, kw_only=True):
    """Which entries are wanted. An empty tuple or None means no condition; `ids`
    overrides every condition but the jurisdiction and `public`. Both ends of the
    time are included. `said` stands somewhere in the description. Requests that joined
    another are found by `ids` and by `said` only. Pages count from 1."""

    jurisdiction: str | None = None
    ids: tuple[int, ...] | None = None
    service_codes: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    said: str | None = None
    public: bool = True
    page: int = 1
    size: int = 1000
