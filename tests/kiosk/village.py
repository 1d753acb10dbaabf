"""A small village to try the core in: a pack, a clock one can set, a kiosk of its own."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.citizen import CitizenDoor
from kiosk.config import Config, Destination
from kiosk.device import Device, open_device
from kiosk.home import Home
from kiosk.journey import Journey
from kiosk.outbox import Outbox
from kiosk.packs import Pack, load_pack
from kiosk.submission import Receipt
from kiosk.vault import load_opener

PACK = """
id = "lefki"
version = "1"
languages = ["el", "en"]
forms = ["problem"]
home_village = "ano"
name = { el = "Δήμος Λευκής", en = "Municipality of Lefki" }
welcome = { el = "Πείτε μας.", en = "Tell us." }
colour = "#7A1F3D"
[contact]
phone = "2610 000000"
hours = { el = "8-2", en = "8-2" }
address = { el = "Πλατεία 1", en = "Square 1" }
"""

PLACES = """
[[village]]
id = "ano"
name = { el = "Άνω Λευκή", en = "Ano Lefki" }
latitude = 38.27
longitude = 21.86
    [[village.landmark]]
    id = "square"
    name = { el = "Πλατεία", en = "Square" }
    icon = "square"
    latitude = 38.271
    longitude = 21.861

[[village]]
id = "kato"
name = { el = "Κάτω Λευκή", en = "Kato Lefki" }
latitude = 38.25
longitude = 21.85
"""

PROBLEM = """
id = "problem"
version = "1"
icon = "problem"
colour = "terracotta"
title = { el = "Πείτε μας ένα πρόβλημα", en = "Tell us a problem" }

[[question]]
kind = "choice"
id = "category"
title = { el = "Τι συμβαίνει;", en = "What is wrong?" }
    [[question.option]]
    id = "lighting"
    label = { el = "Φωτισμός", en = "Lighting" }
    icon = "street-lamp"
    [[question.option]]
    id = "road"
    label = { el = "Δρόμος", en = "Road" }
    icon = "road"
    [[question.option]]
    id = "other"
    label = { el = "Άλλο", en = "Other" }
    icon = "something-else"

[[question]]
kind = "choice"
id = "lamp"
role = "service"
when = { category = "lighting" }
title = { el = "Τι ακριβώς;", en = "What exactly?" }
    [[question.option]]
    id = "broken-lamp"
    label = { el = "Σβηστή λάμπα", en = "Dark lamp" }
    icon = "lamp-broken"
    [[question.option]]
    id = "new-lamp"
    label = { el = "Νέα λάμπα", en = "New lamp" }
    icon = "lamp-new"

[[question]]
kind = "choice"
id = "surface"
role = "service"
when = { category = ["road"] }
title = { el = "Τι ακριβώς;", en = "What exactly?" }
    [[question.option]]
    id = "pothole"
    label = { el = "Λακκούβα", en = "Pothole" }
    icon = "pothole"

[[question]]
kind = "place"
id = "where"
title = { el = "Πού είναι;", en = "Where is it?" }

[[question]]
kind = "several"
id = "details"
most = 2
title = { el = "Κάτι άλλο;", en = "Anything else?" }
    [[question.option]]
    id = "danger"
    label = { el = "Είναι επικίνδυνο", en = "It is dangerous" }
    icon = "danger"
    [[question.option]]
    id = "days"
    label = { el = "Εδώ και μέρες", en = "For days" }
    icon = "since-days"
    [[question.option]]
    id = "weeks"
    label = { el = "Εδώ και εβδομάδες", en = "For weeks" }
    icon = "since-weeks"
"""


@dataclass
class SetClock:
    """A clock the test sets; nothing ticks by itself."""

    wall: datetime = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
    seconds: float = 100.0
    boot_id: str = "first-boot"

    def now(self) -> datetime:
        return self.wall

    def uptime(self) -> float:
        return self.seconds

    def boot(self) -> str:
        return self.boot_id

    def sleep(self, seconds: float) -> None:
        """Let time pass on both clocks."""
        self.seconds += seconds
        self.wall += timedelta(seconds=seconds)

    def restart(self) -> None:
        """Start the machine again."""
        self.seconds, self.boot_id = 10.0, f"after-{self.boot_id}"


def write_pack(folder: Path) -> Path:
    """Write the pack and return its folder."""
    (folder / "forms").mkdir(parents=True)
    (folder / "pack.toml").write_text(PACK, "utf-8")
    (folder / "places.toml").write_text(PLACES, "utf-8")
    (folder / "forms" / "problem.toml").write_text(PROBLEM, "utf-8")
    return folder


TOWN_HALL = Destination(name="town-hall", type="open311", url="http://127.0.0.1:1")


@dataclass
class Kiosk:
    """One kiosk with a home of its own, and the agent's end of it."""

    folder: Path
    destinations: tuple[Destination, ...] = (TOWN_HALL,)
    clock: SetClock = field(default_factory=SetClock)

    @staticmethod
    def prepare(folder: Path) -> None:
        """Put the pack there, the first time."""
        if not (folder / "pack").exists():
            write_pack(folder / "pack")

    def __post_init__(self) -> None:
        self.prepare(self.folder)
        self.home = Home(self.folder / "home")
        self.config = Config(
            key_folder=str(self.folder / "keys"), destinations=self.destinations
        )
        self.pack: Pack = load_pack(self.folder / "pack", icons=None)
        self.device: Device = open_device(self.home, self.config)
        self.door = CitizenDoor(
            self.home, self.config, self.pack, self.device, self.clock
        )

    def __enter__(self) -> "Kiosk":
        return self

    def __exit__(self, *_: object) -> None:
        self.device.store.close()

    def walked(self) -> Journey:
        """A journey that is complete: a broken lamp in the square, dangerous."""
        journey = self.door.begin(self.pack.forms[0])
        for answer in (("lighting",), ("broken-lamp",), ("ano", "square"), ("danger",)):
            journey = journey.answer(answer)
        return journey

    def confirm(self) -> Receipt:
        """File that report."""
        return self.door.confirm(self.walked(), "en", secrets.token_bytes)

    def outbox(self) -> Outbox:
        """The agent's door, after it took over."""
        opener = load_opener(self.config.keys, self.device.public_key)
        outbox = Outbox(self.device.store, opener, self.clock)
        outbox.take_over(self.destinations)
        return outbox
