"""Where is it? On the map: a tap, or plus, minus and the four winds."""

from collections.abc import Iterator
from contextlib import suppress

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from i18n import _
from kiosk.forms import Answer
from kiosk.mercator import from_world, to_world
from kiosk.places import Fixture, Gazetteer, Village, Where
from kiosk.tiles import TileSource
from ui.citizen.ground import STREETS, distance, ground_of, map_faces, name_of, steer
from ui.screen import Said, Scene
from ui.widgets.compass import Compass, lay_map
from ui.widgets.map import MapView
from ui.widgets.words import Words


class MapPane(QWidget):
    """The map, its buttons, and in words where the mark stands."""

    heard = Signal(object)
    """The Said of where the mark stands now."""

    def __init__(
        self, scene: Scene, places: Gazetteer, here: Village, chart: TileSource | None
    ) -> None:
        super().__init__()
        self._scene = scene
        self._places = places
        self._here = here
        self.answer: Answer = ()
        """Where the mark stands; empty while there is none."""
        ground = ground_of(scene, places, here.latitude, chart)
        self._map = MapView(ground, scene.theme, distance)
        self._told = Words("", "tile")
        self._position = Words("", "hint")
        # A number is read from left to right in every language, and stands under its words.
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            self._position.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._position.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._compass = Compass(map_faces(scene), scene.theme)
        self._lay()
        self._map.pointed.connect(self._point)
        self._map.picked.connect(self._pick)
        self._map.crowded.connect(self._say_crowded)
        self._map.moved.connect(self._name_map)
        self._compass.touched.connect(self._press)
        self._look_from_here()
        self._say(_("Choose the place on the map."))

    def show_answer(self, answer: Answer) -> None:
        """Put the mark where an answer says, and look there."""
        spots = self._places.spots(answer)
        if spots is not None and len(answer) == 2:
            x, y = to_world(spots[-1].latitude, spots[-1].longitude)
            self._map.look_at(x, y, max(self._map.zoom, STREETS))
            self._mark(answer, spots[-1])

    def partial(self) -> Answer:
        """Return what is shown, and the mark."""
        at = self._map.centre
        return (f"{at.x():.9f} {at.y():.9f} {self._map.zoom}", *self.answer)

    def restore(self, partial: Answer) -> None:
        """Take back what `partial` gave."""
        self.show_answer(partial[1:])
        with suppress(ValueError):
            x, y, zoom = partial[0].split()
            self._map.look_at(float(x), float(y), int(zoom))

    def spoken(self) -> Iterator[Said]:
        """Yield what the map shows, and where the mark stands."""
        yield Said(self._map.accessibleName(), self._map)
        marked = bool(self.answer)
        yield Said(self._told.text(), self._told, marked)
        if self._position.text():
            yield Said(self._position.text(), self._position, marked)

    def _lay(self) -> None:
        theme = self._scene.theme
        words = QVBoxLayout()
        words.setSpacing(theme.px(1))
        words.addWidget(self._told)
        if not theme.cramped:
            words.addWidget(self._position)
        else:  # the place in words says more; the mark keeps the figures
            self._position.setParent(self)
            self._position.hide()
        lay_map(self, self._map, words, self._compass, theme)

    def _press(self, name: str) -> None:
        if name == "my-place":
            self._look_from_here()
        else:
            steer(self._map, name)

    def _look_from_here(self) -> None:
        x, y = to_world(self._here.latitude, self._here.longitude)
        self._map.look_at(x, y, STREETS)

    def _point(self, x: float, y: float) -> None:
        latitude, longitude = from_world(x, y)
        answer = self._places.answer_at(round(latitude, 6), round(longitude, 6))
        spots = None if answer is None else self._places.spots(answer)
        if answer is None or spots is None:
            self._say(_("This is outside the municipality."))
        else:
            self._mark(answer, spots[-1])

    def _pick(self, pin: str) -> None:
        fixture = self._places.fixture(pin)
        if fixture is not None:
            self._mark(self._places.answer_of(fixture), fixture)

    def _mark(self, answer: Answer, where: Where) -> None:
        self.answer = answer
        pin = answer[1] if isinstance(where, Fixture) else ""
        self._map.put_mark(*to_world(where.latitude, where.longitude), pin)
        self._position.setText(f"{where.latitude:.6f}, {where.longitude:.6f}")
        self._say(told(where, self._places, self._scene))

    def _say_crowded(self) -> None:
        self._say(_("There are several here. The map is larger now: choose again."))

    def _say(self, sentence: str) -> None:
        self._told.setText(sentence)
        self._told.updateGeometry()
        self.heard.emit(Said(sentence, self._told, private=bool(self.answer)))

    def _name_map(self) -> None:
        self._map.setAccessibleName(name_of(self._map))


def told(where: Where, places: Gazetteer, scene: Scene) -> str:
    """Say where something is as people do: by what it is near to."""
    near = places.nearest(where.latitude, where.longitude)
    village = scene.say(near.village.name)
    if near.landmark is None:
        said = village
    else:
        said = _("Near: {landmark}, {village} ({distance})").format(
            landmark=scene.say(near.landmark.name),
            village=village,
            distance=distance(round(near.metres)),
        )
    if isinstance(where, Fixture):
        own = scene.say(where.asset.name)
        name = f"{scene.say(where.layer.name)} {where.asset.number} {own}".strip()
        said = f"{name}. {said}"
    return said
