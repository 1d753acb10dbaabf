"""confirm, claim: what it costs to keep a report so that no power cut loses it."""

import itertools
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks.measured import Act, Place, Row, Sample, grows, in_turns, timed
from kiosk.filing import Filed, Filing
from kiosk.journey import Journey
from kiosk.rows import Ending
from kiosk.store import Store, connected
from kiosk.submission import State
from tests.durability.test_scale import FEW, MANY, filled
from tests.faults.load import file_photo, write_pack_with_files
from tests.kiosk.village import Kiosk

_CONFIRMS = 400
_CLAIMS = 400
_ROWS = (1_000, 10_000, 100_000)
_PHOTO_BYTES = (2_500, 25_000, 250_000)

_RAW = "raw insert, WAL, FULL, same engine and bytes"
_QUEUE = "persist-queue, SQLiteAckQueue"


def confirm(place: Place) -> Iterator[Row]:
    """A receipt is on its way only when the report is on disk, sealed, with its row in the
    outbox. The peer writes as many bytes, as they are, in one row."""
    with Kiosk(place.folder / "kiosk") as kiosk, ExitStack() as opened:
        journey = kiosk.walked()
        kiosk.door.confirm(journey, "en", secrets.token_bytes)
        raw = _raw_insert(place.folder / "raw.db", _size_of_a_report(kiosk), opened)
        acts: dict[str, Act] = {
            "ours": partial(_confirm, kiosk, journey),
            "raw": timed(raw),
        }
        acts["sealed"] = partial(_seal, kiosk, journey)
        acts["before"] = timed(partial(_look_over, kiosk, journey))
        queue = _queue_put(place.folder / "queue", _size_of_a_report(kiosk))
        if queue is not None:
            acts["queue"] = timed(queue)
        took = in_turns(acts, _CONFIRMS)
    what = "durable confirm: sealed submission and outbox row"
    yield Row(what, took["ours"], _RAW, took["raw"], 1.25)
    yield Row(what, took["ours"], _QUEUE, took.get("queue"), 1.25)
    yield Row("of it, made and sealed in memory", took["sealed"], _RAW, took["raw"])
    what = "before it, made ready while somebody looks it over"
    yield Row(what, took["before"], _RAW, took["raw"])
    if place.scale:
        yield from _confirm_among_many(place.folder)
        yield from _confirm_with_photos(place.folder)


def _confirm(kiosk: Kiosk, journey: Journey) -> float:
    """Seconds of one, of a journey that was looked over, as every journey is."""
    _look_over(kiosk, journey)
    return timed(lambda: kiosk.door.confirm(journey, "en", secrets.token_bytes))()


def _look_over(kiosk: Kiosk, journey: Journey) -> None:
    kiosk.door.look_over(journey, "en", secrets.token_bytes)


def _seal(kiosk: Kiosk, journey: Journey) -> float:
    """The same of all of a confirm but the disk."""
    filing = Filing(kiosk.config, kiosk.pack, kiosk.device, kiosk.clock)
    chance, filed = secrets.token_bytes, Filed(journey, "en")
    draft = filing.draft(filed, chance)
    return timed(lambda: filing.keep(filed, chance, lambda _kept: True, draft))()


def _size_of_a_report(kiosk: Kiosk) -> int:
    asked = "SELECT length(sealed) + length(body) FROM submission, outbox LIMIT 1"
    with kiosk.device.store.writing() as execute:
        return int(execute(asked).fetchone()[0])


def _raw_insert(path: Path, size: int, opened: ExitStack) -> Callable[[], None]:
    connection = connected(path)
    opened.callback(connection.close)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, body BLOB)")

    def insert() -> None:
        body = secrets.token_bytes(size)
        connection.execute("INSERT INTO kept (body) VALUES (?)", (body,))

    return insert


def _queue_put(folder: Path, size: int) -> Callable[[], object] | None:
    try:
        from persistqueue import SQLiteAckQueue  # noqa: PLC0415 -- a peer may be missing
    except ImportError:
        return None
    queue = SQLiteAckQueue(str(folder), auto_commit=True)
    return lambda: queue.put(secrets.token_bytes(size))


def _confirm_among_many(folder: Path) -> Iterator[Row]:
    acts: dict[str, Act] = {}
    with ExitStack() as opened:
        for rows in _ROWS:
            kiosk = opened.enter_context(Kiosk(folder / f"among-{rows}"))
            filled(kiosk.device.store, rows, State.READY)
            acts[str(rows)] = partial(_confirm, kiosk, kiosk.walked())
        took = in_turns(acts, 150)
    yield from grows("confirm, by reports kept", _ROWS, list(took.values()), 0.1)


def _confirm_with_photos(folder: Path) -> Iterator[Row]:
    acts: dict[str, Act] = {}
    with ExitStack() as opened:
        for size in _PHOTO_BYTES:
            place = folder / f"photo-{size}"
            place.mkdir()
            write_pack_with_files(place / "pack")
            kiosk = opened.enter_context(Kiosk(place))
            acts[str(size)] = timed(partial(file_photo, kiosk, size))
        took = in_turns(acts, 30)
    what = "confirm, by bytes of a photo"
    yield from grows(what, _PHOTO_BYTES, list(took.values()), 1.0)


def claim(place: Place) -> Iterator[Row]:
    """The agent takes the next report to carry, as quickly among many as among few."""
    took = _claims(place.folder, (FEW, MANY), _CLAIMS)
    what = f"claim among {MANY:,} reports"
    yield Row(what, took[MANY], f"the same among {FEW:,}", took[FEW], 1.3)
    if place.scale:
        sizes = _ROWS
        some = _claims(place.folder / "scale", sizes, _CLAIMS)
        yield from grows("claim, by reports kept", sizes, list(some.values()), 0.1)


def _claims(folder: Path, sizes: tuple[int, ...], rounds: int) -> dict[int, Sample]:
    folder.mkdir(exist_ok=True)
    with ExitStack() as opened:
        acts: dict[str, Act] = {}
        for rows in sizes:
            store = Store(folder / f"{rows}.db")
            opened.callback(store.close)
            acts[str(rows)] = _claiming(filled(store, rows, State.READY))
        for act in acts.values():
            act()
        took = in_turns(acts, rounds)
    return {int(name): sample for name, sample in took.items()}


def _claiming(store: Store) -> Act:
    later = itertools.count(1_000)

    def once() -> float:
        start = time.perf_counter()
        claimed = store.claim("town", 0, 10_000, "boot", 60)
        took = time.perf_counter() - start
        assert claimed is not None
        again = Ending(State.WAITING, next_at=next(later))
        store.settle(claimed.outbox_id, claimed.attempts + 1, again)
        return took

    return once
