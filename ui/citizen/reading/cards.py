"""Cards to read: useful numbers, opening hours."""

from collections.abc import Sequence

from i18n import _
from kiosk.reading import Number, Office
from ui.citizen.reading.contents import Section, apart, name
from ui.screen import Heading, Scene
from ui.tiles import TilesScreen
from ui.widgets.card import Card, Line
from ui.widgets.tile import Shape, Tile


class CardsScreen(TilesScreen):
    """Cards on pages; none can be touched."""

    def lay_cards(self, cards: Sequence[Card | Tile]) -> None:
        """Show these, four on a page at most."""
        theme = self.scene.theme
        words = max(
            line.minimumSizeHint().width()
            for one in cards
            if isinstance(one, Card)
            for line in one.lines
        )
        wide = words + theme.px(18 + 8 + 10)
        fits = theme.panel.portrait or wide <= theme.panel.size.width() * 0.42
        self.lay(cards, Shape.ROW, most=4 if fits else 2)

    def touched(self, name: str) -> None:
        """A card cannot be touched."""


class NumbersScreen(CardsScreen):
    """Who answers under which number."""

    name = "numbers"

    def __init__(self, scene: Scene, numbers: Sequence[Number]) -> None:
        super().__init__(scene)
        cards = [
            Line(
                scene.picture(one.icon),
                scene.say(one.name),
                scene.say(one.hint),
                strong=apart(one.phone),
            )
            for one in numbers
        ]
        self.lay_cards([Card(line, scene.theme) for line in cards])

    def heading(self) -> Heading:
        return Heading(name(Section.NUMBERS), _("You can call from any telephone."))


class HoursScreen(CardsScreen):
    """When what is open."""

    name = "hours"

    def __init__(self, scene: Scene, offices: Sequence[Office]) -> None:
        super().__init__(scene)
        cards = []
        for one in offices:
            hours, address = scene.say(one.hours), scene.say(one.address)
            told = f"{hours}\n{address}" if address else hours
            cards.append(Line(scene.picture(one.icon), scene.say(one.name), told))
        self.lay_cards([Card(line, scene.theme) for line in cards])

    def heading(self) -> Heading:
        return Heading(name(Section.HOURS))
