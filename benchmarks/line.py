"""drain, agent-idle: how well the agent uses a long line, and what it costs when there is
nothing to do."""

import gzip
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urlsplit

import requests

from benchmarks.lanes import BY_HAND, ROUND_TRIP_S, WORKERS, Lane, others
from benchmarks.measured import RATE, Act, Place, Row, Sample, in_turns, one
from kiosk.config import Destination
from tests.hub.running import running
from tests.sync.municipality import KEY, Municipality
from tests.sync.test_drain import Office, naive, opened

_ROUNDS: Final = 3
_NAIVE_POSTS: Final = 4
_BATCH: Final = 50
_HUB_REPORTS_A_SECOND: Final = 75.0

_IDLE_S: Final = 300
_IDLE_CPU_S: Final = 0.3
_IDLE_WAKES: Final = 300.0
_SETTLES_S: Final = 20
_SETTINGS: Final = """\
key_folder = "{folder}/keys"
[[destination]]
name = "town"
type = "open311"
url = "{url}"
api_key = "{key}"
"""


def drain(place: Place) -> Iterator[Row]:
    """Reports a second over a line that takes 600 ms there and back, and bytes out."""
    with ExitStack() as stack:
        town = stack.enter_context(Municipality())
        hub = stack.enter_context(running(place.folder / "hub"))
        lanes = {
            "open311": Lane(_open311(place.folder / "open311", town, stack), 120),
            "hub": Lane(_hub(place.folder / "hub-kiosk", hub.url, stack), 800),
        }
        for lane in lanes.values():
            lane.office.file(1)
            lane.office.drain()
        acts: dict[str, Act] = {name: lane.drain for name, lane in lanes.items()}
        acts["naive"] = _naive(lanes["open311"].office, town)
        more = others(place.folder, stack)
        for beside in more:
            acts[beside.what] = beside.lane.drain
            acts[f"{beside.what}: by hand"] = beside.by_hand
        took = in_turns(acts, _ROUNDS)
        yield from _rates(took)
        for beside in more:
            ours, theirs = took[beside.what], took[f"{beside.what}: by hand"]
            yield Row(beside.what, ours, beside.peer, theirs, None, RATE)
        wire = {name: one(lane.bytes_a_report()) for name, lane in lanes.items()}
        form = urlencode(dict(town.posts[-1])).encode()
        batched = _gzipped(place.folder / "hub" / "hub")
    what, peer = "bytes out for a report", "its form alone, gzipped"
    least = one(len(gzip.compress(form)))
    yield Row(f"Open311, {what}", wire["open311"], peer, least, None, "bytes")
    peer = f"{_BATCH} reports, gzipped, a {_BATCH}th of them"
    yield Row(f"hub, {what}", wire["hub"], peer, one(batched), None, "bytes")


def _rates(took: Mapping[str, Sample]) -> Iterator[Row]:
    limits = {
        "open311": (f"Open311, {WORKERS} workers", WORKERS / ROUND_TRIP_S, 0.9),
        "hub": ("hub, batches", _HUB_REPORTS_A_SECOND, 1.0),
    }
    peers = {"open311": "workers / round trip", "hub": "75 reports a second"}
    for name, (what, limit, goal) in limits.items():
        yield Row(what, took[name], peers[name], one(limit), goal, RATE, True)
        yield Row(what, took[name], BY_HAND, took["naive"], None, RATE)


def _open311(folder: Path, town: Municipality, stack: ExitStack) -> Office:
    def there(url: str) -> Destination:
        to = f"{url}/v2"
        return Destination(
            name="town", type="open311", url=to, api_key=KEY, workers=WORKERS
        )

    return stack.enter_context(opened(folder, town.host, ROUND_TRIP_S, there))


def _hub(folder: Path, url: str, stack: ExitStack) -> Office:
    def there(near: str) -> Destination:
        to = f"{near}/plateia/v1"
        return Destination(name="hub", type="hub", url=to, workers=WORKERS)

    host = urlsplit(url).netloc
    return stack.enter_context(opened(folder, host, ROUND_TRIP_S, there))


def _naive(office: Office, town: Municipality) -> Callable[[], float]:
    return lambda: 1 / naive(office, town, requests.post, _NAIVE_POSTS)


def _gzipped(hub: Path) -> float:
    """Bytes a report takes at least, in a batch of what the hub was sent."""
    with closing(sqlite3.connect(hub / "hub.db")) as database:
        asked = database.execute(f"SELECT body FROM dispatches LIMIT {_BATCH}")
        bodies = [bytes(body) for (body,) in asked]
    return len(gzip.compress(b",".join(bodies))) / len(bodies)


def agent_idle(place: Place) -> Iterator[Row]:
    """What the agent costs in five minutes in which nobody reports anything."""
    home = place.folder / "home"
    home.mkdir()
    with Municipality() as town:
        told = _SETTINGS.format(folder=place.folder, url=town.url, key=KEY)
        (home / "plateia.toml").write_text(told, "utf-8")
        command = [sys.executable, "-m", "sync", "run", "--home", str(home)]
        agent = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            time.sleep(_SETTLES_S)
            before = _spent(agent.pid)
            time.sleep(_IDLE_S)
            after = _spent(agent.pid)
        finally:
            agent.send_signal(signal.SIGTERM)
            agent.wait(30)
    cpu, wakes = (late - early for early, late in zip(before, after, strict=True))
    minutes = f"{_IDLE_S // 60} minutes"
    peer = "a thousandth of one core"
    yield Row(f"agent, idle {minutes}: CPU", one(cpu), peer, one(_IDLE_CPU_S), 1.0)
    what = f"agent, idle {minutes}: wake-ups"
    yield Row(what, one(wakes), "one a second", one(_IDLE_WAKES), 1.0, "")


def _spent(pid: int) -> tuple[float, float]:
    """Seconds of CPU, and how often any of its threads went to sleep by itself."""
    words = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    cpu = (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    slept = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        for line in status.read_text("ascii", errors="replace").splitlines():
            if line.startswith("voluntary_ctxt_switches:"):
                slept += int(line.split()[1])
    return cpu, slept
