"""Reads raster maps in MBTiles: an SQLite file that a stranger made.

Spec: github.com/mapbox/mbtiles-spec, 1.3; rows are counted from the south. The file is
opened read-only and as never changing, nothing in its schema is trusted, a query that goes
on too long is broken off, and what cannot be read is not there.
"""

import threading
import weakref
from pathlib import Path
from typing import Any, Final

from kiosk.errors import Damaged, Known, Misconfigured
from kiosk.mercator import Bounds
from kiosk.store.engine import sqlite3
from kiosk.tiles import (
    DEEPEST_ZOOM,
    LARGEST_TILE_BYTES,
    Sheet,
    fits,
    is_picture,
    plain,
    vector_tiles,
)

MAGIC: Final = b"SQLite format 3\x00"
_STEPS: Final = 100_000  # of the engine's machine, between two looks at the budget
_MOST_LOOKS: Final = 100  # some seconds on a slow kiosk; a tile takes none
_MOST_LINES: Final = 200
_VECTOR: Final = frozenset({"pbf", "mvt"})
_TILE: Final = (
    "SELECT tile_data FROM tiles"
    " WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
)


class MbTiles:
    """An open file; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open it. Raises Damaged when it is none, Misconfigured when it is not for us."""
        self._path = path
        self._turn = threading.Lock()
        self._looks = 0
        try:
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1",
                uri=True,
                isolation_level=None,
                check_same_thread=False,
            )
        except sqlite3.Error as error:
            raise _unsound(path, error) from None
        self._closing = weakref.finalize(self, self._connection.close)
        try:
            self._open()
        except Known:
            self.close()
            raise
        except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
            self.close()
            raise _unsound(path, error) from None

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        if not fits(zoom, column, row):
            return None
        from_south = (1 << zoom) - 1 - row
        try:
            found = self._ask(_TILE, zoom, column, from_south)
        except (sqlite3.Error, ValueError, OverflowError):
            return None
        content = found[0][0] if found else None
        return content if is_picture(content) else None

    def close(self) -> None:
        self._closing()

    def _open(self) -> None:
        connection = self._connection
        limit = getattr(connection, "setlimit", None)
        if limit is not None:  # none in an engine of its own before Python 3.11
            limit(sqlite3.SQLITE_LIMIT_LENGTH, 2 * LARGEST_TILE_BYTES)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.set_progress_handler(self._is_too_long, _STEPS)
        told = dict(
            (str(name), value)
            for name, value in self._ask(
                f"SELECT name, value FROM metadata LIMIT {_MOST_LINES}"
            )
        )
        if str(told.get("format", "")).lower() in _VECTOR:
            raise vector_tiles(str(self._path))
        some = self._ask("SELECT zoom_level, tile_data FROM tiles LIMIT 1")
        if not some:
            raise Misconfigured(
                str(self._path), "has no tiles", "export it again, with its zooms"
            )
        if not is_picture(some[0][1]):
            if bytes(some[0][1])[:2] in (b"\x1f\x8b", b"\x1a"):
                raise vector_tiles(str(self._path))
            raise ValueError("its tiles are not PNG, JPEG or WebP")
        self._sheet = self._described(told)

    def _described(self, told: dict[str, object]) -> Sheet:
        least, most = self._zooms(told)
        return Sheet(
            least_zoom=least,
            most_zoom=most,
            bounds=_bounds(told.get("bounds")),
            name=plain(told.get("name"), 80),
            attribution=plain(told.get("attribution"), 80),
        )

    def _zooms(self, told: dict[str, object]) -> tuple[int, int]:
        """What it says; where it says nothing, what is there."""
        try:
            least, most = int(str(told["minzoom"])), int(str(told["maxzoom"]))
        except (KeyError, ValueError):
            found = self._ask("SELECT min(zoom_level), max(zoom_level) FROM tiles")[0]
            least, most = int(found[0]), int(found[1])
        if not 0 <= least <= most <= DEEPEST_ZOOM:
            raise ValueError(f"its zooms go from {least} to {most}")
        return least, most

    def _ask(self, sql: str, *values: int) -> list[tuple[Any, ...]]:
        with self._turn:
            self._looks = 0
            rows: list[tuple[Any, ...]] = self._connection.execute(
                sql, values
            ).fetchall()
            return rows

    def _is_too_long(self) -> int:
        self._looks += 1
        return int(self._looks > _MOST_LOOKS)


def _bounds(told: object) -> Bounds | None:
    """Read `west,south,east,north`."""
    try:
        west, south, east, north = (float(one) for one in str(told).split(","))
    except ValueError:
        return None
    if -90 <= south < north <= 90 and -180 <= west < east <= 180:
        return Bounds(south, west, north, east)
    return None


def _unsound(path: Path, error: Exception) -> Damaged:
    return Damaged(str(path), f"is not a sound MBTiles file ({error})", "copy it again")
