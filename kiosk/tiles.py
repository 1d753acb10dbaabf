"""What a map is to whoever draws it: pictures in squares, by zoom, column and row.

Two kinds of file keep the port `TileSource`: MBTiles (`kiosk.store.tiles`) and PMTiles
(`kiosk.pmtiles`). Both are read where they lie; nothing is fetched.
"""

from typing import Final, Protocol

import msgspec

from kiosk.errors import Misconfigured
from kiosk.mercator import Bounds

LARGEST_TILE_BYTES: Final = 1_000_000
"""A picture of 512 by 512 has a tenth of it."""

DEEPEST_ZOOM: Final = 22

RASTER: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
"""How PNG, JPEG and WebP begin."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What a map says of itself."""

    least_zoom: int
    most_zoom: int
    bounds: Bounds | None = None
    """What it shows, if it says so."""
    name: str = ""
    attribution: str = ""
    """Whose data it is; shown on the map, because its licence asks for it."""


class TileSource(Protocol):
    """A map of tiles."""

    @property
    def sheet(self) -> Sheet:
        """What it says of itself."""

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return the picture of a tile (rows from the north), or None if there is none.

        Never raises: what cannot be read is not there.
        """

    def close(self) -> None:
        """Let go of the file."""


def is_picture(content: object) -> bool:
    """Say whether this may be shown: PNG, JPEG or WebP of a bearable size."""
    return (
        isinstance(content, bytes)
        and len(content) <= LARGEST_TILE_BYTES
        and content.startswith(RASTER)
    )


def fits(zoom: int, column: int, row: int) -> bool:
    """Say whether there is such a tile in the world."""
    return 0 <= zoom <= DEEPEST_ZOOM and all(
        0 <= one < 1 << zoom for one in (column, row)
    )


def vector_tiles(file: str) -> Misconfigured:
    """Say that a map has vector tiles, which nobody here draws."""
    return Misconfigured(
        file,
        "has vector tiles, and this program shows pictures only",
        "export it as raster tiles (PNG, JPEG or WebP), for example from QGIS:"
        " Generate XYZ tiles (MBTiles)",
    )


def plain(told: object, longest: int) -> str:
    """Return what a file says of itself without markup, in one line, no longer than that."""
    text = told if isinstance(told, str) else ""
    kept, inside = "", False
    for letter in text[:4000]:
        if letter == "<":
            inside = True
        elif letter == ">":
            inside = False
        elif not inside and letter.isprintable():
            kept += letter
    return " ".join(kept.replace("&copy;", "©").replace("&amp;", "&").split())[:longest]
