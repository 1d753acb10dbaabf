"""The gazetteer: the villages of a municipality, the landmarks people name, its lamps and
bins, and any point on its map."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Final

import msgspec

from kiosk.mercator import Bounds, bounds_of, metres

Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""What packs call things by: small Latin letters, digits, hyphens."""

Text = Mapping[str, str]
"""What is shown or said, by language code."""

Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
"""Degrees north, WGS84."""

Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
"""Degrees east, WGS84."""


class Spot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Somewhere with a name people know."""

    id: Id
    name: Text
    latitude: Latitude
    longitude: Longitude


class Landmark(Spot, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A spot in a village that everybody can point to: the square, the church."""

    icon: str


class Village(Spot, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A community of the municipality."""

    landmarks: tuple[Landmark, ...] = msgspec.field(default=(), name="landmark")

    def landmark(self, landmark_id: str) -> Landmark | None:
        """Return the landmark of that id, if the village has it."""
        return next((one for one in self.landmarks if one.id == landmark_id), None)


class Asset(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something of the municipality's that stands somewhere and has a number: a lamp."""

    number: str
    """As it is written on it."""
    latitude: Latitude
    longitude: Longitude
    name: Text = {}
    """Where it has one of its own."""


class Layer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Assets of one kind; they stand in `layers/ID.geojson`."""

    id: Id
    name: Text
    """What one of them is called: lamp post."""
    icon: str
    assets: tuple[Asset, ...] = ()

    def asset(self, number: str) -> Asset | None:
        """Return the asset of that number, if there is one."""
        return next((one for one in self.assets if one.number == number), None)


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """A place that was touched on the map."""

    latitude: float
    longitude: float


class Fixture(msgspec.Struct, frozen=True, kw_only=True):
    """An asset, and of which kind it is."""

    layer: Layer
    asset: Asset

    @property
    def latitude(self) -> float:
        return self.asset.latitude

    @property
    def longitude(self) -> float:
        return self.asset.longitude


Where = Spot | Point | Fixture
"""All of them have a latitude and a longitude."""


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """What people would say a point is near to."""

    village: Village
    landmark: Landmark | None
    """None where none is near enough to be named."""
    metres: float
    """To the landmark, or to the middle of the village."""


NEAR_M: Final = 300
"""A landmark further away than this is not near."""

AROUND_M: Final = 3_000
"""So far around its outermost places a municipality still is."""

_POINT: Final = re.compile(r"@(-?\d{1,2}\.\d{6}),(-?\d{1,3}\.\d{6})")


class Gazetteer(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, dict=True
):
    """All the places a citizen can touch."""

    villages: Annotated[tuple[Village, ...], msgspec.Meta(min_length=1)] = (
        msgspec.field(name="village")
    )
    layers: tuple[Layer, ...] = msgspec.field(default=(), name="layer")

    @cached_property
    def bounds(self) -> Bounds:
        """The part of the Earth where a citizen may touch the map."""
        return bounds_of(
            ((one.latitude, one.longitude) for one in self._all()), AROUND_M
        )

    def _all(self) -> Iterator[Spot | Asset]:
        for village in self.villages:
            yield village
            yield from village.landmarks
        for layer in self.layers:
            yield from layer.assets

    def nearest(self, latitude: float, longitude: float) -> Near:
        """Return the landmark people would name for a point, and its village."""
        at = latitude, longitude
        marks = [
            (metres(at, (mark.latitude, mark.longitude)), village, mark)
            for village in self.villages
            for mark in village.landmarks
        ]
        if marks:
            way, village, mark = min(marks, key=lambda one: one[0])
            if way <= NEAR_M:
                return Near(village=village, landmark=mark, metres=way)
        way, village = min(
            ((metres(at, (one.latitude, one.longitude)), one) for one in self.villages),
            key=lambda one: one[0],
        )
        return Near(village=village, landmark=None, metres=way)

    def answer_at(self, latitude: float, longitude: float) -> tuple[str, ...] | None:
        """Return the answer that names a point, or None outside the municipality."""
        written = f"@{latitude:.6f},{longitude:.6f}"
        if _point(written, self.bounds) is None:
            return None
        return self.nearest(latitude, longitude).village.id, written

    def answer_of(self, fixture: Fixture) -> tuple[str, ...]:
        """Return the answer that names a lamp or a bin."""
        village = self.nearest(fixture.latitude, fixture.longitude).village
        return village.id, f"{fixture.layer.id}:{fixture.asset.number}"

    def fixture(self, written: str) -> Fixture | None:
        """Return the asset of `layer:number`, if there is one."""
        layer_id, colon, number = written.partition(":")
        layer = next((one for one in self.layers if one.id == layer_id), None)
        asset = layer.asset(number) if layer is not None and colon else None
        if layer is None or asset is None:
            return None
        return Fixture(layer=layer, asset=asset)

    def village(self, village_id: str) -> Village | None:
        """Return the village of that id, if there is one."""
        return next((one for one in self.villages if one.id == village_id), None)

    def names(self) -> Iterator[str]:
        """Yield what villages and landmarks are called, in every language."""
        for village in self.villages:
            yield from village.name.values()
        for village in self.villages:
            for landmark in village.landmarks:
                yield from landmark.name.values()

    def spots(self, answer: tuple[str, ...]) -> tuple[Where, ...] | None:
        """Return village and what is in it of a place answer, or None if there is none such.

        The answer is `(village,)`, or it names by its second part a landmark by id, a point
        (`@38.271000,21.861000`, with six decimals) or an asset (`lamps:147`).
        """
        village = self.village(answer[0]) if answer else None
        if village is None or len(answer) > 2:
            return None
        if len(answer) == 1:
            return (village,)
        inner: Where | None
        if answer[1].startswith("@"):
            inner = _point(answer[1], self.bounds)
        elif ":" in answer[1]:
            inner = self.fixture(answer[1])
        else:
            inner = village.landmark(answer[1])
        return None if inner is None else (village, inner)


def is_landmark(part: str) -> bool:
    """Say whether the second part of a place answer is a landmark's id."""
    return not part.startswith("@") and ":" not in part


def _point(written: str, bounds: Bounds) -> Point | None:
    read = _POINT.fullmatch(written)
    if read is None or not written.isascii():
        return None
    latitude, longitude = float(read[1]), float(read[2])
    if not bounds.holds(latitude, longitude):
        return None
    return Point(latitude=latitude, longitude=longitude)
