"""A GeoReport v2 endpoint: where it is, its calls, and its faults.

A call that does not come about raises Halt with the reason, so that a connector's steps
read one after the other.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final, NoReturn

from msgspec.structs import replace
from msgspec.structs import replace as changed

from kiosk.built import BUILT
from kiosk.clock import Clock
from kiosk.config import Destination
from kiosk.submission import Dispatch
from sync.catalogue import read_services
from sync.connector import Kind, Sign, Trouble
from sync.discovery import Discovery, Found, is_document, sign_of_document
from sync.georeport import (
    Receipt,
    Request,
    Unreadable,
    read_fault,
    read_moment,
    read_receipt,
    read_requests,
)
from sync.http import Answer, Fields, Line, LineTrouble, kind_of
from sync.http import Request as HttpRequest

# A 400 also means "the CRM is down"; one that names an argument means that argument.
_NAMES_ARGUMENT = re.compile(
    r"\b(service_code|jurisdiction_id|lat|latitude|location|address_string|address_id"
    r"|description|device_id|external_id|attribute)\b",
    re.IGNORECASE,
)
_NAMES_KEY = re.compile(r"\bapi[_ ]?key\b", re.IGNORECASE)
_NO_HEADERS: Final[Mapping[str, str]] = MappingProxyType({})
_NEVER = datetime(9000, 1, 1, tzinfo=UTC)  # no date to reckon with
_ECHO = 10  # characters in a row that no fault says by chance


class Halt(Exception):
    """What was asked for did not come about, and this is why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def halt(kind: Kind, code: str, wait_s: float = 0.0) -> NoReturn:
    """Raise Halt for a trouble that left nothing at the destination."""
    raise Halt(Trouble(kind, code, wait_s=wait_s)) from None


class Endpoint:
    """The calls of GeoReport v2, in the destination's format and jurisdiction."""

    def __init__(self, to: Destination, clock: Clock) -> None:
        """Take up the line. Raises Misconfigured for an address or a key that is none."""
        self._to = to
        self._clock = clock
        self._key = to.key()
        self._own = [("jurisdiction_id", to.jurisdiction_id)]
        self._suffix = f".{to.format}"
        self._line = Line(to)
        self._discovery = Discovery(to, clock) if is_document(to.url) else None
        self._edition = ""
        self._hung_up = False
        self._date: datetime | None = None

    def edition(self) -> str:
        """Find the endpoint where it is to be discovered; must come before any call.

        Returns another word than before when nothing that was asked of it earlier holds
        any more. Raises Halt.
        """
        found = None if self._discovery is None else self._discovery.find()
        if isinstance(found, Trouble):
            raise Halt(found)
        if found is not None:
            self._move_to(found)
        return self._edition

    def look_again(self) -> None:
        """Look anew where the endpoint is, and in which edition, the next time."""
        if self._discovery is not None:
            self._discovery.look_again()

    @property
    def date(self) -> datetime:
        """What the time is by its own clock, as it told last; until then by ours."""
        return self._date or self._clock.now()

    def post_request(self, fields: Fields) -> Answer:
        """POST Service Request. Empty fields are left out. Raises LineTrouble."""
        given = _given([("api_key", self._key), *self._own, *fields])
        return self._line.post([f"requests{self._suffix}"], given)

    def get(
        self, *parts: str, args: Fields = (), headers: Mapping[str, str] = _NO_HEADERS
    ) -> Answer:
        """Any other call, by the parts of its path. Raises LineTrouble."""
        *folders, last = parts
        path = [*folders, f"{last}{self._suffix}"]
        url = self._line.url(path, _given([*self._own, *args]))
        answer = self._line.ask(HttpRequest("GET", url, headers=headers))
        date = read_moment(answer.headers.get("Date", ""))
        if date is not None and BUILT <= date < _NEVER:
            self._date = date
        return answer

    def ask(
        self, *parts: str, args: Fields = (), headers: Mapping[str, str] = _NO_HEADERS
    ) -> Answer:
        """The same, for what one cannot do without. Raises Halt."""
        try:
            return self.get(*parts, args=args, headers=headers)
        except LineTrouble as trouble:
            halt(Kind.LINK, trouble.code)

    def ask_receipt(self, token: str) -> Receipt | None:
        """Ask for the id behind a token; None when the endpoint knows no such token.

        Raises Halt.
        """
        answer = self.ask("tokens", token)
        if answer.status == 200:
            return receipt_in(answer)
        if kind_of(answer.status) is not Kind.REFUSED:
            halt(kind_of(answer.status), f"answered {answer.status}", answer.wait_s)
        return None

    def ask_requests(self, args: Fields) -> list[Request]:
        """Ask for service requests. Raises Halt."""
        answer = self.ask("requests", args=args)
        if answer.status != 200:
            trouble = self.fault(answer, None)
            code = f"looking it up: {trouble.code}"
            raise Halt(replace(trouble, code=code, may_have_arrived=False))
        try:
            return read_requests(answer.body)
        except Unreadable as reason:
            halt(*not_understood(answer, reason))

    def sign(self) -> Sign:
        """Its list of services, or the document that leads to it: nobody else has one."""
        if self._discovery is not None:
            return sign_of_document()

        def is_ours(status: int, body: bytes) -> bool:
            try:
                return status == 200 and bool(read_services(body))
            except Unreadable:
                return False

        args = tuple((name, value) for name, value in _given(self._own))
        return Sign("GET", (f"services{self._suffix}",), args, is_ours)

    def fault(self, answer: Answer, dispatch: Dispatch | None) -> Trouble:
        """Say what an answer that is no success means; it may not repeat the dispatch."""
        said = read_fault(answer.body)
        kind = kind_of(answer.status)
        if answer.status == 400:
            kind = Kind.REFUSED if _NAMES_ARGUMENT.search(said) else Kind.BUSY
            kind = Kind.LOCKED if _NAMES_KEY.search(said) else kind
        return Trouble(
            kind,
            f"answered {answer.status}",
            "" if repeats(said, self._key, dispatch) else said,
            # A server may have kept it before it failed; a redirect may follow a deed.
            may_have_arrived=answer.status < 400 or answer.status >= 500,
            wait_s=answer.wait_s,
        )

    def hang_up(self) -> None:
        """End the call being made, and make no more."""
        self._hung_up = True
        if self._discovery is not None:
            self._discovery.hang_up()
        self._line.hang_up()

    def close(self) -> None:
        """Let the kept connections go."""
        if self._discovery is not None:
            self._discovery.close()
        self._line.close()

    def _move_to(self, found: Found) -> None:
        edition = f"{found.url} {found.format} {found.changeset}"
        if edition == self._edition:
            return
        self._line.close()
        self._line = Line(changed(self._to, url=found.url))
        if self._hung_up:  # meanwhile
            self._line.hang_up()
        self._suffix = f".{found.format}"
        self._edition = edition


def repeats(said: str, secret: str, dispatch: Dispatch | None) -> bool:
    """Say whether a fault repeats our key or password, or the citizen's words."""
    if secret and secret in said:
        return True
    if dispatch is None:
        return False
    own = f"{dispatch.description}\n{dispatch.address}\n{dispatch.title}"
    return any(own[at : at + _ECHO] in said for at in range(len(own) - _ECHO + 1))


def receipt_in(answer: Answer) -> Receipt:
    """Read a receipt. Raises Halt when it is none, though it may hide one."""
    try:
        return read_receipt(answer.body)
    except Unreadable as reason:
        kind, code = not_understood(answer, reason)
        raise Halt(Trouble(kind, code, may_have_arrived=True)) from None


def not_understood(answer: Answer, reason: Unreadable) -> tuple[Kind, str]:
    """Say what an answer is that is no GeoReport."""
    if reason.page:
        return Kind.LINK, "answered with a web page"
    return Kind.BUSY, f"answered {answer.status}, not understood"


def _given(fields: Fields) -> list[tuple[str, str]]:
    return [(name, value) for name, value in fields if value]
