"""What is told of many requests at once, where an endpoint tells it: mySociety's extension.

`GET servicerequestupdates` lists what was said about anybody's requests between two dates.
So the last 90 days are read once, and from then on only what is new; the last word on each
request is kept, for a later answer does not repeat it. An endpoint that does not know the
call is asked once.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
from msgspec.structs import replace

from kiosk.clock import Clock
from kiosk.outbox import News
from kiosk.submission import Progress
from sync.connector import Kind
from sync.endpoint import Endpoint
from sync.georeport import (
    LONGEST_MESSAGE,
    Tree,
    Unreadable,
    id_of,
    plain,
    read_moment,
    read_tree,
    rows_of,
    text_of,
)
from sync.http import Answer, LineTrouble, kind_of

CALL: Final = "servicerequestupdates"

MOST_KEPT: Final = 5000
"""Requests of which the last word is kept; the oldest goes first."""

_UPDATES = ("service_request_updates", "request_updates", "request_update")
_REACH = timedelta(days=90)
_AT_ONCE = timedelta(days=30)
_DAY = timedelta(days=1)  # an update may be listed some time after its own date
_FRESH_S = 30.0  # all that one round of news asks is answered from one reading
_REST_S = 3600.0
_NEVER_S = float("inf")
_KNOWS_NO_CALL = {401, 403, 404, 405, 410, 501}

# Nobody has looked at it, unless they say something.
_UNSEEN = {"", "open", "for_triage"}
_OVER = {
    *("closed", "fixed", "duplicate", "not_councils_responsibility"),
    *("no_further_action", "cancelled"),
}


class Update(msgspec.Struct, frozen=True):
    """What was said about a request, once."""

    request: str
    status: str
    news: News


def read_updates(body: bytes) -> list[Update]:
    """Read the answer to GET service request updates. Raises Unreadable."""
    updates = [_update(row) for row in rows_of(read_tree(body), _UPDATES)]
    return [one for one in updates if one.request]


class Updates:
    """The last word on each request of an endpoint, as far as it tells."""

    def __init__(self, endpoint: Endpoint, key: str, clock: Clock) -> None:
        self._endpoint = endpoint
        self._key = key
        self._clock = clock
        self.forget()

    def forget(self) -> None:
        """Ask anew whether it knows the call, and what it has to tell."""
        self._last: OrderedDict[str, News] = OrderedDict()
        self._read_to: datetime | None = None
        self._step = _AT_ONCE
        self._ask_at = 0.0
        self._with_key = False

    def of(self, remote_ids: Sequence[str]) -> Mapping[str, News]:
        """Return the last word on these; whatever is wrong with the call, nothing."""
        if self._clock.uptime() >= self._ask_at:
            self._ask_at = self._clock.uptime() + self._read_on()
        known = [one for one in remote_ids if one in self._last]
        for one in known:  # what is asked for is kept longest
            self._last.move_to_end(one)
        return {one: self._last[one] for one in known}

    def _read_on(self) -> float:
        """Read what is new; return how many seconds it is enough for."""
        now = self._endpoint.date
        start = now - _REACH
        if self._read_to is not None and start < self._read_to <= now + _DAY:
            start = self._read_to - _DAY
        while start < now:
            end = min(start + self._step, now)
            try:
                answer = self._ask(start, end)
            except LineTrouble:  # perhaps it is only too much at once
                self._step = max(_DAY, self._step / 3)
                return _REST_S
            if answer.status != 200:
                return _NEVER_S if answer.status in _KNOWS_NO_CALL else _REST_S
            try:
                updates = read_updates(answer.body)
            except Unreadable:
                return _REST_S
            for one in sorted(updates, key=lambda one: _age(one.news)):
                self._keep(one)
            self._read_to = start = end
        return _FRESH_S

    def _ask(self, start: datetime, end: datetime) -> Answer:
        """Ask without the key, which only some want here. Raises LineTrouble."""
        dates = [
            ("start_date", f"{start:%Y-%m-%dT%H:%M:%SZ}"),
            ("end_date", f"{end:%Y-%m-%dT%H:%M:%SZ}"),
        ]
        key = [("api_key", self._key)]
        if not self._with_key:
            answer = self._endpoint.get(CALL, args=dates)
            if kind_of(answer.status) is not Kind.LOCKED or not self._key:
                return answer
            self._with_key = True
        return self._endpoint.get(CALL, args=[*key, *dates])

    def _keep(self, update: Update) -> None:
        known, heard = self._last.get(update.request), update.news
        if known is not None and _age(heard) < _age(known):
            return
        if known is not None:
            progress = heard.progress
            if update.status == "unchanged":
                progress = known.progress
            heard = replace(
                heard, progress=progress, message=heard.message or known.message
            )
        self._last[update.request] = heard
        self._last.move_to_end(update.request)
        if len(self._last) > MOST_KEPT:
            self._last.popitem(last=False)


def together(request: News, update: News) -> News:
    """Say what a request's own state and the last word on it come to.

    The state is how it is now, the word how it was then: it is over if the state says so,
    or if the word does and the state is not days younger, as after a reopening.
    """
    older, newer = sorted((request, update), key=_age)
    holds = _age(request) <= _age(update) + _DAY
    over = request.progress is Progress.DONE or (
        holds and update.progress is Progress.DONE
    )
    untouched = request.progress is update.progress is Progress.SENT
    progress = Progress.SENT if untouched else Progress.SEEN
    return replace(
        newer,
        progress=Progress.DONE if over else progress,
        message=newer.message or older.message,
        expected=request.expected,  # the word names no day
    )


def _update(row: Mapping[str, Tree]) -> Update:
    if "update_id" not in row or "service_request_id" not in row:
        raise Unreadable(page=False)
    status = "_".join(text_of(row, "status").lower().replace("-", " ").split())
    message = plain(text_of(row, "description"), LONGEST_MESSAGE)
    seen = Progress.SEEN if message or status not in _UNSEEN else Progress.SENT
    progress = Progress.DONE if status in _OVER else seen
    updated = read_moment(text_of(row, "updated_datetime"))
    return Update(id_of(row) or "", status, News(progress, message, updated))


def _age(news: News) -> datetime:
    return news.updated or datetime.min.replace(tzinfo=UTC)
