"""Where is it? The landmarks of this village first; another village is a touch away."""

import unicodedata
from dataclasses import replace

from i18n import _
from kiosk.forms import Answer
from kiosk.places import Landmark, Village
from ui.citizen.questions.asked import Asked, QuestionScreen
from ui.screen import Heading, Scene
from ui.widgets.button import Face
from ui.widgets.tile import Shape, Tile

_ELSEWHERE = "elsewhere"
_VILLAGE = "village:"
_LANDMARK = "landmark:"
_WHOLE = "whole"


class PlaceScreen(QuestionScreen):
    """Landmarks of a village, or the list of villages."""

    name = "place"

    def __init__(self, scene: Scene, asked: Asked) -> None:
        super().__init__(scene, asked)
        before = asked.journey.answer_here or ()
        village = asked.journey.places.village(before[0]) if before else None
        self._village: Village | None = village or asked.here
        self._lay()

    def heading(self) -> Heading:
        heading = super().heading()
        if self._village is None:
            hint = _("Touch the village")
        else:
            name = self.scene.say(self._village.name)
            hint = _("{village}: what is it near?").format(village=name)
        return replace(heading, hint=hint)

    def touched(self, name: str) -> None:
        if name == _ELSEWHERE:
            self._go_to(None)
        elif name.startswith(_VILLAGE):
            village = self.asked.journey.places.village(name.removeprefix(_VILLAGE))
            if village is not None and village.landmarks:
                self._go_to(village)
            elif village is not None:
                self.answered.emit((village.id,))
        elif self._village is not None and name == _WHOLE:
            self.answered.emit((self._village.id,))
        elif self._village is not None:
            self.answered.emit((self._village.id, name.removeprefix(_LANDMARK)))

    def partial(self) -> Answer:
        return ("" if self._village is None else self._village.id,)

    def restore(self, partial: Answer) -> None:
        village = self.asked.journey.places.village(partial[0]) if partial else None
        self._go_to(village)

    def _go_to(self, village: Village | None) -> None:
        self._village = village
        self._lay()
        self.changed.emit()

    def _lay(self) -> None:
        if self._village is None:
            self.lay(self._villages(), Shape.ROW)
        else:
            self.lay(self._landmarks(self._village), Shape.CARD)

    def _villages(self) -> list[Tile]:
        named = [
            (self.scene.say(village.name), village.id)
            for village in self.asked.journey.places.villages
        ]
        tiles = []
        for name, village_id in sorted(named, key=_by_alphabet):
            face = Face(name, letter=_without_accents(name)[:1])
            tile = Tile(face, Shape.ROW, self.scene.theme)
            tile.setObjectName(_VILLAGE + village_id)
            tiles.append(tile)
        return tiles

    def _landmarks(self, village: Village) -> list[Tile]:
        tiles = [self._landmark(landmark) for landmark in village.landmarks]
        tiles.append(self._tile(_WHOLE, _("Somewhere else here"), "village"))
        tiles.append(self._tile(_ELSEWHERE, _("Another village"), "other-village"))
        return tiles

    def _landmark(self, landmark: Landmark) -> Tile:
        words = self.scene.say(landmark.name)
        return self._tile(_LANDMARK + landmark.id, words, landmark.icon, colour="earth")

    def _tile(self, name: str, words: str, picture: str, colour: str = "slate") -> Tile:
        face = Face(words, picture=self.scene.picture(picture), colour=colour)
        tile = Tile(face, Shape.CARD, self.scene.theme)
        tile.setObjectName(name)
        return tile


def _by_alphabet(named: tuple[str, str]) -> tuple[str, str]:
    """Accents do not count in an alphabet: Ακταίο stands between Άγιος and Άνω."""
    return _without_accents(named[0]).casefold(), named[1]


def _without_accents(name: str) -> str:
    apart = unicodedata.normalize("NFD", name)
    return "".join(mark for mark in apart if not unicodedata.combining(mark))
