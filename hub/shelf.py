"""The shelf: the only module that touches the files of photos and voice notes.

Each lies in a folder of the hub's home under its own id, `media/ab/ID`, and nothing that
a caller wrote becomes a part of a name. Several hubs on one database share this folder.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.sealed import sync_folder


class Shelf:
    """Files by id. A `name` must be a UUID. Every call may raise OSError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """While it lasts nobody else has the turn for this file, in this program or in
        another. It ends with the program that has it."""
        place = self._path(name).parent
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The folder is locked and not the file, for a file may be discarded meanwhile.
        end = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(end, fcntl.LOCK_EX)
            yield
        finally:
            os.close(end)

    def write(self, name: str, at: int, piece: bytes) -> None:
        """Puts a piece at an offset, and lets the file end behind it. When this returns
        it is on disk, and so is the file's name."""
        path = self._path(name)
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        with os.fdopen(os.open(path, flags, 0o600), "r+b") as file:
            file.seek(at)
            file.write(piece)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        for folder in (path.parent, self._folder, self._folder.parent):
            sync_folder(folder)

    def size(self, name: str) -> int:
        """Bytes of the file; 0 where there is none."""
        try:
            return self._path(name).stat().st_size
        except FileNotFoundError:
            return 0

    def head(self, name: str, most: int) -> bytes:
        """How the file begins."""
        with self._path(name).open("rb") as file:
            return file.read(most)

    def digest(self, name: str) -> str:
        """SHA-256 of the file, in hexadecimal."""
        with self._path(name).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def read(self, name: str) -> bytes:
        """The whole file."""
        return self._path(name).read_bytes()

    def discard(self, name: str) -> None:
        """Removes the file, if there is one."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        # The end of a UUID is random in every version of it, its beginning is not.
        return self._folder / name[-2:] / name
