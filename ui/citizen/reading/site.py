"""Where a work is: on the map, with how far it is, who pays and when it is done."""

from collections.abc import Iterator

from PySide6.QtWidgets import QVBoxLayout

from kiosk.citizen import CitizenDoor
from kiosk.mercator import to_world
from kiosk.reading import Work
from ui.citizen.ground import STREETS, distance, ground_of, map_faces, name_of, steer
from ui.citizen.reading.work import lines_of, place_of, standing_of
from ui.screen import Heading, Said, Scene, Screen
from ui.widgets.compass import Compass, lay_map
from ui.widgets.map import MapView
from ui.widgets.words import Words


class SiteScreen(Screen):
    """Nothing is asked here: a touch on the map moves nothing but the map."""

    name = "site"

    def __init__(self, scene: Scene, work: Work, door: CitizenDoor) -> None:
        super().__init__(scene)
        self._work = work
        places = door.pack.places
        latitude, longitude = standing_of(work, places)
        self._at = to_world(latitude, longitude)
        ground = ground_of(scene, places, latitude, door.map)
        self._map = MapView(ground, scene.theme, distance)
        self._map.put_mark(*self._at)
        self._map.moved.connect(self._name_map)
        self._map.look_at(*self._at, STREETS)
        self._lines = [
            Words(line, "tile" if at == 0 else "hint")
            for at, line in enumerate((place_of(work, places, scene), *self._facts()))
        ]
        self._compass = Compass(map_faces(scene), scene.theme)
        self._compass.touched.connect(self._press)
        self._lay()

    def heading(self) -> Heading:
        return Heading(self.scene.say(self._work.title))

    def spoken(self) -> tuple[Said, ...]:
        said = [Said(line.text(), line) for line in self._lines]
        return Said(self._map.accessibleName(), self._map), *said

    def _facts(self) -> Iterator[str]:
        """Yield what is known of it in as few lines as there is room for."""
        told, theme = lines_of(self._work, self.scene), self.scene.theme
        if theme.roomy or not (theme.tight or theme.panel.portrait):
            yield " · ".join(told)

    def _lay(self) -> None:
        theme = self.scene.theme
        words = QVBoxLayout()
        words.setSpacing(theme.px(1))
        for line in self._lines:
            words.addWidget(line)
        lay_map(self, self._map, words, self._compass, theme)

    def _press(self, name: str) -> None:
        if name == "my-place":
            self._map.look_at(*self._at, STREETS)
        else:
            steer(self._map, name)

    def _name_map(self) -> None:
        self._map.setAccessibleName(name_of(self._map))
