"""What a visit needed is given back when nobody is there any more."""

import gc
import re
from pathlib import Path

from tests.ui.booth import Booth
from ui.tidying import give_back

PAGES = 4_000


class Round:
    """Rubbish that only a search finds."""

    def __init__(self) -> None:
        self.itself = self
        self.holds = bytes(16)


def resident() -> int:
    """Kilobytes of this process's own memory."""
    told = Path("/proc/self/smaps_rollup").read_text("ascii")
    found = re.search(r"^Pss_Anon:\s+(\d+) kB$", told, re.MULTILINE)
    assert found is not None
    return int(found[1])


def test_memory_that_nothing_stands_in_goes_back_to_the_machine() -> None:
    give_back()
    # Pieces too small for the machine to be asked for each, and some of them stay.
    pieces = [bytes(3_000) for _ in range(PAGES)]
    del pieces[1::2], pieces[1::2], pieces[1::2], pieces[1::2], pieces[1::2]
    kept = resident()
    give_back()
    assert kept - resident() > 6_000
    assert len(pieces) == PAGES / 32


def test_it_is_done_once_somebody_has_left_and_not_while_they_are_there(
    booth: Booth,
) -> None:
    booth.come_in()
    booth.go("problem")
    gc.disable()
    try:
        kept = len([one for one in gc.get_objects() if isinstance(one, Round)])
        Round()
        booth.visit.rest()
        booth.qtbot.waitUntil(lambda: _rounds() == kept)
        Round()
        booth.visit.rest()
        booth.wait_for("attract")
        booth.come_in()
        booth.qtbot.wait(2_300)
        assert _rounds() == kept + 1
    finally:
        gc.enable()


def _rounds() -> int:
    return sum(isinstance(one, Round) for one in gc.get_objects())
