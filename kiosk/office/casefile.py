"""One case on a clerk's desk: what was said, what became of it, and what was noted."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Final

import msgspec
from msgspec.structs import replace

from kiosk.errors import Damaged
from kiosk.office.deeds import Deed
from kiosk.office.opened import Opened, open_case, opened
from kiosk.office.shift import Shift
from kiosk.parcel import Unsealer
from kiosk.question import tidy
from kiosk.rows import DeedRow, MinuteRow
from kiosk.submission import Attachment, State
from kiosk.vault import new_key, seal

LONGEST_NOTE: Final = 2000
"""Letters."""

_WORDS: Final = "note"


class Note(msgspec.Struct, frozen=True):
    """What somebody at the desk wrote down about a case."""

    at: datetime
    who: str
    words: str


class Piece(msgspec.Struct, frozen=True):
    """A photo or a voice note, not opened yet."""

    part: int
    attachment: Attachment
    state: State
    is_here: bool
    """Its bytes are kept here."""


class CaseFile(msgspec.Struct, frozen=True):
    """All that is known of a case."""

    case: Opened
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]
    """The oldest first, as the next."""
    deeds: tuple[DeedRow, ...]


class Change(msgspec.Struct, frozen=True):
    """What has happened since a case was read."""

    file: CaseFile
    by_colleague: bool
    """Somebody changed what was said, or where it goes: what stands on the page is old."""


class Cabinet:
    """Opens cases, and keeps what is noted about them."""

    def __init__(self, shift: Shift) -> None:
        self._shift = shift

    def open(self, named: str) -> CaseFile | None:
        """Open the case of a receipt or an id, which is written in the book; None when
        there is none here. Raises CannotSave."""
        case = open_case(self._shift, named)
        return None if case is None else self._file(case)

    def look_again(self, known: CaseFile) -> Change | None:
        """Say what has happened to a case that is open; None where nothing has."""
        row = self._shift.store.whole(known.case.row.id)
        if row is None:
            return None
        file = self._file(opened(row, self._shift.opener))
        if _mark(file) == _mark(known):
            return None
        return Change(file, row.version != known.case.row.version)

    def bytes_of(self, file: CaseFile, part: int) -> bytes | None:
        """Open a photo or a voice note; None where it is not kept here any more. Raises
        Damaged."""
        told, row = file.case.dispatch, file.case.row
        kept = self._shift.store.belonging(row.id, part)
        if told is None or kept is None:
            return None
        return Unsealer(self._shift.opener).belonging(kept, told, None).content

    def note(self, file: CaseFile, words: str, chance: Callable[[int], bytes]) -> bool:
        """Keep words about a case, sealed, as long as what was said is kept; False where
        that is destroyed. Raises CannotSave; ValueError for words that say nothing."""
        kept = tidy(words, LONGEST_NOTE)
        if not kept:
            raise ValueError("words that say nothing")
        uid = str(uuid.UUID(bytes=chance(16), version=4))
        shift, row = self._shift, file.case.row
        sealed = seal(
            new_key(shift.ground.device.public_key), uid, {_WORDS: kept.encode()}
        )
        note = MinuteRow(
            uid,
            shift.now().isoformat(),
            shift.who,
            sealed.key_wrapped,
            sealed.parts[_WORDS],
        )
        return shift.store.add_note(row.id, note, shift.did(Deed.NOTED, row.receipt))

    def printed(self, file: CaseFile) -> None:
        """Write that its receipt was printed again. Raises CannotSave."""
        shift = self._shift
        shift.store.write_deed(shift.did(Deed.PRINTED, file.case.receipt))

    def _file(self, case: Opened) -> CaseFile:
        store, row = self._shift.store, case.row
        told = () if case.dispatch is None else case.dispatch.attachments
        pieces = (
            Piece(one.part, told[one.part - 1], one.state, one.is_here)
            for one in store.pieces_of(row.id)
            if one.part <= len(told)
        )
        deeds = tuple(store.deeds_about(row.receipt))
        return CaseFile(case, tuple(pieces), tuple(self._notes(row.id)), deeds)

    def _notes(self, submission_id: str) -> list[Note]:
        opener, found = self._shift.opener, []
        for row in self._shift.store.notes(submission_id):
            try:
                words = opener.open(row.key_wrapped, row.uid, _WORDS, row.sealed)
            except Damaged:
                continue
            at = datetime.fromisoformat(row.at)
            found.append(Note(at, row.who, words.decode()))
        return found


def _mark(file: CaseFile) -> object:
    """What is compared of a case: not who else looks at it."""
    row = replace(file.case.row, attempts=0, last_error="")
    deeds = [one for one in file.deeds if one.kind not in {Deed.OPENED, Deed.PRINTED}]
    return row, file.pieces, file.notes, deeds
