"""The pack that worked last: kept whole, so that a mistake in a new one darkens no kiosk.

A kiosk never asks from the folder that somebody may be changing: it asks from a copy in
its home, which was checked. When the pack that the settings name has a mistake, or is only
half there, the copy that worked before stays.
"""

import logging
import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final

import msgspec
from msgspec.structs import replace

from kiosk.checked import in_one_piece, out_of_piece
from kiosk.citizen import village_of
from kiosk.config import Config
from kiosk.errors import Misconfigured
from kiosk.home import Home
from kiosk.packs import Pack, find_pack
from kiosk.sums import sha256
from kiosk.tomlfile import read_whole

_log = logging.getLogger(__name__)

_NOW: Final = "now.json"
_MISTAKE: Final = "mistake"
_PIECE: Final = ".checked"
_MOST_FILES: Final = 5_000
_LARGE_BYTES: Final = 16_000_000
"""A map: not copied but pointed to. Without it a kiosk goes on."""

Check = Callable[[Path], Pack]
"""Loads a pack from a folder and checks it whole. Raises Misconfigured."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """Which pack worked last, and where the kiosk stood in it."""

    folder: str
    mark: str
    """What its files looked like when they were copied."""
    village: str


class Working(msgspec.Struct, frozen=True):
    """A pack to work with, and the settings it works with."""

    pack: Pack
    config: Config
    mark: str
    mistake: Misconfigured | None = None
    """What is wrong with the one that the settings name, if this is not it."""


class Shelves:
    """Where packs lie, and how they are checked; what worked is kept in a home."""

    def __init__(
        self, home: Home, shelves: Collection[Path], check: Check, program: str = ""
    ) -> None:
        """`program` is another one whenever `check` may be."""
        self._home = home
        self._shelves = shelves
        self._check = check
        self._program = program

    def choose(self, config: Config) -> Working:
        """Return the pack that the settings name, else the one that worked last.

        Raises Misconfigured when neither works.
        """
        kept = self._kept()
        try:
            working = self._named(config, kept)
        except Misconfigured as mistake:
            before = self._before(config, kept)
            if before is None:
                raise
            self._note(str(mistake))
            return replace(before, mistake=mistake)
        self._note("")
        return working

    def mark(self, config: Config) -> str:
        """Return what the files of the pack that the settings name look like now.

        Raises Misconfigured when it is not there.
        """
        return looks_of(find_pack(config.pack, self._shelves))

    def _named(self, config: Config, kept: Kept | None) -> Working:
        source = find_pack(config.pack, self._shelves)
        mark = looks_of(source)
        if kept is not None and kept.mark == mark:
            try:
                return self._as_before(kept, config)
            except Misconfigured as error:  # the copy was torn, or it is not to blame
                _log.info("the copy of the pack does not work: %s", error)
        working = self._checked(source, config, mark)
        try:
            copy = self._copy(source, mark)
            working = self._checked(copy, config, mark)  # what was copied, is checked
            self._keep(copy, working)
            self._lay_piece(working.pack, looks_of(copy))
        except OSError as error:
            _log.warning("no copy of the pack could be kept: %s", error.strerror)
        return working

    def _before(self, config: Config, kept: Kept | None) -> Working | None:
        if kept is None:
            return None
        config = msgspec.structs.replace(config, village=kept.village)
        try:
            return self._as_before(kept, config)
        except Misconfigured as error:
            _log.error("nor does the pack that worked last: %s", error)
            return None

    def _as_before(self, kept: Kept, config: Config) -> Working:
        """Return what worked before: it was checked, and nothing need be checked twice."""
        folder = self._home.working / kept.folder
        looks = looks_of(folder)
        pack = self._out_of_piece(folder, looks)
        if pack is None:
            working = self._checked(folder, config, kept.mark)
            self._lay_piece(working.pack, looks)
            return working
        village_of(self._home, config, pack)
        return Working(pack, config, kept.mark)

    def _checked(self, folder: Path, config: Config, mark: str) -> Working:
        pack = self._check(folder)
        village_of(self._home, config, pack)
        return Working(pack, config, mark)

    # The copy

    def _kept(self) -> Kept | None:
        try:
            content = read_whole(self._home.working / _NOW, 10_000)
            return msgspec.json.decode(content, type=Kept)
        except (Misconfigured, msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def _copy(self, source: Path, mark: str) -> Path:
        place = self._home.working / mark[:16]
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        for name, seen in _entries(source):
            if seen is None or not stat.S_ISREG(seen.st_mode):
                continue
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            if seen.st_size > _LARGE_BYTES:
                (place / name).symlink_to(source / name)
            else:
                _write(place / name, read_whole(source / name, _LARGE_BYTES))
        return place

    def _keep(self, copy: Path, working: Working) -> None:
        """Let this be the one that worked last; the one before stays until the next."""
        village = village_of(self._home, working.config, working.pack).id
        kept, before = Kept(folder=copy.name, mark=working.mark, village=village), None
        if (old := self._kept()) is not None:
            before = old.folder
        new = self._home.working / f"{_NOW}.new"
        _write(new, msgspec.json.encode(kept))
        new.replace(self._home.working / _NOW)
        for other in self._home.working.iterdir():
            if other.stem in (copy.name, before):
                continue
            if other.is_dir():
                shutil.rmtree(other, ignore_errors=True)
            elif other.suffix == _PIECE:
                other.unlink(missing_ok=True)

    def _out_of_piece(self, folder: Path, looks: str) -> Pack | None:
        try:
            piece = read_whole(folder.with_suffix(_PIECE), _LARGE_BYTES)
        except Misconfigured:
            return None
        pack = out_of_piece(piece, looks, self._program)
        return pack if pack is not None and pack.folder == folder else None

    def _lay_piece(self, pack: Pack, looks: str) -> None:
        piece = in_one_piece(pack, looks, self._program)
        try:
            if piece is not None:
                _write(pack.folder.with_suffix(_PIECE), piece)
        except OSError as error:
            _log.warning("the checked pack was not kept: %s", error.strerror)

    def _note(self, mistake: str) -> None:
        """Leave word for the doctor."""
        try:
            if mistake:
                self._home.working.mkdir(parents=True, exist_ok=True)
                _write(self._home.working / _MISTAKE, f"{mistake}\n".encode())
            else:
                (self._home.working / _MISTAKE).unlink(missing_ok=True)
        except OSError as error:
            _log.warning("the mistake could not be noted: %s", error.strerror)


def mistake_in(home: Home) -> str:
    """Return what was wrong with the pack when the kiosk last looked, or ''."""
    try:
        content = read_whole(home.working / _MISTAKE, 100_000)
    except Misconfigured:
        return ""
    return content.decode("utf-8", "replace").strip()


def looks_of(folder: Path) -> str:
    """Return a sum of what is in it: names, sizes, times, and who may read it."""
    looks = os.fsencode(folder)
    for name, seen in _entries(folder):
        what = seen and (seen.st_size, seen.st_mtime_ns, seen.st_mode)
        looks += os.fsencode(name) + repr(what).encode()
    return sha256(looks).hex()


def _entries(folder: Path) -> Iterator[tuple[Path, os.stat_result | None]]:
    """Yield what is in it, in order, by its way from it, and how it looks; None is a link
    that leads nowhere, or round and round.

    Links are followed to files, never to folders: a loop of them has no end.

    Raises Misconfigured for a folder that is surely no pack.
    """
    count = 0
    for place, below, names in os.walk(folder):
        below.sort()
        for name in (*below, *sorted(names)):
            path = Path(place, name)
            count += 1
            if count > _MOST_FILES:
                told = f"has more than {_MOST_FILES} files"
                raise Misconfigured(str(folder), told, "leave out what is no pack's")
            try:
                seen = path.stat()
            except OSError:
                yield path.relative_to(folder), None
            else:
                yield path.relative_to(folder), seen


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
