"""Decisions of an organisation, from Diavgeia (opendata, `/search.json`).

Its traps: times are in milliseconds; a decision with private data must not be repeated;
one that corrects another names the version it corrects, and the other is then not shown.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

import msgspec

from kiosk.config import Feed
from kiosk.errors import Misconfigured
from kiosk.notice import Notice, NoticeKind, Stamp
from sync.connector import Trouble
from sync.feed import Fetching, Told, Unchanged, not_understood, stamp_of
from sync.plain import plain, shortened

_LONGEST_HEAD: Final = 120
_SHOWN: Final = frozenset({"PUBLISHED", ""})


class Diavgeia(Fetching):
    """Reads the newest decisions of one organisation, or of one of its units."""

    def __init__(self, feed: Feed) -> None:
        """Raises Misconfigured when the settings do not say whose decisions."""
        if not feed.organisation:
            raise Misconfigured(
                f'feed "{feed.name}", organisation',
                "is missing",
                "write the organisation's uid at Diavgeia, in quotes",
            )
        super().__init__(feed)

    def fetch(self, stamp: Stamp) -> Told | Unchanged | Trouble:
        """See `Reader`."""
        feed = self.feed
        asked = {"org": feed.organisation, "unit": feed.unit, "status": "PUBLISHED"}
        asked |= {"sort": "recent", "page": "0", "size": str(feed.most)}
        query = urlencode({name: value for name, value in asked.items() if value})
        url = f"{feed.url.rstrip('/')}/search.json?{query}"
        answer = self.ask(url, stamp, "application/json")
        if isinstance(answer, Unchanged | Trouble):
            return answer
        try:
            told = msgspec.json.decode(answer.body)
        except (msgspec.DecodeError, RecursionError):
            told = None
        decisions = told.get("decisions") if isinstance(told, Mapping) else None
        if not isinstance(decisions, list):
            return not_understood("list of decisions")
        return Told(_notices(decisions, feed), stamp_of(answer))


def _notices(decisions: Sequence[object], feed: Feed) -> tuple[Notice, ...]:
    rows = [one for one in decisions if isinstance(one, Mapping)]
    corrected = {_words(one, "correctedVersionId") for one in rows} - {""}
    found: dict[str, Notice] = {}
    for row in rows:
        ada, subject = _words(row, "ada"), plain(_words(row, "subject"))
        may_be_shown = (
            row.get("privateData") in (None, False)
            and _words(row, "status") in _SHOWN
            and _words(row, "versionId") not in corrected
        )
        if ada and subject and may_be_shown and ada not in found:
            found[ada] = Notice(
                id=ada,
                kind=NoticeKind.DECISION,
                language=feed.language,
                title=shortened(subject, _LONGEST_HEAD),
                text=subject,
                published=_time(row, "issueDate") or _time(row, "publishTimestamp"),
            )
    return tuple(found.values())[: feed.most]


def _words(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    if name in {"ada", "versionId", "correctedVersionId"} and isinstance(value, str):
        return value if len(value) <= 64 and value.isprintable() else ""
    return value if isinstance(value, str) else ""


def _time(row: Mapping[str, object], name: str) -> datetime | None:
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
