"""OpenRosa: what ODK Central, Kobo and their kin speak (docs.getodk.org/openrosa).

A server knows a submission by the instanceID in it, and takes the same bytes again without
keeping them twice. So nothing is looked up: what may have arrived is simply sent again.
Only 201 or 202 in an OpenRosa envelope is a delivery; a 200 is somebody else's page. The
protocol brings no news back.

Nor does it say which files a server kept: some have answered 201 and kept a few of them
(kobotoolbox/kobocat#432). ODK Central has a list of them beside the protocol. Where the
kiosk's login may read it, a file is delivered when it stands there, and is not sent when
it stands there already. Elsewhere the envelope is all the proof there is.
"""

from collections.abc import Mapping, Sequence
from email.utils import format_datetime

from msgspec.structs import replace

from kiosk.clock import Clock, SystemClock
from kiosk.config import Destination
from kiosk.outbox import News
from kiosk.submission import Dispatch
from kiosk.xform import instance_id, submission_xml
from sync.connector import (
    Delivered,
    Earlier,
    Haul,
    Kind,
    Outcome,
    Piece,
    Sign,
    Trouble,
)
from sync.endpoint import Halt, halt, repeats
from sync.georeport import Unreadable, read_fault
from sync.http import Answer, Line, LineTrouble, Request, kind_of, same_place
from sync.openrosa import File, Post, is_centrals, read_envelope, read_files

_DOOR = ("submission",)
_RECEIVED = {201, 202}
_KINDS = {
    402: Kind.BUSY,  # the owner's quota (Kobo); months end, and quotas are paid
    409: Kind.REFUSED,  # its id is taken by other content, or was deleted (Central, Kobo)
}


class OpenRosa:
    """Carries submissions to one OpenRosa server."""

    def __init__(self, to: Destination, clock: Clock | None = None) -> None:
        """Take up the line. Raises Misconfigured for an address or a login that is none."""
        login = to.login()
        self._form_ids = to.services
        self._password = (login or ("", ""))[1]
        self._clock = clock or SystemClock()
        self._line = Line(to)
        self._door: str | None = None
        """Where the server takes submissions."""
        self._lists_files = login is not None and is_centrals(to.url)

    def carry(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        """Send its XML, whether or not an earlier try may have arrived."""
        post = Post(self._xml(dispatch), None, is_last=not dispatch.attachments)
        try:
            door = self._find_door(dispatch)
        except Halt as reason:
            return reason.trouble
        return self._post(door, post, dispatch) or Delivered(instance_id(dispatch))

    def carry_piece(self, dispatch: Dispatch, piece: Piece) -> Haul:
        """Send it whole, beside the same XML: the protocol knows no smaller part."""
        one = piece.attachment
        file = File(one.name, one.media, piece.content)
        is_last = one.id == dispatch.attachments[-1].id
        try:
            if self._is_there(dispatch, file):
                return Haul(Delivered(None), 0)
            door = self._find_door(dispatch)
        except Halt as reason:
            return Haul(reason.trouble, 0)
        trouble = self._post(door, Post(self._xml(dispatch), file, is_last), dispatch)
        if trouble and trouble.kind is Kind.LINK and not trouble.may_have_arrived:
            return Haul(trouble, 0)
        return Haul(trouble or self._proof(dispatch, file), len(piece.content))

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

    def _xml(self, dispatch: Dispatch) -> bytes:
        return submission_xml(dispatch, self._form_id(dispatch))

    def _form_id(self, dispatch: Dispatch) -> str:
        return self._form_ids.get(dispatch.form, dispatch.form)

    def _find_door(self, dispatch: Dispatch) -> str:
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
        self._door = _onward(answer)
        return self._door

    def _post(self, door: str, post: Post, dispatch: Dispatch) -> Trouble | None:
        """Make one POST; return what went wrong, if anything."""
        body, media = post.body()
        headers = {**self._headers(), "Content-Type": media}
        try:
            answer = self._line.ask(Request("POST", door, body, headers))
            trouble = self._lack(answer, dispatch)
        except LineTrouble as line:
            trouble = Trouble(Kind.LINK, line.code, may_have_arrived=line.left)
        if trouble is not None:
            self._door = None  # it may be another the next time
        return trouble

    def _is_there(self, dispatch: Dispatch, file: File) -> bool | None:
        """Say whether the server has a file; None where it does not tell. Raises Halt."""
        if not self._lists_files:
            return None
        place = ("forms", self._form_id(dispatch), "submissions")
        url = self._line.url((*place, instance_id(dispatch), "attachments"))
        try:
            answer = self._line.ask(Request("GET", url))
        except LineTrouble as line:
            halt(Kind.LINK, line.code)
        kind = kind_of(answer.status)
        if answer.status != 200 and kind in {Kind.LOCKED, Kind.REFUSED}:
            return None
        if answer.status != 200:
            halt(kind, f"asked for its files, answered {answer.status}", answer.wait_s)
        try:
            files = read_files(answer.body)
        except Unreadable as reason:
            if reason.page:
                halt(Kind.LINK, "answered with a web page")
            halt(Kind.BUSY, "asked for its files, not understood")
        if file.name not in files:
            halt(Kind.REFUSED, "the form there has no question for it")
        return files[file.name]

    def _proof(self, dispatch: Dispatch, file: File) -> Delivered | Trouble:
        """Say whether a file that was taken is kept."""
        try:
            if self._is_there(dispatch, file) is False:
                halt(Kind.BUSY, "kept without its attachment")
        except Halt as reason:
            return replace(reason.trouble, may_have_arrived=True)
        return Delivered(None)

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
