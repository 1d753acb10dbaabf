"""Makes maps to read: small ones in each format, and spoilt ones."""

import gzip
import sqlite3
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

Tiles = Mapping[tuple[int, int, int], bytes]
"""Pictures by zoom, column and row from the north."""


def png(shade: int = 200) -> bytes:
    """The smallest picture there is: one grey pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes((0, shade)))
    parts = chunk(b"IHDR", head), chunk(b"IDAT", body), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def write_mbtiles(path: Path, tiles: Tiles, **metadata: str) -> Path:
    """Write a map as the MBTiles specification says: rows from the south."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE metadata (name text, value text)")
    connection.execute(
        "CREATE TABLE tiles (zoom_level integer, tile_column integer,"
        " tile_row integer, tile_data blob)"
    )
    connection.executemany("INSERT INTO metadata VALUES (?, ?)", metadata.items())
    connection.executemany(
        "INSERT INTO tiles VALUES (?, ?, ?, ?)",
        [(z, x, (1 << z) - 1 - y, one) for (z, x, y), one in tiles.items()],
    )
    connection.commit()
    connection.close()
    return path


def varints(*numbers: int) -> bytes:
    """Write numbers, seven bits a byte."""
    written = bytearray()
    for number in numbers:
        left = number
        while left >= 0x80:
            written.append(left & 0x7F | 0x80)
            left >>= 7
        written.append(left)
    return bytes(written)


def pmtiles(directory: bytes, tiles: bytes, kind: int = 2, version: int = 3) -> bytes:
    """Put a header before a root directory and tiles (zooms 0 to 2, all the world)."""
    root, told = (
        gzip.compress(directory),
        gzip.compress(b'{"attribution": "<b>us</b>"}'),
    )
    at = 127
    header = struct.pack(
        "<7sB11QBBBBBBiiiiBii",
        *(b"PMTiles", version, at, len(root), at + len(root), len(told)),
        *(0, 0, at + len(root) + len(told), len(tiles), 1, 1, 1),
        *(1, 2, 1, kind, 0, 2, -1_800_000_000, -850_000_000, 1_800_000_000),
        *(850_000_000, 0, 0, 0),
    )
    return header + root + told + tiles
