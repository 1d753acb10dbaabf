"""A folder: a USB stick or a shared folder, for a village with no line at all.

Each submission is one file, `ID.plateia`, sealed for the municipality and signed by this
kiosk. There it is imported, and `ID.received` is left beside the file. Only that is a
delivery: a stick can be lost on its way, so until then the submission stays here and is
written again wherever it is missing. The municipality knows it by its id and files it
once, however often it travels. So it is with each of its attachments: `ID.1.plateia`, and
`ID.1.received` when it is kept.

The folder itself is never made: where a stick is not put in, its place must not pass for
the stick.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from kiosk.config import Destination
from kiosk.errors import Misconfigured
from kiosk.outbox import News
from kiosk.submission import Dispatch
from sync.connector import (
    Accepted,
    Delivered,
    Earlier,
    Haul,
    Kind,
    Outcome,
    Piece,
    Trouble,
)
from sync.plateia import Enclosed, Received, written
from sync.sealed import Hand, Sealer, path_of

Told = TypeVar("Told", Received, Enclosed)

_LARGEST: Final = 200_000  # bytes of a receipt that may be ours

_CODES: Final = {
    errno.ENOENT: "the folder is not there",
    errno.ENOTDIR: "the folder is not there",
    errno.EROFS: "the folder may not be written",
    errno.EACCES: "the folder may not be written",
    errno.EPERM: "the folder may not be written",
    errno.ENOSPC: "the folder is full",
    errno.EDQUOT: "the folder is full",
}


class Folder:
    """Carries submissions to one folder."""

    def __init__(self, to: Destination, hand: Hand) -> None:
        """Raises Misconfigured for an address that is no folder's, or a key that is none."""
        folder = path_of(to.url)
        if folder is None:
            raise Misconfigured(
                f'destination "{to.name}", url',
                f'"{to.url}" is no folder',
                "write it like file:///media/usb/plateia",
            )
        try:
            self._sealer = Sealer(bytes.fromhex(to.public_key), hand)
        except ValueError:
            raise Misconfigured(
                f'destination "{to.name}", public_key',
                "is not the municipality's key",
                "write the 64 digits and letters that plateia-hub keygen prints",
            ) from None
        self._folder = folder
        self._codes = to.services
        self._hung_up = False

    def carry(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        """See whether it was received; if not, see that it lies there whole."""
        if self._hung_up:
            return Trouble(Kind.LINK, "stopped")
        path = self._path(dispatch.id)
        ours = dispatch.service or dispatch.form
        body = written(dispatch, self._codes.get(ours, dispatch.service))
        try:
            received = self._received(path.with_suffix(".received"))
            if received is not None:
                _clear_away(path)
                return Delivered(received.request)
            _see_written(path, self._sealer.seal(path.stem, body))
        except OSError as error:
            return _trouble(error)
        return Accepted(dispatch.id)

    def carry_piece(self, dispatch: Dispatch, piece: Piece) -> Haul:
        """The same. No line is used for it, so none of its bytes are counted."""
        if self._hung_up:
            return Haul(Trouble(Kind.LINK, "stopped"), 0)
        places = [one.id for one in dispatch.attachments]
        place = places.index(piece.attachment.id) + 1
        path = self._path(f"{dispatch.id}.{place}")
        try:
            kept = self._receipt(path.with_suffix(".received"), Enclosed)
            digest = hashlib.sha256(piece.content).hexdigest()
            if kept is not None and kept.sha256 == digest:
                _clear_away(path)
                return Haul(Delivered(None), 0)
            _see_written(path, self._sealer.seal(path.stem, piece.content))
        except OSError as error:
            return Haul(_trouble(error), 0)
        return Haul(Trouble(Kind.UNFINISHED, "lies in the folder"), 0)

    def news(self, remote_ids: Sequence[str]) -> Mapping[str, News] | Trouble:
        """Read what the receipts there say."""
        told: dict[str, News] = {}
        try:
            for path in sorted(self._folder.iterdir()):
                if path.suffix == ".received" and not self._hung_up:
                    received = self._received(path)
                    if received is not None and received.request in remote_ids:
                        told[received.request] = received.news()
        except OSError as error:
            return _trouble(error)
        return told

    def hang_up(self) -> None:
        """Carry no more."""
        self._hung_up = True

    def close(self) -> None:
        """Nothing to let go."""

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.plateia"

    def _received(self, path: Path) -> Received | None:
        """Read a submission's receipt, if it is the municipality's. Raises OSError."""
        told = self._receipt(path, Received)
        return told if told is not None and told.names_a_request else None

    def _receipt(self, path: Path, shape: type[Told]) -> Told | None:
        """Read a receipt that bears what only the municipality knows. Raises OSError."""
        try:
            told = msgspec.json.decode(_read(path, _LARGEST) or b"", type=shape)
        except (msgspec.MsgspecError, RecursionError, UnicodeError):
            return None
        bears = self._sealer.countersign(path.stem).hex()
        return told if (told.id, told.countersign) == (path.stem, bears) else None


def _clear_away(path: Path) -> None:
    """Remove what was received: it only takes up room."""
    with suppress(OSError):
        path.unlink()


def _see_written(path: Path, file: bytes) -> None:
    """See that a file lies there, whole and on the medium itself. Raises OSError."""
    if _read(path, len(file)) == file:
        return
    new = path.with_name(f".{path.name}.new")
    try:
        _write(new, file)
        new.replace(path)
    except OSError:
        with suppress(OSError):  # on a medium that is full it would take the room
            new.unlink(missing_ok=True)
        raise
    _sync(path.parent)
    if _read(path, len(file)) != file:
        raise OSError(errno.EIO, "what was written is not what is read")


def _write(path: Path, file: bytes) -> None:
    """Write a new file to the medium, not through a link that lies there."""
    path.unlink(missing_ok=True)
    end = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    with os.fdopen(end, "wb") as written_to:
        written_to.write(file)
        written_to.flush()
        os.fsync(end)


def _read(path: Path, most: int) -> bytes | None:
    """Read a file from the medium, not from memory, or return None where none is.

    What is a link, a pipe or larger than so many bytes is none of ours. Raises OSError.
    """
    try:
        end = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == errno.ELOOP:
            return None
        if error.errno == errno.ENOENT and path.parent.is_dir():
            return None
        raise
    with os.fdopen(end, "rb") as file:
        if not stat.S_ISREG(os.fstat(end).st_mode):
            return None
        os.posix_fadvise(end, 0, 0, os.POSIX_FADV_DONTNEED)
        content = file.read(most + 1)
    return content if len(content) <= most else None


def _sync(folder: Path) -> None:
    end = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(end)
    finally:
        os.close(end)


def _trouble(error: OSError) -> Trouble:
    """Say what is wrong with the folder: nobody's answer, as with a dead line.

    What may lie there half done is put right by the next visit.
    """
    number = error.errno or 0
    name = errno.errorcode.get(number, "unknown")
    code = _CODES.get(number, f"the folder fails ({name})")
    # One that is pulled out in the middle fails in ways that have no sentence of theirs.
    return Trouble(Kind.LINK, code, may_have_arrived=number not in _CODES)
