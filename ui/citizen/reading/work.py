"""A work in progress: how far, who pays, when done, where."""

from collections.abc import Iterator

from PySide6.QtCore import Signal

from i18n import _
from kiosk.places import Gazetteer, Spot
from kiosk.reading import Work
from ui.citizen.reading.cards import CardsScreen
from ui.citizen.reading.contents import apart, how_far
from ui.figures import figure, long_day
from ui.screen import Action, Heading, Scene, listed
from ui.widgets.button import Face
from ui.widgets.card import Card, Line
from ui.widgets.gauge import GaugeCard
from ui.widgets.tile import Shape, Tile


class WorkScreen(CardsScreen):
    """A bar, two cards, and where it is, which is touched to see it on the map; what it
    is about is read on the next page."""

    name = "work"

    more = Signal()
    place_wanted = Signal()

    def __init__(self, scene: Scene, work: Work, places: Gazetteer) -> None:
        super().__init__(scene)
        self._work = work
        where = self._where(places)
        self.lay_cards([self._far(), self._payer(), self._end(), where])

    def heading(self) -> Heading:
        return Heading(self.scene.say(self._work.title))

    def action(self) -> Action:
        return Action(_("Read about it"))

    def act(self) -> None:
        self.more.emit()

    def touched(self, name: str) -> None:
        self.place_wanted.emit()

    def _far(self) -> Card:
        line = Line(self.scene.picture("chart"), how_far(self._work))
        return GaugeCard(line, self._work.done / 100, self.scene.theme)

    def _payer(self) -> Card:
        work, scene = self._work, self.scene
        told = "\n".join(_money(work, scene))
        return Card(Line(scene.picture("euro"), _("Who pays"), told), scene.theme)

    def _end(self) -> Card:
        words = _end(self._work, self.scene)
        return Card(Line(self.scene.picture("calendar"), words), self.scene.theme)

    def _where(self, places: Gazetteer) -> Tile:
        scene = self.scene
        where = place_of(self._work, places, scene)
        face = Face(where, _("On the map"), scene.picture("map"), colour="sea")
        tile = Tile(face, Shape.ROW, scene.theme)
        tile.setObjectName("place")
        return tile


def lines_of(work: Work, scene: Scene) -> tuple[str, ...]:
    """Say how far it is, when it is done and who pays."""
    return how_far(work), _end(work, scene), *_money(work, scene)


def place_of(work: Work, places: Gazetteer, scene: Scene) -> str:
    """Say where it is: the landmark, if it has one, and the village."""
    spots = reversed(_spots(work, places))
    return listed(scene.say(one.name) for one in spots)


def standing_of(work: Work, places: Gazetteer) -> tuple[float, float]:
    """Return its latitude and longitude: its own, else those of its place."""
    if work.latitude is not None and work.longitude is not None:
        return work.latitude, work.longitude
    last = _spots(work, places)[-1]
    return last.latitude, last.longitude


def _spots(work: Work, places: Gazetteer) -> list[Spot]:
    named = (work.village, *((work.landmark,) if work.landmark else ()))
    return [one for one in places.spots(named) or () if isinstance(one, Spot)]


def _end(work: Work, scene: Scene) -> str:
    if work.until is None:
        return _("Nobody has said yet when it is done")
    return _("To be done by {day}").format(day=long_day(work.until, scene.language))


def _money(work: Work, scene: Scene) -> Iterator[str]:
    """Yield who pays, and how much where that is told."""
    yield scene.say(work.pays)
    if work.cost is not None:
        euros = figure(work.cost)
        yield _("It costs {euros} euros").format(euros=apart(euros))
