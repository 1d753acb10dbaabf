"""What is found by its words while somebody types: an index in memory, gone with them.

On the disk it would be an open copy of all that is sealed (docs/decisions/0019). It holds
no texts, only which words stand in which case (FTS5, contentless): they cannot be read out
of it in order, and nothing of it is ever written.
"""

import threading
from collections.abc import Sequence
from typing import Final

import msgspec

from kiosk.store.engine import sqlite3

Terms = Sequence[str]
"""Letters and digits only, as they compare: what else there is, the caller took out."""


class Entry(msgspec.Struct, frozen=True):
    """A case as it is found; `id` is its outbox id, and the larger is the newer."""

    id: int
    number: Terms = ()
    """Its receipt."""
    remote: Terms = ()
    """What its destination calls it."""
    name: Terms = ()
    phone: Terms = ()
    """Its digits, in each way in which they may begin to be typed."""
    words: Terms = ()


class Asked(msgspec.Struct, frozen=True):
    """What somebody has typed so far; each term may go on."""

    terms: Terms
    sounds: Sequence[Terms] = ()
    """Each term in every way in which what was meant may begin; () where no more is known
    than the terms."""
    number: str = ""
    """All of it as a receipt would begin; '' where none does."""
    phone: Terms = ()
    """All of it as a telephone number would begin, in any way."""


_COLUMNS: Final = Entry.__struct_fields__[1:]
_FIND: Final = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid DESC LIMIT ?"


class Index:
    """The words of the cases; safe to use from several threads."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._is_closed = False
        self._memory = sqlite3.connect(
            ":memory:", isolation_level=None, check_same_thread=False
        )
        # The caller has split and folded the terms: `ascii` leaves their letters alone.
        # Beginnings of one and two letters are ready, for many words have them; more would
        # take as long again to make, and a third of the memory.
        self._memory.execute(
            f"CREATE VIRTUAL TABLE found USING fts5({', '.join(_COLUMNS)}, content = '',"
            " contentless_delete = 1, detail = column, tokenize = 'ascii',"
            " prefix = '1 2')"
        )

    def put(self, entries: Sequence[Entry]) -> None:
        """Take these in, in the place of what was known of them."""
        rows = [
            (one.id, *(" ".join(getattr(one, name)) for name in _COLUMNS))
            for one in entries
        ]
        marks = ", ".join("?" for _ in (None, *_COLUMNS))
        with self._turn:
            if self._is_closed:
                return
            self._memory.execute("BEGIN")
            self._memory.executemany(
                f"INSERT OR REPLACE INTO found (rowid, {', '.join(_COLUMNS)})"
                f" VALUES ({marks})",
                rows,
            )
            self._memory.execute("COMMIT")

    def drop(self, number: str) -> None:
        """Forget the case of a receipt."""
        for one in self._match(f'number : "{_plain(number)}"', 1):
            with self._turn:
                if not self._is_closed:
                    self._memory.execute("DELETE FROM found WHERE rowid = ?", (one,))

    def find(self, asked: Asked, most: int) -> list[int]:
        """Return up to `most` cases: first of these numbers and names, then of these
        words, then of what sounds so, and the newest first among each."""
        found: dict[int, None] = {}
        for sought in _expressions(asked):
            if len(found) < most:
                found |= dict.fromkeys(self._match(sought, most))
        return list(found)[:most]

    def close(self) -> None:
        """Forget all of it; what is still on its way in finds no place."""
        with self._turn:
            self._is_closed = True
            self._memory.close()

    def _match(self, sought: str, most: int) -> list[int]:
        with self._turn:
            if self._is_closed:
                return []
            rows = self._memory.execute(_FIND, (sought, most)).fetchall()
        return [int(one) for (one,) in rows]


def _expressions(asked: Asked) -> list[str]:
    """What is asked, in the words of FTS5 (sqlite.org/fts5.html, 3)."""
    terms = " AND ".join(_begun(one) for one in asked.terms)
    exact = [f"phone : {_begun(one)}" for one in asked.phone]
    if asked.number:
        exact.append(f"number : {_begun(asked.number)}")
    if terms:
        exact.append(f"{{remote name}} : ({terms})")
    heard = " AND ".join(
        f"({' OR '.join(_begun(one) for one in ways)})" for ways in asked.sounds
    )
    some = [f"{{remote name words}} : ({one})" for one in (terms, heard) if one]
    return [one for one in (" OR ".join(exact), *some) if one]


def _begun(term: str) -> str:
    return f'"{_plain(term)}" *'


def _plain(term: str) -> str:
    """A term as a string of FTS5's: none has a quote, and if one had, it says nothing."""
    return term.replace('"', "")
