"""What would you like to do?"""

from PySide6.QtCore import Signal

from i18n import _
from kiosk.forms import Form
from ui.screen import Heading, Scene
from ui.tiles import TilesScreen
from ui.widgets.button import Face
from ui.widgets.tile import Shape, Tile

FOLLOW = "follow"
READ = "read"
HELP = "help"


class HomeScreen(TilesScreen):
    """The services of the municipality, and what became of earlier words."""

    name = "home"
    has_back = False
    has_start_over = False

    form_chosen = Signal(str)
    follow_chosen = Signal()
    read_chosen = Signal()
    help_chosen = Signal()

    def __init__(
        self, scene: Scene, forms: tuple[Form, ...], reads: bool = False
    ) -> None:
        """`reads`: there is something to read."""
        super().__init__(scene)
        self._forms = {form.id for form in forms}
        faces = [
            (
                form.id,
                Face(
                    scene.say(form.title),
                    scene.say(form.hint),
                    scene.picture(form.icon),
                    colour=form.colour,
                ),
            )
            for form in forms
        ]
        words, hint = _("What happened to what I said?"), _("With my number")
        faces.append((FOLLOW, Face(words, hint, scene.picture("search"), colour="sea")))
        if reads:
            words, hint = _("To read and hear"), _("News, works, useful numbers")
            faces.append(
                (READ, Face(words, hint, scene.picture("news"), colour="olive"))
            )
        words, hint = _("I want a person"), _("Who helps, and when")
        faces.append(
            (HELP, Face(words, hint, scene.picture("person"), colour="violet"))
        )
        shape = Shape.ROW if scene.theme.panel.portrait else Shape.CARD
        tiles = []
        for name, face in faces:
            tile = Tile(face, shape, scene.theme, "title")
            tile.setObjectName(name)
            tiles.append(tile)
        self.lay(tiles, shape)

    def heading(self) -> Heading:
        return Heading(_("Welcome. What would you like to do?"))

    def note(self) -> str:
        return self._note or _(
            "This works without the internet too. What you say is kept here and sent."
        )

    def touched(self, name: str) -> None:
        if name in self._forms:
            self.form_chosen.emit(name)
        elif name == FOLLOW:
            self.follow_chosen.emit()
        elif name == READ:
            self.read_chosen.emit()
        else:
            self.help_chosen.emit()
