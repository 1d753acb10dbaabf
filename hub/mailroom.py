"""What the municipality does with what kiosks send: files it once, and tells what became
of it.

The same submission again is the same request again. What the catalogue does not know is
filed all the same, under its own title: a citizen's words are never turned away because
a list was not up to date.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from hub.arguments import read_id
from hub.dispatch import (
    CURSOR,
    Dispatch,
    Feed,
    News,
    OpenRequest,
    OpenRequests,
    Result,
    digest,
    id_in,
    read_dispatch,
    submission_of,
)
from hub.errors import Declined
from hub.georeport import as_w3c
from hub.ledger import Filed, Filing
from hub.model import Search, Stage, Step
from hub.office import Office

MOST_NEWS = 200


class Mailroom:
    """The post of one municipality. `jurisdiction` is as the caller wrote it."""

    def __init__(self, office: Office) -> None:
        self._office = office
        secret = office.ledger.secret
        # Tells a cursor of ours from that of another database.
        self._mark = hashlib.sha256(b"news " + secret).hexdigest()[:8]

    def take(self, bodies: Sequence[bytes], jurisdiction: str | None) -> list[Result]:
        """Files dispatches, as JSON, and says of each what became of it. All that can be
        filed is on disk when this returns, in one transaction; what cannot be is passed
        over and spoils nothing. Raises Refused for an unknown jurisdiction."""
        place = self._office.place(jurisdiction)
        results: dict[int, Result] = {}
        readable: dict[int, Dispatch] = {}
        for turn, body in enumerate(bodies):
            try:
                readable[turn] = read_dispatch(body)
            except Declined as no:
                results[turn] = _declined(id_in(body), no)
        filed = self._office.ledger.record_all(
            [self._filing(one, bodies[at], place) for at, one in readable.items()]
        )
        for (turn, dispatch), done in zip(readable.items(), filed, strict=True):
            results[turn] = _result(dispatch, bodies[turn], done)
        return [results[turn] for turn in range(len(bodies))]

    def news(self, since: str, of: Sequence[int], jurisdiction: str | None) -> Feed:
        """The steps after a cursor, '' for the first, at most `MOST_NEWS`; with `of`, of
        these requests only. Raises Declined for a cursor that is none (400) or is not of
        this database (410: read from the beginning), Refused as above."""
        place = self._office.place(jurisdiction)
        after = self._after(since)
        steps = self._office.ledger.steps(place, after, of, MOST_NEWS + 1)
        told = steps[:MOST_NEWS]
        last = told[-1].change.id if told else after
        return Feed(
            [_news(step) for step in told],
            f"{self._mark}-{last}",
            more=len(steps) > MOST_NEWS,
        )

    def open(self, jurisdiction: str | None) -> OpenRequests:
        """What is open, for kiosks to ask whether somebody means the same: nobody's words.
        Raises Refused as above."""
        search = Search(
            jurisdiction=self._office.place(jurisdiction),
            stages=tuple(stage for stage in Stage if not stage.is_closed),
        )
        found = self._office.ledger.search(search)
        return OpenRequests(
            [
                OpenRequest(
                    str(entry.id),
                    said.service_code,
                    said.lat,
                    said.long,
                    as_w3c(entry.requested_at),
                )
                for entry in found
                if (said := entry.submission).lat is not None and said.long is not None
            ]
        )

    def _filing(self, dispatch: Dispatch, body: bytes, place: str) -> Filing:
        said = submission_of(dispatch)
        joins = read_id(dispatch.same_as)
        return Filing(self._office.draft(said, place, dispatch.title), body, joins)

    def _after(self, cursor: str) -> int:
        if not cursor:
            return 0
        if not re.fullmatch(CURSOR, cursor, re.ASCII):
            raise Declined(400, "since is no cursor of ours")
        mark, _, number = cursor.partition("-")
        # A database that was put back from an older copy has not come so far.
        if mark != self._mark or int(number) > self._office.ledger.newest_step():
            raise Declined(410, "since is of another database; begin without it")
        return int(number)


def _result(dispatch: Dispatch, body: bytes, filed: Filed) -> Result:
    if not filed.is_new and not _is_the_same(dispatch, body, filed):
        title = "this id was already used for another submission"
        return _declined(dispatch.id, Declined(409, title))
    return Result(
        id=dispatch.id,
        status=201 if filed.is_new else 200,
        request=str(filed.entry.id),
        sha256=digest(body),
    )


def _is_the_same(dispatch: Dispatch, body: bytes, filed: Filed) -> bool:
    if filed.body is None:  # it came by another door, which asks for less
        return filed.entry.submission.is_the_same_as(submission_of(dispatch))
    # Other bytes may say the same: a newer kiosk writes what it kept with more fields.
    try:
        return filed.body == body or read_dispatch(filed.body) == dispatch
    except Declined:
        return False


def _declined(name: str | None, no: Declined) -> Result:
    return Result(id=name, status=no.status, title=no.title)


def _news(step: Step) -> News:
    change = step.change
    return News(
        id=step.external_id,
        request=str(change.request_id),
        status=change.now,
        closed=change.now.is_closed,
        note=change.note,
        expected=None if change.expected is None else change.expected.isoformat(),
        at=as_w3c(change.at),
    )
