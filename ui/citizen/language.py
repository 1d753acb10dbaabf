"""Which language shall we speak?"""

from PySide6.QtCore import Signal

from i18n import Language, _
from ui.screen import Heading, Scene
from ui.tiles import TilesScreen
from ui.widgets.button import Face
from ui.widgets.tile import Shape, Tile


class LanguageScreen(TilesScreen):
    """Each language by its own name."""

    name = "language"
    has_start_over = False

    chosen = Signal(str)

    def __init__(self, scene: Scene, languages: tuple[Language, ...]) -> None:
        super().__init__(scene)
        tiles = []
        for language in languages:
            face = Face(
                language.name, hint=language.greeting, letter=language.code.upper()
            )
            tile = Tile(face, Shape.ROW, scene.theme, "title")
            tile.setObjectName(language.code)
            tiles.append(tile)
        self.lay(tiles, Shape.ROW)

    def heading(self) -> Heading:
        return Heading(_("Which language shall we speak?"), _("Touch yours"))

    def touched(self, name: str) -> None:
        self.chosen.emit(name)
