"""Face and agent are killed at random moments, beside a town that knows no idempotency."""

import http.client
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from kiosk.home import Home
from kiosk.rows import Sent
from kiosk.store import Store
from kiosk.submission import State
from tests.house.source import ROOT
from tests.kiosk.village import write_pack
from tests.sync.municipality import KEY, Municipality

PATIENCE_S = 60

SETTINGS = """
key_folder = "{keys}"
[agent]
settle_s = 0.05
news_every_s = 0.2
[[destination]]
name = "town"
type = "open311"
url = "{url}"
api_key = "{key}"
"""

KNOWN_THERE = {State.LEASED, State.SENT_UNVERIFIED, State.DELIVERED}
PENDING = {State.READY, State.WAITING, State.LEASED, State.SENT_UNVERIFIED}


@dataclass
class Nursery:
    """Our end of `tests.durability.nursery`: bears and kills, hears every promise."""

    process: subprocess.Popen[str]
    promised: set[str] = field(default_factory=set)

    def bear(self, what: str) -> int:
        """Start a face or an agent and return its process id."""
        return int(self._ask(what, "born")[0])

    def kill(self, pid: int) -> None:
        """Kill a process, which must be alive."""
        dead, code = self._ask(f"kill {pid}", "dead")
        assert (int(dead), int(code)) == (pid, -signal.SIGKILL)

    def _ask(self, command: str, answer: str) -> list[str]:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{command}\n")
        self.process.stdin.flush()
        return self.hear(answer)

    def hear(self, answer: str) -> list[str]:
        """Read on to the next such answer, keeping every promise on the way."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said, *words = line.split()
            if said == answer:
                return words
            assert said == "promised", line
            self.promised.update(words)
        raise AssertionError("the nursery has died")


@contextmanager
def nursery(home: Home, pack: Path) -> Iterator[Nursery]:
    """Run a nursery; it and all it bore are gone when the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.durability.nursery", str(home.folder), str(pack)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with (
        process
    ):  # its end closes the pipe by which it hears us, and it ends its children
        opened = Nursery(process)
        opened.hear("ready")
        yield opened


class DrowsyTown(Municipality):
    """A town that takes its time before it answers, having kept the report already."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self.before_answering = lambda: time.sleep(chance.uniform(0, 0.008))

    def digest(self) -> None:
        """Wait until nothing is left of what callers, now dead, have sent.

        An agent waits `settle_s` for that; here it is made sure, that no slow machine can
        make a late commit of it.
        """
        last = http.client.HTTPConnection(self.host, timeout=PATIENCE_S)
        last.request(
            "GET", "/v2/services.json"
        )  # whoever called before is heard before
        last.getresponse().read()
        last.close()
        for _ in range(PATIENCE_S * 1000):
            if all(one.fileno() == -1 for one in self.open):
                self.open.clear()
                return
            time.sleep(0.001)
        raise AssertionError("a dead caller's connection stays open")


@dataclass(frozen=True)
class Books:
    """What citizens hold in their hands, what is here, what is there."""

    promised: set[str]
    """Receipts."""
    here: dict[str, Sent]
    """By submission."""
    there: Counter[str]
    """How often each submission is there."""

    @property
    def faults(self) -> list[str]:
        """Every promise that is broken, every report that is there twice or unaccounted."""
        receipts = {one.receipt for one in self.here.values()}
        found = [f"{one} is lost" for one in sorted(self.promised - receipts)]
        for uid, count in self.there.items():
            if count > 1:
                found.append(f"{uid} is there {count} times")
            if uid not in self.here:
                found.append(f"{uid} is there and not here")
        for uid, sent in self.here.items():
            if sent.state not in (KNOWN_THERE if self.there[uid] else PENDING):
                found.append(f"{uid} is {sent.state}, and there {self.there[uid]}")
        return found

    @property
    def doubtful(self) -> int:
        """How many have arrived that were not noted as delivered yet."""
        return sum(
            self.there[uid] > 0 and sent.state is not State.DELIVERED
            for uid, sent in self.here.items()
        )


def books(promised: set[str], store: Store, town: Municipality) -> Books:
    here = {one.submission_id: one for one in store.outbox()}
    return Books(promised, here, Counter(one.form["device_id"] for one in town.filed))


def sent(uid: str, state: State) -> Sent:
    return Sent(uid, f"receipt of {uid}", "problem", state, "town", None, 1, "")


def test_what_is_lost_or_twice_or_wrongly_noted_is_caught() -> None:
    states = {"a": State.READY, "b": State.DELIVERED, "c": State.READY}
    here = {uid: sent(uid, state) for uid, state in states.items()}
    found = Books({"receipt of x"}, here, Counter(a=1, c=2, y=1)).faults
    assert found == [
        "receipt of x is lost",
        "c is there 2 times",
        "y is there and not here",
        "a is ready, and there 1",
        "b is delivered, and there 0",
        "c is ready, and there 2",
    ]


def test_what_is_on_its_way_is_no_fault() -> None:
    states = [State.READY, State.LEASED, State.LEASED, State.DELIVERED]
    here = {uid: sent(uid, state) for uid, state in zip("abcd", states, strict=True)}
    found = Books({one.receipt for one in here.values()}, here, Counter("cd"))
    assert (found.faults, found.doubtful) == ([], 1)


def kill_again_and_again(
    born: Nursery, store: Store, town: DrowsyTown, kills: int, chance: Random
) -> int:
    """Kill face, agent or both, audit, and start them again; return how often a kill
    left one in doubt."""
    lives = {"face": born.bear("face"), "agent": born.bear("agent")}
    doubtful = 0
    while kills > 0:
        time.sleep(chance.expovariate(1 / 0.1))
        doomed = chance.choice([["face"], ["agent"], ["agent"], ["face", "agent"]])
        for one in doomed:
            born.kill(lives[one])
            kills -= 1
        if "agent" in doomed:
            town.digest()
            found = books(set(born.promised), store, town)
            assert found.faults == []
            doubtful += found.doubtful > 0
        for one in doomed:
            lives[one] = born.bear(one)
    for pid in lives.values():
        born.kill(pid)
    return doubtful


@contextmanager
def last_agent(home: Home) -> Iterator[None]:
    """Run the program as an operator runs it, and ask it to stop when the block ends."""
    agent = subprocess.Popen(
        [sys.executable, "-m", "sync", "run", "--home", str(home.folder)], cwd=ROOT
    )
    with agent:
        try:
            yield
        finally:
            agent.terminate()
            assert agent.wait(PATIENCE_S) == 0


def drained(store: Store) -> bool:
    for _ in range(PATIENCE_S * 20):
        if all(one.state is State.DELIVERED for one in store.outbox()):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    "kills", [200, pytest.param(1000, marks=pytest.mark.soak)], ids=str
)
def test_no_kill_loses_a_report_or_sends_it_twice(
    tmp_path: Path, kills: int, record_testsuite_property: Callable[[str, object], None]
) -> None:
    chance = Random(kills)
    pack, home = write_pack(tmp_path / "pack"), Home(tmp_path / "home")
    home.make()
    with DrowsyTown(chance) as town:
        settings = SETTINGS.format(keys=tmp_path / "keys", url=town.url, key=KEY)
        home.settings.write_text(settings, "utf-8")
        with nursery(home, pack) as born:
            store = Store(home.database)
            doubtful = kill_again_and_again(born, store, town, kills, chance)
        town.digest()
        with last_agent(home):
            assert drained(store)
        found = books(born.promised, store, town)
        store.close()
    assert found.faults == []
    assert found.there.keys() == found.here.keys()
    assert {uid: one.remote_id for uid, one in found.here.items()} == {
        one.form["device_id"]: one.id for one in town.filed
    }
    record_testsuite_property("reports", len(found.here))
    record_testsuite_property("kills that left one in doubt", doubtful)
    assert doubtful > 0  # some kills fell between the town's deed and our note of it
