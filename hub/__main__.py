"""`plateia-hub`: puts the hub together and lets it listen.

Exit codes: 0 stopped as asked, 2 something written has to be corrected, 3 the machine
does not offer what the hub needs, each with one sentence on standard error.
"""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import platformdirs
import uvicorn
from litestar import Litestar

from hub.app import build_app
from hub.engine import sqlite_url
from hub.errors import Known, WorldFault
from hub.ledger import open_ledger
from hub.office import Office
from hub.services import SHIPPED, read_catalogue
from hub.settings import check_exposure, read_settings

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
        serve(given.home, given.host, given.port)
    except Known as error:
        # What a driver or a parser says may run over several lines.
        print("hub:", " ".join(str(error).split()), file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 0
    return 0


def serve(home: Path, host: str, port: int) -> None:
    """Serves until told to stop. Nothing is written before everything written is read
    and the port is ours. Raises Known."""
    folder = home / "hub"
    settings = read_settings(folder / "hub.toml")
    own = folder / "services.toml"
    catalogue = read_catalogue(own if own.exists() else SHIPPED)
    check_exposure(settings, host)
    with _listen(host, port) as listener:
        url = settings.database or sqlite_url(_made(folder) / "hub.db")
        with open_ledger(url) as ledger:
            office = Office(
                settings,
                catalogue,
                ledger,
                lambda: datetime.now(UTC),
                secrets.token_hex,
            )
            _run(build_app(office, lambda: secrets.token_hex(4)), listener)


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="plateia-hub", description="A small Open311 GeoReport v2 server."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("serve", help="serve until told to stop")
    default = os.environ.get("PLATEIA_HOME") or platformdirs.user_data_dir("plateia")
    command.add_argument(
        "--home",
        type=Path,
        default=Path(default),
        help="the folder all state lives under (PLATEIA_HOME; now: %(default)s)",
    )
    command.add_argument("--host", default="127.0.0.1", help="where to listen")
    command.add_argument(
        "--port", type=_port, default=8311, help="0 takes a free one (%(default)s)"
    )
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
