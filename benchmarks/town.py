"""hub: how many reports a second a municipality's end takes in, on either engine."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, MetaData, Table, insert, select

from benchmarks.measured import RATE, NotHere, Place, Row, in_turns
from hub.engine import open_engine, sqlite_url
from tests.hub.post import batch, dispatch, post
from tests.hub.running import Hub, running, write

_ROUNDS: Final = 10
_BATCHES: Final = 6
_A_BATCH: Final = 50
_TABLES: Final = ("requests", "changes", "dispatches")


def hub(place: Place) -> Iterator[Row]:
    """Batches over HTTP as kiosks send them; beside it the rows that came of it, inserted
    with nothing before them, as many in a transaction."""
    url = sqlite_url(place.folder / "reports.db")
    yield from _on("SQLite", place.folder / "sqlite", url)
    with postgres() as server:
        yield from _on("PostgreSQL", place.folder / "postgres", server)


def _on(engine: str, home: Path, url: str) -> Iterator[Row]:
    write(home, "hub.toml", f'database = "{url}"\n')
    numbers = count(1)
    with ExitStack() as opened:
        running_hub = opened.enter_context(running(home))
        _file(running_hub, numbers)
        there = open_engine(url)
        opened.callback(there.dispose)
        raw = _Raw(there)
        acts = {"ours": lambda: _file(running_hub, numbers), "raw": raw.insert}
        took = in_turns(acts, _ROUNDS)
    what = f"hub on {engine}: reports taken in"
    peer = "the same rows inserted with nothing before them"
    yield Row(what, took["ours"], peer, took["raw"], None, RATE)


def _file(to: Hub, numbers: Iterator[int]) -> float:
    """Reports a second, of some batches."""
    start = time.perf_counter()
    for _ in range(_BATCHES):
        told = [dispatch(next(numbers)) for _ in range(_A_BATCH)]
        answer = post(to, batch(*told))
        if answer.status_code != 200:
            raise RuntimeError(answer.text)

    return _BATCHES * _A_BATCH / (time.perf_counter() - start)


class _Raw:
    """Inserts what a hub has written once more, into tables like its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        metadata, copies = MetaData(), MetaData()
        metadata.reflect(engine, only=_TABLES)
        self._rows: list[tuple[Table, list[dict[str, Any]]]] = []
        with engine.begin() as connection:
            for name in _TABLES:
                table = metadata.tables[name]
                found = connection.execute(select(table).limit(_A_BATCH)).mappings()
                columns = [one._copy() for one in table.columns if one.name != "id"]
                for column in columns:
                    column.foreign_keys.clear()
                    column.primary_key = False
                copy = Table(f"raw_{name}", copies, *columns)
                rows = [
                    {key: value for key, value in row.items() if key != "id"}
                    for row in found
                ]
                if rows:
                    self._rows.append((copy, rows))
            copies.create_all(connection)

    def insert(self) -> float:
        """Reports a second."""
        start = time.perf_counter()
        for _ in range(_BATCHES):
            with self._engine.begin() as connection:
                for table, rows in self._rows:
                    connection.execute(insert(table), rows)
        return _BATCHES * _A_BATCH / (time.perf_counter() - start)


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL of our own, heard only on a socket in its folder.

    Raises NotHere."""
    initdb, pg_ctl = _programs()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        before = _not_as_root(folder)
        at = ["-D", f"{folder}/data"]
        _run([*before, initdb, *at, "--auth=trust", "-U", "hub"])
        options = ["-o", f"-k {folder} -c listen_addresses=''", "-l", f"{folder}/log"]
        _run([*before, pg_ctl, *at, "-w", *options, "start"])
        try:
            yield f"postgresql+psycopg://hub@/postgres?host={folder}"
        finally:
            _run([*before, pg_ctl, *at, "-m", "immediate", "stop"])


def _programs() -> list[str]:
    if importlib.util.find_spec("psycopg") is None:
        raise NotHere("psycopg")
    places = [str(one) for one in sorted(Path("/usr/lib/postgresql").glob("*/bin"))]
    path = os.pathsep.join([*places, os.environ["PATH"]])
    found = [shutil.which(name, path=path) for name in ("initdb", "pg_ctl")]
    if None in found:
        raise NotHere("PostgreSQL")
    return [one for one in found if one]


def _not_as_root(folder: str) -> list[str]:
    """PostgreSQL will not run for root."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres", "postgres")
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")
