"""Is there a network, really? Asked of our own destination, for nobody else's matters.

A destination gives a sign: a question that changes nothing and an answer nobody else would
give. What comes instead tells what is wrong, and with that what to do: a person can plug a
cable in, a clerk of the municipality can renew a certificate, and for a login page of the
network somebody must log in once.
"""

import os
import select
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from kiosk.built import BUILT
from kiosk.clock import Clock
from kiosk.config import Destination
from sync.connector import Kind, Sign
from sync.fault import Fault
from sync.georeport import is_page
from sync.http import Answer, Line, LineTrouble, Request

CLOCK_MAY_BE_OFF: Final = timedelta(hours=1)
"""How far this machine's clock and a server's may be apart."""

NETWORK: Final = Path("/proc/net")
"""Where the kernel tells of its routes."""

_REJECTS = 0x200  # RTF_REJECT (linux/route.h)
_GROUPS = 0x1 | 0x10 | 0x40 | 0x100 | 0x400  # RTMGRP_LINK, and IP addresses and routes


class State(StrEnum):
    """How it is about the way to a destination."""

    WELL = "well"
    NO_LINK = "no link"
    NO_NAME = "no name"
    REFUSED = "refused"
    SILENT = "silent"
    BROKEN = "broken"
    CERTIFICATE = "certificate"
    CLOCK = "clock"
    PORTAL = "portal"
    SERVER = "server"


_TOLD: Final = {
    State.WELL: "well",
    State.NO_LINK: "no network; check the cable, the Wi-Fi or the modem",
    State.NO_NAME: "the host's name is not found; check the address in plateia.toml,"
    " then the network's name server",
    State.REFUSED: "nobody listens there; check the address in plateia.toml, then ask"
    " whoever runs the destination",
    State.SILENT: "no answer in time; check the network, then ask whoever runs the"
    " destination",
    State.BROKEN: "the connection breaks off; check the network, then ask whoever runs"
    " the destination",
    State.CERTIFICATE: "it does not prove who it is; ask whoever runs it to renew or"
    " mend its certificate, and check this machine's clock",
    State.CLOCK: "this machine's clock is wrong; set it (timedatectl), and see that it"
    " has a battery or a time server",
    State.PORTAL: "somebody else answers in its place; log in to the network where it"
    " asks for that, or check the address in plateia.toml",
    State.SERVER: "it is there and in trouble; ask whoever runs it",
}

_SEEN_IN: Final = {
    Fault.NO_NAME: State.NO_NAME,
    Fault.NO_WAY: State.NO_LINK,
    Fault.REFUSED: State.REFUSED,
    Fault.PROXY: State.PORTAL,
    Fault.UNREACHED: State.SILENT,
    Fault.SILENT: State.SILENT,
    Fault.UNTRUSTED: State.CERTIFICATE,
    Fault.EARLY: State.CERTIFICATE,
    Fault.EXPIRED: State.CERTIFICATE,
    Fault.BROKEN: State.BROKEN,
}


class Finding(msgspec.Struct, frozen=True):
    """What a look at a destination showed."""

    state: State
    why: str = ""
    """What was seen, in a few words; '' when it is well."""
    is_passable: bool = False
    """The destination itself answered: what is sent gets there."""
    told: datetime | None = None
    """The date it told, by its own clock; from nobody else's answer."""

    @property
    def line(self) -> str:
        """One line for an operator: what is wrong and what to do."""
        return f"{_TOLD[self.state]} ({self.why})" if self.why else _TOLD[self.state]

    @property
    def kind(self) -> Kind:
        """What this is to the agent, if it is not well."""
        special = {State.CERTIFICATE: Kind.CERTIFICATE, State.CLOCK: Kind.CLOCK}
        return special.get(self.state, Kind.LINK)

    @property
    def needs_somebody(self) -> bool:
        """Whether it does not pass by itself."""
        return self.state in {State.CERTIFICATE, State.CLOCK, State.PORTAL}


def plain_sign(to: Destination) -> Sign:
    """What to ask a web address of which no more is known.

    Under TLS its certificate has proved who answers; without, a web page is somebody else.
    """

    def is_ours(_status: int, body: bytes) -> bool:
        return to.url.startswith("https:") or not is_page(body)

    return Sign("GET", (), (), is_ours)


class Lookout:
    """Looks whether one destination is there, over a line of its own."""

    def __init__(
        self, to: Destination, sign: Sign, clock: Clock, network: Path = NETWORK
    ) -> None:
        """Raises Misconfigured when the destination's address is none."""
        self._sign = sign
        self._clock = clock
        self._network = network
        self._line = Line(to)

    def look(self) -> Finding:
        """Make one call and say what came of it."""
        sign = self._sign
        request = Request(sign.method, self._line.url(sign.parts, sign.args))
        try:
            answer = self._line.ask(request)
        except LineTrouble as trouble:
            return self._without_answer(trouble.fault)
        return self._with_answer(answer)

    def hang_up(self) -> None:
        """End the look that is being taken, and take no more."""
        self._line.hang_up()

    def close(self) -> None:
        """Let the kept connection go."""
        self._line.close()

    def _without_answer(self, fault: Fault) -> Finding:
        state = _SEEN_IN[fault]
        if state in {State.NO_NAME, State.SILENT} and not has_route(self._network):
            state = State.NO_LINK
        dated = fault in {Fault.EARLY, Fault.EXPIRED}
        if dated and self._clock.now() < BUILT:
            state = State.CLOCK
        return Finding(state, fault.value)

    def _with_answer(self, answer: Answer) -> Finding:
        why = f"answered {answer.status}"
        if answer.status in {407, 511}:
            return Finding(State.PORTAL, why)
        if answer.status >= 500:
            return Finding(State.SERVER, why)
        # A login page may have any status below 400, and never what we know as ours. A no
        # is an answer: an endpoint may lack the call, and still take what is sent.
        ours = self._sign.is_ours(answer.status, answer.body)
        if not ours and answer.status < 400:
            return Finding(State.PORTAL, why)
        told = _date(answer) if ours else None
        if told is not None and abs(told - self._clock.now()) > CLOCK_MAY_BE_OFF:
            off = f"it is {told:%Y-%m-%d %H:%M} UTC there"
            return Finding(State.CLOCK, off, is_passable=True, told=told)
        return Finding(State.WELL, is_passable=True, told=told)


def has_route(network: Path) -> bool:
    """Say whether the kernel knows a way to anybody but this machine (proc_net(5))."""
    with suppress(OSError):
        for line in (network / "route").read_text("ascii").splitlines()[1:]:
            if line.split()[0] != "lo":
                return True
    with suppress(OSError):
        for line in (network / "ipv6_route").read_text("ascii").splitlines():
            target, _, *_, flags, device = line.split()
            is_own = device == "lo" or target.startswith(("fe80", "ff"))
            if not is_own and not int(flags, 16) & _REJECTS:
                return True
    return False


class Watch:
    """Tells when something about this machine's network changes (rtnetlink(7))."""

    def __init__(self, changed: Callable[[], None]) -> None:
        """Begin; `changed` is called on a thread of its own, and for every small thing.

        Raises OSError where the kernel may not be asked.
        """
        self._changed = changed
        self._news = socket.socket(
            socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE
        )
        self._news.bind((0, _GROUPS))
        self._stop, self._stopped = os.pipe()
        self._thread = threading.Thread(
            target=self._listen, name="plateia-watch", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """End."""
        os.write(self._stopped, b"!")
        self._thread.join()
        self._news.close()
        os.close(self._stop)
        os.close(self._stopped)

    def _listen(self) -> None:
        while True:
            ready, _, _ = select.select([self._news.fileno(), self._stop], [], [])
            if self._stop in ready:
                return
            with suppress(OSError):  # more happened than it could keep
                self._news.recv(65_536)
            self._changed()


def _date(answer: Answer) -> datetime | None:
    """Read the Date of an answer; one without a zone says nothing (RFC 9110, 5.6.7)."""
    with suppress(ValueError, TypeError):
        told = parsedate_to_datetime(answer.headers.get("Date", ""))
        return told if told.tzinfo is not None else None
    return None
