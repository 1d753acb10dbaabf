"""Finds a case by its number, a telephone, a name or words, while somebody types."""

import re
import threading
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec.structs import replace

from kiosk.codes import read_beginning
from kiosk.forms import Words
from kiosk.lexicon import folded
from kiosk.office.deeds import Deed
from kiosk.office.opened import Opened, opened
from kiosk.office.shift import Shift
from kiosk.packs import Pack
from kiosk.rows import WholeRow
from kiosk.skeleton import beginnings, skeleton
from kiosk.store.index import Asked, Entry, Index
from kiosk.submission import Progress, State

MOST_FOUND: Final = 50
"""Cases; whoever sees so many types on."""
LONGEST_TYPED: Final = 200
"""Letters; whoever pastes more than that looks for nothing."""

_AT_ONCE: Final = 250
_MOST_TERMS: Final = 6
"""The longest of what was typed: whoever remembers more words has found it by these."""
_LONGEST_TERM: Final = 64
_LEAST_HEARD: Final = 4
_LEAST_DIGITS: Final = 3
_GREECE: Final = "30"
_GREEK_DIGITS: Final = 10
_CHANGED: Final = frozenset({Deed.AMENDED, Deed.UNDONE})
_HEARD: Final = "\u266a"
"""Before a skeleton: no word that is typed has it, and it is no space for the index."""
_TERM: Final = re.compile(r"[^\W_]+")
_TELEPHONE: Final = re.compile(r"[\s\d+()./-]+")


class Found(msgspec.Struct, frozen=True):
    """A case, as a list of many shows it: nothing personal."""

    receipt: str
    form: str
    confirmed: datetime
    """UTC."""
    what: str
    """In the municipality's words; '' where it is destroyed."""
    where: str
    state: State
    progress: Progress


class Findings(msgspec.Struct, frozen=True):
    """What was found, and of how many."""

    found: tuple[Found, ...]
    more: bool
    """There are more than these."""
    read: int
    """How many cases can be found by now."""
    whole: int
    """How many there are."""

    @property
    def is_all(self) -> bool:
        """Whether all that is here was looked through."""
        return self.read >= self.whole


class Finder:
    """Knows the words of every case, as long as a shift lasts.

    Whoever made it calls `read_on` off the drawing thread until it says that all is read;
    `find` may be asked from the first moment on, from any thread.
    """

    def __init__(self, shift: Shift) -> None:
        self._shift = shift
        self._index = Index()
        self._turn = threading.Lock()
        """Held while it is looked what is new: two lookers would both read it."""
        self._oldest: int | None = None
        self._newest = 0
        self._last_deed = 0
        self._read, self._new, self._whole = 0, 0, 0
        self._words: dict[str, tuple[str, str]] = {}
        """Each word so far as it compares, and its skeleton: most come again."""
        self._nameless: deque[int] = deque()
        """What its destination has not named yet: its name is to be found as well."""

    def read_on(self) -> bool:
        """Read some more, from the newest to the oldest; say whether all is read. Raises
        Damaged when the shift has ended."""
        store = self._shift.store
        if self._oldest is None:
            self._last_deed, self._whole = store.last_deed(), store.count_cases()
        rows = store.wholes(self._oldest, _AT_ONCE)
        if self._oldest is None and rows:
            self._newest = rows[0].outbox_id
        self._take(rows)
        self._read += len(rows)
        self._oldest = rows[-1].outbox_id if rows else self._oldest or 0
        return len(rows) < _AT_ONCE

    def find(self, typed: str) -> Findings:
        """Return what was typed so far leads to; the newest of all where nothing was
        typed. Raises Damaged when the shift has ended."""
        store = self._shift.store
        self._look_again()
        if not typed.strip():
            rows = store.wholes(None, MOST_FOUND + 1)
        else:
            asked = asked_of(typed)
            rows = [] if asked is None else self._sought(asked)
        shown = tuple(self._found(row) for row in rows[:MOST_FOUND])
        read, whole = self._read + self._new, self._whole + self._new
        return Findings(shown, len(rows) > MOST_FOUND, min(read, whole), whole)

    def close(self) -> None:
        """Forget all of it."""
        self._index.close()
        self._words.clear()

    def _sought(self, asked: Asked) -> list[WholeRow]:
        rows = self._rows(self._index.find(asked, MOST_FOUND + 1))
        gone = [one for one in rows if one.state is State.PURGED]
        if not gone:
            return rows
        self._put(
            gone
        )  # since it was read it was destroyed: now its words are, as well
        return self._rows(self._index.find(asked, MOST_FOUND + 1))

    def _rows(self, ids: Sequence[int]) -> list[WholeRow]:
        there = {row.outbox_id: row for row in self._shift.store.wholes_of(ids)}
        return [there[one] for one in ids if one in there]

    def _look_again(self) -> None:
        """Read what was filed, changed and named since the last look."""
        if self._oldest is None:  # whatever is there is read in its turn
            return
        with self._turn:
            store = self._shift.store
            new = store.newest(self._newest, _AT_ONCE)
            if new:
                self._newest = new[-1].outbox_id
                self._new += len(new)
            changed = []
            for number, line in store.deeds(self._last_deed):
                self._last_deed = number
                if line.kind in _CHANGED:
                    row = store.whole(line.about)
                    if row is None:
                        self._index.drop(line.about)
                    else:
                        changed.append(row)
            count = min(len(self._nameless), _AT_ONCE)
            some = [self._nameless.popleft() for _ in range(count)]
            named = store.named_among(some)
            self._take([*new, *changed, *store.wholes_of(named)])
            self._nameless.extend(one for one in some if one not in set(named))

    def _take(self, rows: Sequence[WholeRow]) -> None:
        self._put(rows)
        self._nameless.extend(
            row.outbox_id
            for row in rows
            if row.remote_id is None and row.state is not State.PURGED
        )

    def _put(self, rows: Sequence[WholeRow]) -> None:
        opener, pack = self._shift.opener, self._shift.ground.pack
        cases = (opened(row, opener) for row in rows)
        self._index.put([entry_of(case, pack, self._known) for case in cases])

    def _known(self, word: str) -> tuple[str, str]:
        if word not in self._words:
            plain = folded(word)[:_LONGEST_TERM]
            self._words[word] = plain, _HEARD + skeleton(plain)
        return self._words[word]

    def _found(self, row: WholeRow) -> Found:
        case = opened(row, self._shift.opener)
        told = case.dispatch
        return Found(
            receipt=row.receipt,
            form=row.form,
            confirmed=case.confirmed,
            what="" if told is None else told.title,
            where="" if told is None else told.address,
            state=row.state,
            progress=Progress(row.progress),
        )


def entry_of(
    case: Opened, pack: Pack, known: Callable[[str], tuple[str, str]]
) -> Entry:
    """Say how a case is found; what is destroyed, by its numbers only. `known` gives a word
    as it compares, and its skeleton."""
    row, told = case.row, case.dispatch
    numbers = Entry(row.outbox_id, _terms(row.receipt), _terms(row.remote_id or ""))
    if told is None:
        return numbers
    said = case.submission
    entered = None if said is None else said.entered
    name, contact = ("", "") if entered is None else (entered.name, entered.contact)
    names, words = (
        tuple(dict.fromkeys(one for word in _words(text) for one in known(word)))
        for text in (
            " ".join((told.name, told.email, name, contact)),
            " ".join(_texts(case, pack)),
        )
    )
    phone = (*_phone(told.phone), *_phone(contact))
    return replace(numbers, name=names, phone=phone, words=words)


def asked_of(typed: str) -> Asked | None:
    """Say what is looked for; None where nothing can be."""
    if len(typed) > LONGEST_TYPED:
        return None
    digits = ""
    if _TELEPHONE.fullmatch(typed):
        digits = _digits(typed)
    terms = tuple(sorted(dict.fromkeys(_terms(typed)), key=len)[-_MOST_TERMS:])
    asked = Asked(
        terms=terms,
        sounds=[_ways(one) for one in terms],
        number=read_beginning(typed).casefold(),
        phone=(digits, _from_behind(digits)) if len(digits) >= _LEAST_DIGITS else (),
    )
    return asked if asked.terms or asked.number else None


def _texts(case: Opened, pack: Pack) -> Iterator[str]:
    told = case.dispatch
    if told is None:
        return
    yield from (told.title, told.address, told.description)
    form = pack.form(told.form)
    for question in () if form is None else form.questions:
        if question.is_private and isinstance(question, Words):
            yield from told.answers.get(question.id, ())


def _ways(term: str) -> tuple[str, ...]:
    """A word, and how it sounds; what is more than half a number sounds like nothing."""
    figures = sum(one.isdecimal() for one in term)
    half = figures and len(term) < _LEAST_HEARD
    if figures > 1 or half:  # 8ala may be the sea, 5RP may not
        return (term,)
    return (term, *(_HEARD + one for one in beginnings(term)))


def _words(text: str) -> list[str]:
    """Letters with their accents are one sign each; what stands between words is gone."""
    return _TERM.findall(unicodedata.normalize("NFC", text))


def _terms(text: str) -> tuple[str, ...]:
    return tuple(folded(one)[:_LONGEST_TERM] for one in _words(text))


def _phone(phone: str) -> Iterator[str]:
    """The ways to begin it: as it is, without Greece's own number, and from its end."""
    digits = _digits(phone)
    if not digits:
        return
    yield digits
    home = digits.removeprefix(_GREECE)
    if len(home) == _GREEK_DIGITS:
        yield from {home, _GREECE + home} - {digits}
    yield _from_behind(digits)


def _digits(written: str) -> str:
    digits = "".join(str(int(one)) for one in written if one.isdecimal())
    return digits.removeprefix("00")


def _from_behind(digits: str) -> str:
    """Digits from the last to the first; the letter keeps them apart from a beginning."""
    return "x" + digits[::-1]
