"""Pages of tiles: as many as fit on one, never a scroll bar; the rest on further pages."""

from collections.abc import Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.widgets.beside import Beside
from ui.widgets.card import Card
from ui.widgets.paged import Paged
from ui.widgets.tile import Tile

Cell = Tile | Card | Beside
"""What stands on a page."""

_LIES: Final = 2.0
"""Width over height: what is to be broader is a line among lines, not a picture."""


class Measure(msgspec.Struct, frozen=True):
    """What a tile needs, and how it looks best."""

    narrowest: int
    """Pixels."""
    ideal: float
    """Width over height."""
    most: int
    """Tiles on one page; more confuse."""


class Room(msgspec.Struct, frozen=True):
    """The cells of a page."""

    columns: int
    rows: int

    @property
    def places(self) -> int:
        """How many tiles a page holds."""
        return self.columns * self.rows


def room_for(
    heights: dict[int, int], tiles: int, area: QSize, gap: int, measure: Measure
) -> Room:
    """Return the best cells for so many tiles in an area.

    `heights` is what the tallest tile needs in pixels for each number of columns that is
    wide enough. If all tiles fit, the shape nearest the ideal wins, with no row left
    ragged if that can be helped; otherwise the shape that holds most, in few lines.
    """
    best, best_score = Room(1, 1), float("-inf")
    whole = {
        columns: high for columns, high in heights.items() if high <= area.height()
    }
    lowest = max(1, min(heights.values(), default=1))
    for columns, height in (whole or heights).items():
        fitting = max(1, (area.height() + gap) // (height + gap))
        rows = max(1, min(fitting, measure.most // columns, -(-tiles // columns)))
        room = Room(columns, rows)
        if columns > tiles or columns > measure.most:
            continue
        width = (area.width() - gap * (columns - 1)) / columns
        shape = width / ((area.height() - gap * (rows - 1)) / rows)
        off_ideal = max(shape / measure.ideal, measure.ideal / shape)
        if room.places >= tiles:
            score = 1000 - off_ideal - 0.4 * (room.places - tiles)
        else:
            score = room.places - off_ideal / 10
            if measure.ideal > _LIES:  # words beside a picture are broken little
                score -= (height / lowest - 1) / 5
        if score > best_score:
            best, best_score = room, score
    return best


class Pages(Paged):
    """Tiles in equal cells, a page at a time."""

    def __init__(
        self,
        tiles: Sequence[Cell],
        gap: int,
        measure: Measure,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.tiles = tuple(tiles)
        self._measure = measure
        self._room = Room(1, 1)
        self._lies_alone = False
        self._cells = QGridLayout(self)
        self._cells.setContentsMargins(0, 0, 0, 0)
        self._cells.setSpacing(gap)
        for tile in self.tiles:
            tile.setParent(self)
            tile.hide()

    @property
    def count(self) -> int:
        return max(1, -(-len(self.tiles) // self._room.places))

    @property
    def shown(self) -> tuple[Cell, ...]:
        """The tiles on this page, in reading order."""
        first = self.page * self._room.places
        return self.tiles[first : first + self._room.places]

    def turn_to(self, tile: Cell) -> None:
        """Show the page this tile is on."""
        self.turn(self.tiles.index(tile) // self._room.places - self.page)

    # Qt

    def minimumSizeHint(self) -> QSize:
        return QSize(self._measure.narrowest, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        first = self.shown[0] if self.shown else None
        pages = self.count
        self._room = self._best_room()
        if first is not None:
            self.page = self.tiles.index(first) // self._room.places
        self.show_page()
        if self.count != pages:
            self.turned.emit()

    def _best_room(self) -> Room:
        gap = self._cells.spacing()
        heights: dict[int, int] = {}
        for columns in range(1, len(self.tiles) + 1):
            width = (self.width() - gap * (columns - 1)) // columns
            if columns > 1 and width < self._measure.narrowest:
                break
            heights[columns] = max(tile.heightForWidth(width) for tile in self.tiles)
        room = room_for(heights, len(self.tiles), self.size(), gap, self._measure)
        # One line stands as high as it would among others, not as high as the page.
        two = 2 * heights.get(room.columns, 0) + gap
        lies = self._measure.ideal > _LIES and room.rows == 1
        self._lies_alone = lies and two <= self.height()
        return room

    def show_page(self) -> None:
        shown = self.shown
        for tile in self.tiles:
            self._cells.removeWidget(tile)
            tile.setVisible(tile in shown)
        for column in range(max(self._cells.columnCount(), self._room.columns)):
            self._cells.setColumnStretch(
                column, 1 if column < self._room.columns else 0
            )
        for row in range(max(self._cells.rowCount(), self._room.rows)):
            self._cells.setRowStretch(row, 1 if row < self._room.rows else 0)
        self._cells.setRowStretch(self._room.rows, 1 if self._lies_alone else 0)
        self._level_text()
        for at, tile in enumerate(shown):
            self._cells.addWidget(
                tile, at // self._room.columns, at % self._room.columns
            )

    def _level_text(self) -> None:
        """Give the words of all tiles the height of the longest: pictures stay level."""
        gap, columns = self._cells.spacing(), self._room.columns
        width = (self.width() - gap * (columns - 1)) // columns
        height = max((tile.text_height(width) for tile in self.tiles), default=0)
        for tile in self.tiles:
            tile.hold_text(height)
