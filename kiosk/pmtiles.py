"""Reads raster maps in PMTiles, version 3: one file, read where it lies.

Spec: github.com/protomaps/PMTiles, spec/v3. A header of 127 bytes names four parts: the
root directory, metadata (JSON), leaf directories and the tiles. A directory is four lists
of varints (tile ids as differences, run lengths, lengths, offsets); a tile's id counts the
tiles of all zooms before it, then along a Hilbert curve. A stranger made the file: every
number in it is doubted, and what cannot be read is not there.
"""

import os
import struct
import threading
import weakref
import zlib
from collections import OrderedDict
from pathlib import Path
from typing import Final

import msgspec

from kiosk.errors import Damaged, Known, Misconfigured
from kiosk.mercator import Bounds
from kiosk.tiles import (
    DEEPEST_ZOOM,
    LARGEST_TILE_BYTES,
    Sheet,
    fits,
    is_picture,
    plain,
    vector_tiles,
)

MAGIC: Final = b"PMTiles"
_HEADER: Final = struct.Struct("<7sB11QBBBBBBiiiiBii")  # 127 bytes
_PLAIN, _GZIP = 1, 2
_VECTOR, _PICTURES = 1, {2, 3, 4}
_MOST_ENTRIES: Final = 200_000
_MOST_DIRECTORY_BYTES: Final = 8_000_000
_MOST_METADATA_BYTES: Final = 1_000_000
_DEEPEST_LEAF: Final = 4  # the spec asks for three steps at most
_KEPT_DIRECTORIES: Final = 32

_Entry = tuple[int, int, int, int]
"""First tile id, how many tiles are the same (0: a leaf directory), length, offset."""


class _Unreadable(Exception):
    """Something in the file is not what the spec says."""


class _Metadata(msgspec.Struct):
    name: object = ""
    attribution: object = ""


class PmTiles:
    """An open file; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open it. Raises Damaged when it is none, Misconfigured when it is not for us."""
        self._path = path
        self._turn = threading.Lock()
        self._kept: OrderedDict[tuple[int, int], list[_Entry]] = OrderedDict()
        try:
            self._file = os.open(path, os.O_RDONLY)
        except OSError as error:
            raise Damaged(
                str(path), f"cannot be read ({error.strerror})", "copy it again"
            ) from None
        self._closing = weakref.finalize(self, os.close, self._file)
        try:
            self._open()
        except Known:
            self.close()
            raise
        except (OSError, _Unreadable) as error:
            self.close()
            raise Damaged(
                str(path), f"is not a sound PMTiles file ({error})", "copy it again"
            ) from None

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        if not fits(zoom, column, row):
            return None
        try:
            found = self._find(tile_id(zoom, column, row))
            if found is None:
                return None
            stored = self._read(self._tiles + found[0], found[1], LARGEST_TILE_BYTES)
            content = _unpacked(stored, self._tile_packing, LARGEST_TILE_BYTES)
        except (OSError, ValueError, _Unreadable):
            return None
        return content if is_picture(content) else None

    def close(self) -> None:
        self._closing()

    def _open(self) -> None:
        self._size = os.fstat(self._file).st_size
        header = self._read(0, _HEADER.size, _HEADER.size)
        fields = _HEADER.unpack(header)
        if fields[0] != MAGIC:
            raise _Unreadable("it does not begin as one")
        if fields[1] != 3:
            raise Misconfigured(
                str(self._path),
                f"is PMTiles of version {fields[1]}, and this program reads version 3",
                "convert it with `pmtiles convert`",
            )
        root, metadata = fields[2:4], fields[4:6]
        self._leaves, self._tiles = fields[6], fields[8]
        _, self._packing, self._tile_packing, kind, least, most = fields[13:19]
        if kind == _VECTOR:
            raise vector_tiles(str(self._path))
        if kind not in _PICTURES:
            raise _Unreadable(f"its tiles are of the unknown kind {kind}")
        if not {self._packing, self._tile_packing} <= {_PLAIN, _GZIP}:
            raise Misconfigured(
                str(self._path),
                "is packed in a way this program does not unpack",
                "write it with gzip, which is the usual way",
            )
        if not least <= most <= DEEPEST_ZOOM:
            raise _Unreadable(f"its zooms go from {least} to {most}")
        self._root: tuple[int, int] = root[0], root[1]
        self._directory(self._root)
        self._sheet = self._described(metadata, least, most, fields[19:23])

    def _described(
        self, where: tuple[int, ...], least: int, most: int, corners: tuple[int, ...]
    ) -> Sheet:
        told = _Metadata()
        try:
            stored = self._read(where[0], where[1], _MOST_METADATA_BYTES)
            unpacked = _unpacked(stored, self._packing, _MOST_METADATA_BYTES)
            told = msgspec.json.decode(unpacked, type=_Metadata)
        except (_Unreadable, msgspec.DecodeError):
            pass  # a map without words is still a map
        west, south, east, north = (one / 1e7 for one in corners)
        known = -90 <= south < north <= 90 and -180 <= west < east <= 180
        return Sheet(
            least_zoom=least,
            most_zoom=most,
            bounds=Bounds(south, west, north, east) if known else None,
            name=plain(told.name, 80),
            attribution=plain(told.attribution, 80),
        )

    def _find(self, wanted: int) -> tuple[int, int] | None:
        """Return where a tile's bytes begin among the tiles, and how many they are."""
        where = self._root
        for _ in range(_DEEPEST_LEAF):
            entry = _last_before(self._directory(where), wanted)
            if entry is None:
                return None
            first, run, length, offset = entry
            if run:
                return (offset, length) if wanted < first + run else None
            where = self._leaves + offset, length
        raise _Unreadable("its directories go too deep")

    def _directory(self, where: tuple[int, int]) -> list[_Entry]:
        with self._turn:
            if where in self._kept:
                self._kept.move_to_end(where)
                return self._kept[where]
        stored = self._read(*where, _MOST_DIRECTORY_BYTES)
        entries = _entries(_unpacked(stored, self._packing, _MOST_DIRECTORY_BYTES))
        with self._turn:
            self._kept[where] = entries
            while len(self._kept) > _KEPT_DIRECTORIES:
                self._kept.popitem(last=False)
        return entries

    def _read(self, offset: int, length: int, most: int) -> bytes:
        if length > most or offset + length > self._size:
            raise _Unreadable("it is shorter than it says")
        content = os.pread(self._file, length, offset)
        if len(content) != length:
            raise _Unreadable("it ends too early")
        return content


def tile_id(zoom: int, column: int, row: int) -> int:
    """Return the number of a tile: those of lower zooms first, then a Hilbert curve."""
    along = ((1 << (2 * zoom)) - 1) // 3
    side = 1 << zoom >> 1
    while side:
        right, down = int(bool(column & side)), int(bool(row & side))
        along += side * side * ((3 * right) ^ down)
        if not down:
            if right:
                column, row = side - 1 - column, side - 1 - row
            column, row = row, column
        side >>= 1
    return along


def _last_before(entries: list[_Entry], wanted: int) -> _Entry | None:
    """Return the last entry that begins at or before a tile: bisection."""
    low, high = 0, len(entries)
    while low < high:
        middle = (low + high) // 2
        if entries[middle][0] <= wanted:
            low = middle + 1
        else:
            high = middle
    return entries[low - 1] if low else None


def _unpacked(stored: bytes, packing: int, most: int) -> bytes:
    if packing == _PLAIN:
        return stored
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(stored, most)
    except zlib.error as error:
        raise _Unreadable(str(error)) from None
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise _Unreadable("a part of it is too large, or torn")
    return content


def _entries(content: bytes) -> list[_Entry]:
    numbers = _Varints(content)
    count = numbers.next()
    if count > min(_MOST_ENTRIES, len(content)):
        raise _Unreadable(f"a directory has {count} entries")
    ids, last = [], 0
    for _ in range(count):
        last += numbers.next()
        ids.append(last)
    runs = [numbers.next() for _ in range(count)]
    lengths = [numbers.next() for _ in range(count)]
    offsets: list[int] = []
    for at in range(count):
        told = numbers.next()
        if told == 0 and at:  # it follows the one before
            offsets.append(offsets[-1] + lengths[at - 1])
        else:
            offsets.append(told - 1)
    if any(one < 0 for one in offsets):
        raise _Unreadable("a directory points before the file")
    return list(zip(ids, runs, lengths, offsets, strict=True))


class _Varints:
    """Numbers of any size, seven bits a byte, the lowest first."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def next(self) -> int:
        number = shift = 0
        while True:
            if self._at >= len(self._content) or shift > 63:
                raise _Unreadable("a directory is torn")
            byte = self._content[self._at]
            self._at += 1
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
            shift += 7
