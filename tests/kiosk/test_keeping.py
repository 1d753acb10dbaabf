"""Nothing is destroyed that is not delivered, and nothing early, whatever a clock says."""

from datetime import timedelta

import pytest

from kiosk.doctor import examine
from kiosk.shredder import _AT_ONCE, DAY_S
from kiosk.submission import State
from tests.kiosk.album import photo
from tests.kiosk.thief import (
    KEEP,
    Evidence,
    carry,
    file,
    shredder,
    states,
    turn,
)
from tests.kiosk.village import TOWN_HALL, Kiosk

HOUR_S = 3600.0


@pytest.mark.parametrize("days", [-400, 400, 20_000])
def test_a_clock_that_jumps_destroys_nothing_early_or_late(
    kiosk: Kiosk, days: int
) -> None:
    file(kiosk)
    carry(kiosk, kiosk.outbox())
    for _ in range(int(KEEP * 24) - 1):
        kiosk.clock.wall += timedelta(days=days if kiosk.clock.wall.year < 3000 else 0)
        days = -days
        kiosk.clock.sleep(HOUR_S)
        assert turn(kiosk) == 0
    kiosk.clock.sleep(HOUR_S)
    assert turn(kiosk) == 1


def test_only_time_that_has_passed_for_sure_counts(kiosk: Kiosk) -> None:
    file(kiosk)
    carry(kiosk, kiosk.outbox())
    kiosk.clock.sleep((KEEP - 1) * DAY_S)
    assert turn(kiosk) == 0
    kiosk.clock.restart()  # the hours it was off are not known, nor those before a look
    kiosk.clock.seconds = 400 * DAY_S  # a store that was carried to another machine
    assert turn(kiosk) == 0
    kiosk.clock.seconds -= 10 * DAY_S  # a machine that was set back to a snapshot
    assert turn(kiosk) == 0
    kiosk.clock.sleep(10 * DAY_S)
    assert turn(kiosk) == 0
    kiosk.clock.sleep(DAY_S)
    assert turn(kiosk) == 1


def test_time_counts_from_the_last_piece(kiosk: Kiosk) -> None:
    file(kiosk, [photo()])
    outbox = kiosk.outbox()
    parcel = outbox.claim(TOWN_HALL)
    assert parcel is not None
    outbox.delivered(parcel, "SR-1")
    assert turn(kiosk) == 0
    kiosk.clock.sleep(2 * KEEP * DAY_S)
    assert turn(kiosk) == 0  # its photo is not there
    assert examine(kiosk.home, kiosk.config, kiosk.clock).kept_too_long == 1
    carry(kiosk, outbox)
    kiosk.clock.sleep(KEEP * DAY_S - 1)
    assert turn(kiosk) == 0
    kiosk.clock.sleep(1)
    assert turn(kiosk) == 1


def test_what_came_back_counts_anew_when_it_is_there_again(kiosk: Kiosk) -> None:
    code, outbox = file(kiosk), kiosk.outbox()
    carry(kiosk, outbox)
    kiosk.clock.sleep(KEEP * DAY_S)
    (case,) = outbox.open_cases(TOWN_HALL, 0, 50)
    assert outbox.came_back(case, "came back undelivered")
    assert turn(kiosk) == 0
    assert kiosk.device.store.resend(code, "")
    carry(kiosk, outbox)
    kiosk.clock.sleep(KEEP * DAY_S - 1)
    assert turn(kiosk) == 0
    kiosk.clock.sleep(1)
    assert turn(kiosk) == 1


def test_nothing_that_is_not_delivered_is_ever_due(kiosk: Kiosk) -> None:
    outbox = kiosk.outbox()
    for ending in ("ready", "unsure", "held", "refused", "leased"):
        file(kiosk)
        parcel = outbox.claim(TOWN_HALL) if ending != "ready" else None
        if ending == "unsure":
            assert parcel is not None
            outbox.postpone(parcel, "no answer", 1e9, may_have_arrived=True)
        if ending == "held":
            assert parcel is not None
            outbox.hold(parcel, "answered 403")
    before = Evidence(kiosk)
    for _ in range(3):
        assert turn(kiosk) == 0
        kiosk.clock.sleep(400 * DAY_S)
    assert State.PURGED not in states(kiosk)
    assert before.opened() == Evidence(kiosk).opened()


def test_what_does_not_open_is_erased_without_facts(kiosk: Kiosk) -> None:
    file(kiosk)
    carry(kiosk, kiosk.outbox())
    with kiosk.device.store.writing() as execute:
        execute("UPDATE outbox SET body = x'00'")
    kiosk.clock.sleep(KEEP * DAY_S)
    assert turn(kiosk) == 1
    assert Evidence(kiosk).keys[0][1] is None


def test_however_many_are_due_each_turn_is_short(kiosk: Kiosk) -> None:
    for _ in range(_AT_ONCE + 1):
        file(kiosk)
    carry(kiosk, kiosk.outbox())
    kiosk.clock.sleep(KEEP * DAY_S)
    one = shredder(kiosk)
    first, second = one.turn(KEEP), one.turn(KEEP)
    assert [(first.erased, first.more), (second.erased, second.more)] == [
        (_AT_ONCE, True),
        (1, False),
    ]
    assert kiosk.device.store.is_scrubbed()
