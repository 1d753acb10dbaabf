"""Waits are drawn over their whole span, grow, and never outgrow their cap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.outbox import REFUSED_AGAIN_S
from sync.connector import LINE, Kind, Trouble
from sync.patience import (
    BASE_S,
    DESTINATION_CAP_S,
    SHORTEST_S,
    SUBMISSION_CAP_S,
    full_jitter,
    rest_s,
    token_s,
    wait_s,
)

ALMOST_ONE = 0.999999

chances = st.floats(0, ALMOST_ONE)
counts = st.integers(0, 10**6)


@given(counts, chances)
def test_a_wait_lies_between_its_bounds(doublings: int, chance: float) -> None:
    drawn = full_jitter(doublings, SUBMISSION_CAP_S, lambda: chance)
    assert SHORTEST_S <= drawn <= SUBMISSION_CAP_S


def test_the_span_doubles_until_its_cap() -> None:
    spans = [full_jitter(n, 300, lambda: ALMOST_ONE) for n in range(6)]
    assert spans == pytest.approx([30, 60, 120, 240, 300, 300], rel=1e-3)


@given(st.floats(0, 10**9), counts, chances)
def test_a_destination_is_never_left_alone_for_longer_than_the_cap(
    said: float, rests: int, chance: float
) -> None:
    rest = rest_s(rests, said, lambda: chance)
    asked = min(said, SUBMISSION_CAP_S)
    assert max(SHORTEST_S, asked) <= rest <= max(DESTINATION_CAP_S, asked)


@given(st.sampled_from(sorted(LINE)), counts, chances)
def test_on_a_dead_line_it_is_the_destination_that_waits(
    kind: Kind, attempts: int, chance: float
) -> None:
    assert wait_s(Trouble(kind, "no connection"), attempts, 17, lambda: chance) == 0


@given(counts, chances)
def test_a_busy_destination_is_asked_ever_more_seldom(
    attempts: int, chance: float
) -> None:
    waited = wait_s(Trouble(Kind.BUSY, "500"), attempts, 5, lambda: chance)
    assert 5 <= waited <= SUBMISSION_CAP_S


@given(chances)
def test_a_second_no_is_heard_an_hour_after_the_first(chance: float) -> None:
    waited = wait_s(Trouble(Kind.REFUSED, "404"), 1, 0, lambda: chance)
    assert REFUSED_AGAIN_S < waited <= REFUSED_AGAIN_S + BASE_S


def test_a_token_is_asked_for_soon_at_first() -> None:
    assert token_s(1, lambda: ALMOST_ONE) <= 5
    assert token_s(100, lambda: ALMOST_ONE) <= SUBMISSION_CAP_S
