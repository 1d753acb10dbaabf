"""Open311 GeoReport v2: what cities speak (open311.org).

The specification knows no id of the sender's, so a lost answer leaves a question: is it
there? Every description we send ends with its receipt code, and before anything is sent
again the destination's own list is searched for that code. It is sent again only when the
list was read to its end, shows descriptions, and does not have it.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from msgspec.structs import replace

from kiosk.clock import Clock, SystemClock
from kiosk.config import Destination
from kiosk.errors import Misconfigured
from kiosk.outbox import News
from kiosk.submission import Dispatch
from sync.attributes import Routes
from sync.catalogue import Service
from sync.connector import (
    Accepted,
    Delivered,
    Earlier,
    Kind,
    Outcome,
    Sign,
    Trouble,
)
from sync.endpoint import Endpoint, Halt, halt, receipt_in
from sync.georeport import Request, with_reference
from sync.http import Answer, Fields, LineTrouble
from sync.inquiry import Inquiry
from sync.offer import Offer
from sync.updates import Updates

_CLOCK: Final = SystemClock()

_PAGE_SIZE = 100
_MOST_PAGES = 100
_VOLUME_LIMIT = 1000  # GeoReport v2, GET Service Requests: "or the first 1000 requests"
_DAY = timedelta(days=1)
_WINDOW = timedelta(days=88)  # with a day before it, within the 90 that are allowed

_NAMES_TWIN = re.compile(r"\b(duplicate|already)\b", re.IGNORECASE)


class Open311:
    """Carries submissions to one GeoReport v2 endpoint."""

    def __init__(self, to: Destination, clock: Clock = _CLOCK) -> None:
        """Take up the line. Raises Misconfigured for an address or a key that is none."""
        self._codes = to.services
        self._media_url = _media_url(to)
        self._endpoint = Endpoint(to, clock)
        self._offer = Offer(self._endpoint)
        self._routes = Routes(to)
        self._updates = Updates(self._endpoint, to.key(), clock)
        self._inquiry = Inquiry(self._endpoint, self._updates)
        self._edition = ""

    def carry(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        """Look for it if it may be there, and send it if it is not.

        The specification knows no "me too": it is a request of its own, which the town
        will close as a duplicate. What matters to its sender is what becomes of the other.
        """
        outcome = self._carried(dispatch, earlier)
        if isinstance(outcome, Delivered) and dispatch.same_as:
            return replace(outcome, follows=dispatch.same_as)
        return outcome

    def _carried(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        try:
            self._catch_up()
            if earlier is None:
                return self._send(dispatch, again=False)
            if earlier.token is not None:
                return self._redeem(earlier.token, dispatch)
            found = self._find(dispatch)
            if found is not None:
                return found
            if not earlier.settled:
                return Trouble(Kind.UNSETTLED, "not found there yet")
            return self._send(dispatch, again=True)
        except Halt as reason:
            return reason.trouble

    def news(self, remote_ids: Sequence[str]) -> Mapping[str, News] | Trouble:
        """Ask for all at once, and one by one where that is not understood."""
        try:
            self._catch_up()
        except Halt as reason:
            return reason.trouble
        return self._inquiry.news(remote_ids)

    def sign(self) -> Sign:
        """Say how to see that the endpoint is there."""
        return self._endpoint.sign()

    def hang_up(self) -> None:
        """End the call being made, and make no more."""
        self._endpoint.hang_up()

    def close(self) -> None:
        """Let the kept connection go."""
        self._endpoint.close()

    def _catch_up(self) -> None:
        """Find the endpoint, and forget what another edition of it said. Raises Halt."""
        edition = self._endpoint.edition()
        if edition != self._edition:
            self._edition = edition
            self._offer.forget()
            self._updates.forget()

    def _code(self, dispatch: Dispatch) -> str:
        """Name the service in the destination's words."""
        ours = dispatch.service or dispatch.form
        return self._codes.get(ours, ours)

    def _send(self, dispatch: Dispatch, again: bool) -> Outcome:
        service = self._offer.service(self._code(dispatch))
        attributes = self._attributes(dispatch, service)
        shows_our_id = any(value == dispatch.id for _, value in attributes)
        if again and service is not None and service.blackbox and not shows_our_id:
            halt(Kind.REFUSED, "may have arrived, and this service shows nothing")
        media_url = self._media_url
        form = [*_form(dispatch, self._code(dispatch), media_url), *attributes]
        try:
            answer = self._endpoint.post_request(form)
        except LineTrouble as trouble:
            return Trouble(Kind.LINK, trouble.code, may_have_arrived=trouble.left)
        if answer.status in {200, 201}:
            return self._received(answer, dispatch, service)
        if answer.status in {404, 410}:
            self._offer.forget()
            self._endpoint.look_again()
        fault = self._endpoint.fault(answer, dispatch)
        if answer.status == 400 and self._names_attribute(fault.said, service):
            fault = replace(fault, kind=Kind.REFUSED)
        if answer.status == 409 or _NAMES_TWIN.search(fault.said):
            return self._twin(dispatch) or replace(fault, may_have_arrived=True)
        return fault

    def _attributes(self, dispatch: Dispatch, service: Service | None) -> Fields:
        """Fill what the service asks. Raises Halt when something required is not there."""
        asked = self._offer.attributes(service)
        try:
            return self._routes.fields(dispatch, self._code(dispatch), asked)
        except Halt:
            self._offer.forget()  # before the no is believed, it is asked for again
            raise

    def _names_attribute(self, said: str, service: Service | None) -> bool:
        """Say whether a fault names something that the service asks."""
        words = set(re.findall(r"[\w-]{3,}", said.casefold()))
        asked = self._offer.attributes(service) if words else ()
        return not words.isdisjoint(one.code.casefold() for one in asked)

    def _received(
        self, answer: Answer, dispatch: Dispatch, service: Service | None
    ) -> Outcome:
        """Take a 200 for what it proves, and for no more."""
        receipt = receipt_in(answer)
        if receipt.id is not None:
            return Delivered(receipt.id)
        if receipt.token is not None:
            try:
                return self._redeem(receipt.token, dispatch)
            except Halt:  # it is there; its id can wait
                return Accepted(receipt.token)
        if service is not None and service.blackbox and not receipt.error:
            return Delivered(None)
        code = f"answered {answer.status} without a number"
        return Trouble(Kind.BUSY, code, may_have_arrived=True)

    def _redeem(self, token: str, dispatch: Dispatch) -> Outcome:
        """Ask for the id behind a token; what has a token is never sent again."""
        receipt = self._endpoint.ask_receipt(token)
        if receipt is not None and receipt.id is not None:
            return Delivered(receipt.id)
        if receipt is not None:
            return Accepted(token)
        return self._twin(dispatch) or Accepted(token)

    def _twin(self, dispatch: Dispatch) -> Outcome | None:
        """Find what the destination says it has, if its list can tell."""
        try:
            return self._find(dispatch)
        except Halt:
            return None

    def _find(self, dispatch: Dispatch) -> Outcome | None:
        """Search the destination's list; raises Halt when that cannot tell.

        First around the time it was confirmed, which must be read to its end; then, for
        a kiosk's clock may lie, through the destination's own last 90 days.
        """
        start, end = dispatch.confirmed - _DAY, dispatch.confirmed + _WINDOW
        window = [
            ("start_date", f"{start:%Y-%m-%dT%H:%M:%SZ}"),
            ("end_date", f"{end:%Y-%m-%dT%H:%M:%SZ}"),
        ]
        return self._search(dispatch, window, to_the_end=True) or self._search(
            dispatch, [], to_the_end=False
        )

    def _search(
        self, dispatch: Dispatch, window: Fields, to_the_end: bool
    ) -> Outcome | None:
        seen: set[Request] = set()
        whole = False
        for page in range(1, _MOST_PAGES + 1):
            args = [("service_code", self._code(dispatch)), *window]
            args += [("page", str(page)), ("page_size", str(_PAGE_SIZE))]
            rows = self._endpoint.ask_requests(args)
            for row in rows:
                if row.is_of(dispatch.id, dispatch.receipt):
                    return _arrived(row)
            knows_no_pages = len(rows) > _PAGE_SIZE
            if knows_no_pages or seen.issuperset(rows):
                whole = len(rows) < _VOLUME_LIMIT
                break
            seen.update(rows)
        seen.update(rows)
        if seen and not any(row.description for row in seen):
            halt(Kind.REFUSED, "may have arrived, and its list hides descriptions")
        if to_the_end and not whole:
            halt(Kind.REFUSED, "may have arrived, and its list is too long to read")
        return None


def _form(dispatch: Dispatch, code: str, media_url: str) -> Fields:
    """POST Service Request, "Arguments"."""
    # Never a voice's: whoever reads the request reads this address too.
    media = [
        f"{media_url}{one.id}"
        for one in dispatch.attachments
        if one.media == "image/jpeg"
    ]
    first, *more = media if media_url and media else [""]
    told = with_reference(dispatch.description, dispatch.receipt, more)
    return [
        ("service_code", code),
        ("lat", _degrees(dispatch.latitude)),
        ("long", _degrees(dispatch.longitude)),
        ("address_string", dispatch.address),
        ("description", told),
        ("device_id", dispatch.id),
        ("media_url", first),
    ]


def _arrived(row: Request) -> Outcome:
    if row.token and not row.id:
        return Accepted(row.token)
    return Delivered(row.id or None)


def _degrees(value: float | None) -> str:
    """Write degrees with six decimals at most (a hand's breadth), without exponent."""
    if value is None:
        return ""
    written = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def _media_url(to: Destination) -> str:
    url = to.media_url
    if url and not (url.startswith(("http://", "https://")) and url.endswith("/")):
        raise Misconfigured(
            f'destination "{to.name}", media_url',
            f'"{url}" is no web address that ends in a slash',
            "write it like https://hub.example.org/media/",
        )
    return url
