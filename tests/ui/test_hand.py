"""The finger of a tour, which touches what is there and may soon be gone."""

import shiboken6
from PySide6.QtCore import QTimer

from tests.ui.booth import ALL_COUNT, Booth
from ui.hand import Hand


def test_a_finger_is_lifted_also_where_what_it_touched_is_gone(booth: Booth) -> None:
    booth.come_in()
    hand = Hand(booth.shell, ALL_COUNT)
    QTimer.singleShot(0, lambda: shiboken6.delete(booth.tile("problem")))
    hand.press("problem")  # Qt goes on with all that waits while the finger is down
    assert not hand.sees("problem")
    assert booth.page.name == "home"
    hand.press("follow")
    booth.wait_for("follow")
