"""What one speaks into: a big round button, and a meter that shows that one is heard."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from i18n import _
from ui.theme import Theme
from ui.widgets.button import Touchable
from ui.widgets.picture import Picture
from ui.widgets.words import Words

_BARS = 16


class RoundButton(Touchable):
    """A picture on a large disc, and under it what a touch does."""

    def __init__(self, theme: Theme, side_mm: float) -> None:
        super().__init__("round", "")
        self._side = side = theme.px(side_mm)
        self._theme = theme
        column = QVBoxLayout(self)
        inner = theme.px(4)
        column.setContentsMargins(inner, inner, inner, inner)
        column.setSpacing(theme.px(3))
        self._disc = Picture(Path(), "", side)
        self._words = Words("", "title")
        self._words.setAlignment(
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        )
        column.addStretch(1)
        column.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._words)
        column.addStretch(1)
        self._floor = QSize(side + 2 * inner, side)
        self.setAccessibleDescription(
            _("Press Enter to begin, and Enter again when you are done.")
        )

    def show_face(self, words: str, picture: Path, colour: str) -> None:
        """Show what a touch does now; `colour` is a family's."""
        ground, ink = self._theme.family(colour)
        if self._theme.palette.families is None:  # a disc is seen in every look
            ground, ink = self._theme.palette.ink, self._theme.palette.paper
        self.setAccessibleName(words)
        self._words.setText(words)
        self._disc.repaint_with(picture, ink)
        whole = QSize(self._side, self._side)
        self._disc.on_ground(ground, self._side // 2, whole).setFixedSize(whole)


class Meter(QWidget):
    """How loud one speaks: bars that fill from the leading edge."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.level = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(14))
        self.setMinimumWidth(theme.px(50))

    def show_level(self, level: float) -> None:
        """Show a level from 0 to 1; it falls slower than it rises, as the ear likes it."""
        self.level = max(level, self.level * 0.8 if level else 0.0)
        self.update()

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self._theme.palette
        step = self.width() / _BARS
        lit = round(self.level * _BARS)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for bar in range(_BARS):
            at = _BARS - 1 - bar if rtl else bar
            shape = QPainterPath()
            rect = QRectF(at * step, 1, step * 0.62, self.height() - 2)
            radius = self._theme.px(1)
            shape.addRoundedRect(rect, radius, radius)
            if bar < lit:
                painter.fillPath(shape, QColor(palette.ink))
            else:
                painter.setPen(QColor(palette.muted))
                painter.drawPath(shape)
