"""A GeoReport v2 endpoint: its calls, its faults, and the services it offers.

A call that does not come about raises Halt with the reason, so that a connector's steps
read one after the other.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NoReturn

from kiosk.config import Destination
from kiosk.submission import Dispatch
from sync.connector import Kind, Sign, Trouble
from sync.georeport import (
    Receipt,
    Request,
    Service,
    Unreadable,
    read_attribute_codes,
    read_fault,
    read_receipt,
    read_requests,
    read_services,
)
from sync.http import Answer, Fields, Line, LineTrouble, kind_of

# A 400 also means "the CRM is down"; one that names an argument means that argument.
_NAMES_ARGUMENT = re.compile(
    r"\b(service_code|jurisdiction_id|lat|latitude|location|address_string|address_id"
    r"|description|device_id|external_id|attribute)\b",
    re.IGNORECASE,
)
_NAMES_KEY = re.compile(r"\bapi[_ ]?key\b", re.IGNORECASE)
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

    def __init__(self, to: Destination) -> None:
        """Take up the line. Raises Misconfigured for an address or a key that is none."""
        self._key = to.key()
        self._own = [("jurisdiction_id", to.jurisdiction_id)]
        self._suffix = f".{to.format}"
        self._line = Line(to)

    def post_request(self, fields: Fields) -> Answer:
        """POST Service Request. Empty fields are left out. Raises LineTrouble."""
        given = _given([("api_key", self._key), *self._own, *fields])
        return self._line.post([f"requests{self._suffix}"], given)

    def get(self, *parts: str, args: Fields = ()) -> Answer:
        """Any other call, by the parts of its path. Raises LineTrouble."""
        *folders, last = parts
        path = [*folders, f"{last}{self._suffix}"]
        return self._line.get(path, _given([*self._own, *args]))

    def ask(self, *parts: str, args: Fields = ()) -> Answer:
        """The same, for what one cannot do without. Raises Halt."""
        try:
            return self.get(*parts, args=args)
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
        """Its list of services: nobody else has one."""

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
        self._line.hang_up()

    def close(self) -> None:
        """Let the kept connection go."""
        self._line.close()


class Offer:
    """The services of an endpoint and their definitions, each asked for once.

    An endpoint may lack both; then nothing is known, and that is no trouble.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._services: Mapping[str, Service] | None = None
        self._attributes: dict[str, frozenset[str]] = {}

    def service(self, code: str) -> Service | None:
        """Return what is known of a service. Raises Halt when nobody can be reached."""
        if self._services is None:
            body = self._body("services")
            if body is None:
                return None
            try:
                self._services = read_services(body) if body else {}
            except Unreadable:
                return None
        return self._services.get(code)

    def attributes(self, service: Service | None) -> frozenset[str]:
        """Return the codes of a service's attributes. Raises Halt, as `service` does."""
        if service is None or not service.has_definition:
            return frozenset()
        if service.code not in self._attributes:
            body = self._body("services", service.code)
            if body is None:
                return frozenset()
            try:
                codes = read_attribute_codes(body) if body else frozenset[str]()
            except Unreadable:
                return frozenset()
            self._attributes[service.code] = codes
        return self._attributes[service.code]

    def forget(self) -> None:
        """Ask anew the next time: a service is gone."""
        self._services = None
        self._attributes.clear()

    def _body(self, *parts: str) -> bytes | None:
        """Return what is there, b"" when it is lacking for good, None if only for now."""
        try:
            answer = self._endpoint.get(*parts)
        except LineTrouble as trouble:
            if trouble.left:  # somebody is there, and slow; the POST may fare better
                return None
            halt(Kind.LINK, trouble.code)
        if answer.status == 200:
            return answer.body
        lacks = kind_of(answer.status) in {Kind.REFUSED, Kind.LOCKED}
        return b"" if lacks else None


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
