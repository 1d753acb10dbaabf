"""The far ends, by connector, each of which counts what it has. A connector joins by a row.

All are as strict as their specification, and the first has no idempotency of its own.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

import resources
from kiosk.config import Destination
from sync.connector import Connector
from sync.connectors import CONNECTORS
from sync.connectors.mail import Mail
from sync.press import Press
from tests.faults.faults import PATIENCE_S
from tests.faults.load import Load, sha256
from tests.hub.running import running, write
from tests.sync import hubs, municipality
from tests.sync.mail_server import MailTown
from tests.sync.municipality import Municipality
from tests.sync.openrosa_archive import Manners
from tests.sync.openrosa_server import OpenRosaServer
from tests.sync.sense_city import BASE, SenseCityServer

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
        yield End(_port(town.host), to, has, takes=(Load.NOTHING,))


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
            files = _files(home)
            return [
                Copy(uid, number, files.get(uid, ())) for uid, number in _filed(home)
            ]

        to = partial(_to, "hub", "/plateia/v1", hubs.KEY)
        yield End(_port(hub.url.strip("/")), to, has)


def _rows(home: Path, sql: str) -> list[tuple[str, str]]:
    """Ask the hub's own database: what it shows is no more than what it has."""
    with closing(sqlite3.connect(home / "hub" / "hub.db")) as ledger:
        return [(str(one), str(other)) for one, other in ledger.execute(sql)]


def _filed(home: Path) -> list[tuple[str, str]]:
    return _rows(home, "SELECT external_id, id FROM requests")


def _files(home: Path) -> dict[str, tuple[str, ...]]:
    """The attachments that are whole, by submission."""
    shelf = home / "hub" / "media"
    files: dict[str, tuple[str, ...]] = {}
    for submission, name in _rows(home, "SELECT submission, id FROM media"):
        path = shelf / name[-2:] / name
        if path.exists():
            content = path.read_bytes()
            files[submission] = (*files.get(submission, ()), sha256(content))
    return files


@contextmanager
def _sense_city(_folder: Path) -> Iterator[End]:
    with SenseCityServer() as city:

        def has() -> list[Copy]:
            return [
                Copy(
                    _receipt(one.report["comments"]),
                    one.id,
                    () if one.image is None else (sha256(one.image),),
                )
                for one in city.filed
            ]

        def to(port: int) -> Destination:
            there = _to("sensecity", BASE, "", port)
            services = {"broken-lamp": "lighting/Καμμένος Λαμπτήρας"}
            return msgspec.structs.replace(there, agreed=True, services=services)

        yield End(_port(city.host), to, has, takes=(Load.NOTHING, Load.PHOTO))


@contextmanager
def _mail(_folder: Path) -> Iterator[End]:
    with MailTown() as town:

        def has() -> list[Copy]:
            return [
                Copy(
                    one.message["Message-ID"][1:37],
                    one.message["Message-ID"],
                    tuple(
                        sha256(part.get_content())
                        for part in one.message.iter_attachments()
                        if part.get_content_maintype() in {"image", "audio"}
                    ),
                )
                for one in town.kept
            ]

        def to(port: int) -> Destination:
            return town.destination(
                name="town", url=f"smtp://127.0.0.1:{port}", timeout_s=PATIENCE_S
            )

        yield End(town.port, to, has)


def printed(to: Destination) -> Connector:
    """Return the connector that writes letters, with what it prints them in."""
    typeface = {path.stem: path for path in resources.fonts()}
    regular, bold = "Commissioner-Regular", "Commissioner-SemiBold"
    return Mail(to, Press(typeface[regular], typeface[bold]))


def _receipt(description: str) -> str:
    """Read the receipt code that ends what we have said."""
    found = re.search(r"Ref: ([0-9A-Z-]+)$", description)
    assert found is not None, "a request that no kiosk has filed"
    return found[1].replace("-", "")


ROWS: Final = (
    Row("open311", _open311),
    Row("openrosa (ODK Central)", partial(_openrosa, Manners.CENTRAL)),
    Row("openrosa (Kobo)", partial(_openrosa, Manners.KOBO)),
    Row("hub", _hub, is_program=True),
    Row("sense.city", _sense_city),
    Row("mail", _mail, speaks_http=False, make=printed),
)
"""The columns of the matrix."""
