"""Which language shall we speak?"""

from PySide6.QtCore import Signal

from i18n import Language, _
from ui.screen import VOICE, Heading, Scene
from ui.tiles import TilesScreen
from ui.widgets.button import Face
from ui.widgets.tile import Shape, Tile

_ON_A_PAGE = 12
"""Few words each, and everybody looks for one alone: nobody should have to turn a page."""


class LanguageScreen(TilesScreen):
    """Each language by its own name."""

    name = "language"
    has_start_over = False

    chosen = Signal(str)

    def __init__(self, scene: Scene, languages: tuple[Language, ...]) -> None:
        super().__init__(scene)
        tiles = []
        role = "question" if scene.theme.scale == 1 else "title"
        for language in languages:
            tile = Tile(Face(language.name), Shape.WORDS, scene.theme, role)
            tile.setObjectName(language.code)
            tile.setProperty(VOICE, language.voice)
            tiles.append(tile)
        self.lay(tiles, Shape.WORDS, most=_ON_A_PAGE)

    def heading(self) -> Heading:
        return Heading(_("Which language shall we speak?"), _("Choose yours"))

    def touched(self, name: str) -> None:
        self.chosen.emit(name)
