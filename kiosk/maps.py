"""The map of a municipality: found, opened, and put in its place by an administrator."""

import logging
import os
import shutil
from pathlib import Path
from typing import Final

from kiosk.errors import CannotSave, Damaged, Known, Misconfigured
from kiosk.pmtiles import MAGIC as PMTILES
from kiosk.pmtiles import PmTiles
from kiosk.store.tiles import MAGIC as SQLITE
from kiosk.store.tiles import MbTiles
from kiosk.tiles import TileSource

_log = logging.getLogger(__name__)

_ENDINGS: Final = {SQLITE: ".mbtiles", PMTILES: ".pmtiles"}


def read_map(path: Path) -> TileSource:
    """Open a map, by what is in it and not by its name.

    Raises Damaged when it cannot be read, Misconfigured when it is not one for this
    program: vector tiles above all.
    """
    ending = _ending(path)
    return MbTiles(path) if ending == _ENDINGS[SQLITE] else PmTiles(path)


def find_map(pack_id: str, pack_folder: Path, maps: Path) -> TileSource | None:
    """Open the map for a pack: the one an administrator put there, else the pack's own.

    A map that cannot be read is as none, and is told in the log: a kiosk goes on.
    """
    for place, name in ((maps, pack_id), (pack_folder, "map")):
        for ending in _ENDINGS.values():
            path = place / f"{name}{ending}"
            if path.is_file():
                try:
                    return read_map(path)
                except Known as error:
                    _log.error("%s: %s", type(error).__name__, error)
    return None


def put_map(source: Path, pack_id: str, maps: Path) -> Path:
    """Copy a map that was read to where the kiosk looks, whole or not at all.

    Returns its place. Raises CannotSave.
    """
    ending = _ending(source)
    place = maps / f"{pack_id}{ending}"
    new = place.with_suffix(".new")
    try:
        maps.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as old, new.open("wb") as copy:
            shutil.copyfileobj(old, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        new.replace(place)
        for other in _ENDINGS.values():
            if other != ending:
                (maps / f"{pack_id}{other}").unlink(missing_ok=True)
        _settle(maps)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise CannotSave(
            str(place),
            f"cannot be written ({error.strerror})",
            "free the disk or give this user the right to write there",
        ) from error
    return place


def _ending(path: Path) -> str:
    try:
        with path.open("rb") as file:
            begins = file.read(16)
    except OSError as error:
        raise Damaged(
            str(path), f"cannot be read ({error.strerror})", "look at its name"
        ) from None
    for magic, ending in _ENDINGS.items():
        if begins.startswith(magic):
            return ending
    raise Misconfigured(
        str(path),
        "is neither MBTiles nor PMTiles",
        "export the map as raster tiles in one file, .mbtiles or .pmtiles",
    )


def _settle(folder: Path) -> None:
    """See to it that the new name is on the disk too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
