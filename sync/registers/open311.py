"""What an Open311 endpoint lists as open (GeoReport v2, GET Service Requests)."""

from collections.abc import Mapping
from typing import Final

from kiosk.clock import Clock, SystemClock
from kiosk.config import Destination
from kiosk.notice import Stamp
from kiosk.others import MOST_REPORTS, Report
from sync.connector import Kind, Trouble
from sync.endpoint import Endpoint, Halt, halt, not_understood
from sync.feed import Listed, Unchanged, asking, stamp_of
from sync.georeport import (
    REQUESTS,
    Tree,
    Unreadable,
    id_of,
    read_moment,
    read_tree,
    rows_of,
    text_of,
)
from sync.http import Answer, kind_of
from sync.register import MOST_BYTES, report_of

_CLOCK: Final = SystemClock()
_PAGE_SIZE: Final = 200
_MOST_PAGES: Final = MOST_REPORTS // _PAGE_SIZE


class Open311Register:
    """Reads the list, the newest first, as far as one may ask of a village's line."""

    def __init__(self, to: Destination, clock: Clock = _CLOCK) -> None:
        """Take up a line. Raises Misconfigured for an address or a key that is none."""
        self._endpoint = Endpoint(to, clock)

    def fetch(self, stamp: Stamp) -> Listed | Unchanged | Trouble:
        """See `Reader`."""
        try:
            self._endpoint.edition()
            return self._read(stamp)
        except Halt as reason:
            return reason.trouble

    def hang_up(self) -> None:
        """End the call being made, and make no more."""
        self._endpoint.hang_up()

    def close(self) -> None:
        """Let the line go."""
        self._endpoint.close()

    def _read(self, stamp: Stamp) -> Listed | Unchanged:
        found: dict[str, Report] = {}
        seen: list[dict[str, Tree]] = []
        size, given = 0, Stamp()
        for page in range(1, _MOST_PAGES + 1):
            answer = self._page(page, stamp if page == 1 else Stamp())
            if answer is None:
                return Unchanged()
            rows = _rows(answer)
            found |= {one.id: one for one in map(_report, rows) if one is not None}
            size += len(answer.body)
            if len(rows) != _PAGE_SIZE or rows == seen:
                # A list of one answer can be asked for by its stamp; of several, a later
                # part may be another though the first is the same.
                given = stamp_of(answer) if page == 1 else Stamp()
                break
            seen = rows
            if size > MOST_BYTES or len(found) >= MOST_REPORTS:
                break
        return Listed(tuple(found.values())[:MOST_REPORTS], given)

    def _page(self, page: int, stamp: Stamp) -> Answer | None:
        """Ask for a part of it; None where it is as it was. Raises Halt."""
        args = [("status", "open"), ("page", str(page)), ("page_size", str(_PAGE_SIZE))]
        answer = self._endpoint.ask("requests", args=args, headers=asking(stamp))
        if answer.status == 304 and asking(stamp):
            return None
        if answer.status != 200:
            halt(kind_of(answer.status), f"answered {answer.status}", answer.wait_s)
        return answer


def _rows(answer: Answer) -> list[dict[str, Tree]]:
    """Return the requests in an answer. Raises Halt for what is no list of them.

    Nothing at all is a list only where it plainly is an empty one.
    """
    try:
        tree = read_tree(answer.body)
        rows = list(rows_of(tree, REQUESTS))
    except Unreadable as reason:
        halt(*not_understood(answer, reason))
    is_list = isinstance(tree, list) or (
        isinstance(tree, dict) and any(name in tree for name in REQUESTS)
    )
    named = any("service_request_id" in row for row in rows)
    if not (named or (is_list and not rows)):
        halt(Kind.BUSY, f"answered {answer.status}, not understood")
    return rows


def _report(row: Mapping[str, Tree]) -> Report | None:
    if text_of(row, "status").lower() != "open":  # some know no filter
        return None
    return report_of(
        id_of(row) or "",
        text_of(row, "service_code"),
        (row.get("lat"), row.get("long")),
        read_moment(text_of(row, "requested_datetime")),
    )
