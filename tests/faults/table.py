"""The matrix as it stands in docs/reliability.md."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.faults.cell import WELL, Tally
from tests.faults.controls import CONTROLS
from tests.faults.ends import ROWS
from tests.faults.faults import FAULTS
from tests.faults.load import LOADS
from tests.faults.matrix import PLACES, TEETH, Place

PAGE: Final = Path(__file__).parents[2] / "docs" / "reliability.md"

BEGIN: Final = "<!-- The matrix: written by `make reliability`. -->\n"
END: Final = "<!-- The end of the matrix. -->\n"


def written(tallies: Mapping[Place, Tally]) -> str:
    """Write the whole matrix."""
    pieces = []
    for load in LOADS:
        pieces.append(_row(load.value, *(row.name for row in ROWS)))
        pieces.append(_row("---", *("---" for _ in ROWS)))
        for fault in FAULTS:
            told = [tallies.get(Place(fault, row, load)) for row in ROWS]
            pieces.append(_row(fault.name, *map(_counts, told)))
        pieces.append("\n")
    pieces.append(_row("broken on purpose", "fault", "lost / twice / stuck"))
    pieces.append(_row("---", "---", "---"))
    for one, place in zip(CONTROLS, TEETH, strict=True):
        some = f"**{one.shows}**" if shows(place, tallies[place]) else "nothing"
        pieces.append(_row(one.name, one.fault, some))
    return "".join(pieces)


def wanted() -> str:
    """What must stand in the page: no cell has anything, and each control is caught."""
    caught = {
        one: replace(WELL, **{one.control.shows: 1}) for one in TEETH if one.control
    }
    return written({one: WELL for one in PLACES} | caught)


def shows(place: Place, tally: Tally) -> bool:
    """Say whether a control was caught at what it does."""
    return place.control is not None and getattr(tally, place.control.shows) > 0


def committed() -> str:
    """Read the matrix that stands in the page."""
    return PAGE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]


def commit(tallies: Mapping[Place, Tally]) -> None:
    """Write the matrix of a whole run into the page."""
    assert tallies.keys() == {*PLACES, *TEETH}
    before, begin, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    assert begin
    assert end
    PAGE.write_text(before + begin + written(tallies) + end + after, "utf-8")


def _counts(tally: Tally | None) -> str:
    if tally is None:
        return "-"
    return f"{tally.lost} / {tally.twice} / {tally.stuck}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"
