"""Reports that stand aside, in the home of a desk: real ones, refused by a real outbox."""

import random
from typing import Final

from msgspec.structs import replace

from kiosk.citizen import CitizenDoor
from kiosk.config import Config, Destination
from kiosk.journey import Journey
from kiosk.office.cures import Cures, Outcome
from kiosk.office.shift import Shift
from kiosk.outbox import REFUSED_AGAIN_S, Outbox
from kiosk.vault import load_opener
from tests.resources.walks import walks
from tests.ui.desk.counter import Counter

CITY: Final = Destination(name="city", type="open311", url="http://127.0.0.1:1")
WATER: Final = Destination(name="water", type="open311", url="http://127.0.0.1:2")
LETTER: Final = Destination(name="letter", type="mail", url="smtp://127.0.0.1")
CONFIG: Final = Config(destinations=(CITY, WATER, LETTER))
SECRET: Final = "Ο σκύλος του γείτονα"
"""A citizen's own words."""


def refuse(counter: Counter) -> list[str]:
    """File some reports, each refused in its own way; return their receipts."""
    saids = (
        "answered 400: service_code not found",
        "this city takes no report without a person's name",
        "answered 422: no",
    )
    return [refuse_one(counter, one) for one in saids]


def refuse_one(counter: Counter, said: str) -> str:
    """File a report, and let the city say no twice."""
    ground = counter.ground
    door = CitizenDoor(
        *(ground.home, ground.config, ground.pack, ground.device, counter.clock)
    )
    chance = random.Random(len(ground.store.outbox()))
    ways = walks(ground.pack, ground.pack.forms[0])
    journey = _told(next(one for one in ways if "words" in one.told))
    code = door.confirm(journey, "el", chance.randbytes).code
    opener = load_opener(ground.config.keys, ground.device.public_key)
    outbox = Outbox(ground.store, opener, counter.clock)
    for _ in range(2):
        parcel = outbox.claim(CITY)
        assert parcel is not None
        outbox.refuse(parcel, said, 0)
        counter.clock.sleep(REFUSED_AGAIN_S)
    return code


def colleague(counter: Counter, code: str, words: str = "Δύο σκύλοι") -> None:
    """Somebody at another desk changes the words of a report."""
    ground = counter.ground
    opener = load_opener(ground.config.keys, ground.device.public_key)
    cures = Cures(Shift(ground, "Νίκος", opener))
    standing = cures.look(code)
    assert standing is not None
    assert standing.journey is not None
    answers = {**standing.journey.answers, "words": (words,)}
    assert cures.amend(standing.opened, answers) is Outcome.DONE


def _told(journey: Journey) -> Journey:
    return replace(journey, answers={**journey.answers, "words": (SECRET,)})
