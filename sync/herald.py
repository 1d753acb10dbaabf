"""Tells systemd how the agent is: ready, alive, stopping.

Where the agent was not started by systemd, it tells nobody. Spec: sd_notify(3),
sd_watchdog_enabled(3).
"""

import math
import os
import socket
from collections.abc import Mapping
from contextlib import suppress


class Systemd:
    """The service manager that started this process, if one did."""

    def __init__(self, surroundings: Mapping[str, str]) -> None:
        """Read from the process's environment whom to tell, and how often."""
        address = surroundings.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        for_us = surroundings.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        asked = surroundings.get("WATCHDOG_USEC", "") if for_us else ""
        self.every_s = int(asked) / 2e6 if asked.isdecimal() else math.inf
        """The longest time between two signs of life: half of what it waits for one."""

    def ready(self) -> None:
        """The agent is at work."""
        self._tell("READY=1")

    def alive(self) -> None:
        """The agent's loop goes round."""
        if self.every_s < math.inf:
            self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        """The agent is about to end."""
        self._tell("STOPPING=1")

    def _tell(self, words: str) -> None:
        if not self._address:
            return
        # Nobody listening is no reason to stop carrying.
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
            end.sendto(words.encode("ascii"), self._address)
