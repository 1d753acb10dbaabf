"""What a visit needed is given back when nobody is there any more."""

import gc
import subprocess
import sys

from tests.house.source import ROOT
from tests.ui.booth import Booth


class Round:
    """Rubbish that only a search finds."""

    def __init__(self) -> None:
        self.itself = self
        self.holds = bytes(16)


GIVES_BACK = """
import re
from pathlib import Path
from ui.tidying import give_back

def resident():
    told = Path("/proc/self/smaps_rollup").read_text("ascii")
    return int(re.search(r"Pss_Anon: +([0-9]+) kB", told)[1])

give_back()
# Pieces too small for the machine to be asked for each, and some of them stay.
pieces = [bytes(3_000) for _ in range(4_000)]
for _ in range(5):
    del pieces[1::2]
kept = resident()
give_back()
print(kept - resident(), len(pieces))
"""
"""For a process of its own: in one that has holes already, the pieces would fill them."""


def test_memory_that_nothing_stands_in_goes_back_to_the_machine() -> None:
    command = [sys.executable, "-c", GIVES_BACK]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    kilobytes, stay = map(int, told.stdout.split())
    assert kilobytes > 6_000
    assert stay == 125


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
        booth.come_in()
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
