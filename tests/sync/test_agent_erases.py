"""The agent destroys what is past its time, in its own rhythm, and carries on."""

import logging
from collections.abc import Callable
from datetime import timedelta

from kiosk.config import Agent as Settings
from kiosk.errors import CannotSave
from kiosk.outbox import Outbox, Turn
from kiosk.submission import Progress
from kiosk.vault import load_opener
from sync.agent import World
from sync.sweeper import Sweeper
from tests.kiosk.thief import Evidence
from tests.kiosk.village import Kiosk
from tests.sync.post import (
    Lines,
    Post,
    Postman,
    SetBell,
    Silent,
    case,
    destination,
    tell,
)

Make = Callable[..., Kiosk]


DAY_S = 86_400
HALF_A_DAY = Settings(settle_s=20, spread_s=0, keep_days=0.5)


def test_what_is_past_its_time_is_destroyed_and_news_of_it_goes_on(
    make_kiosk: Make,
) -> None:
    kiosk = make_kiosk(destination())
    postman = Postman()
    post = Post(kiosk, {"town": postman}, HALF_A_DAY)
    code = kiosk.confirm().code
    before = Evidence(kiosk)
    post.run(DAY_S / 2)
    assert post.states() == ["delivered"]
    assert before.left() > 0
    kiosk.confirm()
    postman.answers = tell(Progress.DONE, "Φτιάχτηκε.")
    post.run(2 * 3600)
    assert post.states() == ["purged", "delivered"]
    assert "INFO 1 erased, past their time" in post.log.lines
    assert before.left() == 0
    assert case(kiosk, code).message == "Φτιάχτηκε."


def test_a_clock_that_was_set_by_years_destroys_nothing(make_kiosk: Make) -> None:
    kiosk = make_kiosk(destination())
    post = Post(kiosk, {"town": Postman()}, HALF_A_DAY)
    kiosk.confirm()
    post.run(3600)
    for years in (20, -40):
        kiosk.clock.wall += timedelta(days=365 * years)
        kiosk.clock.restart()
        post.run(3 * 3600)
        assert post.states() == ["delivered"]


def test_one_pass_destroys_too_and_ends(make_kiosk: Make) -> None:
    kiosk = make_kiosk(destination())
    post = Post(kiosk, {"town": Postman()}, HALF_A_DAY)
    kiosk.confirm()
    post.once()
    kiosk.clock.sleep(DAY_S)
    post.once()
    assert post.states() == ["purged"]


class FullDisk(Outbox):
    """An outbox whose disk has no room to write the file anew."""

    tries = 0

    def erase_due(self, keep_days: float) -> Turn:
        self.tries += 1
        raise CannotSave("plateia.db", "the disk is full", "free some space")


def test_what_cannot_be_erased_now_is_told_and_holds_nothing_up(
    make_kiosk: Make,
) -> None:
    kiosk = make_kiosk(destination())
    clock, bell, lines = kiosk.clock, SetBell(kiosk.clock), Lines()
    log = logging.Logger("test")
    log.addHandler(lines)
    opener = load_opener(kiosk.config.keys, kiosk.device.public_key)
    outbox = FullDisk(kiosk.device.store, opener, clock)
    world = World(clock, lambda: 0.5, bell, bell.rung.set, log, Silent())
    sweeper = Sweeper(outbox, 0.5, world)
    for _ in range(150):
        assert not sweeper.sweep()
        clock.sleep(60)
    assert outbox.tries == 3
    assert [line for line in lines.lines if "the disk is full" in line] == lines.lines
