"""The bell between the faces and the agent: a named pipe in the home folder.

A face rings when something was queued; the agent, which may sleep for minutes, wakes at
once. Nobody listening is no trouble: the outbox is the truth, the bell only saves a wait.
"""

import os
import select
from pathlib import Path
from types import TracebackType


def ring(pipe: Path) -> None:
    """Wake the agent if it listens; otherwise do nothing."""
    try:
        end = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:  # no pipe, or nobody at its other end
        return
    try:
        os.write(end, b"!")
    except OSError:  # full: the agent has been rung already
        return
    finally:
        os.close(end)


class Listener:
    """The agent's end of the bell."""

    def __init__(self, pipe: Path) -> None:
        if not pipe.is_fifo():
            pipe.unlink(missing_ok=True)
            os.mkfifo(pipe, 0o600)
        # Read and write, so that the pipe is never at its end when a face goes away.
        self._end = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)

    def __enter__(self) -> "Listener":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._end)

    def wait(self, seconds: float) -> bool:
        """Sleep until the bell rings or the time is over; say whether it rang."""
        ready, _, _ = select.select([self._end], [], [], max(0.0, seconds))
        if not ready:
            return False
        os.read(self._end, 4096)
        return True
