"""When this program was made: a clock that shows an earlier day is wrong."""

from datetime import UTC, datetime
from typing import Final

BUILT: Final = datetime(2026, 11, 23, tzinfo=UTC)
"""Moved forward with each release."""
