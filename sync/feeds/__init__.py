"""One file for each kind of feed; a new one is one line here."""

from collections.abc import Callable, Mapping
from typing import Final

from kiosk.config import Feed, FeedType
from sync.feed import Reader
from sync.feeds.cap import Cap
from sync.feeds.diavgeia import Diavgeia
from sync.feeds.news import NewsSite

READERS: Final[Mapping[FeedType, Callable[[Feed], Reader]]] = {
    FeedType.DIAVGEIA: Diavgeia,
    FeedType.CAP: Cap,
    FeedType.NEWS: NewsSite,
}
