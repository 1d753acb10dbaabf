"""A page that is made of tiles: the choices of whatever kind."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout

from ui.screen import Said, Scene, Screen
from ui.widgets.pages import Measure, Pages
from ui.widgets.tile import Shape, Tile


class TilesScreen(Screen):
    """Lays tiles on pages, tells which was touched, and speaks those that are shown."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._pages: Pages | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def lay(self, tiles: Sequence[Tile], shape: Shape) -> None:
        """Show these tiles; each one's touch goes to `touched`."""
        theme = self.scene.theme
        if self._pages is not None:
            self._column.removeWidget(self._pages)
            self._pages.hide()
            self._pages.deleteLater()
        ideal, narrowest = (1.35, 46) if shape is Shape.CARD else (2.7, 92)
        words = max((tile.minimumSizeHint().width() for tile in tiles), default=0)
        measure = Measure(
            narrowest=max(words, theme.px(narrowest)),
            ideal=ideal,
            most=6 if theme.panel.small else 9,
        )
        self._pages = Pages(tiles, theme.px(7), measure)
        self._pages.turned.connect(self.turned)
        for tile in tiles:
            tile.touched.connect(self.touched)
        self._column.addWidget(self._pages)

    def touched(self, name: str) -> None:
        """A tile was touched; `name` is its object name."""
        raise NotImplementedError

    def pages(self) -> Pages | None:
        return self._pages

    def spoken(self) -> tuple[Said, ...]:
        if self._pages is None:
            return ()
        return tuple(
            Said(_sentence(tile), tile)
            for tile in self._pages.shown
            if isinstance(tile, Tile)
        )


def _sentence(tile: Tile) -> str:
    return f"{tile.face.words}. {tile.face.hint}" if tile.face.hint else tile.face.words
