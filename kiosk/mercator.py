"""The square of the world that map tiles are cut from, and distances on the ground.

Web Mercator (EPSG:3857): the world is a square, 0 to 1 from west to east and from north to
south, and at zoom z it is cut into 2^z by 2^z tiles. Pure arithmetic, no drawing.
"""

import math
from collections.abc import Iterable
from typing import Final

import msgspec

EDGE_LATITUDE: Final = 85.0511287798066
"""Degrees; the square ends there."""

EQUATOR_M: Final = 40_075_016.686
_RADIUS_M: Final = 6_371_008.8  # the mean one, IUGG
_METRES_PER_DEGREE: Final = 111_195.0


class Bounds(msgspec.Struct, frozen=True):
    """A part of the Earth, in degrees (WGS84); it never spans the date line."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        """Say whether a point is inside."""
        return (
            self.south <= latitude <= self.north and self.west <= longitude <= self.east
        )

    def meets(self, other: "Bounds") -> bool:
        """Say whether the two have any ground in common."""
        apart_down = self.north < other.south or other.north < self.south
        apart_across = self.east < other.west or other.east < self.west
        return not (apart_down or apart_across)

    def within(self, other: "Bounds") -> bool:
        """Say whether all of it is inside the other."""
        return other.holds(self.south, self.west) and other.holds(self.north, self.east)


def bounds_of(points: Iterable[tuple[float, float]], margin_m: float) -> Bounds:
    """Return what holds all these points (latitude, longitude), and so much around them.

    Raises ValueError when there is no point.
    """
    latitudes, longitudes = zip(*points, strict=True)
    down = margin_m / _METRES_PER_DEGREE
    furthest = min(max(abs(one) for one in latitudes), EDGE_LATITUDE)
    across = down / math.cos(math.radians(furthest))
    return Bounds(
        max(-EDGE_LATITUDE, min(latitudes) - down),
        max(-180.0, min(longitudes) - across),
        min(EDGE_LATITUDE, max(latitudes) + down),
        min(180.0, max(longitudes) + across),
    )


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the way over the ground between two points (latitude, longitude): haversine."""
    south, north = math.radians(a[0]), math.radians(b[0])
    across = math.radians(b[1] - a[1])
    half = (
        math.sin((north - south) / 2) ** 2
        + math.cos(south) * math.cos(north) * math.sin(across / 2) ** 2
    )
    return 2 * _RADIUS_M * math.asin(math.sqrt(min(1.0, half)))


def to_world(latitude: float, longitude: float) -> tuple[float, float]:
    """Return where a point is in the square: from the west, and from the north."""
    kept = math.radians(min(max(latitude, -EDGE_LATITUDE), EDGE_LATITUDE))
    return longitude / 360 + 0.5, 0.5 - math.asinh(math.tan(kept)) / (2 * math.pi)


def from_world(x: float, y: float) -> tuple[float, float]:
    """Return the latitude and longitude of a place in the square."""
    latitude = math.degrees(math.atan(math.sinh((0.5 - y) * 2 * math.pi)))
    return latitude, (x - 0.5) * 360


def metres_of_world(latitude: float) -> float:
    """Return how many metres on the ground the whole square's width is, at a latitude."""
    return EQUATOR_M * math.cos(math.radians(latitude))


def tile_of(latitude: float, longitude: float, zoom: int) -> tuple[int, int]:
    """Return the column and the row (from the north) of the tile with that point in it."""
    count = 1 << zoom
    x, y = to_world(latitude, longitude)
    last = count - 1
    return min(max(0, int(x * count)), last), min(max(0, int(y * count)), last)
