"""SQLite on a disk whose plug can be pulled, spoken to as the store speaks.

apsw lets a file system be written in Python, but does not speak the DB-API that the store
and its migrations speak. So the store is given a connection that does, on top of apsw: the
statements, pragmas, transactions and translated errors are the store's own, not copies. A
trace of its statements, replayed, would have been blind to what it does when one fails.

The database file itself inherits from SQLite's own Linux layer, so that locks and the shared
memory of a WAL are the real ones; no byte of the database goes there.
"""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import apsw
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # as in kiosk.store

from tests.durability.disk import Disk, File, PowerCut

Failed: Final[type[Exception]] = sqlite3.Error
"""What SQLite raises that the store does not translate, for nobody expects it."""

Value = str | bytes | int | float | None

_JOURNALS: Final = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_WAL
_numbers = itertools.count()  # SQLite knows a file system by a name of its own


class Engine:
    """An SQLite whose files lie on a disk; `connect` is for `kiosk.store.Store`."""

    def __init__(self, disk: Disk, synchronous: str | None = None) -> None:
        """Put SQLite on the disk; `synchronous` overrules the store's own setting."""
        self._files = _Files(disk, f"plug-{next(_numbers)}")
        self._synchronous = synchronous
        self._opened: list[Connection] = []

    def connect(self, path: Path) -> "Connection":
        """Open a database; its folder must be real, for the locks."""
        with _in_our_words():
            connection = Connection(path, self._files.name, self._synchronous)
        self._opened.append(connection)
        return connection

    def abandon(self) -> None:
        """Let go of every connection, as a dead process does."""
        for one in self._opened:
            one.close()
        self._files.unregister()


class Answer:
    """What a statement gave: a DB-API cursor that has read all its rows."""

    def __init__(self, connection: apsw.Connection, cursor: apsw.Cursor) -> None:
        columns: list[Sequence[object]] = []

        def look(cursor: apsw.Cursor, _sql: str, _values: object) -> bool:
            columns[:] = cursor.get_description()
            return True

        cursor.exec_trace = look
        self._connection = connection
        self._cursor = cursor
        self._columns = columns
        self._rows: Iterator[tuple[Value, ...]] = iter(())
        self.rowcount = -1
        self.lastrowid = 0

    @property
    def description(self) -> Sequence[Sequence[object]] | None:
        return self._columns or None

    def of(self, sql: str, values: Sequence[Value]) -> "Answer":
        rows = list(self._cursor.execute(sql, values))
        self._rows = iter(rows)
        self.rowcount = self._connection.changes()
        self.lastrowid = self._connection.last_insert_rowid()
        return self

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return self._rows

    def fetchone(self) -> tuple[Value, ...] | None:
        return next(self._rows, None)

    def fetchall(self) -> list[tuple[Value, ...]]:
        return list(self._rows)


class Connection:
    """As much of a DB-API connection as the store and sqlite-utils use."""

    isolation_level: str | None = None

    def __init__(self, path: Path, files: str, synchronous: str | None) -> None:
        self._connection = apsw.Connection(str(path), vfs=files)
        self._synchronous = synchronous

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    def execute(self, sql: str, values: Sequence[Value] = ()) -> Answer:
        if self._synchronous and sql.startswith("PRAGMA synchronous"):
            sql = f"PRAGMA synchronous = {self._synchronous}"
        with _in_our_words():
            return Answer(self._connection, self._connection.cursor()).of(sql, values)

    def close(self) -> None:
        """Close it; like the real one, without a word of what cannot be tidied up."""
        with suppress(apsw.Error, PowerCut):
            self._connection.close(True)


class _Files(apsw.VFS):
    """The folder of a disk, as SQLite sees it."""

    def __init__(self, disk: Disk, name: str) -> None:
        self.name = name
        self._disk = disk
        super().__init__(name, base="")

    def xOpen(
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> "apsw.VFSFile":
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        assert path is not None, "a temporary file: too big a statement for this disk"
        return _OpenFile(self._disk, path, flags)

    def xAccess(self, pathname: str, flags: int) -> bool:
        self._disk.alive()
        return _name(pathname) in self._disk.files

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self._disk.alive()
        if self._disk.files.pop(_name(filename), None) is None:
            raise apsw.exception_for(apsw.SQLITE_IOERR_DELETE_NOENT)
        self._disk.tick()
        if syncdir:
            self._disk.sync_names()

    def excepthook(self, *_: object) -> bool:
        """A dead disk has nothing to say."""
        return True


class _OpenFile(apsw.VFSFile):
    """An open file: real locks and shared memory, bytes on the disk."""

    def __init__(self, disk: Disk, path: str, flags: list[int]) -> None:
        disk.alive()
        name = _name(path)
        self._disk = disk
        # As the Linux layer does: the first sync of a journal opened to be made is one of
        # its folder too (os_unix.c, UNIXFILE_DIRSYNC).
        makes = flags[0] & apsw.SQLITE_OPEN_CREATE
        self._name_in_doubt = bool(makes and flags[0] & _JOURNALS)
        self._file = disk.files.setdefault(name, File())
        super().__init__("", path, flags)

    def xRead(self, amount: int, offset: int) -> bytes:
        self._disk.alive()
        return bytes(self._file.now[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.alive()
        written = bytes(data)
        if not self._disk.has_room(self._file, offset + len(written)):
            raise apsw.exception_for(apsw.SQLITE_FULL)
        self._file.write(offset, written)
        self._disk.tick()

    def xTruncate(self, newsize: int) -> None:
        self._disk.alive()
        self._file.resize(newsize)
        self._disk.tick()

    def xSync(self, flags: int) -> None:
        self._disk.tick()
        self._disk.sync(self._file)
        if self._name_in_doubt:
            self._disk.sync_names()
            self._name_in_doubt = False

    def xFileSize(self) -> int:
        self._disk.alive()
        return len(self._file.now)

    def excepthook(self, *_: object) -> bool:
        """A dead disk has nothing to say."""
        return True


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Raise what the store's own engine would raise."""
    try:
        yield
    except PowerCut as cut:
        told = sqlite3.OperationalError("disk I/O error")
        told.sqlite_errorname = "SQLITE_IOERR"
        raise told from cut
    except apsw.Error as error:
        told = sqlite3.OperationalError(str(error))
        code = getattr(error, "extendedresult", apsw.SQLITE_ERROR)
        names = apsw.mapping_extended_result_codes | apsw.mapping_result_codes
        told.sqlite_errorname = str(names.get(code, "SQLITE_ERROR"))
        raise told from error


def _name(path: str) -> str:
    return path.rpartition("/")[2]
