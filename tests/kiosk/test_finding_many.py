"""A hundred thousand cases, each sealed as it would be: all are found, and how fast."""

import random
from statistics import quantiles
from time import perf_counter

import pytest

from kiosk.office.finding import Finder
from kiosk.office.shift import Ground, Shift
from kiosk.submission import Dispatch
from kiosk.vault import load_opener
from tests.kiosk.crowd import fill
from tests.kiosk.village import Kiosk

MANY = 100_000
ASKED = 300


def typings(told: Dispatch, chance: random.Random) -> tuple[str, ...]:
    """What people type who look for it, begun or whole."""
    words = told.description.split()
    return (
        told.receipt[: chance.randrange(1, 10)],
        told.phone[: chance.randrange(3, 11)],
        told.phone[-chance.randrange(3, 7) :],
        told.name[: chance.randrange(1, len(told.name))],
        told.title[: chance.randrange(1, len(told.title))],
        " ".join(chance.sample(words, 2)),
        chance.choice(words)[:1],
        told.description[: chance.randrange(1, 60)],
    )


@pytest.mark.soak
def test_each_of_very_many_is_found(
    kiosk: Kiosk, request: pytest.FixtureRequest
) -> None:
    chance = random.Random(20)
    told = fill(kiosk, MANY)
    ground = Ground(kiosk.home, kiosk.config, kiosk.pack, kiosk.device, kiosk.clock)
    opener = load_opener(kiosk.config.keys, kiosk.device.public_key)
    finder = Finder(Shift(ground, "Μαρία", opener))
    began = perf_counter()
    while not finder.read_on():
        pass
    read_s = perf_counter() - began
    took = []
    for one in chance.sample(told, ASKED):
        (found,) = finder.find(one.receipt).found
        assert found.receipt == one.receipt
        assert one.receipt in {it.receipt for it in finder.find(one.phone).found}
        for typed in typings(one, chance):
            began = perf_counter()
            assert finder.find(typed).found, typed
            took.append(perf_counter() - began)
    found_ms_p95 = quantiles(took, n=20)[-1] * 1000
    request.config.get_terminal_writer().line(
        f" read in {read_s:.1f} s; 95 of 100 found in {found_ms_p95:.1f} ms or less"
    )
    finder.close()
