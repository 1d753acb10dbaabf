"""What would you like to see?"""

from PySide6.QtCore import Signal

from i18n import _, ngettext
from ui.citizen.reading.contents import Contents, Section, name, picture
from ui.figures import figure
from ui.screen import Heading, Scene
from ui.tiles import TilesScreen
from ui.widgets.button import Face
from ui.widgets.tile import Shape, Tile


class ShelfScreen(TilesScreen):
    """The kinds of things to read, as far as there are any."""

    name = "shelf"

    chosen = Signal(str)
    """A Section."""

    def __init__(self, scene: Scene, contents: Contents) -> None:
        super().__init__(scene)
        sections = contents.sections()
        shape = Shape.ROW if scene.theme.panel.portrait else Shape.CARD
        self.lay([self._tile(one, contents, shape) for one in sections], shape)

    def heading(self) -> Heading:
        return Heading(_("What would you like to see?"))

    def touched(self, name: str) -> None:
        self.chosen.emit(name)

    def _tile(self, section: Section, contents: Contents, shape: Shape) -> Tile:
        icon, colour = picture(section)
        count = len(
            contents.reading.works
            if section is Section.WORKS
            else contents.stories(section, self.scene)
        )
        hint = ngettext("{count} to read", "{count} to read", count).format(
            count=figure(count)
        )
        if section in {Section.NUMBERS, Section.HOURS}:
            hint = ""
        face = Face(name(section), hint, self.scene.picture(icon), colour=colour)
        tile = Tile(face, shape, self.scene.theme, "title")
        tile.setObjectName(section)
        return tile
