"""The voice: go on, again, slower, faster, softer, louder, or no more."""

from PySide6.QtCore import Signal

from i18n import _
from ui.figures import figure
from ui.person import PACES, VOLUMES_DB, Control, Person
from ui.screen import Heading, Said, Scene
from ui.tiles import TilesScreen
from ui.widgets.button import Face
from ui.widgets.tile import Shape, Tile


class ListeningScreen(TilesScreen):
    """Whoever listens came here by a touch, and that made the voice silent: going on is
    the first choice. Pace and volume are heard at once, in a sentence that tells them."""

    name = "listening"
    has_start_over = False

    chosen = Signal(str)
    """A `Control`."""

    def __init__(self, scene: Scene, person: Person) -> None:
        super().__init__(scene)
        self._person = person
        tiles = []
        for control, words, picture, colour in (
            (Control.GO_ON, _("Go on"), "play", "sea"),
            (Control.REPEAT, _("From the start"), "again", "sea"),
            (Control.SLOWER, _("Slower"), "slower", "earth"),
            (Control.FASTER, _("Faster"), "faster", "earth"),
            (Control.SOFTER, _("Quieter"), "softer", "violet"),
            (Control.LOUDER, _("Louder"), "louder", "violet"),
            (Control.STOP, _("Voice off"), "sound-off", "slate"),
        ):
            face = Face(words, picture=scene.picture(picture), colour=colour)
            tile = Tile(face, Shape.CARD, scene.theme)
            tile.setObjectName(control)
            tiles.append(tile)
        self.lay(tiles, Shape.CARD)

    def heading(self) -> Heading:
        return Heading(_("How shall I read to you?"), self._level())

    def touched(self, name: str) -> None:
        self.chosen.emit(name)

    def show_person(self, person: Person) -> None:
        """Tell how it is read now, in that very manner."""
        self._person = person
        self.changed.emit()
        self.heard.emit(Said(self._level()))

    def _level(self) -> str:
        return _("Pace {pace} of {paces}. Volume {volume} of {volumes}.").format(
            pace=figure(self._person.pace + 1),
            paces=figure(len(PACES)),
            volume=figure(self._person.volume + 1),
            volumes=figure(len(VOLUMES_DB)),
        )
