"""What a finger does, and what it does not do."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.booth import Booth, Given

FAR = QPoint(-300, -300)


def test_a_touch_acts_when_the_finger_leaves(booth: Booth) -> None:
    booth.come_in()
    booth.press("problem")
    assert booth.page.name == "home"
    booth.lift("problem")
    assert booth.page.name == "choice"


def test_sliding_off_takes_the_touch_back(booth: Booth) -> None:
    booth.come_in()
    booth.press("problem")
    booth.slide("problem", FAR)
    booth.lift("problem", FAR)
    assert booth.page.name == "home"


def test_sliding_off_and_on_again_is_a_touch(booth: Booth) -> None:
    booth.come_in()
    booth.press("problem")
    booth.slide("problem", FAR)
    booth.slide("problem", booth.find("problem").rect().center())
    booth.lift("problem")
    assert booth.page.name == "choice"


def test_a_finger_is_seen_while_it_is_down(booth: Booth) -> None:
    booth.come_in()
    tile = booth.find("problem")
    tile.clearFocus()
    before = tile.grab().toImage()
    booth.press("problem")
    assert tile.grab().toImage() != before
    booth.slide("problem", FAR)
    booth.lift("problem", FAR)


def test_a_touch_just_after_a_page_has_changed_does_nothing(
    booths: Callable[..., Booth],
) -> None:
    booth = booths(Given(deaf_ms=1000))
    booth.touch("begin")
    assert booth.page.name == "language"
    booth.touch("el")
    assert booth.page.name == "language"
    booth.wait_for("language")
    booth.touch("el")
    assert booth.page.name == "home"


def test_a_double_tap_is_one_step(booths: Callable[..., Booth]) -> None:
    booth = booths(Given(deaf_ms=1000))
    where = booth.shell.rect().center()
    for _ in range(2):
        touch = QTest.touchEvent(booth.shell, booth.finger)
        touch.press(0, where, booth.shell)
        touch.commit()
        touch = QTest.touchEvent(booth.shell, booth.finger)
        touch.release(0, where, booth.shell)
        touch.commit()
    assert booth.page.name == "language"


def test_keys_alone_lead_to_the_receipt(booth: Booth) -> None:
    way = ("begin", "el", "problem", "lighting", "broken-lamp", "landmark:square")
    for name in (*way, "action", "action"):
        before = booth.page
        for _ in range(60):
            focused = QApplication.focusWidget()
            if focused is not None and focused.objectName() == name:
                break
            QTest.keyClick(booth.shell, Qt.Key.Key_Tab)
        assert focused is booth.find(name)
        QTest.keyClick(focused, Qt.Key.Key_Space)
        booth.wait_to_leave(before)
    assert booth.page.name == "receipt"
