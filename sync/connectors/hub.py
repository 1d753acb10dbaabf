"""The hub: our own end for a municipality that has none, over its own wire.

The hub knows a submission by our id, so nothing is looked up: what may have arrived is
sent again, and is there once. Many go in one call. One that the hub will not have is told
apart from the others by the hub itself; one that upsets a whole call, by halving.
Attachments follow in pieces, and are delivered when the hub's own list names them.
"""

import hashlib
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Final

import msgspec
from msgspec.structs import replace

from kiosk.config import Destination
from kiosk.outbox import News
from kiosk.submission import Dispatch, SubmissionId
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
from sync.georeport import is_page
from sync.http import Answer, Line, LineTrouble, Request, kind_of
from sync.plateia import (
    MEDIA_TYPE,
    MOST_ITEMS,
    Pong,
    Result,
    Results,
    Step,
    Steps,
    Told,
    Unreadable,
    Whole,
    batch_of,
    credentials,
    packed,
    read,
    read_problem,
    written,
)
from sync.tus import File, Uploader

_MOST_PAGES = 500
_UPSETTING = {400, 413, 422, 500}  # what one submission may bring upon a whole call
_MOST_UPSETS = 8  # one culprit among fifty is found in seven


class Feed(msgspec.Struct, frozen=True):
    """News since a cursor, by our own ids, and the cursor to ask with the next time."""

    news: Mapping[SubmissionId, News]
    cursor: str


class _Upset(Halt):
    """A whole call was turned down, perhaps for one of the submissions in it."""

    def __init__(self, trouble: Trouble, too_large: bool) -> None:
        super().__init__(trouble)
        self.too_large = too_large


class Hub:
    """Carries submissions to one hub."""

    batch_size: Final = MOST_ITEMS
    """How many submissions may be handed over at once."""

    def __init__(
        self,
        to: Destination,
        new_nonce: Callable[[], str] = lambda: secrets.token_hex(8),
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take up the line. Raises Misconfigured for an address or a key that is none.

        `now` gives seconds, to measure how much the line takes."""
        self._codes = to.services
        self._key = to.key()
        own = [("jurisdiction_id", to.jurisdiction_id)]
        self._own = own if to.jurisdiction_id else []
        self._new_nonce = new_nonce
        self._line = Line(to)
        self._bag = _Bag(self._line, credentials(self._key), now)

    def carry(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        """Send it, whether or not an earlier try may have arrived."""
        try:
            return self._put(dispatch, self._written(dispatch))
        except Halt as reason:
            return reason.trouble

    def carry_many(self, dispatches: Sequence[Dispatch]) -> tuple[Outcome, ...]:
        """Send many, and say of each what became of it, in their order.

        Each may have been tried before. One that cannot be carried stops none of the
        others; a trouble of the line or of the hub stops all that are left.
        """
        bodies = [self._written(one) for one in dispatches]
        todo = list(packed(bodies))
        told: dict[int, Outcome] = {}
        upsets = 0
        while todo:
            batch = todo.pop(0)
            try:
                outcomes = self._post(
                    [dispatches[at] for at in batch], [bodies[at] for at in batch]
                )
                told |= zip(batch, outcomes, strict=True)
            except Halt as reason:
                told |= dict.fromkeys(batch, reason.trouble)
                upsets += isinstance(reason, _Upset) and not reason.too_large
                if not isinstance(reason, _Upset) or upsets > _MOST_UPSETS:
                    left = replace(reason.trouble, may_have_arrived=False)
                    told |= dict.fromkeys(chain(*todo), left)
                    break
                half = len(batch) // 2
                todo[:0] = [part for part in (batch[:half], batch[half:]) if half]
        return tuple(told[at] for at in range(len(dispatches)))

    def carry_piece(self, dispatch: Dispatch, piece: Piece) -> Haul:
        """Send what is not there yet, as far as the line and the allowance go. A hub takes
        what belongs to a submission whether or not it has the submission itself."""
        haul = self._bag.carry(self._line.url(["media", dispatch.id]), piece)
        told = haul.outcome
        if isinstance(told, Trouble) and repeats(told.said, self._key, dispatch):
            return replace(haul, outcome=replace(told, said=""))
        return haul

    def news(self, remote_ids: Sequence[str]) -> Mapping[str, News] | Trouble:
        """Ask for all at once; the last thing decided about each is its news."""
        try:
            steps, _ = self._read_on("", [("of", ",".join(remote_ids))])
        except Halt as reason:
            return reason.trouble
        return {one.request: one.news() for one in steps if one.request in remote_ids}

    def news_since(self, cursor: str) -> Feed | Trouble:
        """Ask what was decided since a cursor, '' for ever, about anybody's submissions.

        A hub that was put back from an older copy does not know the cursor; then it is
        read from the beginning.
        """
        try:
            steps, cursor = self._read_on(cursor, [])
        except Halt as reason:
            return reason.trouble
        return Feed({SubmissionId(one.id): one.news() for one in steps}, cursor)

    def sign(self) -> Sign:
        """It repeats a word that nobody could know before."""
        nonce = self._new_nonce()

        def is_ours(status: int, body: bytes) -> bool:
            try:
                return status == 200 and read(body, Pong).nonce == nonce
            except Unreadable:
                return False

        return Sign("GET", ("ping",), (("nonce", nonce),), is_ours)

    def hang_up(self) -> None:
        """End the call being made, and make no more."""
        self._line.hang_up()

    def close(self) -> None:
        """Let the kept connection go."""
        self._line.close()

    def _written(self, dispatch: Dispatch) -> bytes:
        """Write it, its service in the hub's words where it has one."""
        ours = dispatch.service or dispatch.form
        return written(dispatch, self._codes.get(ours, dispatch.service))

    def _put(self, dispatch: Dispatch, body: bytes) -> Outcome:
        """Send one. Raises Halt."""
        answer = self._send("PUT", ("submissions", dispatch.id), body, {})
        if answer.status not in {200, 201}:
            return self._turned_down(answer, dispatch)
        return self._outcome(_understood(answer, Result), dispatch, body)

    def _post(
        self, dispatches: Sequence[Dispatch], bodies: Sequence[bytes]
    ) -> list[Outcome]:
        """Send some in one call. Raises Halt."""
        if len(bodies) == 1:
            return [self._put(dispatches[0], bodies[0])]
        packed_up = batch_of(bodies)
        answer = self._send("POST", ("batch",), packed_up, {"Content-Encoding": "gzip"})
        if answer.status != 200:
            return [self._turned_down(answer, one) for one in dispatches]
        results = _understood(answer, Results).results
        if len(results) != len(bodies):
            raise _not_understood(answer)
        return [
            self._outcome(*one) for one in zip(results, dispatches, bodies, strict=True)
        ]

    def _outcome(self, result: Result, dispatch: Dispatch, body: bytes) -> Outcome:
        """Take a result for what it proves, and for no more."""
        if result.proves(body):
            return Delivered(result.request)
        code = f"answered {result.status}"
        if result.status < 400:
            return Trouble(Kind.BUSY, f"{code} without proof", may_have_arrived=True)
        return self._trouble(result.status, result.title, dispatch)

    def _turned_down(self, answer: Answer, dispatch: Dispatch) -> Trouble:
        """Say why a call was not followed, where that concerns nothing but what was in
        it. Raises Halt where it does."""
        told = self._trouble(answer.status, read_problem(answer.body), dispatch)
        told = replace(told, wait_s=answer.wait_s)
        if answer.status in _UPSETTING:
            raise _Upset(told, too_large=answer.status == 413)
        if told.kind is not Kind.REFUSED:
            raise Halt(told)
        return told

    def _trouble(self, status: int, said: str, dispatch: Dispatch) -> Trouble:
        # Another submission under our id does not go away (409).
        kind = Kind.REFUSED if status == 409 else kind_of(status)
        return Trouble(
            kind,
            f"answered {status}",
            "" if repeats(said, self._key, dispatch) else said,
            # A server may have kept it before it failed; a redirect may follow a deed.
            may_have_arrived=status < 400 or status >= 500,
        )

    def _read_on(
        self, cursor: str, asked: Sequence[tuple[str, str]]
    ) -> tuple[list[Step], str]:
        """Read the news to its end. Raises Halt."""
        steps: list[Step] = []
        for _ in range(_MOST_PAGES):
            since = [("since", cursor)] if cursor else []
            url = self._line.url(["news"], [*self._own, *asked, *since])
            answer = _ask(self._line, Request("GET", url, None, credentials(self._key)))
            if answer.status == 410 and cursor:
                steps, cursor = [], ""
                continue
            if answer.status != 200:
                halt(kind_of(answer.status), f"answered {answer.status}", answer.wait_s)
            told = _understood(answer, Steps)
            steps += told.news
            cursor = told.cursor
            if not told.more:
                break
        return steps, cursor

    def _send(
        self,
        method: str,
        parts: Sequence[str],
        body: bytes,
        headers: Mapping[str, str],
    ) -> Answer:
        url = self._line.url(parts, self._own)
        told = {**credentials(self._key), "Content-Type": MEDIA_TYPE, **headers}
        return _ask(self._line, Request(method, url, body, told))


class _Bag:
    """Brings attachments to one hub."""

    def __init__(
        self, line: Line, credentials: Mapping[str, str], now: Callable[[], float]
    ) -> None:
        self._line = line
        self._credentials = credentials
        self._uploader = Uploader(line, credentials, now)

    def carry(self, url: str, piece: Piece) -> Haul:
        """Bring one to an address, where the hub also lists what it has."""
        one = piece.attachment
        if hashlib.sha256(piece.content).hexdigest() != one.sha256:
            return Haul(Trouble(Kind.REFUSED, "not what was announced"), 0)
        described = {
            "id": one.id,
            "name": one.name,
            "question": one.question,
            "media": one.media,
            "sha256": one.sha256,
        }
        leg = self._uploader.bring(File(url, described, piece.content), piece.most)
        try:
            return Haul(leg.trouble or self._proven(url, piece), leg.sent)
        except Halt as reason:
            return Haul(reason.trouble, leg.sent)

    def _proven(self, url: str, piece: Piece) -> Delivered | Trouble:
        """Look for an attachment in the hub's own list. Raises Halt."""
        answer = _ask(self._line, Request("GET", url, None, self._credentials))
        if answer.status != 200:
            halt(kind_of(answer.status), f"answered {answer.status}", answer.wait_s)
        name = piece.attachment.id
        if _understood(answer, Whole).has(name, piece.content):
            return Delivered(name)
        return Trouble(Kind.BUSY, "answered 200 without proof", may_have_arrived=True)


def _ask(line: Line, request: Request) -> Answer:
    """Make a call. Raises Halt."""
    try:
        return line.ask(request)
    except LineTrouble as told:
        trouble = Trouble(Kind.LINK, told.code, may_have_arrived=told.left)
        raise Halt(trouble) from None


def _understood(answer: Answer, shape: type[Told]) -> Told:
    """Read an answer. Raises Halt when it is none, though it may hide one."""
    try:
        return read(answer.body, shape)
    except Unreadable:
        raise _not_understood(answer) from None


def _not_understood(answer: Answer) -> Halt:
    if is_page(answer.body):
        return Halt(
            Trouble(Kind.LINK, "answered with a web page", may_have_arrived=True)
        )
    code = f"answered {answer.status}, not understood"
    return Halt(Trouble(Kind.BUSY, code, may_have_arrived=True))
