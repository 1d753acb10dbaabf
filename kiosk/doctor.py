"""Says whether a kiosk is well, and in one sentence each what an operator must do.

It opens the store and looks; it touches no network, and nothing that is waiting. The printer
is asked by whoever it is told to ask.
"""

import fcntl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime

import msgspec

from kiosk.built import could_be
from kiosk.clock import Clock
from kiosk.config import Config, Printer
from kiosk.errors import Damaged, Known
from kiosk.home import Home
from kiosk.printing import PrinterState, trouble_with
from kiosk.rows import DestinationRow, Stuck
from kiosk.shredder import DAY_S
from kiosk.standby import mistake_in
from kiosk.store import Store, engine_is_safe, engine_version
from kiosk.submission import State
from kiosk.vault import check_key

_LOW_DISK_BYTES = 200_000_000
_LONG_S = 86_400.0


class Reached(msgspec.Struct, frozen=True):
    """How the way to a destination fares, as the agent saw it last."""

    name: str
    delivered: str | None
    """UTC, ISO 8601: when it last took something; None when it never did."""
    trouble: str
    """What is wrong with the line; '' when nothing is known to be."""


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. `troubles` says what an operator must do; empty, it is well."""

    troubles: tuple[str, ...]
    engine: str
    """The version of SQLite."""
    engine_is_safe: bool
    """Whether two programs may share its write-ahead log."""
    journal: str
    sound: str
    """`ok`, or what the engine found wrong with the file."""
    disk_free_bytes: int
    has_key: bool
    clock: str
    """What this machine believes the time is; UTC, ISO 8601."""
    clock_is_sane: bool
    agent_is_alive: bool
    counts: Mapping[State, int]
    attachments: Mapping[State, int]
    """Photos and voice notes, each by itself."""
    oldest_pending_s: float | None
    """How long ago the oldest submission on its way was confirmed, by that clock."""
    stuck: tuple[Stuck, ...]
    kept_too_long: int
    """Delivered long ago, but for a photo or a voice note that holds them up."""
    is_scrubbed: bool
    """Whether nothing of what was erased can be left in the store's files."""
    destinations: tuple[Reached, ...]
    printer: PrinterState | None
    """Of a printer of rolls; None where there is none."""


Look = Callable[[Printer], PrinterState | None]
"""Asks a printer how it is; None when that cannot be known."""


def unseen(printer: Printer) -> PrinterState | None:
    """Ask no printer."""
    return None


def examine(home: Home, config: Config, clock: Clock, look: Look = unseen) -> Health:
    """Look a kiosk over. Raises Known when its store cannot even be opened."""
    if not home.database.exists():
        raise Damaged(
            str(home.database), "is not there", "start plateia once, or name --home"
        )
    with closing(Store(home.database)) as store:
        now = clock.now()
        health = Health(
            troubles=(),
            engine=".".join(map(str, engine_version)),
            engine_is_safe=engine_is_safe(engine_version),
            journal=store.journal(),
            sound=store.check(),
            disk_free_bytes=home.free_bytes,
            has_key=_has_key(store, config),
            clock=now.isoformat(timespec="seconds"),
            clock_is_sane=could_be(now, store.noted("server_date")),
            agent_is_alive=_is_locked(home),
            counts=store.counts(),
            attachments=store.attachment_counts(),
            oldest_pending_s=_ago_s(now, store.oldest_pending()),
            stuck=tuple(store.stuck()),
            kept_too_long=store.held_up(store.age() - config.agent.keep_days * DAY_S),
            is_scrubbed=store.is_scrubbed(),
            destinations=_reached(config, store.destinations()),
            printer=look(config.printer),
        )
    troubles = [*_troubles(health, home)]
    if health.printer and (told := trouble_with(config.printer, health.printer)):
        troubles.append(told)
    return msgspec.structs.replace(health, troubles=tuple(troubles))


def _troubles(health: Health, home: Home) -> Iterator[str]:
    """Say what an operator must do, the worst first."""
    if health.sound != "ok":
        yield f"{home.database}: {health.sound}; put back its last copy"
    if health.journal == "wal" and not health.engine_is_safe:
        yield f"SQLite {health.engine} may lose what was kept; install a newer one"
    if health.disk_free_bytes < _LOW_DISK_BYTES:
        yield f"{home.folder}: the disk is nearly full; free some space"
    if not health.has_key:
        yield "this device's key is gone, nothing can be sent; put the key file back"
    if not health.clock_is_sane:
        yield f"the clock says {health.clock}, which cannot be; set it (timedatectl)"
    if mistake := mistake_in(home):
        yield f"the pack has a mistake, and the one that worked last stays: {mistake}"
    if health.destinations and not health.agent_is_alive:
        yield "the agent does not run; start it (systemctl start plateia-agent)"
    yield from _waiting(health)


def _waiting(health: Health) -> Iterator[str]:
    """Say what does not go on by itself."""
    waits_s = health.oldest_pending_s or 0.0
    if waits_s > _LONG_S:
        yield f"something waits for {waits_s / 3600:.0f} hours; try plateia-agent probe"
    for one in health.stuck:
        yield (
            f"{one.count} {one.state} ({one.reason}): see plateia-ctl outbox, put it"
            " right, then plateia-ctl resend or settle"
        )
    if health.kept_too_long:
        yield (
            f"{health.kept_too_long} kept past their time, for a photo or voice note that"
            " is not delivered: see plateia-ctl outbox, then resend or erase"
        )
    if not health.is_scrubbed:
        yield (
            "what was erased may still lie in the store's files; when nobody stands at the"
            " kiosk, run plateia-ctl erase --due"
        )
    for way in health.destinations:
        if way.trouble:
            yield f"{way.name}: {way.trouble}"


def _has_key(store: Store, config: Config) -> bool:
    public_key = store.noted("device_public_key")
    try:
        check_key(config.keys, public_key if isinstance(public_key, bytes) else b"")
    except Known:
        return False
    return True


def _is_locked(home: Home) -> bool:
    """Say whether an agent holds the lock of this home."""
    try:
        with (home.folder / "agent.lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # there was never an agent
        return False
    return False


def _ago_s(now: datetime, confirmed: str | None) -> float | None:
    if confirmed is None:
        return None
    return max(0.0, (now - datetime.fromisoformat(confirmed)).total_seconds())


def _reached(config: Config, rows: Sequence[DestinationRow]) -> tuple[Reached, ...]:
    """Return those that the settings name, in their order."""
    known = {row.name: row for row in rows}
    found = [
        (to.name, known.get(to.name, DestinationRow(to.name)))
        for to in config.destinations
    ]
    return tuple(Reached(name, row.delivered, row.trouble) for name, row in found)
