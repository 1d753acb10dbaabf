"""Where is it? The landmarks of this village first; another village, the map, or the number
on a pole are a touch away; where there is a camera, the pole's code can be shown to it."""

import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from operator import itemgetter
from typing import Final

from msgspec.structs import replace

from i18n import _
from kiosk.forms import Answer
from kiosk.places import Fixture, Gazetteer, Village, is_landmark
from kiosk.poles import numbered, place_of
from ui.capture import Camera
from ui.citizen.finder import SHOW, Finder
from ui.citizen.questions.asked import Asked, QuestionScreen
from ui.citizen.questions.place_map import MapPane, told
from ui.citizen.questions.place_number import NumberPane
from ui.figures import by_alphabet
from ui.screen import Action, Heading, Said, Scene
from ui.widgets.button import Face
from ui.widgets.tile import Shape, Tile

_MADDA = "\u0653"
"""Over an alef it makes a letter of its own."""
_ELSEWHERE = "elsewhere"
_VILLAGE = "village:"
_LANDMARK = "landmark:"
_ASSET = "asset:"
_WHOLE = "whole"


class _Way(StrEnum):
    """How the place is being told."""

    LANDMARKS = ""
    MAP = "map"
    NUMBER = "pole-number"
    WHICH = "which"
    CAMERA = SHOW


_WAY_BACK: Final = {_Way.WHICH: _Way.NUMBER, _Way.CAMERA: _Way.NUMBER}


class PlaceScreen(QuestionScreen):
    """Landmarks of a village, the list of villages, the map, a number, or a code."""

    name = "place"

    def __init__(self, scene: Scene, asked: Asked) -> None:
        super().__init__(scene, asked)
        before = asked.journey.answer_here or ()
        village = asked.journey.places.village(before[0]) if before else None
        self._village: Village | None = village or asked.here
        self._way = _Way.LANDMARKS
        self._map: MapPane | None = None
        self._number: NumberPane | None = None
        self._finder: Finder | None = None
        self._offered = False
        """Whether the way to the camera stands on the page."""
        self._camera = None if asked.kit is None else asked.kit.camera
        self._typed = ""
        self._seen: Answer = ()  # by the map: what it showed, and its mark
        self._lay()

    def heading(self) -> Heading:
        heading = super().heading()
        if heading.urgent:
            return heading
        return replace(heading, hint=_hint(self._way, self._village, self.scene))

    def action(self) -> Action | None:
        goes_on = self._way in (_Way.MAP, _Way.NUMBER)
        return Action(_("Go on")) if goes_on else None

    def act(self) -> None:
        if self._map is not None:
            if self._map.answer:
                self.answered.emit(self._map.answer)
            else:
                self.say_missing(_("Choose the place on the map first."))
        elif self._number is not None:
            self._look_up(self._number.typed)

    def offers(self) -> Iterable[Answer]:
        near = self._village if self._way is _Way.LANDMARKS else None
        return [self._map.answer] if self._map else _answers_in(near)

    def step_back(self) -> bool:
        if self._way is _Way.LANDMARKS:
            return False
        self._open(_WAY_BACK.get(self._way, _Way.LANDMARKS))
        return True

    def leave(self) -> None:
        if self._finder is not None:
            self._finder.rest()

    def scanned(self, text: str) -> None:
        self._read((text,))

    def _read(self, labels: Sequence[str]) -> None:
        places = self.asked.journey.places
        known = {found for one in labels if (found := place_of(one, places))}
        if len(known) == 1:
            if self._finder is not None:
                self._finder.end()
            self.answered.emit(known.pop())
        elif known:
            self.say_missing(_("We see two codes. Show us one at a time."))
        elif labels:
            self.say_missing(_("We do not know this code."))

    def touched(self, name: str) -> None:
        places = self.asked.journey.places
        if name in (_Way.MAP, _Way.NUMBER, _Way.CAMERA):
            self._open(_Way(name))
        elif name == _ELSEWHERE:
            self._go_to(None)
        elif name.startswith(_ASSET):
            fixture = places.fixture(name.removeprefix(_ASSET))
            if fixture is not None:
                self.answered.emit(places.answer_of(fixture))
        elif name.startswith(_VILLAGE):
            village = places.village(name.removeprefix(_VILLAGE))
            if village is not None and village.landmarks:
                self._go_to(village)
            elif village is not None:
                self.answered.emit((village.id,))
        elif self._village is not None:
            inside = () if name == _WHOLE else (name.removeprefix(_LANDMARK),)
            self.answered.emit((self._village.id, *inside))

    def spoken(self) -> tuple[Said, ...]:
        pane = self._map or self._number
        return super().spoken() if pane is None else tuple(pane.spoken())

    def partial(self) -> Answer:
        village = "" if self._village is None else self._village.id
        return village, self._way, self._typed_now(), *self._seen_now()

    def restore(self, partial: Answer) -> None:
        whole = (*partial, "", "", "")[: max(3, len(partial))]
        village, way, self._typed, *seen = whole
        self._village = self.asked.journey.places.village(village)
        self._way = _Way(way)
        self._seen = tuple(seen)
        if self._way is _Way.CAMERA and not self._sees:
            self._way = _Way.NUMBER
        if self._way is _Way.MAP:
            self._show_map()
        elif self._way is _Way.NUMBER:
            self._show_number()
        elif self._way is _Way.CAMERA:
            self._show_finder()
        else:
            self._lay()
        self.changed.emit()

    def _open(self, way: _Way) -> None:
        """Tell the place another way: the frame is another one too."""
        self._typed, self._seen, self._way = self._typed_now(), self._seen_now(), way
        self._map = self._number = None
        self.remade.emit()

    def _typed_now(self) -> str:
        return self._typed if self._number is None else self._number.typed

    def _seen_now(self) -> Answer:
        return self._seen if self._map is None else self._map.partial()

    def _show_map(self) -> None:
        asked = self.asked
        here = self._village or asked.here
        self._map = MapPane(self.scene, asked.journey.places, here, asked.chart)
        self._map.heard.connect(self.heard)
        self._column.addWidget(self._map, 1)
        self._put_away()
        if any(self._seen):
            self._map.restore(self._seen)
        else:
            self._map.show_answer(asked.journey.answer_here or ())

    def _show_number(self) -> None:
        self._number = NumberPane(self.scene, self._sees)
        self._number.show_number(self._typed)
        self._number.touched.connect(self.touched)
        self._column.addWidget(self._number, 1)
        self._put_away()
        if self._camera is not None:
            self._offered = self._sees
            self._watch(self._camera)
            self._camera.look()

    def _show_finder(self) -> None:
        assert self.asked.kit is not None
        self._finder = Finder(self.asked.kit, self.scene.theme)
        self._finder.read.connect(self._read)
        self._watch(self.asked.kit.camera)
        self._column.addWidget(self._finder, 1)
        self._put_away()

    @property
    def _sees(self) -> bool:
        return self._camera is not None and self._camera.there

    def _watch(self, camera: Camera) -> None:
        camera.found.connect(self._mind_camera)
        camera.missing.connect(self._mind_camera)

    def _mind_camera(self) -> None:
        """A camera was plugged in or pulled out since this was laid."""
        if self._way is _Way.CAMERA and not self._sees:
            self._open(_Way.NUMBER)
        elif self._way is _Way.NUMBER and self._sees != self._offered:
            self.remade.emit()

    def _look_up(self, typed: str) -> None:
        places = self.asked.journey.places
        found = numbered(typed, places)
        if len(found) == 1:
            self.answered.emit(places.answer_of(found[0]))
        elif found:
            self._open(_Way.WHICH)
        elif typed:
            self.say_missing(_("We do not know this number. Look at each digit again."))
        else:
            self.say_missing(_("Choose the digits on the pole."))

    def _go_to(self, village: Village | None) -> None:
        self._village = village
        self._lay()
        self.changed.emit()

    def _lay(self) -> None:
        places, village = self.asked.journey.places, self._village
        if self._way is _Way.WHICH:
            found = numbered(self._typed, places)
            self.lay([_fixture(one, places, self.scene) for one in found], Shape.ROW)
        elif village is None:
            self.lay(_villages(places, self.scene), Shape.ROW)
        else:
            tiles = _landmarks(village, places, self.scene)
            self.lay(_marked(tiles, _answered(self.asked, village)), Shape.CARD)


def _marked(tiles: list[Tile], before: str) -> list[Tile]:
    """Mark the one that was chosen before."""
    for tile in tiles:
        tile.show_on(tile.objectName() == before)
    return tiles


def _answers_in(village: Village | None) -> list[Answer]:
    return [(village.id, one.id) for one in village.landmarks] if village else []


def _hint(way: _Way, village: Village | None, scene: Scene) -> str:
    if way is _Way.MAP:
        return _("Choose the place; the arrows show more of the map.")
    if way is _Way.NUMBER:
        return _("Choose the digits on the pole.")
    if way is _Way.CAMERA:
        return _("Show its code to the camera, on a picture of yours for example.")
    if way is _Way.WHICH:
        return _("There are several with this number. Which one?")
    if village is None:
        return _("Choose the village")
    name = scene.say(village.name)
    return _("{village}: what is it near?").format(village=name)


def _landmarks(village: Village, places: Gazetteer, scene: Scene) -> list[Tile]:
    tiles = [
        _tile(_LANDMARK + one.id, scene.say(one.name), one.icon, "earth", scene)
        for one in village.landmarks
    ]
    tiles.append(_tile(_Way.MAP, _("On the map"), "map", "sea", scene))
    if places.layers:
        words = _("Number on the pole")
        tiles.append(_tile(_Way.NUMBER, words, "pole-number", "ochre", scene))
    tiles.append(_tile(_WHOLE, _("Somewhere else here"), "village", "slate", scene))
    elsewhere = _("Another village")
    tiles.append(_tile(_ELSEWHERE, elsewhere, "other-village", "slate", scene))
    return tiles


def _tile(name: str, words: str, picture: str, colour: str, scene: Scene) -> Tile:
    face = Face(words, picture=scene.picture(picture), colour=colour)
    tile = Tile(face, Shape.CARD, scene.theme)
    tile.setObjectName(name)
    return tile


def _villages(places: Gazetteer, scene: Scene) -> list[Tile]:
    named = [(scene.say(village.name), village.id) for village in places.villages]
    tiles = []
    for name, village_id in by_alphabet(named, itemgetter(0), scene.language):
        face = Face(name, letter=_first_letter(name))
        tile = Tile(face, Shape.ROW, scene.theme)
        tile.setObjectName(_VILLAGE + village_id)
        tiles.append(tile)
    return tiles


def _fixture(fixture: Fixture, places: Gazetteer, scene: Scene) -> Tile:
    picture = scene.picture(fixture.layer.icon)
    face = Face(told(fixture, places, scene), picture=picture, colour="ochre")
    tile = Tile(face, Shape.ROW, scene.theme)
    tile.setObjectName(f"{_ASSET}{fixture.layer.id}:{fixture.asset.number}")
    return tile


def _answered(asked: Asked, village: Village) -> str:
    """Return the choice by which a village was answered before, or ''."""
    known, *inner = asked.journey.answer_here or ("",)
    if known != village.id:
        return ""
    if not inner:
        return _WHOLE
    if is_landmark(inner[0]):
        return _LANDMARK + inner[0]
    return _Way.MAP if inner[0].startswith("@") else _Way.NUMBER


def _first_letter(name: str) -> str:
    """The letter under which it is looked for: accents do not count, but a madda does."""
    apart = unicodedata.normalize("NFD", name[:1])
    return name[:1] if _MADDA in apart else apart[:1]
