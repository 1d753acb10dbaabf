"""What became of a case, line by line, in the order in which it happened."""

from collections.abc import Iterator
from datetime import datetime

from i18n import _, ngettext
from kiosk.office.casefile import CaseFile
from kiosk.office.deeds import Deed
from kiosk.rows import DeedRow
from kiosk.submission import Progress, State
from ui.desk.leaf import Row
from ui.desk.parts import moment

_THERE = (State.DELIVERED, State.PURGED)


def history(file: CaseFile) -> tuple[Row, ...]:
    """Return when and what; what has no time of its own stands where it belongs."""
    case = file.case
    entered = [one.who for one in file.deeds if one.kind == Deed.ENTERED]
    began = (
        _("Entered by {who}.").format(who=entered[0])
        if entered
        else _("Filed at the kiosk.")
    )
    lines = [(case.confirmed, began), *_noted(file), *_done(file.deeds)]
    dated = [(moment(at), words) for at, words in sorted(lines, key=lambda one: one[0])]
    return (*dated[:1], *_sent(file), *dated[1:], *_heard(file), *_looked(file.deeds))


def _sent(file: CaseFile) -> Iterator[Row]:
    row = file.case.row
    if row.state in _THERE and row.progress != Progress.KEPT:
        yield (
            _("sent"),
            _("The municipality has it as {number}.").format(number=row.remote_id)
            if row.remote_id
            else _("The municipality has it."),
        )
    elif row.attempts:
        yield (
            _("sent"),
            ngettext(
                "Tried {count} time, not there yet.",
                "Tried {count} times, not there yet.",
                row.attempts,
            ).format(count=row.attempts),
        )


def _heard(file: CaseFile) -> Iterator[Row]:
    row = file.case.row
    told = "" if row.updated is None else moment(datetime.fromisoformat(row.updated))
    progress = Progress(row.progress)
    if progress is Progress.SEEN:
        yield told, _("The municipality has seen it.")
    if progress is Progress.DONE:
        yield told, _("The municipality says that it is dealt with.")
    if row.message:
        yield told, _("The municipality writes: {message}").format(message=row.message)
    if row.expected and progress is not Progress.DONE:
        day = datetime.fromisoformat(row.expected)
        yield (
            "",
            _("It hopes to be done by {day}.").format(
                day=f"{day.day}/{day.month}/{day.year}"
            ),
        )


def _noted(file: CaseFile) -> Iterator[tuple[datetime, str]]:
    for note in file.notes:
        yield note.at, _("{who} noted: {words}").format(who=note.who, words=note.words)


def _done(deeds: tuple[DeedRow, ...]) -> Iterator[tuple[datetime, str]]:
    for deed in deeds:
        words = {
            Deed.UNDONE: _("{who} took back the last change.")
            if deed.more
            else _("{who} took it back before it was sent."),
            Deed.REOPENED: _("{who} filed it again, as {more}."),
            Deed.PRINTED: _("{who} printed the receipt again."),
            Deed.AMENDED: _("{who} corrected it."),
            Deed.REROUTED: _("{who} sent it another way."),
            Deed.RESENT: _("{who} had it sent once more."),
            Deed.CLOSED: _("{who} closed it: it will not be sent."),
        }.get(Deed(deed.kind))
        if words is not None:
            said = words.format(who=deed.who, more=deed.more)
            yield datetime.fromisoformat(deed.at), said


def _looked(deeds: tuple[DeedRow, ...]) -> Iterator[Row]:
    looks = [one for one in deeds if one.kind == Deed.OPENED]
    if looks:
        last = looks[-1]
        words = ngettext(
            "Opened {count} time, the last time by {who}.",
            "Opened {count} times, the last time by {who}.",
            len(looks),
        )
        at = moment(datetime.fromisoformat(last.at))
        yield at, words.format(count=len(looks), who=last.who)
