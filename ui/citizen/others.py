"""Others have told us this: is it the same?"""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
from PySide6.QtCore import Signal

from i18n import _, ngettext
from kiosk.forms import Place
from kiosk.journey import Journey
from kiosk.others import Other
from ui.figures import figure, long_day
from ui.screen import Action, Heading, Scene, listed
from ui.tiles import TilesScreen
from ui.widgets.button import Face
from ui.widgets.tile import Shape, Tile

_COUNTED_DAYS = 31
"""What is older is told by its date: nobody counts so many days."""


class Met(msgspec.Struct, frozen=True):
    """What others have told, as somebody meets it on their way."""

    journey: Journey
    others: tuple[Other, ...]


class OthersScreen(TilesScreen):
    """A touch says "me too"; the action, that one's own is another."""

    name = "others"

    answered = Signal(object)
    """The Report that is the same, or None."""

    def __init__(self, scene: Scene, met: Met) -> None:
        super().__init__(scene)
        self._met = met
        self._by_name = {f"other-{at}": one for at, one in enumerate(met.others)}
        tiles = [self._tile(name, one) for name, one in self._by_name.items()]
        self.lay(tiles, Shape.CARD)

    def heading(self) -> Heading:
        return Heading(
            _("Others have told us this"),
            _("If it is the same, choose it. You need say no more."),
            steps=self._met.journey.progress,
        )

    def action(self) -> Action:
        return Action(_("No, another one"))

    def act(self) -> None:
        self.answered.emit(None)

    def touched(self, name: str) -> None:
        self.answered.emit(self._by_name[name].report)

    def _tile(self, name: str, other: Other) -> Tile:
        scene, (picture, colour) = self.scene, _pictured(self._met.journey)
        yes = _("Yes, this one: me too")
        face = Face(
            listed(_where(other, self._met.journey, scene)),
            f"{_since(other, scene)}\n{yes}" if other.days is not None else yes,
            scene.picture(picture),
            colour=colour,
        )
        tile = Tile(face, Shape.CARD, scene.theme)
        tile.setObjectName(name)
        return tile


def _pictured(journey: Journey) -> tuple[str, str]:
    """The picture of what was told, which is the same that the others told."""
    matter = journey.matter
    question = None if matter is None else journey.form.question(matter.what)
    if matter is None or question is None:
        return "me-too", "slate"
    return question.picture((matter.service,), journey.places)


def _where(other: Other, journey: Journey, scene: Scene) -> Sequence[str]:
    """The landmark that it is near to, and its village, in the pack's words."""
    matter, one = journey.matter, other.report
    question = None if matter is None else journey.form.question(matter.where)
    near = journey.places.nearest(one.latitude, one.longitude)
    if isinstance(question, Place):
        return [scene.say(text) for text in question.names(near)]
    return [scene.say(near.village.name)]


def _since(other: Other, scene: Scene) -> str:
    """How long ago it was told, as people say it."""
    days = other.days or 0
    if days <= 0:
        return _("Reported today")
    if days == 1:
        return _("Reported yesterday")
    if days <= _COUNTED_DAYS:
        told = ngettext("Reported {count} day ago", "Reported {count} days ago", days)
        return told.format(count=figure(days))
    day = date.today() - timedelta(days=days)
    if other.report.told is not None:
        day = other.report.told.astimezone().date()
    return _("Reported on {day}").format(day=long_day(day, scene.language))
