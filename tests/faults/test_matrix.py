"""Whatever the line does: nothing lost, nothing twice, nothing stuck."""

from datetime import UTC, datetime

import pytest

from tests.faults.cell import WELL
from tests.faults.conftest import is_writing
from tests.faults.matrix import PLACES, TEETH, Matrix, Place, is_for
from tests.faults.table import committed, shows, wanted

TODAY = datetime.now(UTC).toordinal()
CELLS = [
    pytest.param(one, id=str(one), marks=() if is_for(one, TODAY) else pytest.mark.soak)
    for one in PLACES
]


@pytest.mark.parametrize("place", CELLS)
def test_nothing_is_lost_or_twice_or_stuck(matrix: Matrix, place: Place) -> None:
    played = matrix[place]
    assert played.tally == WELL
    assert played.hits >= 3, "the fault was hardly there: this proves nothing"
    assert played.strays == 0, "a report went to a stranger"


@pytest.mark.parametrize("place", TEETH, ids=str)
def test_the_matrix_catches(matrix: Matrix, place: Place) -> None:
    assert shows(place, matrix[place].tally), matrix[place]


def test_the_page_shows_this_matrix(request: pytest.FixtureRequest) -> None:
    """What ran is all well, or fails; so is what stands there, cell by cell."""
    if is_writing(request.config):
        pytest.skip("it is being written")
    assert committed() == wanted()
