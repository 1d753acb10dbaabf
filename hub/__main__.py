"""`plateia-hub`: puts the hub together and lets it listen.

Exit codes: 0 done, or stopped as asked; 2 something written has to be corrected, 3 the
machine does not offer what the hub needs, each with one sentence on standard error;
4 some submissions in a folder were not taken, each named on standard output.
"""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import platformdirs
import uvicorn
from litestar import Litestar

from hub.album import Album
from hub.app import build_app
from hub.delivery import Delivery
from hub.engine import sqlite_url
from hub.errors import ConfigurationMistake, Known, Refused, WorldFault
from hub.ledger import open_ledger
from hub.office import Office
from hub.sealed import load_opener, make_key
from hub.services import SHIPPED, Catalogue, read_catalogue
from hub.settings import Settings, check_exposure, read_settings
from hub.shelf import Shelf

KEY = "municipality.key"
MEDIA = "media"

# The exit code of an import that left something behind.
NOT_ALL = 4

# How long calls under way may go on after SIGTERM, in seconds.
GRACE = 3


class Announcing(uvicorn.Server):
    """A server that says when it is ready to be asked."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts listening, then announces it."""
        await super().startup(sockets)
        if self.started:
            self._announce()


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program and gives its exit code."""
    given = _parse(argv)
    logging.basicConfig(level=logging.WARNING, format="hub: %(levelname)s: %(message)s")
    signal.signal(signal.SIGTERM, _leave)
    try:
        work: Callable[[argparse.Namespace], int] = given.work
        return work(given)
    except Known as error:
        # What a driver or a parser says may run over several lines.
        print("hub:", " ".join(str(error).split()), file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 0


def _serve(given: argparse.Namespace) -> int:
    """Serves until told to stop. Nothing is written before everything written is read
    and the port is ours. Raises Known."""
    folder = given.home / "hub"
    settings, catalogue = _read(folder)
    check_exposure(settings, given.host)
    with (
        _listen(given.host, given.port) as listener,
        _open(folder, settings, catalogue) as office,
    ):
        album = Album(office.ledger.inventory, Shelf(folder / MEDIA), office.now)
        _run(build_app(office, album, lambda: secrets.token_hex(4)), listener)
    return 0


def _make_key(given: argparse.Namespace) -> int:
    """Makes the key that kiosks seal for, once, and prints its public half."""
    print(make_key(given.home / "hub" / KEY).hex())
    return 0


def _import(given: argparse.Namespace) -> int:
    """Takes what kiosks left in a folder. Raises Known."""
    folder = given.home / "hub"
    settings, catalogue = _read(folder)
    opener = load_opener(folder / KEY)
    if not given.folder.is_dir():
        raise WorldFault(f"{given.folder}: is no folder; name the one the kiosks use")
    with _open(folder, settings, catalogue) as office:
        album = Album(office.ledger.inventory, Shelf(folder / MEDIA), office.now)
        delivery = Delivery(office, opener, given.folder, given.jurisdiction, album)
        try:
            for line in delivery.take_all():
                print(line, flush=True)
        except Refused as error:
            raise ConfigurationMistake(
                f"{error}; name one with --jurisdiction"
            ) from error
    print(delivery.tally.line)
    return NOT_ALL if delivery.tally.refused else 0


def _read(folder: Path) -> tuple[Settings, Catalogue]:
    settings = read_settings(folder / "hub.toml")
    own = folder / "services.toml"
    return settings, read_catalogue(own if own.exists() else SHIPPED)


@contextmanager
def _open(folder: Path, settings: Settings, catalogue: Catalogue) -> Iterator[Office]:
    url = settings.database or sqlite_url(_made(folder) / "hub.db")
    with open_ledger(url) as ledger:
        yield Office(
            settings,
            catalogue,
            ledger,
            lambda: datetime.now(UTC),
            secrets.token_hex,
        )


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    default = os.environ.get("PLATEIA_HOME") or platformdirs.user_data_dir("plateia")
    home = argparse.ArgumentParser(add_help=False)
    home.add_argument(
        "--home",
        type=Path,
        default=Path(default),
        help="the folder all state lives under (PLATEIA_HOME; now: %(default)s)",
    )
    parser = argparse.ArgumentParser(
        prog="plateia-hub", description="The municipality's end of Plateia."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    told = "serve until told to stop: Open311, kiosks, the clerks' page"
    serve = commands.add_parser("serve", parents=[home], help=told)
    serve.add_argument("--host", default="127.0.0.1", help="where to listen")
    serve.add_argument(
        "--port", type=_port, default=8311, help="0 takes a free one (%(default)s)"
    )
    serve.set_defaults(work=_serve)
    told = "make the key that kiosks seal for, and print its public half"
    commands.add_parser("keygen", parents=[home], help=told).set_defaults(
        work=_make_key
    )
    told = "take the submissions that kiosks left in a folder, and leave receipts"
    take = commands.add_parser("import", parents=[home], help=told)
    take.add_argument("folder", type=Path, metavar="DIR", help="a USB stick's, say")
    take.add_argument("--jurisdiction", metavar="ID", help="whose they are, of several")
    take.set_defaults(work=_import)
    return parser.parse_args(argv)


def _port(written: str) -> int:
    if not written.isdecimal() or int(written) > 65535:
        raise argparse.ArgumentTypeError("must be a whole number from 0 to 65535")
    return int(written)


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorldFault(
            f"{folder}: cannot be made ({error.strerror}); "
            "name another --home or give the hub access to this one"
        ) from error
    return folder


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with ExitStack() as undo:
            listener = undo.enter_context(socket.socket(family, kind, protocol))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()
            undo.pop_all()
            return listener
    except OSError as error:
        raise WorldFault(
            f"cannot listen on {host} port {port} ({error.strerror}); "
            "stop what is there or choose another with --host and --port"
        ) from error


def _run(app: Litestar, listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    Announcing(
        config, lambda: print(f"hub: listening on http://{shown}:{port}/", flush=True)
    ).run([listener])


def _leave(*_: object) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
