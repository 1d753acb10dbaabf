"""Days as a clerk types them."""

import re
from datetime import date, timedelta
from typing import Final

_DAY: Final = re.compile(
    r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2}|\d{4}))?", re.ASCII
)
_AGO: Final = re.compile(r"([+-]?)(\d{1,3})", re.ASCII)


def read_day(typed: str, today: date) -> date | None:
    """Return the day that is meant; None when it is none.

    `4/5` is the 4th of May that is nearest to today, `4/5/26` that of 2026; `0` is today,
    `-1` yesterday, `+7` in a week. ISO 8601 is read, too.
    """
    typed = typed.strip()
    far = _AGO.fullmatch(typed)
    if far and (far[1] or far[2] == "0"):
        return today + timedelta(days=int(typed))
    try:
        told = _DAY.fullmatch(typed)
        if told is None:
            return date.fromisoformat(typed)
        if told[3]:
            year = told[3] if len(told[3]) == 4 else f"20{told[3]}"
            return date(int(year), int(told[2]), int(told[1]))
        return _nearest(int(told[1]), int(told[2]), today)
    except ValueError:
        return None


def _nearest(day: int, month: int, today: date) -> date | None:
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:  # the 29th of February
            continue
    return min(found, key=lambda one: abs(one - today), default=None)
