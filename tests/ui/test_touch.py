"""What a finger does, and what it does not do."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.hands import Touch
from tests.ui.booth import WIDE, Booth, Given
from ui.widgets.map import MapView
from ui.widgets.miss import Miss

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


def strike(booth: Booth, name: str, ms: int, *way: QPoint) -> None:
    """Put the finger down, slide it along, and lift it after so many milliseconds."""
    widget = booth.find(name)
    at = widget.rect().center()
    booth.press(name)
    QTest.qSleep(ms)
    for step in way:
        at += step
        booth.slide(name, at)
    booth.lift(name, at)
    booth.settle()


def test_a_touch_counts_when_it_has_stayed(booths: Callable[..., Booth]) -> None:
    booth = booths(Given(forgives=Touch(hold_ms=80, double_strike_ms=0)))
    strike(booth, "begin", 0)
    strike(booth, "begin", 20)
    assert booth.page.name == "attract"
    strike(booth, "begin", 100)
    assert booth.page.name == "language"


def test_a_finger_that_stays_is_seen_before_it_leaves(
    booths: Callable[..., Booth],
) -> None:
    booth = booths(Given(forgives=Touch(hold_ms=30, double_strike_ms=0)))
    booth.press("begin")
    assert not booth.tile("begin").isDown()
    booth.qtbot.waitUntil(lambda: booth.tile("begin").isDown())
    booth.lift("begin", FAR)
    assert booth.page.name == "attract"


def test_a_second_strike_does_not_count(booths: Callable[..., Booth]) -> None:
    booth = booths(Given(forgives=Touch(hold_ms=0, double_strike_ms=500)))
    booth.come_in()
    booth.go("follow")
    for _ in range(4):
        strike(booth, "7", 0)
    strike(booth, "K", 0)  # another key is another touch
    assert booth.page.partial() == ("7K",)
    QTest.qSleep(600)
    strike(booth, "K", 0)
    assert booth.page.partial() == ("7KK",)


def test_a_finger_may_slide_a_little_beside_what_it_touched(booth: Booth) -> None:
    booth.come_in()
    booth.go("follow")
    half, mm = booth.find("7").rect().height() // 2, WIDE.px(1)
    strike(booth, "7", 0, QPoint(0, half + 2 * mm))
    assert booth.page.partial() == ("7",)
    strike(booth, "7", 0, QPoint(0, half + 4 * mm))
    assert booth.page.partial() == ("7",)


def test_a_finger_that_rolls_does_not_drag_the_map(
    booths: Callable[..., Booth],
) -> None:
    for forgiven, moves in ((15.0, False), (0.0, True)):
        touch = Touch(hold_ms=0, double_strike_ms=0, drag_mm=forgiven)
        booth = booths(Given(forgives=touch))
        booth.come_in()
        booth.go("problem", "lighting", "broken-lamp", "map")
        shown = booth.tile("map")
        assert isinstance(shown, MapView)
        before = shown.centre
        strike(booth, "map", 0, QPoint(0, WIDE.px(10)))
        assert (shown.centre != before) is moves
        assert (shown.mark is None) is moves


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


def miss(booth: Booth) -> Miss:
    (sign,) = booth.shell.findChildren(Miss)
    return sign


def test_a_finger_that_touched_nothing_sees_where_it_was(booth: Booth) -> None:
    booth.come_in()
    assert booth.shell.frame is not None
    where = booth.shell.frame.heading
    before = booth.shell.grab().toImage()
    QTest.mouseClick(
        booth.shell.windowHandle(), Qt.MouseButton.LeftButton, pos=_in(where)
    )
    assert miss(booth).isVisible()
    assert miss(booth).geometry().center() == _in(where)
    assert booth.shell.grab().toImage() != before
    booth.qtbot.waitUntil(lambda: not miss(booth).isVisible())
    assert booth.page.name == "home"


def test_a_finger_that_slid_away_sees_that_it_did_not_count(booth: Booth) -> None:
    booth.come_in()
    booth.press("problem")
    booth.slide("problem", FAR)
    assert not miss(booth).isVisible()
    booth.lift("problem", FAR)
    assert miss(booth).isVisible()
    booth.touch("problem")
    assert booth.page.name == "choice"
    assert not miss(booth).isVisible()


def test_a_touch_that_was_too_short_is_seen_not_to_count(
    booths: Callable[..., Booth],
) -> None:
    booth = booths(Given(forgives=Touch(hold_ms=600)))
    strike(booth, "begin", 700)
    strike(booth, "el", 50)
    assert miss(booth).isVisible()


def _in(widget: QWidget) -> QPoint:
    return widget.mapTo(widget.window(), widget.rect().center())
