"""A day as a clerk types it."""

from datetime import date

import pytest

from kiosk.office.days import read_day

TODAY = date(2026, 1, 3)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0", TODAY),
        ("-1", date(2026, 1, 2)),
        ("+7", date(2026, 1, 10)),
        ("4/1", date(2026, 1, 4)),
        ("30/12", date(2025, 12, 30)),
        ("4.5.26", date(2026, 5, 4)),
        (" 04-05-2026 ", date(2026, 5, 4)),
        ("2026-05-04", date(2026, 5, 4)),
        ("29/2", date(2024, 2, 29)),
        ("29/2/2028", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read(typed: str, meant: date) -> None:
    today = date(2024, 6, 1) if typed == "29/2" else TODAY
    assert read_day(typed, today) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "χθες", "31/2", "1", "4/13", "4/5/0000", "-9999", "٤/٥", "4/5/", "9" * 99],
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_day(typed, TODAY) is None
