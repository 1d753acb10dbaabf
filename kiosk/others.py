"""What others have told the municipality already, near what a citizen tells it.

Of a report there is known what anybody may know: which service it asks for, where, and
since when. Nobody's words, and nobody's name.
"""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

import msgspec

from kiosk.mercator import metres
from kiosk.places import Gazetteer
from kiosk.submission import Dispatch

MOST_REPORTS: Final = 1000
"""Of one destination; as many as one answer of GeoReport v2 may hold."""

MOST_SHOWN: Final = 3
"""A page that is read at a glance."""

STALE_AFTER: Final = timedelta(days=7)
"""Since the municipality's list was read last: by then what is on it may be mended."""

FORGOTTEN_AFTER: Final = timedelta(days=90)
"""Since this kiosk sent a report of whose end it has never heard."""


class Report(msgspec.Struct, frozen=True):
    """A report that the municipality has and has not done yet."""

    id: str
    """The destination's own; ours, where it gives none."""
    service: str
    """The destination's code; ours, if this kiosk sent it."""
    latitude: float
    longitude: float
    told: datetime | None = None
    number: str = ""
    """What people call it; '' is its id."""

    @property
    def called(self) -> str:
        """By which number a clerk finds it."""
        return self.number or self.id


class Other(msgspec.Struct, frozen=True):
    """A report that somebody else told, as it is shown."""

    report: Report
    days: int | None
    """Since it was told, by the calendar on the wall; None where nobody knows."""

    @classmethod
    def at(cls, report: Report, now: datetime) -> "Other":
        """See a report as of now."""
        if report.told is None:
            return cls(report, None)
        told, today = (one.astimezone().date() for one in (report.told, now))
        return cls(report, max(0, (today - told).days))


def register_of(destination: str) -> str:
    """Name the list of a destination's open reports, beside the feeds' names, none of
    which has a slash."""
    return f"{destination}/open"


def near(
    reports: Iterable[Report],
    where: tuple[str, ...],
    places: Gazetteer,
    within_m: int,
) -> tuple[Report, ...]:
    """Return what was told near a place answer, the nearest first.

    Where only a village was told, all of that village is near. What lies outside the
    municipality lies nowhere: some systems write 0, 0 for what they do not know. Of what
    lies in one spot nobody could tell which is theirs: the oldest stands for all.
    """
    spots = places.spots(where)
    if spots is None:
        return ()
    here = spots[-1].latitude, spots[-1].longitude
    found = []
    for one in reports:
        if not places.bounds.holds(one.latitude, one.longitude):
            continue
        way = metres(here, (one.latitude, one.longitude))
        if way <= within_m or (
            len(where) == 1
            and places.nearest(one.latitude, one.longitude).village.id == where[0]
        ):
            told = math.inf if one.told is None else one.told.timestamp()
            found.append((round(way), told, one.id, one))
    spots_seen: dict[tuple[float, float], Report] = {}
    for *_, one in sorted(found, key=lambda each: each[:3]):
        spots_seen.setdefault((round(one.latitude, 5), round(one.longitude, 5)), one)
    return tuple(spots_seen.values())


def report_of(dispatch: Dispatch, remote_id: str | None) -> Report | None:
    """Return what anybody may know of a report that is there, for those who come next.

    Only what asks for a service somewhere is of use to them, and is public there as well.
    """
    if dispatch.same_as or not dispatch.service:
        return None
    if dispatch.latitude is None or dispatch.longitude is None:
        return None
    return Report(
        remote_id or dispatch.receipt,
        dispatch.service,
        dispatch.latitude,
        dispatch.longitude,
        dispatch.confirmed,
    )
