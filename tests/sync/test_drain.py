"""Over a long line reports go out side by side: as many at once as there are workers."""

import secrets
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from logging import Logger
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import requests

from kiosk.bell import Listener, ring
from kiosk.clock import SystemClock
from kiosk.config import Agent as Settings
from kiosk.config import Destination
from kiosk.outbox import Outbox
from kiosk.vault import load_opener
from sync.agent import Agent, World
from sync.connector import Connector
from sync.connectors import CONNECTORS
from sync.road import Road
from tests.hub.running import running
from tests.kiosk.village import Kiosk
from tests.sync.municipality import KEY, Municipality
from tests.sync.post import Silent
from tests.sync.slow_line import SlowLine

PATIENCE_S = 120
FORM = "application/x-www-form-urlencoded; charset=utf-8"


@dataclass
class Office:
    """A kiosk with a real agent at work, on its own clock, over a slow line."""

    kiosk: Kiosk
    line: SlowLine

    def file(self, reports: int) -> None:
        """File reports, and wake the agent when all are there."""
        journey = self.kiosk.walked()
        for _ in range(reports):
            self.kiosk.door.confirm(journey, "en", secrets.token_bytes)
        ring(self.kiosk.home.bell)

    def drain(self) -> float:
        """Wait until everything is delivered; return the seconds that took."""
        start, store = time.monotonic(), self.kiosk.device.store
        while store.counts().keys() != {"delivered"}:
            assert time.monotonic() < start + PATIENCE_S, store.counts()
            time.sleep(0.01)
        return time.monotonic() - start


Open = Callable[[float, int], AbstractContextManager[Office]]
"""A round trip in seconds, and how many workers there are."""


Make = Callable[[Destination], Connector]


def by_type(to: Destination) -> Connector:
    return CONNECTORS[to.type](to)


@contextmanager
def opened(
    folder: Path,
    host: str,
    round_trip_s: float,
    there: Callable[[str], Destination],
    make: Make = by_type,
) -> Iterator[Office]:
    """Put a slow line before a host, and a kiosk at its near end that sends to what is
    `there`, at the line's address."""
    _, _, port = host.rpartition(":")
    with SlowLine(int(port), round_trip_s) as line:
        to = there(f"http://127.0.0.1:{line.port}")
        with Kiosk(folder, (to,)) as kiosk, at_work(kiosk, to, make):
            yield Office(kiosk, line)


@pytest.fixture
def office(tmp_path: Path, town: Municipality) -> Open:
    def office(round_trip_s: float, workers: int) -> AbstractContextManager[Office]:
        def there(url: str) -> Destination:
            return Destination(
                name="town",
                type="open311",
                url=f"{url}/v2",
                api_key=KEY,
                workers=workers,
            )

        return opened(tmp_path / "kiosk", town.host, round_trip_s, there)

    return office


@pytest.fixture
def hub_office(tmp_path: Path) -> Iterator[Open]:
    """The real hub at the far end."""
    with running(tmp_path / "hub") as hub:

        def office(round_trip_s: float, workers: int) -> AbstractContextManager[Office]:
            def there(url: str) -> Destination:
                to = f"{url}/plateia/v1"
                return Destination(name="hub", type="hub", url=to, workers=workers)

            folder = tmp_path / f"hub-kiosk-{workers}"
            return opened(folder, urlsplit(hub.url).netloc, round_trip_s, there)

        yield office


@contextmanager
def at_work(kiosk: Kiosk, to: Destination, make: Make = by_type) -> Iterator[Agent]:
    """Let an agent work on a thread of its own."""
    connectors = [make(to) for _ in range(to.crew)]
    opener = load_opener(kiosk.config.keys, kiosk.device.public_key)
    clock = SystemClock()
    outbox = Outbox(kiosk.device.store, opener, clock)
    with Listener(kiosk.home.bell) as bell:
        call = partial(ring, kiosk.home.bell)
        world = World(clock, lambda: 0.5, bell, call, Logger("test"), Silent())
        agent = Agent(outbox, [Road(to, connectors)], Settings(), world)
        thread = threading.Thread(target=agent.run)
        thread.start()
        try:
            yield agent
        finally:
            agent.stop()
            call()
            thread.join()
    for one in connectors:
        one.close()


def test_as_many_reports_are_on_their_way_as_there_are_workers(
    office: Open, town: Municipality
) -> None:
    with office(0.2, 8) as one:
        one.file(1)
        one.drain()
        assert one.line.most_in_flight == 1
        one.file(80)
        one.drain()
        assert one.line.most_in_flight == 8
    receipts = [filed.form["device_id"] for filed in town.filed]
    assert len(receipts) == len(set(receipts)) == 81


def test_a_report_costs_one_request_and_no_connection_of_its_own(
    office: Open,
) -> None:
    with office(0.02, 8) as one:
        one.file(40)
        one.drain()
        asked = [path for method, path in one.line.requests if method == "GET"]
        assert len(asked) <= 8
        one.line.forget()
        one.file(80)
        one.drain()
        news = [path for method, path in one.line.requests if method == "GET"]
        assert all("service_request_id=" in path for path in news)
        posted = [path for method, path in one.line.requests if method == "POST"]
        assert len(posted) == 80
        assert one.line.connections <= 8


def test_a_report_costs_few_bytes_beside_its_own(
    office: Open, town: Municipality
) -> None:
    with office(0.02, 1) as one:
        one.file(1)
        one.drain()
        before = one.line.bytes_out
        one.file(20)
        one.drain()
        out = (one.line.bytes_out - before) / 20
    said = max(len(urlencode(form)) for form in town.posts)
    assert said <= out <= said + 400, (said, out)


def test_one_worker_keeps_the_order(office: Open, town: Municipality) -> None:
    with office(0.01, 1) as one:
        one.file(20)
        one.drain()
        assert one.line.most_in_flight == 1
        assert one.line.connections == 1
        kept = [sent.submission_id for sent in one.kiosk.device.store.outbox()]
    assert [filed.form["device_id"] for filed in town.filed] == kept


@pytest.mark.soak
def test_the_line_is_used_to_nine_tenths(
    office: Open, hub_office: Open, town: Municipality
) -> None:
    """600 ms there and back: Open311 with eight workers, and the hub in batches with eight
    and with one, beside `requests.post` one by one; all of them in turns."""
    round_trip_s, rounds = 0.6, 3
    took: dict[str, float] = defaultdict(float)
    with (
        office(round_trip_s, 8) as open311,
        hub_office(round_trip_s, 8) as hub,
        hub_office(round_trip_s, 1) as lone,
    ):
        for one in (open311, hub, lone):
            one.file(1)
            one.drain()
        for _ in range(rounds):
            for name, one, reports in (
                ("Open311, 8 workers", open311, 160),
                ("hub, 8 workers", hub, 1_600),
                ("hub, 1 worker", lone, 500),
            ):
                one.file(reports)
                took[name] += one.drain() / reports
            took["requests.post"] += naive(open311, town, requests.post, 4)
            with requests.Session() as session:
                took["one Session"] += naive(open311, town, session.post, 8)
    rates = {name: rounds / seconds for name, seconds in took.items()}
    peer = rates["requests.post"]
    sys.stdout.write(
        f"\nreports a second over {round_trip_s} s, and to requests.post\n"
    )
    for name, rate in rates.items():
        sys.stdout.write(f"{name:20}{rate:8.2f}{rate / peer:8.1f} x\n")
    assert rates["Open311, 8 workers"] >= 0.9 * 8 / round_trip_s
    assert rates["Open311, 8 workers"] >= 0.9 * 2 * 8 * peer
    assert rates["hub, 8 workers"] >= 75


def naive(
    office: Office,
    town: Municipality,
    post: Callable[..., requests.Response],
    posts: int,
) -> float:
    """Post one after the other; return the seconds that each took."""
    form, start = dict(town.posts[0]), time.monotonic()
    for _ in range(posts):
        url = f"http://127.0.0.1:{office.line.port}/v2/requests.json"
        answer = post(url, urlencode(form), headers={"Content-Type": FORM}, timeout=30)
        assert answer.status_code == 200
    return (time.monotonic() - start) / posts
