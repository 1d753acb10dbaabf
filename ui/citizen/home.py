"""What would you like to do?"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from i18n import _
from kiosk.forms import Form
from ui.screen import Heading, Said, Scene
from ui.tiles import TilesScreen
from ui.widgets.button import Face
from ui.widgets.tile import Shape, Tile

FOLLOW = "follow"
HELP = "help"


class HomeScreen(TilesScreen):
    """The services of the municipality, and what became of earlier words.

    The first form is what most people come for: it is the largest tile, and it stays
    where it is while one turns the pages of the others. What became of earlier words
    and the way to a person stay as well.
    """

    name = "home"
    has_back = False
    has_start_over = False

    form_chosen = Signal(str)
    follow_chosen = Signal()
    help_chosen = Signal()

    def __init__(self, scene: Scene, forms: tuple[Form, ...]) -> None:
        super().__init__(scene)
        self._forms = {form.id for form in forms}
        self._fixed: tuple[Tile, ...] = ()
        """What stays on every page, in reading order."""
        self._lay_all(forms) if _is_plain(scene, forms) else self._lay_round(forms)

    def heading(self) -> Heading:
        return Heading(_("Welcome. What would you like to do?"))

    def note(self) -> str:
        return self._note or _(
            "This works without the internet too. What you say is kept here and sent."
        )

    def spoken(self) -> tuple[Said, ...]:
        first, after = self._fixed[:1], self._fixed[1:]
        return (
            *(Said(tile.sentence, tile) for tile in first),
            *super().spoken(),
            *(Said(tile.sentence, tile) for tile in after),
        )

    def touched(self, name: str) -> None:
        if name in self._forms:
            self.form_chosen.emit(name)
        elif name == FOLLOW:
            self.follow_chosen.emit()
        else:
            self.help_chosen.emit()

    def _lay_all(self, forms: tuple[Form, ...]) -> None:
        """Everything on pages, equal; what became of it comes second. Where letters are
        large and forms are many, the smaller words under each give way."""
        upright = self.scene.theme.panel.portrait
        shape = Shape.ROW if upright else Shape.CARD
        hints = len(forms) == 1 or self.scene.theme.scale == 1
        first, *others = (self._form(one, shape, hints) for one in forms)
        follow, helped = self._after(shape, hints)
        started = (
            [first, *others, follow] if len(forms) == 1 else [first, follow, *others]
        )
        self.lay([*started, helped], shape)

    def _lay_round(self, forms: tuple[Form, ...]) -> None:
        """What stays stands beside the pages of the others; on an upright panel, above
        and below them."""
        theme = self.scene.theme
        upright = theme.panel.portrait
        first = self._form(forms[0], Shape.ROW if upright else Shape.CARD)
        follow, helped = self._after(Shape.ROW, hints=False)
        others = [self._form(one, Shape.CARD, role="tile") for one in forms[1:]]
        self._fixed = (first, follow, helped)
        if theme.panel.small and not upright:  # three would leave none of them room
            others.append(self._after(Shape.CARD, hints=False)[1])
            self._fixed = (first, follow)
        for one in self._fixed:
            one.touched.connect(self.touched)
        self.lay(others, Shape.CARD, ideal=0.9)
        pages = self._pages
        assert pages is not None
        self._column.removeWidget(pages)
        grid = QGridLayout()
        grid.setSpacing(theme.px(7))
        self._column.addLayout(grid)
        across = 2 if upright else 1
        grid.addWidget(first, 0, 0, 1, across)
        grid.addWidget(follow, 2 if upright else 1, 0)
        if helped in self._fixed:
            grid.addWidget(helped, 2, 1 if upright else 0)
        if upright:
            grid.addWidget(pages, 1, 0, 1, across)
        else:
            grid.addWidget(pages, 0, 1, len(self._fixed), 1)
        rows = (4, 12, 2) if upright else (10, 2, 2)[: len(self._fixed)]
        for row, share in enumerate(rows):
            grid.setRowStretch(row, share)
        for column, share in enumerate((1, 1) if upright else (5, 9)):
            grid.setColumnStretch(column, share)

    def _form(
        self, form: Form, shape: Shape, hints: bool = True, role: str = "title"
    ) -> Tile:
        say, picture = self.scene.say, self.scene.picture(form.icon)
        hint = say(form.hint) if hints else ""
        face = Face(say(form.title), hint, picture, colour=form.colour)
        return self._tile(form.id, face, shape, role)

    def _after(self, shape: Shape, hints: bool) -> tuple[Tile, Tile]:
        """What became of it, and a person."""
        picture, role = self.scene.picture, "title" if hints else "tile"
        hint = _("With my number") if hints else ""
        words = _("What happened to what I said?")
        followed = Face(words, hint, picture("search"), colour="sea")
        hint = _("Who helps, and when") if hints else ""
        helped = Face(_("I want a person"), hint, picture("person"), colour="violet")
        return (
            self._tile(FOLLOW, followed, shape, role),
            self._tile(HELP, helped, shape, role),
        )

    def _tile(self, name: str, face: Face, shape: Shape, role: str) -> Tile:
        tile = Tile(face, shape, self.scene.theme, role)
        tile.setObjectName(name)
        return tile


def _is_plain(scene: Scene, forms: tuple[Form, ...]) -> bool:
    """Whether all tiles are equal: there are few, or there is no room for more."""
    return len(forms) == 1 or scene.theme.scale > 1
