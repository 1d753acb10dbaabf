"""Connectors over a long line, each beside somebody who sends the same by hand, one after
the other."""

import smtplib
import time
from collections.abc import Callable
from contextlib import ExitStack
from email.utils import formatdate
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec
import requests

from benchmarks.measured import Act
from kiosk.config import Destination
from tests.faults.ends import printed
from tests.sync.mail_server import KIOSK, OFFICE, MailTown
from tests.sync.mailbox import LOGIN
from tests.sync.openrosa_server import OpenRosaServer
from tests.sync.sense_city import BASE, SenseCityServer
from tests.sync.test_drain import Office, opened

ROUND_TRIP_S: Final = 0.6
WORKERS: Final = 8
BY_HAND: Final = "requests.post, one by one"
_BY_HAND: Final = 3
_TIMEOUT_S: Final = 30.0


class Lane(msgspec.Struct, frozen=True):
    """One connector at work, and how many reports it is given."""

    office: Office
    reports: int

    def drain(self) -> float:
        """Reports a second, from the first that waits to the last that is there."""
        self.office.file(self.reports)
        return self.reports / self.office.drain()

    def bytes_a_report(self) -> float:
        """All that goes out for a report: headers, and what is asked beside it."""
        before = self.office.line.bytes_out
        self.drain()
        return (self.office.line.bytes_out - before) / self.reports


class Beside(msgspec.Struct, frozen=True):
    """A lane, and the same by hand."""

    what: str
    lane: Lane
    peer: str
    by_hand: Act


def others(folder: Path, stack: ExitStack) -> tuple[Beside, ...]:
    """The connectors that have no goal, as they are where nobody sets anything."""
    return (_openrosa(folder, stack), _sense_city(folder, stack), _mail(folder, stack))


def _openrosa(folder: Path, stack: ExitStack) -> Beside:
    rosa = stack.enter_context(OpenRosaServer())
    path = rosa.manners.value

    def there(url: str) -> Destination:
        return Destination(name="town", type="openrosa", url=f"{url}{path}")

    office = stack.enter_context(
        opened(folder / "openrosa", rosa.host, ROUND_TRIP_S, there)
    )
    office.file(1)  # what is sent by hand is the same
    office.drain()

    def send() -> None:
        body = rosa.bodies[-1]
        boundary = body[2 : body.index(b"\r\n")].decode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "X-OpenRosa-Version": "1.0",
            "Date": formatdate(usegmt=True),
        }
        url = f"http://127.0.0.1:{office.line.port}{rosa.manners.path}"
        _well(requests.post(url, body, headers=headers, timeout=_TIMEOUT_S))

    what = f"OpenRosa, {WORKERS} workers"
    return Beside(what, Lane(office, 80), BY_HAND, _one_by_one(send))


def _sense_city(folder: Path, stack: ExitStack) -> Beside:
    city = stack.enter_context(SenseCityServer())

    def there(url: str) -> Destination:
        services = {"broken-lamp": "lighting/Καμμένος Λαμπτήρας"}
        return Destination(
            name="town",
            type="sensecity",
            url=f"{url}{BASE}",
            agreed=True,
            services=services,
        )

    office = stack.enter_context(
        opened(folder / "sense-city", city.host, ROUND_TRIP_S, there)
    )
    office.file(1)
    office.drain()

    def send() -> None:
        url = f"http://127.0.0.1:{office.line.port}{BASE}/issue"
        _well(requests.post(url, json=city.posts[-1], timeout=_TIMEOUT_S))

    what = f"sense.city, {WORKERS} workers"
    return Beside(what, Lane(office, 80), BY_HAND, _one_by_one(send))


def _mail(folder: Path, stack: ExitStack) -> Beside:
    town = stack.enter_context(MailTown())

    def there(url: str) -> Destination:
        return town.destination(url=f"smtp://127.0.0.1:{urlsplit(url).port}")

    host = f"127.0.0.1:{town.port}"
    office = stack.enter_context(
        opened(folder / "mail", host, ROUND_TRIP_S, there, printed)
    )
    office.file(1)
    office.drain()

    def send() -> None:
        port = office.line.port
        with smtplib.SMTP("127.0.0.1", port, timeout=_TIMEOUT_S) as speaker:
            speaker.login(*LOGIN)
            speaker.sendmail(KIOSK, [OFFICE, KIOSK], town.kept[-1].content)

    return Beside(
        "mail, one worker", Lane(office, 3), "smtplib, one by one", _one_by_one(send, 1)
    )


def _one_by_one(send: Callable[[], None], times: int = _BY_HAND) -> Act:
    """Reports a second of somebody who sends so many by hand."""

    def act() -> float:
        start = time.monotonic()
        for _ in range(times):
            send()
        return times / (time.monotonic() - start)

    return act


def _well(answer: requests.Response) -> None:
    answer.raise_for_status()
