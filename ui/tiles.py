"""A page that is made of tiles: the choices of whatever kind."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QVBoxLayout

from ui.screen import Said, Scene, Screen
from ui.widgets.beside import Beside
from ui.widgets.pages import Cell, Measure, Pages
from ui.widgets.tile import Shape, Tile

_MEASURES: Final = {
    Shape.CARD: (1.35, 46),
    Shape.ROW: (2.7, 92),
    Shape.WORDS: (2.7, 46),
}
"""The width over the height that looks best, and the narrowest in millimetres."""


class TilesScreen(Screen):
    """Lays tiles on pages, tells which was touched, and speaks those that are shown."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._pages: Pages | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def lay(
        self,
        tiles: Sequence[Cell],
        shape: Shape,
        most: int | None = None,
        ideal: float | None = None,
    ) -> None:
        """Show these tiles; each one's touch goes to `touched`.

        `most` is how many may stand on one page, if fewer than there could; `ideal` the
        width over the height that looks best, if not the usual one of the shape.
        """
        theme = self.scene.theme
        self._put_away()
        usual, narrowest = _MEASURES[shape]
        words = max((tile.minimumSizeHint().width() for tile in tiles), default=0)
        measure = Measure(
            narrowest=max(words, theme.px(narrowest)),
            ideal=ideal or usual,
            most=most or (6 if theme.panel.small else 9),
        )
        self._pages = Pages(tiles, theme.px(7), measure)
        self._pages.turned.connect(self.turned)
        for tile in tiles:
            if isinstance(tile, Tile):
                tile.touched.connect(self.touched)
            elif isinstance(tile, Beside):
                tile.tile.touched.connect(self.touched)
        self._column.addWidget(self._pages)

    def _put_away(self) -> None:
        """Take the tiles from the page, for something else to stand there."""
        old, self._pages = self._pages, None
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()

    def touched(self, name: str) -> None:
        """A tile was touched; `name` is its object name."""
        raise NotImplementedError

    def pages(self) -> Pages | None:
        return self._pages

    def spoken(self) -> tuple[Said, ...]:
        if self._pages is None:
            return ()
        said: list[Said] = []
        for cell in self._pages.shown:
            if isinstance(cell, Tile):
                said += _said_by(cell)
            elif isinstance(cell, Beside):
                said += _said_by(cell.tile)
                said.append(Said(cell.button.accessibleName(), cell.button))
            else:
                said += [Said(words.text(), words) for words in cell.lines]
        return tuple(said)


def _said_by(tile: Tile) -> list[Said]:
    if not tile.own:
        return [Said(tile.sentence, tile)]
    own = Said(tile.face.words, tile, private=True, own=True)
    return [Said(tile.face.hint, tile), own]
