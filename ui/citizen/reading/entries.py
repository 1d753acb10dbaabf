"""What there is of one kind: a tile each, the newest first."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from i18n import _
from kiosk.reading import Work
from ui.citizen.reading.contents import Section, Story, how_far, name, picture
from ui.screen import Heading, Scene
from ui.tiles import TilesScreen
from ui.widgets.button import Face
from ui.widgets.tile import Shape, Tile


class EntriesScreen(TilesScreen):
    """A touch on one opens it."""

    name = "entries"

    chosen = Signal(str)
    """The id of a story or a work."""

    def __init__(
        self, scene: Scene, section: Section, faces: Sequence[tuple[str, Face]]
    ) -> None:
        super().__init__(scene)
        self._section = section
        tiles = []
        for uid, face in faces:
            tile = Tile(face, Shape.ROW, scene.theme)
            tile.setObjectName(uid)
            tiles.append(tile)
        self.lay(tiles, Shape.ROW, most=4)

    def heading(self) -> Heading:
        return Heading(name(self._section), _("Choose what you want to read."))

    def touched(self, name: str) -> None:
        self.chosen.emit(name)


def face_of(story: Story, scene: Scene) -> Face:
    """Return what a tile shows of a story."""
    colour = picture(story.section)[1]
    return Face(
        _short(story.title, scene),
        story.about,
        scene.picture(story.icon),
        colour=colour,
    )


def work_face(work: Work, scene: Scene) -> Face:
    """Return what a tile shows of a work."""
    title = _short(scene.say(work.title), scene)
    return Face(
        title, how_far(work), scene.picture(work.icon), colour=picture(Section.WORKS)[1]
    )


def _short(title: str, scene: Scene) -> str:
    """What does not fit on a tile is read on the page."""
    most = round(72 / scene.theme.scale)
    if len(title) <= most:
        return title
    return f"{title[:most].rsplit(maxsplit=1)[0]}…"
