"""The way to one destination, and how it fares."""

from dataclasses import dataclass

from kiosk.config import Destination
from sync import patience
from sync.connector import Connector, Kind, Trouble


@dataclass
class Road:
    """A destination and what carries there. What it remembers is gone with the process.

    `now` is always the uptime in seconds.
    """

    to: Destination
    connector: Connector
    failures: int = 0
    """Troubles since the destination last took something."""
    rests_until: float = 0.0
    news_at: float = 0.0
    asked_up_to: int = 0
    """The outbox id up to which this round of news has come."""

    def is_open(self, now: float) -> bool:
        """Say whether it may be used."""
        return now >= self.rests_until

    def went_well(self) -> None:
        """The destination took something."""
        self.failures, self.rests_until = 0, 0.0

    def went_badly(
        self, trouble: Trouble, now: float, chance: patience.Chance
    ) -> float:
        """Leave the destination alone, if the trouble is its own; return how long."""
        resting_s = patience.rest_s(trouble, self.failures, chance)
        if resting_s:
            self.failures += 1
            self.rests_until = now + resting_s
        elif trouble.kind is Kind.REFUSED:  # an answer, if not the one hoped for
            self.failures = 0
        return resting_s

    def next_s(self, due_in_s: float | None, now: float) -> float:
        """Seconds until it is to be used, when something is due in so long, or nothing."""
        news_in_s = self.news_at - now
        wanted_s = news_in_s if due_in_s is None else min(news_in_s, due_in_s)
        return max(wanted_s, self.rests_until - now)


@dataclass
class Pass:
    """What one pass brought about at one destination."""

    destination: str
    delivered: int = 0
    held: int = 0
    refused: int = 0
    waiting: int = 0
    why: str = ""
    """The last trouble, in a few words."""
