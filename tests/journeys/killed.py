"""The citizen face, killed by itself at one instant: for test_killed.py.

`python -m tests.journeys.killed INSTANT --home DIR`: a tour whose process gets SIGKILL,
as from a power switch, before anything after that instant can run.
"""

import os
import signal
import sys
from collections.abc import Sequence

import ui.__main__
import ui.citizen.visit
import ui.face
from kiosk.citizen import CitizenDoor
from kiosk.filing import Chance
from kiosk.journey import Journey
from kiosk.media import Captured
from kiosk.submission import Receipt
from ui.citizen.tracking import Tracking


def die() -> None:
    """End as a machine ends whose plug is pulled."""
    os.kill(os.getpid(), signal.SIGKILL)


class DiesBeforeCommit(CitizenDoor):
    """The last touch was felt; nothing was kept yet."""

    def confirm(
        self,
        journey: Journey,
        language: str,
        chance: Chance,
        captured: Sequence[Captured] = (),
    ) -> Receipt:
        die()
        raise AssertionError("alive")


class DiesAfterCommit(CitizenDoor):
    """It is on disk; the receipt was not shown yet."""

    def confirm(
        self,
        journey: Journey,
        language: str,
        chance: Chance,
        captured: Sequence[Captured] = (),
    ) -> Receipt:
        super().confirm(journey, language, chance, captured)
        die()
        raise AssertionError("alive")


class DiesWithTheReceipt(Tracking):
    """The receipt's page is on the glass; the person may have seen it."""

    def show_receipt(self, receipt: Receipt) -> None:
        super().show_receipt(receipt)
        die()


def main(instant: str, arguments: list[str]) -> int:
    """Put the dying part in the place of the living one, and take the tour."""
    doors = {"touch": DiesBeforeCommit, "commit": DiesAfterCommit}
    if instant == "receipt":
        vars(ui.citizen.visit)["Tracking"] = DiesWithTheReceipt
    else:
        vars(ui.face)["CitizenDoor"] = doors[instant]
    return ui.__main__.main(["tour", "--offline", "--size", "1366x768", *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
