"""Which day? Today and yesterday first; any other by its month, then its number."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec.structs import replace
from PySide6.QtCore import QDate

from i18n import _
from kiosk.forms import Answer, Date
from ui.citizen.questions.asked import Asked, QuestionScreen
from ui.figures import day_of_week, locale_of
from ui.screen import Heading, Scene
from ui.widgets.button import Face
from ui.widgets.tile import Shape, Tile

_OTHER = "other"
_MONTH = "month:"
_DAY = "day:"


class DateScreen(QuestionScreen):
    """Near days, or months, or the days of a month."""

    name = "date"

    def __init__(self, scene: Scene, asked: Asked) -> None:
        super().__init__(scene, asked)
        assert isinstance(asked.question, Date)
        self._today = date.today()
        self._first, self._last = asked.question.days(self._today)
        self._at = ""
        """Nothing, `other`, or a month like `month:2026-05`."""
        self._lay()

    def heading(self) -> Heading:
        heading = super().heading()
        if self._at == _OTHER:
            return replace(heading, hint=_("Choose the month"))
        if self._at:
            return replace(heading, hint=_("Choose the day"))
        return heading

    def touched(self, name: str) -> None:
        if name.startswith(_DAY):
            self.answered.emit((name.removeprefix(_DAY),))
        else:
            self._go_to(name)

    def offers(self) -> Iterable[Answer]:
        names = [one.objectName() for one in self.findChildren(Tile)]
        days = [one.removeprefix(_DAY) for one in names if one.startswith(_DAY)]
        return [(day,) for day in days]

    def partial(self) -> Answer:
        return (self._at,)

    def restore(self, partial: Answer) -> None:
        self._go_to(partial[0] if partial else "")

    def _go_to(self, at: str) -> None:
        self._at = at
        self._lay()
        self.changed.emit()

    def _lay(self) -> None:
        if not self._at:
            self.lay(self._near(), Shape.CARD)
        elif self._at == _OTHER:
            self.lay(self._months(), Shape.ROW)
        else:
            self.lay(self._days(self._at.removeprefix(_MONTH)), Shape.WORDS)

    def _near(self) -> list[Tile]:
        near = {
            0: (_("Today"), "since-today"),
            -1: (_("Yesterday"), "yesterday"),
            1: (_("Tomorrow"), "tomorrow"),
        }
        tiles = []
        for days, (words, icon) in near.items():
            day = self._today + timedelta(days=days)
            if self._first <= day <= self._last:
                face = Face(words, self._told(day), self.scene.picture(icon))
                tiles.append(self._tile(_DAY + day.isoformat(), face, Shape.CARD))
        picture = self.scene.picture("calendar")
        face = Face(_("Another day"), picture=picture, colour="sea")
        tiles.append(self._tile(_OTHER, face, Shape.CARD))
        return tiles

    def _months(self) -> list[Tile]:
        tiles, month = [], self._last.replace(day=1)
        spoken = locale_of(self.scene.language)
        while month >= self._first.replace(day=1):
            name = spoken.standaloneMonthName(month.month)
            year = spoken.toString(QDate(month.year, month.month, 1), "yyyy")
            face = Face(f"{name} {year}", picture=self.scene.picture("calendar"))
            tiles.append(self._tile(f"{_MONTH}{month:%Y-%m}", face, Shape.ROW))
            month = (month - timedelta(days=1)).replace(day=1)
        return tiles

    def _days(self, month: str) -> list[Tile]:
        day, tiles = date.fromisoformat(f"{month}-01"), []
        while f"{day:%Y-%m}" == month:
            if self._first <= day <= self._last:
                face = Face(self._told(day))
                tiles.append(self._tile(_DAY + day.isoformat(), face, Shape.WORDS))
            day += timedelta(days=1)
        return tiles

    def _told(self, day: date) -> str:
        return day_of_week(day, self.scene.language)

    def _tile(self, name: str, face: Face, shape: Shape) -> Tile:
        tile = Tile(face, shape, self.scene.theme)
        for day in self.asked.journey.answer_here or ():
            month = f"{_MONTH}{day[:7]}"
            tile.show_on(name in (_DAY + day, month))
        tile.setObjectName(name)
        return tile
