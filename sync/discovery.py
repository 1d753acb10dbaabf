"""Where an Open311 endpoint is, where plateia.toml names a discovery document instead.

The document decides where the key and everything citizens say is sent. So it is followed
only as far as it can be believed: to its own host, never from TLS to none; to another host
only when both are under TLS. Without TLS anybody on the way could have written it.

Spec: Open311 Service Discovery.
"""

from typing import Final
from urllib.parse import urljoin, urlsplit

import msgspec

from kiosk.clock import Clock
from kiosk.config import Destination, EndpointType, Format
from sync.catalogue import Named, read_discovery
from sync.connector import Kind, Sign, Trouble
from sync.georeport import Unreadable
from sync.http import Line, LineTrouble, kind_of, same_place

LOOK_EVERY_S: Final = 3600.0
"""Seconds of uptime between two looks at a document."""

_LOOK_SOON_S = 60.0  # after a look that failed, while what it said before still serves
_ENDINGS = ("/discovery.json", "/discovery.xml")


class Found(msgspec.Struct, frozen=True):
    """Where the endpoint is, how it writes, and which edition of its lists it has."""

    url: str
    format: Format
    changeset: str


class Discovery:
    """A discovery document, looked at rarely."""

    def __init__(self, to: Destination, clock: Clock) -> None:
        """Take up the line. Raises Misconfigured for an address that is none."""
        self._to = to
        self._clock = clock
        self._line = Line(to)
        self._found: Found | None = None
        self._look_at = 0.0

    def find(self) -> Found | Trouble:
        """Say where the endpoint is; look only if it is time.

        What the document said before serves until it says something else that is usable.
        """
        now = self._clock.uptime()
        if self._found is not None and now < self._look_at:
            return self._found
        told = self._look()
        if isinstance(told, Found):
            self._found = told
            self._look_at = now + LOOK_EVERY_S
            return told
        self._look_at = now + _LOOK_SOON_S
        return self._found or told

    def look_again(self) -> None:
        """Look the next time: what it leads to is not as it was."""
        self._look_at = 0.0

    def hang_up(self) -> None:
        """End the call being made, and make no more."""
        self._line.hang_up()

    def close(self) -> None:
        """Let the kept connection go."""
        self._line.close()

    def _look(self) -> Found | Trouble:
        """A document that is no use is its destination's trouble, and no report's."""
        try:
            answer = self._line.get([], [])
        except LineTrouble as trouble:
            return Trouble(Kind.LINK, trouble.code)
        if answer.status != 200:
            kind = kind_of(answer.status)
            kind = Kind.BUSY if kind is Kind.REFUSED else kind
            code = f"discovery: answered {answer.status}"
            return Trouble(kind, code, wait_s=answer.wait_s)
        try:
            named = read_discovery(answer.body)
        except Unreadable as reason:
            if reason.page:
                return Trouble(Kind.LINK, "discovery: answered with a web page")
            return Trouble(Kind.BUSY, "discovery: not understood")
        return self._choose(named)

    def _choose(self, named: list[Named]) -> Found | Trouble:
        """Take the endpoint of the wanted type: one of no type may be in production, but
        nothing real goes to a test and no test to what is real."""
        wanted = self._to.endpoint_type
        types = [wanted.value]
        if wanted is EndpointType.PRODUCTION:
            types.append("")
        there = [one for type_ in types for one in named if one.type == type_]
        if not there:
            return Trouble(Kind.BUSY, f"discovery: names no {wanted} GeoReport v2")
        for one in there:
            url = safe_address(self._to.url, one.url)
            if url is not None:
                return Found(url, self._format(one), one.changeset)
        return Trouble(
            Kind.BUSY,
            "discovery: leads where the key may not go without TLS;"
            " write the endpoint's own address as url",
        )

    def _format(self, named: Named) -> Format:
        ours = self._to.format
        offered = named.formats
        return ours if ours in offered or not offered else offered[0]


def is_document(url: str) -> bool:
    """Say whether this is the address of a discovery document."""
    return url.rstrip("/").lower().endswith(_ENDINGS)


def safe_address(document: str, named: str) -> str | None:
    """Return the address that a document names, if the key may be sent there, or None."""
    try:
        address = urlsplit(urljoin(document, named))
        fine = address.port is None or address.port > 0
    except ValueError:
        return None
    fine = fine and address.scheme in {"http", "https"} and bool(address.hostname)
    if not fine or address.query or address.fragment or "@" in address.netloc:
        return None
    url = address.geturl().rstrip("/")
    both_secure = address.scheme == urlsplit(document).scheme == "https"
    return url if both_secure else same_place(document, url)


def sign_of_document() -> Sign:
    """A document that names an endpoint: nobody else has one."""

    def is_ours(status: int, body: bytes) -> bool:
        try:
            return status == 200 and bool(read_discovery(body))
        except Unreadable:
            return False

    return Sign("GET", (), (), is_ours)
