"""What one test of the audit asked and saw: counts by screen and rule, and pictures."""

import json
from collections import Counter
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QWidget

_ACROSS: Final = 1920  # pixels of a sheet
_TITLE: Final = 20  # pixels above each picture
_SMALL: Final = {True: QSize(240, 427), False: QSize(480, 270)}
"""A picture on a sheet, by whether the panel stands upright."""
_ON_A_SHEET: Final = 24


class Record:
    """Counts always, for that costs nothing; draws where somebody is to look at it."""

    def __init__(self, draws: bool) -> None:
        self._draws = draws
        self._pictures: list[tuple[str, QImage]] = []
        self.asked: Counter[tuple[str, str]] = Counter()
        """How often, by screen and rule."""
        self.failed: Counter[tuple[str, str]] = Counter()

    def note(self, screen: str, rule: str, complaints: int) -> None:
        """A rule was asked of a screen, and complained so often."""
        self.asked[screen, rule] += 1
        self.failed[screen, rule] += complaints

    def draw(self, name: str, shell: QWidget) -> None:
        """Keep a small picture of what is shown."""
        if self._draws:
            drawn = shell.grab().toImage()
            upright = drawn.height() > drawn.width()
            aspect = Qt.AspectRatioMode.KeepAspectRatio
            smooth = Qt.TransformationMode.SmoothTransformation
            small = drawn.scaled(_SMALL[upright], aspect, smooth)
            self._pictures.append((name, small))

    def save(self, folder: Path, name: str) -> None:
        """Write counts and sheets of pictures under a name."""
        folder.mkdir(parents=True, exist_ok=True)
        rows = [
            [screen, rule, count, self.failed[screen, rule]]
            for (screen, rule), count in self.asked.items()
        ]
        (folder / f"{name}.json").write_text(json.dumps(rows), "utf-8")
        for first in range(0, len(self._pictures), _ON_A_SHEET):
            sheet = _sheet(self._pictures[first : first + _ON_A_SHEET])
            sheet.save(str(folder / f"{name}, {first // _ON_A_SHEET + 1}.png"))


def _sheet(pictures: list[tuple[str, QImage]]) -> QImage:
    wide, high = pictures[0][1].width(), pictures[0][1].height() + _TITLE
    across = _ACROSS // wide
    down = -(-len(pictures) // across)
    sheet = QImage(_ACROSS, down * high, QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.gray)
    painter = QPainter(sheet)
    font = QFont("Commissioner")
    font.setPixelSize(14)
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.white)
    for at, (name, picture) in enumerate(pictures):
        corner = QPoint(at % across * wide, at // across * high)
        painter.drawText(corner + QPoint(4, 15), name)
        painter.drawImage(corner + QPoint(0, _TITLE), picture)
    painter.end()
    return sheet
