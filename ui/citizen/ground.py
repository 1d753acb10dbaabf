"""What the municipality's map is laid on, for whichever page shows it, and how it is moved."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QLocale, QRectF

from i18n import _
from kiosk.mercator import Bounds, metres_of_world, to_world
from kiosk.places import Gazetteer
from kiosk.tiles import TileSource
from ui.screen import Scene, listed
from ui.theme import Look
from ui.widgets.button import Face
from ui.widgets.legend import Ground, Pin
from ui.widgets.map import MapView
from ui.widgets.mosaic import Mosaic

STREETS: Final = 16
"""The zoom at which one sees houses apart."""
_DETAILS_FROM: Final = 15
_DEEPEST: Final = 18
_WINDS: Final = {"north": (0, -1), "east": (1, 0), "south": (0, 1), "west": (-1, 0)}
_DARK: Final = {
    Look.DAY: None,
    Look.NIGHT: True,
    Look.BLACK_ON_WHITE: False,
    Look.YELLOW_ON_BLACK: True,
}


def ground_of(
    scene: Scene, places: Gazetteer, latitude: float, chart: TileSource | None
) -> Ground:
    """Return the municipality: its map, if it has one, and its own points; the scale is
    right at a latitude."""
    fetch = None if chart is None else chart.tile
    deepest = 0 if chart is None else chart.sheet.most_zoom
    return Ground(
        mosaic=Mosaic(fetch, deepest, _DARK[scene.theme.look]),
        pins=[*_pins(scene, places)],
        edges=_square(places.bounds),
        metres=metres_of_world(latitude),
        deepest=_DEEPEST,
        credit="" if chart is None else chart.sheet.attribution,
    )


def _square(bounds: Bounds) -> QRectF:
    left, top = to_world(bounds.north, bounds.west)
    right, below = to_world(bounds.south, bounds.east)
    return QRectF(left, top, right - left, below - top)


def _pins(scene: Scene, places: Gazetteer) -> Iterator[Pin]:
    for village in places.villages:
        x, y = to_world(village.latitude, village.longitude)
        name = scene.say(village.name)
        until = _DETAILS_FROM - 1 if village.landmarks else 99
        yield Pin(village.id, x, y, words=name, weight=2, to_zoom=until)
        for mark in village.landmarks:
            x, y = to_world(mark.latitude, mark.longitude)
            name, picture = scene.say(mark.name), scene.picture(mark.icon)
            yield Pin(mark.id, x, y, picture, name, weight=1, from_zoom=_DETAILS_FROM)
    for layer in places.layers:
        for asset in layer.assets:
            x, y = to_world(asset.latitude, asset.longitude)
            known = f"{layer.id}:{asset.number}"
            yield Pin(known, x, y, touchable=True, from_zoom=_DETAILS_FROM)


def steer(view: MapView, name: str) -> None:
    """Move or enlarge it, as a button of the compass says."""
    if name in _WINDS:
        view.go(*_WINDS[name])
    else:
        view.enlarge(1 if name == "plus" else -1)


def name_of(view: MapView) -> str:
    """Say what can be read on it now."""
    names = listed(dict.fromkeys(view.names))
    return _("Map with {places}").format(places=names) if names else _("Map")


def distance(metres: int) -> str:
    """Say a distance on the ground."""
    locale = QLocale()
    if metres < 1000:
        return _("{number} m").format(number=locale.toString(metres))
    exact = 0 if metres >= 10_000 or metres % 1000 == 0 else 1
    number = locale.toString(metres / 1000, "f", exact)
    return _("{number} km").format(number=number)


def map_faces(scene: Scene) -> dict[str, Face]:
    """Return what stands on the buttons that move it."""
    words = {
        "plus": _("Larger map"),
        "minus": _("Smaller map"),
        "north": _("North"),
        "east": _("East"),
        "south": _("South"),
        "west": _("West"),
        "my-place": _("Where this kiosk stands"),
    }
    return {
        name: Face(said, picture=scene.picture(name)) for name, said in words.items()
    }
