"""Which form would you like on paper?"""

from collections.abc import Callable

from i18n import _
from kiosk.forms import Form
from ui.capture import Printer
from ui.citizen.paper import Paper
from ui.leaves import Blank
from ui.screen import Heading, Scene
from ui.tiles import TilesScreen
from ui.widgets.button import Face
from ui.widgets.tile import Shape, Tile


class FormsScreen(TilesScreen):
    """Each form of the pack; a touch prints it, to be filled in with a pen."""

    name = "forms"
    has_start_over = False

    def __init__(
        self,
        scene: Scene,
        forms: tuple[Form, ...],
        printer: Printer,
        blank: Callable[[str], Blank],
    ) -> None:
        """`blank` makes what stands on the paper of a form, by its id."""
        super().__init__(scene)
        self.printer = printer
        self._paper = Paper(self, printer)
        self._blank = blank
        shape = Shape.ROW if scene.theme.panel.portrait else Shape.CARD
        self.lay([self._tile(form, shape) for form in forms], shape)

    def heading(self) -> Heading:
        return Heading(
            _("Which form would you like on paper?"),
            _("Choose one, and it is printed."),
        )

    def touched(self, name: str) -> None:
        self._paper.print(lambda: self._blank(name))

    def busy(self) -> bool:
        return self._paper.printing

    def _tile(self, form: Form, shape: Shape) -> Tile:
        picture = self.scene.picture(form.icon)
        face = Face(self.scene.say(form.title), "", picture, colour=form.colour)
        tile = Tile(face, shape, self.scene.theme)
        tile.setObjectName(form.id)
        return tile
