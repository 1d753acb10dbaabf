"""What a municipality lists as open, as far as a stranger's answer may be believed.

Of a request its number, its service, its place and its day are taken, each only in the
shape that it should have; a request that lacks one of the first three is passed over. Its
words are not even looked at: nobody at a kiosk shall read what somebody else has written.
"""

import math
import re
from datetime import datetime
from typing import Final

from kiosk.others import Report

MOST_BYTES: Final = 2_000_000
"""Bytes of a whole list, after which no more of it is asked for."""

_NUMBER: Final = re.compile(r"[\w][\w.:/#-]{0,63}")
"""It is written into other reports: nothing in it may be taken for anything else."""

_LONGEST_CODE: Final = 100


def report_of(
    number: str, service: str, place: tuple[object, object], told: datetime | None
) -> Report | None:
    """Return what is known of an open request; None for what cannot be one.

    `place` is a latitude and a longitude, as they were written.
    """
    latitude, longitude = (_degrees(one) for one in place)
    if latitude is None or longitude is None or not _NUMBER.fullmatch(number):
        return None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    if not service or len(service) > _LONGEST_CODE:
        return None
    return Report(number, service, latitude, longitude, told)


def _degrees(written: object) -> float | None:
    try:
        degrees = float(str(written))
    except ValueError:
        return None
    return degrees if math.isfinite(degrees) else None
