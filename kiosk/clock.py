"""Time, passed in: the wall clock for people, the boot clock for waiting.

A kiosk's wall clock lies (no battery, no network), so nothing waits by it. Waiting is
counted in seconds since boot (CLOCK_BOOTTIME, which goes on while the machine sleeps),
and means something only together with the id of that boot.
"""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> datetime:
        """The wall clock, UTC."""

    def uptime(self) -> float:
        """Seconds since this boot."""

    def boot(self) -> str:
        """The id of this boot; another one after each start of the machine."""


class SystemClock:
    """The machine's own clocks (Linux)."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def uptime(self) -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    def boot(self) -> str:
        return (
            Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        )
