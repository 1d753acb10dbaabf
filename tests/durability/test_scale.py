"""A million submissions cost the agent no more than a thousand."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.rows import Ending
from kiosk.store import Store, connected
from kiosk.submission import State

FEW, MANY = 1_000, 1_000_000

NUMBERS = (
    "WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < ?)"
)

# For each state that may pile up, rows enough, due and not yet due.
ROWS = f"""{NUMBERS}
INSERT INTO outbox (submission_id, destination, state, next_at, remote_id, body, body_sha256)
SELECT 'id-' || n, 'town', CASE WHEN n % 4 < 3 THEN ? ELSE 'delivered' END,
       n * 7919 % 1000, n, zeroblob(400), zeroblob(32)
FROM n
"""

PILES_UP = [State.READY, State.WAITING, State.SENT_UNVERIFIED, State.DELIVERED]


def filled(store: Store, rows: int, state: State) -> Store:
    """Fill a store: three quarters in this state, one delivered."""
    with store.writing() as execute:
        execute(
            f"{NUMBERS} INSERT INTO submission (id, receipt, form, confirmed, sealed,"
            " key_wrapped) SELECT 'id-' || n, n, 'problem', '2026-05-04T09:30:00+00:00',"
            " zeroblob(400), zeroblob(80) FROM n",
            (rows,),
        )
        execute(ROWS, (rows, state))
    return store


def turn(store: Store) -> None:
    """One turn of the agent: take over, look what is due, carry one, ask for news."""
    store.start_boot("boot", 0, 0)
    store.next_due("town", 0)
    store.unrouted(["town"])
    claimed = store.claim("town", 0, 500, "boot", 60)
    if claimed is not None:
        ending = Ending(State.WAITING, next_at=claimed.attempts + 900)
        assert store.settle(claimed.outbox_id, claimed.attempts + 1, ending)
    store.open_cases("town", 10, 50)


class Counted:
    """A connection that counts what the engine does, step by step of its programs."""

    def __init__(self) -> None:
        self.steps = 0
        self.said: list[str] = []

    def connect(self, path: Path) -> Any:
        connection = connected(path)
        connection.set_progress_handler(self._step, 1)
        connection.set_trace_callback(self.said.append)
        return connection

    def _step(self) -> int:
        self.steps += 1
        return 0


@contextmanager
def counted(folder: Path, rows: int, state: State) -> Iterator[tuple[Store, Counted]]:
    """A store in the middle of its life, whose work is counted from now on."""
    counts = Counted()
    store = Store(folder / f"{rows}.db", connect=counts.connect)
    turn(filled(store, rows, state))  # the first turn of a boot touches all that waits
    counts.steps = 0
    counts.said.clear()
    yield store, counts
    store.close()


def steps_of(
    folder: Path, rows: int, state: State, act: Callable[[Store], None]
) -> int:
    with counted(folder, rows, state) as (store, counts):
        act(store)
        return counts.steps


@pytest.mark.parametrize("state", PILES_UP)
def test_a_turn_of_the_agent_takes_as_many_steps_however_much_is_kept(
    tmp_path: Path, state: State
) -> None:
    few = steps_of(tmp_path, 200, state, turn)
    many = steps_of(tmp_path, 5_000, state, turn)
    assert many <= 1.3 * few, (few, many)


def test_work_that_grows_with_what_is_kept_is_caught(tmp_path: Path) -> None:
    def count(store: Store) -> None:
        store.waiting("town")  # an operator's question, which reads all that waits

    few = steps_of(tmp_path, 200, State.READY, count)
    assert steps_of(tmp_path, 5_000, State.READY, count) > 10 * few


def plans(store: Store, statements: list[str]) -> Iterator[str]:
    """Say how the engine goes about each statement."""
    for one in statements:
        if one.split()[0] in {"SELECT", "UPDATE"}:
            with store.writing() as execute:
                for *_, step in execute(f"EXPLAIN QUERY PLAN {one}"):
                    yield step


def slow(plan: Iterator[str]) -> list[str]:
    """Every step that reads a whole table or sorts; leases are never many."""
    return [
        step
        for step in plan
        if not step.startswith("SEARCH ")
        and step != "SCAN outbox USING INDEX outbox_leased"
    ]


def test_nothing_the_agent_asks_reads_a_whole_table_or_sorts(tmp_path: Path) -> None:
    with counted(tmp_path, 200, State.READY) as (store, counts):
        turn(store)
        said = list(counts.said)
        plan = list(plans(store, said))
    assert slow(iter(plan)) == []
    due = [step for step in plan if "outbox_due" in step]
    assert [step for step in due if "destination=? AND lane=?" in step] == [
        "SEARCH outbox USING INDEX outbox_due (destination=? AND lane=?)",
        "SEARCH o USING INDEX outbox_due (destination=? AND lane=? AND next_at<?)",
    ]


def test_a_slow_plan_is_caught(tmp_path: Path) -> None:
    said = ["SELECT id FROM outbox WHERE attempts = 3 ORDER BY last_error"]
    with counted(tmp_path, 10, State.READY) as (store, _):
        assert slow(plans(store, said)) == [
            "SCAN outbox",
            "USE TEMP B-TREE FOR ORDER BY",
        ]


@pytest.mark.soak
def test_a_claim_among_a_million_takes_as_long_as_among_a_thousand(
    tmp_path: Path, record_testsuite_property: Callable[[str, object], None]
) -> None:
    stores = [filled(Store(tmp_path / f"{n}.db"), n, State.READY) for n in (FEW, MANY)]
    took: list[list[float]] = [[], []]
    for number in range(500):
        for store, times in zip(stores, took, strict=True):
            start = time.perf_counter()
            claimed = store.claim("town", 0, 10_000, "boot", 60)
            times.append(time.perf_counter() - start)
            assert claimed is not None
            again = Ending(State.WAITING, next_at=1_000 + number)
            assert store.settle(claimed.outbox_id, claimed.attempts + 1, again)
    few, many = map(statistics.median, took)
    record_testsuite_property(
        "a claim among a million, to one among a thousand", many / few
    )
    for store in stores:
        store.close()
    assert many <= 1.3 * few
