"""Reads the municipality's lamps and bins: points in GeoJSON (RFC 7946).

An asset's number is its property `number`, else its `id`, else the feature's own id; a
name is `name`, or `name:el` for one language. A mistake is one sentence with its place and
its cure; nothing of a file that has one is used.
"""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from kiosk.errors import Misconfigured
from kiosk.places import Asset, Text
from kiosk.tomlfile import read_whole

_MOST_BYTES: Final = 16_000_000
MOST_ASSETS: Final = 20_000
LONGEST_NUMBER: Final = 24
LONGEST_NAME: Final = 60


class _Geometry(msgspec.Struct):
    type: str
    coordinates: object = None


class _Feature(msgspec.Struct):
    geometry: _Geometry | None = None
    properties: dict[str, object] | None = None
    id: str | int | None = None


class _Features(msgspec.Struct):
    type: str
    features: list[_Feature]


def read_layer(path: Path) -> tuple[Asset, ...]:
    """Return the assets of a layer. Raises Misconfigured."""
    content = read_whole(path, _MOST_BYTES)
    try:
        read = msgspec.json.decode(content, type=_Features)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Misconfigured(
            str(path),
            f"is not GeoJSON: {error}",
            "export it as a FeatureCollection of points, in degrees (WGS84)",
        ) from None
    if read.type != "FeatureCollection":
        raise Misconfigured(
            str(path), f'is a "{read.type}"', "export it as a FeatureCollection"
        )
    if len(read.features) > MOST_ASSETS:
        told = f"has {len(read.features)} points, {MOST_ASSETS} at most"
        raise Misconfigured(str(path), told, "make two layers of it, or fewer points")
    return tuple(_assets(path, read.features))


def _assets(path: Path, features: list[_Feature]) -> Iterator[Asset]:
    seen: set[str] = set()
    for at, feature in enumerate(features, 1):
        place = f"{path}, feature {at}"
        told = feature.properties or {}
        number = _number(told.get("number", told.get("id", feature.id)))
        if number is None:
            raise Misconfigured(
                place,
                "has no number",
                f'add the property "number": what is written on it, up to'
                f" {LONGEST_NUMBER} letters and digits",
            )
        if number in seen:
            raise Misconfigured(
                place, f'"{number}" stands twice', "give one another number"
            )
        seen.add(number)
        latitude, longitude = _position(place, feature.geometry)
        yield Asset(
            number=number, latitude=latitude, longitude=longitude, name=_name(told)
        )


def _number(told: object) -> str | None:
    if isinstance(told, bool) or not isinstance(told, str | int):
        return None
    number = " ".join(str(told).split())
    fits = 0 < len(number) <= LONGEST_NUMBER and number.isprintable()
    return number if fits else None


def _position(place: str, geometry: _Geometry | None) -> tuple[float, float]:
    if geometry is None or geometry.type != "Point":
        kind = "nothing" if geometry is None else f'a "{geometry.type}"'
        raise Misconfigured(place, f"is {kind}, not a point", "leave it out")
    match geometry.coordinates:
        case [float() | int() as longitude, float() | int() as latitude, *_] if (
            math.isfinite(longitude)
            and math.isfinite(latitude)
            and -90 <= latitude <= 90
            and -180 <= longitude <= 180
        ):
            return float(latitude), float(longitude)
    raise Misconfigured(
        place,
        "its coordinates are not longitude and latitude in degrees",
        "export it in WGS84 (EPSG:4326), longitude first",
    )


def _name(told: dict[str, object]) -> Text:
    """What it is called, by language; `name` alone is for every language ('')."""
    plain = told.get("name")
    named: dict[str, object] = {"": plain}
    if isinstance(plain, dict):
        named = {str(code): words for code, words in plain.items()}
    for key, words in told.items():
        if key.startswith("name:"):
            named[key.removeprefix("name:")] = words
    return {
        code: " ".join(words.split())[:LONGEST_NAME]
        for code, words in named.items()
        if isinstance(words, str) and words.strip()
    }
