"""The model: a set of receipts, and a kiosk to which everything happens in any order."""

import logging
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from enum import Enum, auto
from pathlib import Path
from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from kiosk.config import Agent as Settings
from kiosk.config import Destination
from kiosk.errors import CannotSave
from kiosk.outbox import REFUSED_AGAIN_S, Parcel
from kiosk.packs import Pack
from kiosk.rows import Sent
from kiosk.submission import Progress, State
from sync.agent import Agent, World
from sync.connector import Accepted, Delivered, Earlier, Kind, Outcome
from sync.patience import SUBMISSION_CAP_S
from sync.road import Road
from tests.durability.disk import Disk
from tests.durability.machine import Life, Machine
from tests.durability.town import Event, Town, WorldClock
from tests.kiosk.test_store import NEW, OLD
from tests.sync.post import SetBell, Silent

TOWN = Destination(
    name="town", type="open311", url="http://127.0.0.1:1", timeout_s=5, workers=1
)
SETTLE_S = 20
LEASE_S = 2 * TOWN.timeout_s + 30

OWED = {State.READY, State.WAITING, State.LEASED, State.SENT_UNVERIFIED, State.HELD}
ENDS = {State.DELIVERED, State.REFUSED}
IN_DOUBT = {State.LEASED, State.SENT_UNVERIFIED, State.HELD}

FUSES = st.none() | st.integers(1, 200)
SPANS = st.sampled_from([1, 30, 300, 3 * REFUSED_AGAIN_S])
EVENTS = st.sampled_from(Event)


class Stop(Enum):
    """How the programs of a machine end."""

    RESTARTED = auto()
    """They were asked to."""
    KILLED = auto()
    UNPLUGGED = auto()
    OTHER_ENGINE = auto()
    """They were asked to, and the disk moves to a machine with another SQLite."""
    UPDATED = auto()
    """They were asked to, and were of the first version."""


class Model(RuleBasedStateMachine):
    """A kiosk, its agent, the town, and the world around them."""

    def __init__(self, folder: Path, pack: Pack) -> None:
        super().__init__()
        self.folder, self.pack = folder, pack
        self.clock = WorldClock(seconds=1e6)  # a kiosk that has run for days
        self.town = Town(self.clock, self.kill)
        self.promised: set[str] = set()
        self.stuck: deque[tuple[Parcel, Outcome, float]] = deque()
        """Calls of an agent that hangs: what it carries, what it will be told, and when
        its lease is over, in seconds of the world."""
        self.unwritten: list[float] = []
        """When other leases end: of calls, and of agents, whose end a full disk did not
        keep."""

    # Lives

    @initialize(version=st.sampled_from([NEW, OLD]), seed=st.integers(0, 999))
    def unpack(self, version: tuple[int, ...], seed: int) -> None:
        """A new kiosk."""
        self.version = version
        self.running = ExitStack()
        self.chance = Random(seed)
        self.begin_anew(Disk(self.chance, self.chance.choice([512, 4096])))

    @property
    def machine(self) -> Machine:
        return Machine(self.folder, self.pack, TOWN, self.version)

    def open(self) -> None:
        """Start face and agent."""
        self.running.close()
        self.life: Life = self.running.enter_context(
            self.machine.on(self.disk, self.clock)
        )
        self.life.outbox.take_over([TOWN])  # nothing is ever claimed before
        self.journey = self.life.walked()

    def kill(self) -> None:
        self.disk.die()

    def attempt(self, fuse: int | None, act: Callable[[], None]) -> None:
        """Do something, in which the power may fail, the disk be full, the agent die."""
        self.disk.fuse = fuse
        try:
            act()
        except CannotSave:
            assert not self.disk.has_power or self.disk.room is not None
        except BaseException:
            self.disk.fuse = (
                None  # or the end of a failed history fails for another reason
            )
            raise
        if self.disk.is_cut:
            self.clock.restart()
            self.begin_anew(self.disk.cut())
        elif not self.disk.has_power:
            self.begin_anew(self.disk.killed())
        self.disk.fuse = None

    def begin_anew(self, disk: Disk) -> None:
        """Start the programs on what was found; a full disk is freed by somebody."""
        self.disk = disk
        try:
            self.open()
        except CannotSave:
            if not self.disk.has_power:
                raise
            assert self.disk.room is not None
            self.disk.room = None
            self.open()

    def teardown(self) -> None:
        """In the end the world is well, and everything must come home by itself."""
        self.town.events.clear()
        self.disk.room = None
        self.must_come_home(self.promised - self.town.poison)
        self.town.poison.clear()
        self.must_come_home(self.promised)
        self.every_report_is_in_one_place()
        self.running.close()

    def must_come_home(self, receipts: set[str]) -> None:
        """Let the agent run until these are at an end, at most as long as anything waits."""

        def away() -> dict[str, State]:
            states = self.life.states()
            return {one: states[one] for one in receipts if states[one] not in ENDS}

        self.carry_for(SUBMISSION_CAP_S + REFUSED_AGAIN_S, lambda: not away())
        assert away() == {}

    # What people do

    @rule(count=st.integers(1, 3), fuse=FUSES)
    def citizens_confirm(self, count: int, fuse: int | None) -> None:
        before, promised = len(self.sent()), len(self.promised)

        def confirm() -> None:
            for _ in range(count):
                self.promised.add(self.life.confirm(self.journey, self.chance).code)

        self.attempt(fuse, confirm)
        if fuse is None:  # a full disk keeps nothing by halves
            assert len(self.sent()) - before == len(self.promised) - promised

    @rule()
    def an_operator_wants_a_try_now(self) -> None:
        self.attempt(None, self.life.outbox.make_due)

    # What befalls the machine

    @rule(how=st.sampled_from(Stop), fuse=FUSES)
    def the_machine_stops(self, how: Stop, fuse: int | None) -> None:
        """And starts again, in which the power may fail once more."""
        disk = self.disk
        if how in {Stop.RESTARTED, Stop.OTHER_ENGINE, Stop.UPDATED}:
            self.life.close()
        if how is Stop.UPDATED:
            disk = self.machine.as_older_program(disk)
        if how is Stop.OTHER_ENGINE:
            self.version = OLD if self.version == NEW else NEW
        if how in {Stop.UNPLUGGED, Stop.OTHER_ENGINE}:
            self.clock.restart()
        self.running.close()
        self.disk = disk.cut() if how is Stop.UNPLUGGED else disk.killed()
        self.attempt(fuse, lambda: self.begin_anew(self.disk))

    @rule(bytes_left=st.none() | st.integers(0, 60_000))
    def the_disk_has_room_for(self, bytes_left: int | None) -> None:
        used = sum(len(file.now) for file in self.disk.files.values())
        self.disk.room = None if bytes_left is None else used + bytes_left

    @rule(
        seconds=st.sampled_from([1, LEASE_S - 1, LEASE_S]),
        days=st.sampled_from([0, 0, -20_000, 10_000]),
    )
    def time_passes_and_the_wall_clock_jumps(self, seconds: float, days: int) -> None:
        self.clock.sleep(seconds)
        self.clock.wall += timedelta(days=days)

    # What carries

    @precondition(lambda self: self.promised - self.town.kept.keys())
    @rule()
    def the_town_chokes_on_one(self) -> None:
        self.town.poison.add(min(self.promised - self.town.kept.keys()))

    @rule(events=st.lists(EVENTS, max_size=6), seconds=SPANS, fuse=FUSES)
    def the_agent_runs(
        self, events: list[Event], seconds: float, fuse: int | None
    ) -> None:
        self.town.events = deque(events)
        self.attempt(fuse, lambda: self.carry_for(seconds))

    @rule(event=EVENTS, fuse=FUSES)
    def an_agent_claims_and_hangs_in_its_call(
        self, event: Event, fuse: int | None
    ) -> None:
        self.town.events = deque([event])
        self.attempt(fuse, self.claim_and_hang)

    @precondition(lambda self: self.stuck)
    @rule()
    def its_call_ends_at_last(self) -> None:
        parcel, told, until = self.stuck.popleft()

        def end() -> None:
            self.unwritten.append(until)
            self.write_down(parcel, told)
            self.unwritten.pop()

        self.attempt(None, end)

    def carry_for(
        self, seconds: float, enough: Callable[[], bool] = lambda: False
    ) -> None:
        """A real agent's life, on the set clock, which leaves no lease behind."""
        bell, log = SetBell(self.clock), logging.Logger("model")
        log.addHandler(logging.NullHandler())
        world = World(
            self.clock, self.chance.random, bell, bell.rung.set, log, Silent()
        )
        road = Road(TOWN, [self.town])
        agent = Agent(self.life.outbox, [road], Settings(settle_s=SETTLE_S), world)
        bell.in_flight = lambda: agent.in_flight
        until = self.clock.seconds + seconds

        def stop_in_time() -> None:
            if self.clock.seconds >= until or enough():
                agent.stop()

        bell.then = stop_in_time
        try:
            agent.run()
        except CannotSave:
            self.unwritten.append(self.clock.elapsed + LEASE_S)
            raise
        finally:
            road.crew.dismiss()
        assert State.LEASED not in {one.state for one in self.sent()}

    def claim_and_hang(self) -> None:
        """Claim and call as an agent does, and write nothing down."""
        parcel = self.life.outbox.claim(TOWN)
        if parcel is None:
            return
        earlier = Earlier(parcel.token, parcel.sent_ago_s >= SETTLE_S)
        told = self.town.carry(
            parcel.dispatch, earlier if parcel.may_have_arrived else None
        )
        self.stuck.append((parcel, told, self.clock.elapsed + LEASE_S))
        ends = [*self.unwritten, *(until for *_, until in self.stuck)]
        held = [until for until in ends if until > self.clock.elapsed]
        leased = [one for one in self.sent() if one.state is State.LEASED]
        assert len(leased) <= len(held), "a lease does not end"

    def write_down(self, parcel: Parcel, told: Outcome) -> None:
        """As the agent does, with the shortest waits."""
        outbox = self.life.outbox
        if isinstance(told, Delivered):
            outbox.delivered(parcel, told.remote_id)
        elif isinstance(told, Accepted):
            outbox.accepted(parcel, told.token, 1)
        elif told.kind is Kind.LOCKED:
            outbox.hold(parcel, told.line)
        elif told.kind is Kind.REFUSED:
            outbox.refuse(parcel, told.line, 1)
        else:
            counts = told.kind is Kind.BUSY
            outbox.postpone(parcel, told.line, 1, told.may_have_arrived, counts)

    # What must be true at every moment

    def sent(self) -> list[Sent]:
        return self.life.store.outbox()

    @invariant()
    def every_promise_is_kept(self) -> None:
        self.town.digest()
        assert self.promised <= {one.receipt for one in self.sent()}

    @invariant()
    def every_report_is_in_one_place(self) -> None:
        for one in self.sent():
            there = self.town.kept[one.receipt]
            assert there <= 1, "it is there twice"
            if one.state is State.DELIVERED:
                assert (there, one.remote_id) == (1, f"SR-{one.receipt}")
            elif one.state is State.REFUSED:
                noes = self.town.noes[one.receipt]
                assert (there, len(noes) >= 2) == (0, True)
                assert noes[-1] - noes[0] >= REFUSED_AGAIN_S
            else:
                assert one.state in (IN_DOUBT if there else OWED)

    @invariant()
    def nobody_is_told_more_than_is_known(self) -> None:
        for one in self.sent():
            case = self.life.door.follow(one.receipt)
            assert case is not None
            known = one.state is State.DELIVERED
            assert case.progress is (Progress.SENT if known else Progress.KEPT)

    @invariant()
    def the_store_is_sound(self) -> None:
        assert self.life.is_sound()
