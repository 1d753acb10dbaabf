"""The workers of one destination: each has a thread and a connector of its own.

A connector makes one call at a time and keeps one line open, so as many workers are as
many calls on their way at once. What came of a call is handed back to whoever started it,
as a step to take there: nothing is decided, and nothing written down, on these threads.
"""

import queue
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from sync.connector import Connector

T = TypeVar("T")

Step = Callable[[], None]
"""What is to be done about what came of a call."""

_PATIENCE_S = 1.0


class Crew:
    """Who carries to one destination. All its methods are for one thread, the agent's."""

    def __init__(self, connectors: Sequence[Connector]) -> None:
        self._free = [_Worker(one) for one in reversed(connectors)]
        self._all = tuple(self._free)

    @property
    def size(self) -> int:
        """How many workers there are."""
        return len(self._all)

    @property
    def busy(self) -> int:
        """How many make a call, or made one that is not taken note of yet."""
        return len(self._all) - len(self._free)

    def start(
        self,
        work: Callable[[Connector], T],
        then: Callable[[T], None],
        hand_back: Callable[[Step], None],
    ) -> None:
        """Let a free worker do something; it hands back what to do then.

        The one who worked last is asked first: his line is still open. The work must not
        raise.
        """
        worker = self._free.pop()

        def back(result: T) -> None:
            self._free.append(worker)
            then(result)

        worker.begin(lambda connector: hand_back(partial(back, work(connector))))

    def hang_up(self) -> None:
        """End every call being made, and make no more. A signal handler may call this."""
        for worker in self._all:
            worker.connector.hang_up()

    def dismiss(self) -> None:
        """Let the threads end; one that still works is left behind."""
        for worker in self._free:
            worker.end()


class _Worker:
    """One connector and its thread, which lives from the first task to the end."""

    def __init__(self, connector: Connector) -> None:
        self.connector = connector
        self._tasks: queue.SimpleQueue[Callable[[Connector], None] | None]
        self._tasks = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def begin(self, task: Callable[[Connector], None]) -> None:
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._work, name="plateia-worker", daemon=True
            )
            self._thread.start()
        self._tasks.put(task)

    def end(self) -> None:
        if self._thread is not None:
            self._tasks.put(None)
            self._thread.join(_PATIENCE_S)
            self._thread = None

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            task(self.connector)
