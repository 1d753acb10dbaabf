"""`plateia-hub import DIR`: takes the submissions that kiosks left in a folder, and leaves
receipts there.

Beside each `ID.plateia` that is filed stands `ID.received`: JSON with the request's
number, how far it has come, what the clerk last wrote, and the countersign from inside
the file. It is written after the request is on disk, and brought up to date at every
import, so that a kiosk whose only line is this folder learns what became of it. What
belongs to a submission lies beside it, and is taken after it: see `enclosures`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec import Struct

from hub.album import Album
from hub.dispatch import LARGEST_ITEM, MOST_ITEMS, Result, read_dispatch
from hub.enclosures import Enclosed, Enclosures, check_signer
from hub.errors import Declined, WorldFault
from hub.georeport import as_w3c
from hub.mailroom import Mailroom
from hub.model import Entry
from hub.office import Office
from hub.sealed import Opened, Opener, Unfit, sync_folder

SENT, RECEIVED = ".plateia", ".received"
_LARGEST_FILE = LARGEST_ITEM + 1024


class Received(Struct, frozen=True):
    """The receipt for one submission. `at` is when its request last changed, in UTC."""

    id: str
    request: str
    countersign: str
    status: str
    closed: bool
    note: str | None
    expected: str | None
    at: str


@dataclass
class Tally:
    """What an import brought about."""

    taken: int = 0
    known: int = 0
    refused: int = 0

    @property
    def line(self) -> str:
        """In one line."""
        words = [
            f"{self.taken} taken",
            f"{self.known} already here",
            f"{self.refused} not taken",
        ]
        return ", ".join(words)


class Delivery:
    """One folder, and what is done with what lies in it."""

    def __init__(
        self,
        office: Office,
        opener: Opener,
        folder: Path,
        jurisdiction: str | None,
        album: Album,
    ) -> None:
        self._office = office
        self._mailroom = Mailroom(office)
        self._opener = opener
        self._folder = folder
        self._jurisdiction = jurisdiction
        self._keys = office.settings.kiosks
        self._enclosures = Enclosures(office, opener, album, jurisdiction)
        self.tally = Tally()

    def take_all(self) -> Iterator[str]:
        """Takes everything that lies there, and says in one line of each what became of
        it. Raises WorldFault where the folder cannot be read or written."""
        try:
            lying = sorted(self._folder.glob(f"*{SENT}"))
            found = [path for path in lying if "." not in path.stem]
            for start in range(0, len(found), MOST_ITEMS):
                yield from self._take(found[start : start + MOST_ITEMS])
            for path in lying:
                if "." in path.stem:
                    yield f"{_shown(path)}: {self._take_enclosed(path)}"
            for path in sorted(self._folder.glob(f"*{RECEIVED}")):
                self._bring_up_to_date(path)
        except OSError as error:
            raise WorldFault(
                f"{error.filename or self._folder}: cannot be read or written "
                f"({error.strerror}); see that the folder is there and try again: what "
                "was taken is safe, and is not taken twice"
            ) from error

    def _take(self, paths: list[Path]) -> Iterator[str]:
        opened: dict[Path, Opened] = {}
        told: dict[Path, str] = {}
        for path in paths:
            try:
                opened[path] = self._opened(path)
            except Unfit as reason:
                self.tally.refused += 1
                told[path] = f"not taken: {reason}"
        results = self._mailroom.take(
            [one.body for one in opened.values()], self._jurisdiction
        )
        for (path, one), result in zip(opened.items(), results, strict=True):
            told[path] = self._acknowledge(path, one, result)
        for path in paths:
            yield f"{_shown(path)}: {told[path]}"

    def _opened(self, path: Path) -> Opened:
        opened = self._opener.open(path.stem, read_file(path, _LARGEST_FILE))
        try:
            dispatch = read_dispatch(opened.body)
        except Declined as no:
            raise Unfit(no.title) from no
        if dispatch.id != path.stem:
            raise Unfit("its name is not that of the submission in it")
        check_signer(self._keys, dispatch.kiosk, opened)
        return opened

    def _take_enclosed(self, path: Path) -> str:
        try:
            file = read_file(path, self._enclosures.largest)
            enclosed, is_new = self._enclosures.take(path.stem, file)
        except Unfit as reason:
            self.tally.refused += 1
            return f"not taken: {reason}"
        _write(path.with_suffix(RECEIVED), enclosed)
        self.tally.taken += is_new
        self.tally.known += not is_new
        return "taken" if is_new else "already here"

    def _acknowledge(self, path: Path, opened: Opened, result: Result) -> str:
        entry = self._entry(path.stem)
        if isinstance(result.title, str) or entry is None:
            self.tally.refused += 1
            return f"not taken: {result.title}"
        receipt = _receipt(path.stem, entry, opened.countersign.hex())
        _write(path.with_suffix(RECEIVED), receipt)
        if result.status == 200:
            self.tally.known += 1
            return f"already here as request {entry.id}"
        self.tally.taken += 1
        told, kiosk = f"taken as request {entry.id}", entry.submission.device_id
        if kiosk in self._keys:
            return told
        return f'{told}; hub.toml has no key for "{kiosk}": {opened.signer.hex()}'

    def _bring_up_to_date(self, path: Path) -> None:
        try:
            old = msgspec.json.decode(read_file(path, _LARGEST_FILE), type=Received)
        except (msgspec.MsgspecError, UnicodeError, RecursionError, Unfit):
            return  # not ours, or torn: the file beside it brings it back
        entry = self._entry(path.stem)
        if entry is not None and old.id == path.stem:
            new = _receipt(path.stem, entry, old.countersign)
            if new != old:
                _write(path, new)

    def _entry(self, name: str) -> Entry | None:
        place = self._office.place(self._jurisdiction)
        return self._office.ledger.known(place, name)


def read_file(path: Path, most: int) -> bytes:
    """The file at `path`, which somebody we do not know may have put there: no link, no
    pipe, no more than `most` bytes. Raises Unfit."""
    try:
        end = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(end, "rb") as file:
            if not stat.S_ISREG(os.fstat(end).st_mode):
                raise Unfit("it is not a plain file")
            content = file.read(most + 1)
    except OSError as error:
        raise Unfit(f"it cannot be read ({error.strerror})") from error
    if len(content) > most:
        raise Unfit(f"it is larger than {most} bytes")
    return content


def _receipt(name: str, entry: Entry, countersign: str) -> Received:
    return Received(
        id=name,
        request=str(entry.id),
        countersign=countersign,
        status=entry.stage,
        closed=entry.stage.is_closed,
        note=entry.note,
        expected=None if entry.expected is None else entry.expected.isoformat(),
        at=as_w3c(entry.updated_at),
    )


def _write(path: Path, receipt: Received | Enclosed) -> None:
    """Under its name only when it is whole. Raises OSError."""
    new = path.with_name(f".{path.name}.new")
    # Not through a link that somebody left there.
    new.unlink(missing_ok=True)
    end = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    with os.fdopen(end, "wb") as file:
        file.write(msgspec.json.encode(receipt))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync_folder(path.parent)


def _shown(path: Path) -> str:
    """A name that somebody else chose, so that it does nothing to a terminal."""
    return path.name if path.name.isprintable() else ascii(path.name)
