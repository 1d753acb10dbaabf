"""sense.city: what Patras and other Greek cities have, after its public code of 2018.

Behind a flag: the wire is old, it may differ today, and no key says who sends. A city that
was not asked must not find a kiosk's reports in its list.

It knows no id of the sender's, so before anything is sent again the city's list is searched
for our id and for the receipt code that our comments end with. It is sent again only when
the list was read to its end, shows what reports are known by, and does not have it.

A photo goes with the report or never, and only one: the first. Of everything else, voice
above all, the report says by name that it is to be had at the kiosk. So `Delivered` here
says that the text is there, and of attachments nothing at all.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from kiosk.config import Destination
from kiosk.errors import Misconfigured
from kiosk.outbox import News
from kiosk.submission import Attachment, Dispatch
from sync.connector import Delivered, Earlier, Kind, Outcome, Piece, Sign, Trouble
from sync.endpoint import Halt, halt, not_understood, repeats
from sync.georeport import Unreadable, is_page, read_moment
from sync.http import Answer, Fields, Line, LineTrouble, Request, kind_of
from sync.sensecity import (
    NAMELESS,
    Issue,
    Spot,
    Topic,
    news_of,
    read_fault,
    read_id,
    read_issue,
    read_issues,
    spot_of,
    topic_of,
    written,
)

_PAGE_SIZE = 100
_MOST_PAGES = 100
_VOLUME_LIMIT = 1000  # what it shows to those who name no limit
_DAY = timedelta(days=1)
_WINDOW = timedelta(days=90)
_CLOSED = {401, 403, 404}  # with a web page, whoever said so never saw the report
_HOWEVER_IT_IS = (
    ("distance", "1000"),  # metres; a clerk may have moved it to the right house
    ("status", "CONFIRMED|IN_PROGRESS|RESOLVED"),
    ("includeAnonymous", "1"),
    ("image_field", "0"),
    ("sort", "-1"),
    ("limit", str(_PAGE_SIZE)),
)


class SenseCity:
    """Carries submissions to one city's sense.city."""

    def __init__(self, to: Destination) -> None:
        """Take up the line. Raises Misconfigured for a city that has not agreed, or an
        address that is none."""
        if not to.agreed:
            raise Misconfigured(
                f'destination "{to.name}", agreed',
                "sense.city gives out no keys, so only the city can allow this kiosk",
                "agree with the city that it takes the kiosk's reports and that its "
                "server still speaks the wire of 2018, then write agreed = true",
            )
        self._codes = to.services
        self._resolutions = to.resolutions
        self._line = Line(to)
        self._register = _Register(self._line)

    def carry(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        """Bring the text; what belongs to it stays at the kiosk, and the text says so."""
        return self.carry_whole(dispatch, (), earlier)

    def carry_whole(
        self, dispatch: Dispatch, pieces: Sequence[Piece], earlier: Earlier | None
    ) -> Outcome:
        """Look for it if it may be there; if it is not, send it with its first photo."""
        photos = (one for one in pieces if _is_photo(one))
        photo = next((one for one in photos if one.attachment.size <= one.most), None)
        try:
            topic, spot = self._placed(dispatch)
            if earlier is not None:
                found = self._register.find(dispatch, topic, spot)
                if found is not None:
                    return found
                if not earlier.settled:
                    return Trouble(Kind.UNSETTLED, "not found there yet")
            return self._send(dispatch, topic, spot, photo)
        except Halt as reason:
            return reason.trouble

    def news(self, remote_ids: Sequence[str]) -> Mapping[str, News] | Trouble:
        """Ask about one after another: there is no question about many."""
        told: dict[str, News] = {}
        try:
            for one in remote_ids:
                issue = self._register.look_up(one)
                news = None if issue is None else news_of(issue, self._resolutions)
                if news is not None:
                    told[one] = news
        except Halt as reason:
            return told or reason.trouble
        return told

    def sign(self) -> Sign:
        """Its list of reports: nobody else has one."""

        def is_ours(status: int, body: bytes) -> bool:
            try:
                read_issues(body)
            except Unreadable:
                return False
            return status == 200

        return Sign("GET", ("issue",), (("limit", "1"), ("image_field", "0")), is_ours)

    def hang_up(self) -> None:
        """End the call being made, and make no more."""
        self._line.hang_up()

    def close(self) -> None:
        """Let the kept connection go."""
        self._line.close()

    def _placed(self, dispatch: Dispatch) -> tuple[Topic, Spot]:
        """Say what it is about and where, as the wire must have it. Raises Halt."""
        ours = dispatch.service or dispatch.form
        topic, spot = topic_of(self._codes.get(ours, ours)), spot_of(dispatch)
        if topic is None:
            halt(Kind.REFUSED, f'services has no "category/kind" for {ours}')
        if spot is None:
            halt(Kind.REFUSED, "has no position, and sense.city takes none without")
        return topic, spot

    def _send(
        self, dispatch: Dispatch, topic: Topic, spot: Spot, photo: Piece | None
    ) -> Outcome:
        """Send it, and once more without its photo where that is too large. Raises Halt."""
        if photo is not None:
            left = [
                one for one in dispatch.attachments if one.id != photo.attachment.id
            ]
            body = written(dispatch, topic, spot, photo.content, _names(left))
            answer = self._post(body)
            if answer.status != 413:
                return self._received(answer, dispatch, left)
        left = list(dispatch.attachments)
        answer = self._post(written(dispatch, topic, spot, None, _names(left)))
        return self._received(answer, dispatch, left)

    def _post(self, body: bytes) -> Answer:
        """POST /issue. Raises Halt."""
        url = self._line.url(["issue"])
        told = {"Content-Type": "application/json; charset=utf-8"}
        try:
            return self._line.ask(Request("POST", url, body, told))
        except LineTrouble as line:
            trouble = Trouble(Kind.LINK, line.code, may_have_arrived=line.left)
            raise Halt(trouble) from None

    def _received(
        self, answer: Answer, dispatch: Dispatch, left: Sequence[Attachment]
    ) -> Outcome:
        """Take an answer for what it proves, and for no more."""
        if answer.status not in {200, 201}:
            return _fault(answer, dispatch)
        try:
            number = read_id(answer.body)
        except Unreadable as reason:
            kind, code = not_understood(answer, reason)
            return Trouble(kind, code, may_have_arrived=True)
        if number is not None:
            return Delivered(number, tuple(one.id for one in left))
        code = f"answered {answer.status} without an id"
        return Trouble(Kind.BUSY, code, may_have_arrived=True)


class _Register:
    """The city's list of reports, which anybody may read."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._today: datetime | None = None
        """By the city's clock, when it last answered."""

    def find(self, dispatch: Dispatch, topic: Topic, spot: Spot) -> Outcome | None:
        """Search for a submission. Raises Halt when that cannot tell.

        First from the day it was confirmed; then, for a kiosk's clock may lie, through
        what else is of the last 90 days by the city's clock. A city that does not tell
        the time shows its last three days unasked.
        """
        where: Fields = [("coordinates", spot.written), ("issue", topic.issue)]
        early, late = dispatch.confirmed - _DAY, dispatch.confirmed + _WINDOW
        return self._search(dispatch, [*where, *_between(early, late)]) or self._search(
            dispatch, [*where, *self._lately(early)]
        )

    def look_up(self, number: str) -> Issue | None:
        """Ask what became of one; None when it is not told. Raises Halt."""
        answer = self._ask("fullissue", number)
        if answer.status != 200:
            if kind_of(answer.status) is Kind.REFUSED and not is_page(answer.body):
                return None
            halt(*_looking(answer))
        try:
            return read_issue(answer.body, number)
        except Unreadable as reason:
            if reason.page:
                halt(*not_understood(answer, reason))
            return None

    def _lately(self, early: datetime) -> Fields:
        """Its last days, as far as they were not read already."""
        if self._today is None:
            return []
        start = self._today - _WINDOW
        return _between(start, early if early > start else self._today + _DAY)

    def _search(self, dispatch: Dispatch, asked: Fields) -> Outcome | None:
        """Read one list to its end. Raises Halt.

        A short page is not the end: the server counts reports that it then does not show.
        """
        seen: set[str] = set()
        nameless = False
        for page in range(_MOST_PAGES):
            issues = self._page(asked, page)
            for one in issues:
                if one.is_of(dispatch):
                    return Delivered(one.id, one.left(dispatch))
                nameless = nameless or one.is_nameless
            fresh = {one.id for one in issues} - seen
            if not fresh:
                break
            seen |= fresh
        if nameless:
            halt(Kind.REFUSED, "may have arrived, and its list hides who sent what")
        # The last page is empty, or all there is, told again by one that has no pages.
        cut_off = len(issues) == _PAGE_SIZE or len(issues) >= _VOLUME_LIMIT
        if fresh or cut_off:
            halt(Kind.REFUSED, "may have arrived, and its list is too long to read")
        return None

    def _page(self, asked: Fields, page: int) -> list[Issue]:
        """Read one page of a list. Raises Halt."""
        offset = ("offset", str(page * _PAGE_SIZE))
        answer = self._ask("issue", args=[*asked, *_HOWEVER_IT_IS, offset])
        if answer.status != 200:
            halt(*_looking(answer))
        try:
            return read_issues(answer.body)
        except Unreadable as reason:
            halt(*not_understood(answer, reason))

    def _ask(self, *parts: str, args: Fields = ()) -> Answer:
        """Ask something that changes nothing. Raises Halt."""
        try:
            answer = self._line.get(parts, args)
        except LineTrouble as trouble:
            halt(Kind.LINK, trouble.code)
        self._today = read_moment(answer.headers.get("Date", "")) or self._today
        return answer


def _names(attachments: Sequence[Attachment]) -> list[str]:
    return [one.name for one in attachments]


def _is_photo(piece: Piece) -> bool:
    return piece.attachment.media == "image/jpeg"


def _between(start: datetime, end: datetime) -> Fields:
    return [("startdate", f"{start:%Y-%m-%d}"), ("enddate", f"{end:%Y-%m-%d}")]


def _looking(answer: Answer) -> tuple[Kind, str, float]:
    """Say why a list was not shown, which is never the report's fault."""
    kind = kind_of(answer.status)
    if answer.status in _CLOSED and is_page(answer.body):
        kind = Kind.LINK
    elif kind is Kind.REFUSED:
        kind = Kind.BUSY
    return kind, f"looking it up: answered {answer.status}", answer.wait_s


def _fault(answer: Answer, dispatch: Dispatch) -> Trouble:
    """Say what an answer that is no success means; it may not repeat the dispatch."""
    said, status = read_fault(answer.body), answer.status
    kind, code = kind_of(status), f"answered {status}"
    if status in _CLOSED and is_page(answer.body):
        kind, code = Kind.LINK, f"answered {status} with a web page"
    elif status == 403 and said in NAMELESS:
        kind, code = Kind.REFUSED, "this city takes no report without a person's name"
    elif status == 403 and said == "Forbidden":
        kind, code = Kind.REFUSED, "answered 403, something mandatory is missing"
    return Trouble(
        kind,
        code,
        "" if repeats(said, "", dispatch) else said,
        # A server may have kept it before it failed; a redirect may follow a deed. The
        # code of 2017 asks for a name, and keeps the report all the same.
        may_have_arrived=status < 400 or status >= 500 or said in NAMELESS,
        wait_s=answer.wait_s,
    )
