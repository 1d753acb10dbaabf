"""A kiosk's machine on a disk whose plug can be pulled: many lives, one promise."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, cast

from sqlite_utils import Database

from kiosk.citizen import CitizenDoor
from kiosk.clock import Clock
from kiosk.config import Config, Destination
from kiosk.device import Device
from kiosk.errors import Known
from kiosk.home import Home
from kiosk.journey import Journey
from kiosk.media import Captured
from kiosk.outbox import Outbox
from kiosk.packs import Pack
from kiosk.schema import migrations
from kiosk.store import Store
from kiosk.submission import Receipt, State
from kiosk.vault import load_opener, make_key
from tests.durability.disk import Disk
from tests.durability.engine import Engine, Failed
from tests.kiosk.album import photo

Version = tuple[int, ...]

BROKEN = (Known, Failed, ValueError)
"""What a store raises whose disk is dead, or holds nonsense."""

NOT_SENT = (State.CONFIRMED, State.FOLLOWING, State.READY, State.WAITING)


@dataclass(frozen=True)
class Machine:
    """What outlives the power: the place, the pack, the engine's version."""

    folder: Path
    pack: Pack
    to: Destination
    version: Version
    """Of SQLite, as the store believes: it decides how it keeps things safe."""
    synchronous: str | None = None
    """Overrules the store's own setting: a control that must lose."""

    def as_older_program(self, disk: Disk) -> Disk:
        """Return a disk with the same rows, as the first version of the store had them."""
        home, older = Home(self.folder), Disk(disk.chance, disk.sector)
        attic = Home(self.folder / "attic")
        for one in (home, attic):
            one.make()
        engines = Engine(disk), Engine(older)
        now = engines[0].connect(home.database)
        then = engines[1].connect(attic.database)
        database = Database(cast(Any, then))
        names = [one.name for one in migrations.pending(database)]
        migrations.apply(database, stop_before=names[1])
        for table in ("meta", "submission", "outbox"):
            columns = [
                str(row[1]) for row in then.execute(f"PRAGMA table_info({table})")
            ]
            marks = ", ".join("?" * len(columns))
            for row in now.execute(f"SELECT {', '.join(columns)} FROM {table}"):
                then.execute(f"INSERT INTO {table} VALUES ({marks})", row)
        for engine in engines:
            engine.abandon()
        return older.killed()

    @contextmanager
    def on(self, disk: Disk, clock: Clock) -> Iterator["Life"]:
        """Start the programs; when the block ends they are gone, without a word.

        Raises Damaged or CannotSave when the store does not open.
        """
        engine = Engine(disk, self.synchronous)
        try:
            yield Life(self, engine, clock)
        finally:
            engine.abandon()


class Life:
    """The face and the agent of one kiosk, each with a connection of its own."""

    def __init__(self, machine: Machine, engine: Engine, clock: Clock) -> None:
        home = Home(machine.folder)
        home.make()
        keys = machine.folder / "keys"
        config = Config(key_folder=str(keys), destinations=(machine.to,))
        opened = [Store(home.database, machine.version, engine.connect) for _ in "fa"]
        self.store, self.agents_store = opened
        public = self.store.once("device_public_key", lambda: make_key(keys))
        device = Device(self.store, public)
        self.door = CitizenDoor(home, config, machine.pack, device, clock)
        self.outbox = Outbox(self.agents_store, load_opener(keys, public), clock)
        self._machine = machine

    def close(self) -> None:
        """End as programs end that were asked to."""
        self.agents_store.close()
        self.store.close()

    def walked(self) -> Journey:
        """A journey that is complete."""
        journey = self.door.begin(self._machine.pack.forms[0])
        for answer in (("lighting",), ("broken-lamp",), ("ano", "square"), ("danger",)):
            journey = journey.answer(answer)
        return journey

    def confirm(
        self, journey: Journey, chance: Random, captured: Sequence[Captured] = ()
    ) -> Receipt:
        """File a report."""
        return self.door.confirm(journey, "en", chance.randbytes, captured)

    def is_sound(self) -> bool:
        """Let the engine check every page, index and reference; nothing is kept by halves."""
        with self.store.writing() as execute:
            whole = execute("PRAGMA integrity_check").fetchall()
            orphans = execute("PRAGMA foreign_key_check").fetchall()
            halves = execute(
                "SELECT id FROM submission EXCEPT SELECT submission_id FROM outbox"
                " UNION ALL SELECT submission_id FROM outbox GROUP BY submission_id"
                " HAVING min(part) <> 0 OR max(part) <> count(*) - 1"
            ).fetchall()
        return whole == [("ok",)] and not orphans and not halves

    def states(self) -> dict[str, State]:
        """Where every report is, by its number."""
        return self._states(part=0)

    def pictures(self) -> dict[str, State]:
        """Where every photo is, by the number of its report."""
        return self._states(part=1)

    def _states(self, part: int) -> dict[str, State]:
        rows = self.store.outbox()
        return {one.receipt: one.state for one in rows if one.part == part}


@dataclass
class Books:
    """What the world knows: what citizens hold in their hands, what the town has."""

    promised: set[str] = field(default_factory=set)
    pictured: set[str] = field(default_factory=set)
    """Those that were promised with a photo."""
    arrived: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    """The photos that the town has, by the number of their report."""
    lost: int = 0
    """Promised, and not kept."""
    twice: int = 0
    """In the town more than once."""
    forgotten: int = 0
    """Sent, and then thought unsent."""
    damaged: int = 0
    """Stores that did not open, or were not sound."""
    cuts: int = 0

    def audit(self, life: Life) -> None:
        """Compare what a kiosk says with what was promised."""
        states, pictures = life.states(), life.pictures()
        self.damaged += not life.is_sound()
        self.lost += len(self.promised - states.keys())
        self.lost += len(self.pictured - pictures.keys())
        for arrived, here in ((self.arrived, states), (self.shown, pictures)):
            self.twice += sum(count > 1 for count in arrived.values())
            self.forgotten += sum(here.get(one) in NOT_SENT for one in arrived)

    def turn_page(self) -> None:
        """Go on with a new kiosk."""
        self.promised, self.arrived = set(), Counter()
        self.pictured, self.shown = set(), Counter()


def carry(life: Life, books: Books, to: Destination) -> bool:
    """Do as the agent does, with a town that takes everything; say whether there was work."""
    parcel = life.outbox.claim(to) or life.outbox.claim_piece(to, [to])
    if parcel is None:
        return False
    receipt = parcel.dispatch.receipt
    arrived = books.arrived if parcel.piece is None else books.shown
    if not (parcel.may_have_arrived and arrived[receipt]):
        arrived[receipt] += 1
    life.outbox.delivered(parcel, f"SR-{receipt}")
    return True


def live(life: Life, books: Books, to: Destination, chance: Random) -> None:
    """File and carry until the power fails, or sometimes until told to close."""
    life.outbox.take_over([to])
    journey = life.walked()
    while chance.random() > 0.01:
        captured = (photo(),) if chance.random() < 0.25 else ()
        code = life.confirm(journey, chance, captured).code
        books.promised.add(code)
        books.pictured |= {code} if captured else set()
        if chance.random() < 0.5:
            carry(life, books, to)
    life.close()
