"""The day as bars: how many reports there were in each hour."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from i18n import _
from ui.theme import Theme

_FIRST, _LAST = 6, 22
"""The hours that are always shown; others only when something was told then."""


def hours_shown(by_hour: Sequence[int]) -> range:
    """Return the hours to draw: a working day, and wherever there was something."""
    told = [hour for hour, count in enumerate(by_hour) if count]
    return range(min([_FIRST, *told]), max([_LAST, *(one + 1 for one in told)]))


def draw_hours(
    painter: QPainter, room: QRectF, by_hour: Sequence[int], ink: tuple[str, str]
) -> None:
    """Draw the bars into a rectangle: `ink` is the colour of bars, and of figures."""
    bar_ink, word_ink = ink
    shown, high = hours_shown(by_hour), painter.fontMetrics().height()
    wide = room.width() / len(shown)
    most = max(1, *by_hour)
    floor = room.bottom() - high * 1.4
    full = floor - room.top() - high * 1.4
    painter.setPen(QColor(word_ink))
    for place, hour in enumerate(shown):
        slot = QRectF(room.left() + place * wide, floor, wide, high * 1.4)
        if place % 2 == 0:
            _write(painter, slot, str(hour))
        count = by_hour[hour]
        if count:
            bar = QRectF(slot.left() + wide * 0.15, 0, wide * 0.7, full * count / most)
            bar.moveBottom(floor)
            painter.fillRect(bar, QColor(bar_ink))
            above = QRectF(slot.left(), bar.top() - high * 1.2, wide, high * 1.2)
            _write(painter, above, QLocale().toString(count))
    painter.drawLine(QPointF(room.left(), floor), QPointF(room.right(), floor))


def _write(painter: QPainter, room: QRectF, words: str) -> None:
    painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), words)


class DayChart(QWidget):
    """The bars on the page."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._hours: Sequence[int] = (0,) * 24
        self.setMinimumHeight(theme.px(35))
        self.setAccessibleName(_("Reports by the hour"))

    def show_hours(self, by_hour: Sequence[int]) -> None:
        """Draw these, and say them."""
        self._hours = by_hour
        said = [f"{hour}: {count}" for hour, count in enumerate(by_hour) if count]
        self.setAccessibleDescription(", ".join(said))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self._theme.palette
        inks = (palette.action, palette.ink)
        draw_hours(painter, QRectF(self.rect()), self._hours, inks)
