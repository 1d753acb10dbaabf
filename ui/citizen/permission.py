"""May what you said be read aloud? Others may hear it."""

from PySide6.QtCore import Signal

from i18n import _
from ui.screen import Heading, Scene
from ui.tiles import TilesScreen
from ui.widgets.button import Face
from ui.widgets.tile import Shape, Tile

_YES, _NO = "aloud", "quiet"


class PermissionScreen(TilesScreen):
    """Asked once, before the loudspeaker says the first thing that is a person's own."""

    name = "permission"
    has_back = False
    has_start_over = False

    answered = Signal(bool)

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        tiles = []
        for name, words, picture, colour in (
            (_YES, _("Yes, read it aloud"), "listen", "sea"),
            (_NO, _("No, keep it quiet"), "sound-off", "slate"),
        ):
            face = Face(words, picture=scene.picture(picture), colour=colour)
            tile = Tile(face, Shape.CARD, scene.theme)
            tile.setObjectName(name)
            tiles.append(tile)
        self.lay(tiles, Shape.CARD)

    def heading(self) -> Heading:
        return Heading(
            _("Shall I read aloud what you said?"),
            _("Others may hear it. With headphones only you do."),
        )

    def touched(self, name: str) -> None:
        self.answered.emit(name == _YES)
