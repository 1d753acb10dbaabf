"""A work in progress: how far, who pays, when done, where."""

from PySide6.QtCore import QLocale, Signal

from i18n import _
from kiosk.places import Gazetteer, Spot
from kiosk.reading import Work
from ui.citizen.reading.cards import CardsScreen
from ui.citizen.reading.contents import apart, long_date
from ui.screen import Action, Heading, Scene
from ui.widgets.card import Card, Line
from ui.widgets.gauge import GaugeCard


class WorkScreen(CardsScreen):
    """A bar and three cards; what it is about is read on the next page."""

    name = "work"

    more = Signal()

    def __init__(self, scene: Scene, work: Work, places: Gazetteer) -> None:
        super().__init__(scene)
        self._work = work
        self.lay_cards([self._far(), self._payer(), self._end(), self._where(places)])

    def heading(self) -> Heading:
        return Heading(self.scene.say(self._work.title))

    def action(self) -> Action:
        return Action(_("Read about it"))

    def act(self) -> None:
        self.more.emit()

    def _far(self) -> Card:
        share = self._work.done
        words = _("{share} % is done").format(share=share)
        if share in (0, 100):
            words = _("It is finished") if share else _("It has not begun yet")
        line = Line(self.scene.picture("chart"), words)
        return GaugeCard(line, share / 100, self.scene.theme)

    def _payer(self) -> Card:
        work, scene = self._work, self.scene
        cost = ""
        if work.cost is not None:
            euros = QLocale(scene.language).toString(work.cost)
            cost = _("It costs {euros} euros").format(euros=apart(euros))
        told = "\n".join(one for one in (scene.say(work.pays), cost) if one)
        return Card(Line(scene.picture("euro"), _("Who pays"), told), scene.theme)

    def _end(self) -> Card:
        day = self._work.until
        words = _("Nobody has said yet when it is done")
        if day is not None:
            words = _("To be done by {day}").format(day=long_date(day, self.scene))
        return Card(Line(self.scene.picture("calendar"), words), self.scene.theme)

    def _where(self, places: Gazetteer) -> Card:
        work, scene = self._work, self.scene
        named = (work.village, *((work.landmark,) if work.landmark else ()))
        spots = places.spots(named) or ()
        named_spots = [one for one in reversed(spots) if isinstance(one, Spot)]
        where = ", ".join(scene.say(spot.name) for spot in named_spots)
        return Card(Line(scene.picture("map"), where), scene.theme)
