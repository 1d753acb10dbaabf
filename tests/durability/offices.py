"""Who writes to one store at once: clerks at two desks, a citizen's kiosk, the agent.

python -m tests.durability.offices FOLDER desk NAME TIMES   change, and now and then take back
python -m tests.durability.offices FOLDER face TIMES        file one report after another
python -m tests.durability.offices FOLDER agent             carry until nobody listens

Each says one line of JSON: what it did. A desk adds one to the number that stands in a
report, whatever it is when it looks: a lost update is a number that is too low.
"""

import json
import random
import secrets
import select
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from kiosk.clock import SystemClock
from kiosk.config import Office
from kiosk.office.cures import CureKind, Cures, Outcome, PendingRow
from kiosk.office.shift import Ground, Shift
from kiosk.outbox import Outbox
from kiosk.vault import load_opener
from tests.kiosk.village import TOWN_HALL, Kiosk, write_pack

COUNTED = """
[[question]]
kind = "number"
id = "count"
title = { el = "Πόσα;", en = "How many?" }
"""


class Valley(Kiosk):
    """A kiosk by the machine's own clock, whose form asks for a number."""

    @staticmethod
    def prepare(folder: Path) -> None:
        if not (folder / "pack").exists():
            form = write_pack(folder / "pack") / "forms" / "problem.toml"
            form.write_text(form.read_text("utf-8") + COUNTED, "utf-8")

    def __post_init__(self) -> None:
        super().__post_init__()
        self.clock = SystemClock()  # type: ignore[assignment]
        office = Office(
            undo_s=0
        )  # a cure is due at once: the agent is always in the way
        self.config = msgspec.structs.replace(self.config, office=office)

    def file(self) -> str:
        journey = self.walked().answer(("0",))
        return self.door.confirm(journey, "el", secrets.token_bytes).code

    def cures(self, who: str) -> Cures:
        ground = Ground(self.home, self.config, self.pack, self.device, self.clock)
        opener = load_opener(self.config.keys, self.device.public_key)
        return Cures(Shift(ground, who, opener))

    def carrier(self) -> Outbox:
        """The agent's door, of one that has taken over already."""
        opener = load_opener(self.config.keys, self.device.public_key)
        return Outbox(self.device.store, opener, self.clock)


class Waits:
    """How long each write took, in seconds."""

    def __init__(self) -> None:
        self.all: list[float] = []

    def on(self, write: Callable[[], Outcome]) -> Outcome:
        began = time.perf_counter()
        try:
            return write()
        finally:
            self.all.append(time.perf_counter() - began)


def desk(valley: Valley, who: str, times: int) -> None:
    """Change one of the contested reports, again and again."""
    cures, waits, chance = valley.cures(who), Waits(), random.Random(who)
    contested = (valley.folder / "contested").read_text("ascii").split()
    outcomes: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    for _ in range(times):
        code = chance.choice(contested)
        standing = cures.look(code)
        assert standing is not None
        assert standing.journey is not None
        answers = standing.journey.answers
        more = {**answers, "count": (str(int(answers["count"][0]) + 1),)}
        case = standing.opened
        time.sleep(chance.uniform(0, 0.01))  # somebody reads, and types
        outcome = waits.on(partial(cures.amend, case, more))
        outcomes[outcome] += 1
        if outcome is not Outcome.DONE:
            continue
        changed[code] += 1
        mine = PendingRow(
            *(case.row.id, code, case.row.form, CureKind.AMEND, who),
            *(case.row.version + 1, 0.0),
        )
        if (
            chance.random() < 0.2
            and waits.on(partial(cures.undo, mine)) is Outcome.DONE
        ):
            outcomes["undone"] += 1
            changed[code] -= 1
    tell(outcomes=outcomes, changed=changed, waits=waits.all)


def face(valley: Valley, times: int) -> None:
    """File one report after another."""
    waits, filed = [], []
    for _ in range(times):
        began = time.perf_counter()
        filed.append(valley.file())
        waits.append(time.perf_counter() - began)
        time.sleep(0.005)
    tell(filed=filed, waits=waits)


def agent(valley: Valley) -> None:
    """Carry what is due: the contested come back each time, the others arrive."""
    outbox = valley.carrier()
    contested = (valley.folder / "contested").read_text("ascii").split()
    carried: list[str] = []
    came_back, told = 0, False
    while True:
        parcel = outbox.claim(TOWN_HALL)
        if parcel is None:
            if told:
                break
            told = bool(select.select([sys.stdin], [], [], 0.01)[0])
            continue
        code = parcel.dispatch.receipt
        if code in contested:
            came_back += 1
            time.sleep(0.008)  # a line to the town hall
            outbox.hold(parcel, "does not let us in")
        else:
            carried.append(code)
            outbox.delivered(parcel, f"SR-{code}")
    tell(carried=carried, came_back=came_back)


def tell(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main(folder: str, role: str, *told: str) -> None:
    valley = Valley(Path(folder))
    with valley:
        if role == "desk":
            desk(valley, told[0], int(told[1]))
        elif role == "face":
            face(valley, int(told[0]))
        else:
            agent(valley)


if __name__ == "__main__":
    main(*sys.argv[1:])
