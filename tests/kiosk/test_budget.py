"""What photos and voice notes may take of a line: by day, by hour, by the time of day."""

from datetime import datetime

import msgspec
import pytest

from kiosk.budget import allowance, day_of, hour_of
from kiosk.config import Budget

NOON = datetime(2026, 5, 4, 12, 45)


@pytest.mark.parametrize(
    ("budget", "today", "this_hour", "size"),
    [
        (Budget(mb_a_day=2), 500_000, 0, 1_500_000),
        (Budget(mb_a_day=2), 2_000_000, 0, 0),
        (Budget(mb_a_day=2), 9_000_000, 0, 0),
        (Budget(mb_an_hour=0.5), 9_000_000, 100_000, 400_000),
        (Budget(mb_a_day=2, mb_an_hour=0.5), 1_900_000, 0, 100_000),
        (Budget(mb_a_day=2, hours=("22-06",)), 0, 0, 0),
        (Budget(mb_a_day=2, hours=("22-06", "12-13")), 0, 0, 2_000_000),
    ],
)
def test_the_tightest_limit_holds(
    budget: Budget, today: int, this_hour: int, size: int
) -> None:
    allowed = allowance(budget, NOON, today, this_hour)
    assert (allowed.size, allowed.wait_s) == (size, 900)


@pytest.mark.parametrize(
    ("span", "inside", "outside"),
    [
        ("22-06", (22, 23, 0, 5), (6, 12, 21)),
        ("00-24", (0, 23), ()),
        ("09-17", (9, 16), (8, 17)),
    ],
)
def test_hours_go_round_midnight(
    span: str, inside: tuple[int, ...], outside: tuple[int, ...]
) -> None:
    def allowed(hour: int) -> int:
        return allowance(Budget(hours=(span,)), NOON.replace(hour=hour), 0, 0).size

    assert all(allowed(hour) > 10**9 for hour in inside)
    assert all(allowed(hour) == 0 for hour in outside)


def test_the_names_of_a_days_hours_begin_with_the_days() -> None:
    assert hour_of(NOON).startswith(day_of(NOON))
    assert day_of(NOON) == "2026-05-04"


@pytest.mark.parametrize("written", ["22", "22-25", "24-06", "2-6", "22:00-06:00"])
def test_hours_that_are_none_are_told(written: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=r"hours\[0\]"):
        msgspec.convert({"hours": [written]}, Budget)
