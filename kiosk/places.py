"""The gazetteer: the villages of a municipality and the landmarks people name."""

from collections.abc import Iterator, Mapping
from typing import Annotated

import msgspec

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


class Gazetteer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All the places a citizen can touch."""

    villages: tuple[Village, ...] = msgspec.field(name="village")

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

    def spots(self, answer: tuple[str, ...]) -> tuple[Spot, ...] | None:
        """Return village and landmark of a place answer, or None if there is none such.

        The answer is `(village,)` or `(village, landmark)`, by id.
        """
        village = self.village(answer[0]) if answer else None
        if village is None or len(answer) > 2:
            return None
        if len(answer) == 1:
            return (village,)
        landmark = village.landmark(answer[1])
        return None if landmark is None else (village, landmark)
