"""A row says what was measured, and never more than that."""

from pathlib import Path

import pytest

from benchmarks.__main__ import FIGURES, LONG, main
from benchmarks.measured import RATE, Row, Sample, growth, in_turns, one
from benchmarks.page import PAGE, plain, table, write


def row(ours: float, theirs: float | None, goal: float | None = 1.5) -> Row:
    return Row("a", one(ours), "b", None if theirs is None else one(theirs), goal)


@pytest.mark.parametrize(
    ("one_row", "holds"),
    [
        (row(3, 2), True),
        (row(3.1, 2), False),
        (row(3, None), False),
        (row(3, 2, None), None),
        (Row("a", None, "b", one(2), 1.5), False),
        (Row("a", one(12), "b", one(13.3), 0.9, RATE, True), True),
        (Row("a", one(11), "b", one(13.3), 0.9, RATE, True), False),
    ],
)
def test_a_goal_holds_only_when_it_was_measured_and_reached(
    one_row: Row, holds: bool | None
) -> None:
    assert one_row.holds is holds


def test_a_peer_that_is_missing_is_seen() -> None:
    assert "not on this machine" in table([row(3, None)])
    assert plain("x", row(3, None))["theirs"] is None


def test_the_middle_and_the_worst_of_a_hundred() -> None:
    sample = Sample(tuple(map(float, range(1, 101))))
    assert (sample.median, sample.p99) == (50.5, 99.0)
    assert Sample((1.0, 9.0, 2.0)).p99 == 9.0


def test_what_is_measured_is_measured_in_turns() -> None:
    done: list[str] = []

    def act(name: str) -> float:
        done.append(name)
        return 1.0

    in_turns({"a": lambda: act("a"), "b": lambda: act("b")}, 3)
    assert "".join(done) == "abbaab"


@pytest.mark.parametrize(("power", "slope"), [(0, 0.0), (1, 1.0), (2, 2.0)])
def test_how_a_cost_grows(power: int, slope: float) -> None:
    sizes = (1, 10, 100)
    took = [one(5.0 * size**power) for size in sizes]
    assert growth(sizes, took) == pytest.approx(slope)


def test_a_figure_takes_its_own_place_on_the_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    place = "<!-- {0}: written by the tool -->\nold\n<!-- end of {0} -->\n"
    page.write_text(f"Why.\n{place.format('a')}{place.format('b')}End.\n", "utf-8")
    write({"a": [row(3, 2)]}, page)
    told = page.read_text("utf-8")
    assert told.startswith("Why.\n")
    assert told.endswith(f"{place.format('b')}End.\n")
    assert "| 1.50 | ≤ 1.5 | yes |" in told


def test_every_figure_has_a_place_on_the_page() -> None:
    told = PAGE.read_text("utf-8")
    assert [name for name in FIGURES if f"<!-- end of {name} -->" not in told] == []
    assert set(FIGURES) >= LONG


def test_a_figure_that_nobody_knows_is_refused() -> None:
    assert main(["no-such-thing"]) == 2
