"""A photo goes in pieces that fit the line."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from sync.connector import Delivered, Kind
from sync.tus import FIRST, LARGEST, SMALLEST, Pace
from tests.sync.contract import make_dispatch
from tests.sync.hubs import Call
from tests.sync.media import Connect, FakeMediaHub, Watch, connecting, photo, trouble

REPORT = make_dispatch()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def connect(watch: Watch) -> Iterator[Connect]:
    with connecting(watch) as connect:
        yield connect


@pytest.fixture
def fake() -> Iterator[FakeMediaHub]:
    with FakeMediaHub() as hub:
        yield hub


def slow(
    fake: FakeMediaHub,
    watch: Watch,
    bytes_a_second: Callable[[], float],
) -> None:
    """Let each piece take as long as the line says."""

    def pass_time(call: Call) -> None:
        watch.seconds += len(call.body) / bytes_a_second()

    fake.piece_passes = pass_time  # type: ignore[method-assign] # a hook of the fake's


def test_a_line_gets_pieces_of_about_ten_seconds(
    fake: FakeMediaHub, connect: Connect, watch: Watch
) -> None:
    slow(fake, watch, lambda: 30_000)
    hub, piece = connect(fake), photo(2_000_000)
    while True:
        began = watch.seconds
        haul = hub.carry_piece(REPORT, piece)
        assert watch.seconds - began <= 31
        if isinstance(haul.outcome, Delivered):
            break
        assert trouble(haul).kind is Kind.UNFINISHED
    sizes = [size for _, size in fake.passed]
    assert sizes[0] == FIRST
    assert all(later <= 2 * size for size, later in pairwise(sizes))
    assert set(sizes[4:-1]) == {300_000}
    assert fake.bytes_passed == 2_000_000


def test_the_slowest_line_gets_the_smallest_pieces_one_a_call(
    fake: FakeMediaHub, connect: Connect, watch: Watch
) -> None:
    slow(fake, watch, lambda: 1_000)
    hub, piece = connect(fake), photo(120_000)
    hauls = [hub.carry_piece(REPORT, piece).sent for _ in range(3)]
    assert hauls == [FIRST, SMALLEST, SMALLEST]


def test_the_fastest_line_gets_the_largest_pieces(
    fake: FakeMediaHub, connect: Connect
) -> None:
    connect(fake).carry_piece(REPORT, photo(3_999_999))
    sizes = [size for _, size in fake.passed]
    assert sizes[:5] == [FIRST, 2 * FIRST, 4 * FIRST, 8 * FIRST, LARGEST]
    assert max(sizes) == LARGEST


def test_a_line_that_becomes_slow_gets_smaller_pieces_at_once() -> None:
    pace = Pace()
    for _ in range(5):
        pace.took(pace.size, 0.5)
    assert pace.size == LARGEST
    pace.took(LARGEST, 40)
    assert pace.size == LARGEST // 4
    pace.broke()
    assert pace.size == LARGEST // 8
    for _ in range(9):
        pace.broke()
    assert pace.size == SMALLEST


def test_the_tail_of_a_file_says_nothing_about_the_line() -> None:
    pace = Pace()
    pace.took(500, 0.6)
    assert pace.size == FIRST
    pace.took(500, 20)
    assert pace.size == SMALLEST
