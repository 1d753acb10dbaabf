"""When this program was made: a clock that shows an earlier day is wrong."""

from datetime import UTC, datetime, timedelta
from typing import Final

BUILT: Final = datetime(2026, 11, 23, tzinfo=UTC)
"""Moved forward with each release."""

_CLOCKS_DIFFER: Final = timedelta(hours=1)


def could_be(now: datetime, server_date: object) -> bool:
    """Say whether a clock may show this: not before we were made, nor before what a
    server has said since (`server_date`, ISO 8601, or None)."""
    told = datetime.fromisoformat(str(server_date)) if server_date else BUILT
    return now >= BUILT and now >= told - _CLOCKS_DIFFER
