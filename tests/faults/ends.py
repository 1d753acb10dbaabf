"""The far ends, by connector, each of which counts what it has. A connector joins by a row.

All are as strict as their specification, and the first has no idempotency of its own.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from kiosk.config import Destination
from sync.connector import Connector
from sync.connectors import CONNECTORS
from tests.faults.faults import PATIENCE_S
from tests.faults.load import Load, sha256
from tests.hub.running import running, write
from tests.sync import hubs, municipality
from tests.sync.municipality import Municipality
from tests.sync.openrosa_archive import Manners
from tests.sync.openrosa_server import OpenRosaServer

WORKERS: Final = 3


@dataclass(frozen=True)
class Copy:
    """Something a far end has: one submission, once."""

    of: str
    """Our id of it, or its receipt code."""
    number: str
    """Theirs; '' where they give none."""
    files: tuple[str, ...] = ()
    """The sha256 of each attachment it has with it, as often as it has it."""


@dataclass(frozen=True)
class End:
    """A far end that is running."""

    port: int
    to: Callable[[int], Destination]
    """How to reach it through a port of this machine."""
    has: Callable[[], list[Copy]]
    """What it has by now."""
    takes: tuple[Load, ...] = tuple(Load)
    """What may go with a report; anything else stays at the kiosk, and is not lost."""


Make = Callable[[Destination], Connector]


def _by_name(to: Destination) -> Connector:
    return CONNECTORS[to.type](to)


@dataclass(frozen=True)
class Row:
    """One connector, and how to start a far end for it."""

    name: str
    start: Callable[[Path], AbstractContextManager[End]]
    speaks_http: bool = True
    is_program: bool = False
    """It takes a while to start: one for all cells."""
    make: Make = _by_name
    """Make its connector."""


def _to(kind: str, path: str, key: str, port: int) -> Destination:
    return Destination(
        name="town",
        type=kind,
        url=f"http://127.0.0.1:{port}{path}",
        api_key=key,
        timeout_s=PATIENCE_S,
        workers=WORKERS,
    )


def _port(host: str) -> int:
    return int(host.rpartition(":")[2])


@contextmanager
def _open311(_folder: Path) -> Iterator[End]:
    with Municipality() as town:

        def has() -> list[Copy]:
            return [Copy(one.form["device_id"], one.id) for one in town.filed]

        to = partial(_to, "open311", "/v2", municipality.KEY)
        yield End(_port(town.host), to, has)


@contextmanager
def _openrosa(manners: Manners, _folder: Path) -> Iterator[End]:
    with OpenRosaServer(manners) as server:

        def has() -> list[Copy]:
            return [
                Copy(
                    one.id.removeprefix("uuid:"),
                    one.id,
                    tuple(sha256(file) for file in one.files.values()),
                )
                for one in server.kept
            ]

        to = partial(_to, "openrosa", manners.value, "")
        yield End(_port(server.host), to, has)


@contextmanager
def _hub(folder: Path) -> Iterator[End]:
    home = folder / "hub-home"
    write(home, "hub.toml", f"api_keys = ['{hubs.KEY}']")
    with running(home) as hub:

        def has() -> list[Copy]:
            return [
                Copy(_receipt(one["description"]), one["service_request_id"])
                for one in hub.json("requests")
            ]

        to = partial(_to, "hub", "/plateia/v1", hubs.KEY)
        yield End(_port(hub.url.strip("/")), to, has)


def _receipt(description: str) -> str:
    """Read the receipt code that the hub shows with each of its requests."""
    found = re.search(r"Ref: ([0-9A-Z-]+)$", description)
    assert found is not None, "a request that no kiosk has filed"
    return found[1].replace("-", "")


ROWS: Final = (
    Row("open311", _open311),
    Row("openrosa (ODK Central)", partial(_openrosa, Manners.CENTRAL)),
    Row("openrosa (Kobo)", partial(_openrosa, Manners.KOBO)),
    Row("hub", _hub, is_program=True),
)
"""The columns of the matrix."""
