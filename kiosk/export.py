"""Writes open data from what this kiosk kept: a new folder, whole or not at all."""

import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

import msgspec

from kiosk.clock import Clock
from kiosk.config import Config
from kiosk.device import Device
from kiosk.errors import CannotSave, Damaged, Misconfigured
from kiosk.opendata import (
    CSV,
    DCAT,
    GEOJSON,
    Cell,
    Filed,
    collection,
    description,
    known_service,
    month_of,
    shown,
    table,
)
from kiosk.packs import Pack
from kiosk.parcel import DISPATCH, FACTS
from kiosk.rows import FiledRow
from kiosk.submission import Dispatch, Facts, Progress, State, facts_of
from kiosk.vault import Opener, load_opener

_AT_ONCE: Final = 500


class Exported(msgspec.Struct, frozen=True):
    """What was written."""

    rows: int
    cells: int
    months: tuple[str, str] | None
    """The first and the last that are in it; None when nothing may be shown."""


def export(
    out: Path,
    since: date | None,
    device: Device,
    config: Config,
    pack: Pack,
    clock: Clock,
) -> Exported:
    """Write all whole past months, from that of `since` on, into a new folder.

    Raises Misconfigured when the folder is there already, CannotSave when it cannot be
    written, Damaged without this device's key.
    """
    _check_new(out)
    opener = load_opener(config.keys, device.public_key)
    first = "" if since is None else month_of(since)
    this_month = month_of(clock.now().astimezone().date())
    cells = shown(
        one
        for one in _filed(device, opener, pack)
        if first <= one.cell.month < this_month
    )
    months = (next(iter(cells)).month, list(cells)[-1].month) if cells else None
    files = {
        CSV: table(cells, pack, config.kiosk),
        GEOJSON: msgspec.json.encode(collection(cells, pack)) + b"\n",
    }
    sizes = {name: len(content) for name, content in files.items()}
    told = description(pack, config.kiosk, months, sizes)
    files[DCAT] = msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"
    _write(out, files)
    return Exported(sum(map(len, cells.values())), len(cells), months)


def _filed(device: Device, opener: Opener, pack: Pack) -> Iterator[Filed]:
    after = 0
    while rows := device.store.filed(after, _AT_ONCE):
        after = rows[-1].outbox_id
        for row in rows:
            yield _read(row, opener, pack)


def _read(row: FiledRow, opener: Opener, pack: Pack) -> Filed:
    """Say what a submission is counted as; what does not open counts as forgotten."""
    month = month_of(datetime.fromisoformat(row.confirmed).astimezone().date())
    facts = _opened(row, opener)
    progress = Progress(row.progress)
    if facts is None:
        return Filed(Cell(month, row.form, "", "", forgotten=True), progress, "")
    known = pack.places.village(facts.village)
    village = "" if known is None else known.id
    service = known_service(pack.form(row.form), facts.service)
    updated = ""
    if row.updated is not None:
        updated = month_of(datetime.fromisoformat(row.updated).astimezone().date())
    return Filed(Cell(month, row.form, service, village), progress, updated)


def _opened(row: FiledRow, opener: Opener) -> Facts | None:
    if row.key_wrapped is None:
        return None
    name = FACTS if row.state is State.PURGED else DISPATCH
    try:
        clear = opener.open(row.key_wrapped, row.submission_id, name, row.body)
        if name == FACTS:
            return msgspec.json.decode(clear, type=Facts)
        return facts_of(msgspec.json.decode(clear, type=Dispatch))
    except (Damaged, msgspec.MsgspecError):
        return None


def _check_new(out: Path) -> None:
    try:
        taken = out.exists() and (not out.is_dir() or any(out.iterdir()))
    except OSError as error:
        raise CannotSave(
            str(out), f"cannot be read ({error.strerror})", "name another folder"
        ) from None
    if taken:
        raise Misconfigured(
            str(out), "is there already", "name a folder that is not there yet"
        )


def _write(out: Path, files: Mapping[str, bytes]) -> None:
    """Write the files beside, and give the folder its name when they are on the disk."""
    out = out.absolute()
    new = out.with_name(f".{out.name}.new-{os.getpid()}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        new.mkdir(mode=0o755)
        for name, content in files.items():
            with (new / name).open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        _sync(new)
        new.rename(out)  # onto an empty folder it is one step, too
        _sync(out.parent)
    except OSError as error:
        raise CannotSave(
            str(out),
            f"cannot be written ({error.strerror})",
            "free some space, or name a folder that may be written",
        ) from None
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _sync(folder: Path) -> None:
    end = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(end)
    finally:
        os.close(end)
