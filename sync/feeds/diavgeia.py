"""Decisions of an organisation, from Diavgeia (opendata, `/search.json`).

Its traps: times are in milliseconds; a decision with private data must not be repeated;
one that corrects another names the version it corrects, and the other is then not shown;
a document's address has Greek letters in it.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, urlencode

import msgspec

from kiosk.config import Feed
from kiosk.errors import Misconfigured
from kiosk.notice import Notice, NoticeKind, Stamp
from sync.connector import Kind, Trouble
from sync.feed import Fetching, Told, Unchanged, line_to, not_understood, stamp_of
from sync.http import TOO_LONG, LineTrouble, Request, kind_of, same_place
from sync.plain import plain, shortened

_LONGEST_HEAD: Final = 120
_SHOWN: Final = frozenset({"PUBLISHED", ""})
_PATIENCE: Final = 4
"""A document is so much larger than a list: it may take so much longer."""
_LONGEST_LINK: Final = 500
_BEGINS_WITHIN: Final = 1024
"""Bytes before `%PDF-`, which readers put up with (ISO 32000-1, annex H)."""


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
        self._large = line_to(feed, feed.timeout_s * _PATIENCE)

    def hang_up(self) -> None:
        """See `Reader`."""
        self._large.hang_up()
        super().hang_up()

    def close(self) -> None:
        """See `Reader`."""
        self._large.close()
        super().close()

    def document(self, link: str) -> bytes | Trouble:
        """See `Archive`."""
        if same_place(self.feed.url, link) != link:
            return b""
        asked = Request("GET", link, headers={"Accept": "application/pdf"})
        try:
            answer = self._large.ask(asked)
        except LineTrouble as trouble:
            too_long = trouble.code == TOO_LONG
            return b"" if too_long else Trouble(Kind.LINK, trouble.code)
        if answer.status != 200:
            code = f"answered {answer.status}"
            return Trouble(kind_of(answer.status), code, wait_s=answer.wait_s)
        if b"%PDF-" not in answer.body[:_BEGINS_WITHIN]:
            return not_understood("document")
        return answer.body

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
                link=_link(row, feed.url),
            )
    return tuple(found.values())[: feed.most]


def _words(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    if name in {"ada", "versionId", "correctedVersionId"} and isinstance(value, str):
        return value if len(value) <= 64 and value.isprintable() else ""
    return value if isinstance(value, str) else ""


def _link(row: Mapping[str, object], url: str) -> str:
    """Return where the document is: on the same host, in signs that any camera's program
    and any server takes."""
    told = _words(row, "documentUrl").strip()
    if url.startswith("https:") and told.startswith("http:"):
        told = f"https:{told.removeprefix('http:')}"
    there = same_place(url, quote(told, safe="%/:=&?~#+!$,;'@()*[]")) if told else None
    return there if there is not None and len(there) <= _LONGEST_LINK else ""


def _time(row: Mapping[str, object], name: str) -> datetime | None:
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
