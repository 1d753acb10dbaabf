"""OpenRosa: what ODK Central, Kobo and their kin speak (docs.getodk.org/openrosa).

A server knows a submission by the instanceID in it, and takes the same bytes again without
keeping them twice. So nothing is looked up: what may have arrived is simply sent again.
Only 201 or 202 in an OpenRosa envelope is a delivery; a 200 is somebody else's page. The
protocol brings no news back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import format_datetime

from kiosk.clock import Clock, SystemClock
from kiosk.config import Destination
from kiosk.outbox import News
from kiosk.submission import Dispatch
from kiosk.xform import instance_id, submission_xml
from sync.connector import Delivered, Earlier, Kind, Outcome, Sign, Trouble
from sync.endpoint import Halt, halt, repeats
from sync.georeport import Unreadable, read_fault
from sync.http import Answer, Line, LineTrouble, Request, kind_of, same_place
from sync.openrosa import Attachment, Post, posts, read_envelope, read_limit

_DOOR = ("submission",)
_RECEIVED = {201, 202}
_KINDS = {
    402: Kind.BUSY,  # the owner's quota (Kobo); months end, and quotas are paid
    409: Kind.REFUSED,  # its id is taken by other content, or was deleted (Central, Kobo)
}


@dataclass(frozen=True)
class _Door:
    """Where a server takes submissions, and how large a POST it takes."""

    url: str
    most: int


class OpenRosa:
    """Carries submissions to one OpenRosa server."""

    def __init__(self, to: Destination, clock: Clock | None = None) -> None:
        """Take up the line. Raises Misconfigured for an address or a login that is none."""
        self._form_ids = to.services
        self._password = (to.login() or ("", ""))[1]
        self._clock = clock or SystemClock()
        self._line = Line(to)
        self._door: _Door | None = None

    def carry(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        """Send it, whether or not an earlier try may have arrived."""
        return self.send(dispatch, ())

    def send(self, dispatch: Dispatch, attachments: Sequence[Attachment]) -> Outcome:
        """Send it with what belongs to it, in as many POSTs as that takes."""
        form_id = self._form_ids.get(dispatch.form, dispatch.form)
        some_arrived = False
        try:
            door = self._find_door(dispatch)
            todo = posts(submission_xml(dispatch, form_id), attachments, door.most)
            while todo:
                post = todo.pop(0)
                smaller = self._post(door, post, dispatch)
                some_arrived = some_arrived or not smaller
                todo = smaller + todo
        except Halt as reason:
            self._door = None  # it may be another the next time
            told = reason.trouble
            arrived = some_arrived or told.may_have_arrived
            return replace(told, may_have_arrived=arrived)
        return Delivered(instance_id(dispatch))

    def news(self, remote_ids: Sequence[str]) -> Mapping[str, News] | Trouble:
        """Tell nothing: the protocol has no news."""
        return {}

    def sign(self) -> Sign:
        """Ask where submissions go; only an OpenRosa server answers that with 204."""
        return Sign("HEAD", _DOOR, (), lambda status, _: status == 204)

    def hang_up(self) -> None:
        """End the call being made, and make no more."""
        self._line.hang_up()

    def close(self) -> None:
        """Let the kept connection go."""
        self._line.close()

    def _find_door(self, dispatch: Dispatch) -> _Door:
        """Ask where to send, once until something goes wrong. Raises Halt.

        A server answers 204; one that knows no such question is asked by the POST itself.
        """
        if self._door is not None:
            return self._door
        address = self._line.url(_DOOR, [("deviceID", f"plateia:{dispatch.kiosk}")])
        try:
            answer = self._line.ask(Request("HEAD", address, None, self._headers()))
        except LineTrouble as trouble:
            halt(Kind.LINK, trouble.code)
        if 200 <= answer.status < 300 and answer.status != 204:
            halt(Kind.LINK, f"answered {answer.status} where only 204 would do")
        kind = _kind(answer.status)
        if answer.status not in {204, 501} and kind is not Kind.REFUSED:
            halt(kind, f"answered {answer.status}", answer.wait_s)
        limit = read_limit(answer.headers.get("X-OpenRosa-Accept-Content-Length"))
        self._door = _Door(_onward(answer), limit)
        return self._door

    def _post(self, door: _Door, post: Post, dispatch: Dispatch) -> list[Post]:
        """Make one POST; return what to send instead, if it is too large. Raises Halt."""
        body, media = post.body()
        headers = {**self._headers(), "Content-Type": media}
        try:
            answer = self._line.ask(Request("POST", door.url, body, headers))
        except LineTrouble as line:
            trouble = Trouble(Kind.LINK, line.code, may_have_arrived=line.left)
            raise Halt(trouble) from None
        smaller = post.halves() if answer.status == 413 else []
        if smaller:
            return smaller
        lack = self._lack(answer, dispatch)
        if lack is not None:
            raise Halt(lack)
        return []

    def _lack(self, answer: Answer, dispatch: Dispatch) -> Trouble | None:
        """Say what an answer lacks to be a receipt, if anything.

        What it says may not repeat the dispatch.
        """
        envelope, page = None, False
        try:
            envelope = read_envelope(answer.body)
        except Unreadable as reason:
            page = reason.page
        if envelope and not envelope.is_error and answer.status in _RECEIVED:
            return None
        said = envelope.message if envelope else read_fault(answer.body)
        kind, code = _kind(answer.status), f"answered {answer.status}"
        if answer.status < 300 and page:
            kind, code = Kind.LINK, "answered with a web page"
        elif answer.status < 300:
            kind, code = Kind.BUSY, f"{code}, which is no receipt"
        return Trouble(
            kind,
            code,
            "" if repeats(said, self._password, dispatch) else said,
            # A server may have kept it before it failed; a page may hide its answer.
            may_have_arrived=answer.status < 400 or answer.status >= 500,
            wait_s=answer.wait_s,
        )

    def _headers(self) -> dict[str, str]:
        """OpenRosa 1.0 HTTP Request API."""
        date = format_datetime(self._clock.now(), usegmt=True)
        return {"X-OpenRosa-Version": "1.0", "Date": date}


def _onward(answer: Answer) -> str:
    """Return where the server wants submissions. Raises Halt for another host."""
    location = answer.headers.get("Location")
    if answer.status != 204 or not location:
        return answer.url
    onward = same_place(answer.url, location)
    if onward is None:
        halt(Kind.LINK, "sent on to another host")
    return onward


def _kind(status: int) -> Kind:
    return _KINDS.get(status) or kind_of(status)
