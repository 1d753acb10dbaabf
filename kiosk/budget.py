"""How much of a line photos and voice notes may take now. Pure."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from kiosk.config import Budget

_MB: Final = 1_000_000
_MUCH: Final = 1 << 40
_HOUR: Final = timedelta(hours=1)


class Allowance(msgspec.Struct, frozen=True):
    """What may be sent now, and when that may be different."""

    size: int
    """Bytes; 0 is nothing."""
    wait_s: float
    """Seconds until more may be allowed, if nothing is."""


def hour_of(now: datetime) -> str:
    """Name the hour of a local time, as it is kept: 2026-05-04T09."""
    return now.strftime("%Y-%m-%dT%H")


def day_of(now: datetime) -> str:
    """Name its day: what the names of its hours begin with."""
    return now.strftime("%Y-%m-%d")


def allowance(budget: Budget, now: datetime, today: int, this_hour: int) -> Allowance:
    """Say what may be sent at a local time, with so many bytes sent today and this hour."""
    if budget.hours and not any(_covers(span, now.hour) for span in budget.hours):
        return Allowance(0, _to_the_hour_s(now))
    left = _MUCH
    if budget.mb_a_day is not None:
        left = min(left, int(budget.mb_a_day * _MB) - today)
    if budget.mb_an_hour is not None:
        left = min(left, int(budget.mb_an_hour * _MB) - this_hour)
    # Looked at again each hour, even for a day's end: clocks are set, and days end.
    return Allowance(max(0, left), _to_the_hour_s(now))


def _covers(span: str, hour: int) -> bool:
    start, end = (int(one) for one in span.split("-"))
    return start <= hour < end if start <= end else hour >= start or hour < end


def _to_the_hour_s(now: datetime) -> float:
    """Seconds until the next hour begins."""
    begun = now.replace(minute=0, second=0, microsecond=0)
    return (begun + _HOUR - now).total_seconds()
