"""Over a long line reports go out side by side: as many at once as there are workers."""

import secrets
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from logging import Logger
from pathlib import Path
from urllib.parse import urlencode

import pytest
import requests

from kiosk.bell import Listener, ring
from kiosk.clock import SystemClock
from kiosk.config import Agent as Settings
from kiosk.config import Destination
from kiosk.outbox import Outbox
from kiosk.vault import load_opener
from sync.agent import Agent, World
from sync.connectors.open311 import Open311
from sync.road import Road
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
    town: Municipality

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


@pytest.fixture
def office(tmp_path: Path, town: Municipality) -> Open:
    @contextmanager
    def office(round_trip_s: float, workers: int) -> Iterator[Office]:
        _, _, port = town.host.rpartition(":")
        with SlowLine(int(port), round_trip_s) as line:
            url = f"http://127.0.0.1:{line.port}/v2"
            to = Destination(
                name="town", type="open311", url=url, api_key=KEY, workers=workers
            )
            with Kiosk(tmp_path / "kiosk", (to,)) as kiosk, at_work(kiosk, to):
                yield Office(kiosk, line, town)

    return office


@contextmanager
def at_work(kiosk: Kiosk, to: Destination) -> Iterator[Agent]:
    """Let an agent work on a thread of its own."""
    connectors = [Open311(to) for _ in range(to.crew)]
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


def test_one_worker_keeps_the_order(office: Open, town: Municipality) -> None:
    with office(0.01, 1) as one:
        one.file(20)
        one.drain()
        assert one.line.most_in_flight == 1
        assert one.line.connections == 1
        kept = [sent.submission_id for sent in one.kiosk.device.store.outbox()]
    assert [filed.form["device_id"] for filed in town.filed] == kept


@pytest.mark.soak
def test_the_line_is_used_to_nine_tenths(office: Open) -> None:
    """600 ms there and back, eight workers, beside `requests.post` one by one."""
    round_trip_s, workers, rounds, reports = 0.6, 8, 3, 160
    agents = fresh = kept_alive = 0.0
    with office(round_trip_s, workers) as one:
        start = time.monotonic()
        one.file(workers * 10)
        one.drain()
        cold = workers * 10 / (time.monotonic() - start)
        for _ in range(rounds):
            one.file(reports)
            agents += one.drain()
            fresh += naive(one, requests.post, 4)
            with requests.Session() as session:
                kept_alive += naive(one, session.post, 8)
    rate = rounds * reports / agents
    sys.stdout.write(
        f"\nreports a second over {round_trip_s} s, {workers} workers"
        f"\nagent              {rate:6.2f}, {rate * round_trip_s / workers:.1%} of N/RTT"
        f"\nits cold start     {cold:6.2f}, over {workers * 10} reports"
        f"\nrequests.post      {rounds * 4 / fresh:6.2f}, one by one"
        f"\none Session        {rounds * 8 / kept_alive:6.2f}, one by one\n"
    )
    assert rate >= 0.9 * workers / round_trip_s
    assert rate >= 0.9 * 2 * workers * rounds * 4 / fresh


def naive(office: Office, post: Callable[..., requests.Response], posts: int) -> float:
    """Post one after the other; return the seconds that took."""
    form, start = dict(office.town.posts[0]), time.monotonic()
    for _ in range(posts):
        url = f"http://127.0.0.1:{office.line.port}/v2/requests.json"
        answer = post(url, urlencode(form), headers={"Content-Type": FORM}, timeout=30)
        assert answer.status_code == 200
    return time.monotonic() - start
