"""What would you like to do?"""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from i18n import _
from kiosk.forms import Form
from ui.screen import Heading, Said, Scene
from ui.tiles import TilesScreen
from ui.widgets.button import Face
from ui.widgets.tile import Shape, Tile

FOLLOW = "follow"
HELP = "help"
READ = "read"


_FEW: Final = 3
"""Forms to which a hint each is not too much to read (60 words a page)."""


class HomeScreen(TilesScreen):
    """The services of the municipality, and what became of earlier words.

    The first form is what most people come for: it is the largest tile, and it stays
    where it is while one turns the pages of the others.
    """

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
        self._reads = reads
        self._forms = {form.id for form in forms}
        self._first: Tile | None = None
        """What stays on every page."""
        if len(forms) == 1 or scene.theme.scale > 1:
            self._lay_all(forms)
        else:
            self._lay_round(forms)

    def heading(self) -> Heading:
        return Heading(_("Welcome. What would you like to do?"))

    def note(self) -> str:
        return self._note or _(
            "This works without the internet too. Your words are kept safe."
        )

    def spoken(self) -> tuple[Said, ...]:
        first = self._first
        before = () if first is None else (Said(first.sentence, first),)
        return (*before, *super().spoken())

    def touched(self, name: str) -> None:
        if name in self._forms:
            self.form_chosen.emit(name)
        elif name == FOLLOW:
            self.follow_chosen.emit()
        elif name == READ:
            self.read_chosen.emit()
        else:
            self.help_chosen.emit()

    def _lay_all(self, forms: tuple[Form, ...]) -> None:
        """Everything on pages, equal; what became of it comes second. Where letters are
        large and forms are many, the smaller words under each give way."""
        upright = self.scene.theme.panel.portrait
        shape = Shape.ROW if upright else Shape.CARD
        few = self.scene.theme.scale == 1 and len(forms) <= _FEW
        hints = len(forms) == 1 or few
        first, *others = (self._form(one, shape, hints) for one in forms)
        follow, helped = self._after(shape, hints)
        started = (
            [first, *others, follow] if len(forms) == 1 else [first, follow, *others]
        )
        self.lay([*started, *self._shelf(shape, hints), helped], shape)

    def _lay_round(self, forms: tuple[Form, ...]) -> None:
        """The first form beside the pages of the others; on an upright panel above."""
        theme = self.scene.theme
        upright = theme.panel.portrait
        self._first = self._form(forms[0], Shape.ROW if upright else Shape.CARD)
        self._first.setParent(self)  # before the others, as the keys go
        self._first.touched.connect(self.touched)
        few = len(forms) <= _FEW
        others = [self._form(one, Shape.CARD, few, "tile") for one in forms[1:]]
        follow, helped = self._after(Shape.CARD, few, "tile")
        shelf = self._shelf(Shape.CARD, few, "tile")
        self.lay([follow, *others, *shelf, helped], Shape.CARD, most=8, ideal=0.9)
        pages = self._pages
        assert pages is not None
        self._column.removeWidget(pages)
        line = QVBoxLayout() if upright else QHBoxLayout()
        line.setSpacing(theme.px(7))
        line.addWidget(self._first, 1 if upright else 4)
        line.addWidget(pages, 4 if upright else 11)
        self._column.addLayout(line)

    def _form(
        self, form: Form, shape: Shape, hints: bool = True, role: str = "title"
    ) -> Tile:
        say, picture = self.scene.say, self.scene.picture(form.icon)
        hint = say(form.hint) if hints else ""
        face = Face(say(form.title), hint, picture, colour=form.colour)
        return self._tile(form.id, face, shape, role)

    def _after(
        self, shape: Shape, hints: bool = True, role: str = "title"
    ) -> tuple[Tile, Tile]:
        """What became of it, and a person."""
        picture = self.scene.picture
        hint = _("With my number") if hints else ""
        words = _("What happened to what I said?")
        followed = Face(words, hint, picture("search"), colour="sea")
        hint = _("Who helps, and when") if hints else ""
        helped = Face(_("I want a person"), hint, picture("person"), colour="violet")
        return (
            self._tile(FOLLOW, followed, shape, role),
            self._tile(HELP, helped, shape, role),
        )

    def _shelf(
        self, shape: Shape, hints: bool = True, role: str = "title"
    ) -> list[Tile]:
        """What is to be read and heard, if there is anything."""
        if not self._reads:
            return []
        hint = _("News, works, useful numbers") if hints else ""
        picture = self.scene.picture("news")
        face = Face(_("To read and hear"), hint, picture, colour="olive")
        return [self._tile(READ, face, shape, role)]

    def _tile(self, name: str, face: Face, shape: Shape, role: str) -> Tile:
        tile = Tile(face, shape, self.scene.theme, role)
        tile.setObjectName(name)
        return tile
