"""What a clerk does about what does not go on by itself, and how it is taken back.

A cure changes a submission only as its clerk saw it: `version` counts every change, and who
comes late changes nothing. What was before lies beside it, as sealed as it was, until the
next cure or until its words are destroyed.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from kiosk.cure import CureKind, CureRow, Outcome, PartRow, PendingRow
from kiosk.rows import DeedRow
from kiosk.store.connection import Connection
from kiosk.store.people import write
from kiosk.store.pieces import TRIED_AGAIN
from kiosk.submission import State

ASIDE: Final = "('confirmed', 'held', 'refused', 'quarantined')"
"""Nothing goes on by itself here; the words of the partial index."""

_STUCK: Final = "('held', 'refused', 'quarantined')"
_STUCK_STATES: Final = frozenset({State.HELD, State.REFUSED, State.QUARANTINED})
_OVER: Final = frozenset({State.DELIVERED, State.CLOSED, State.PURGED})

# Whether a try has begun since the cure: then what was cured may have left.
_TOUCHED: Final = (
    "o.state = 'leased' OR o.attempts <> p.attempts"
    " OR (o.sent_at IS NOT NULL AND o.sent_at IS NOT p.sent_at)"
    " OR (o.token IS NOT NULL AND o.token IS NOT p.token)"
    " OR (o.state <> p.state AND o.state IN ('delivered', 'purged'))"
)
_BEFORE: Final = "state, destination, next_at, sent_at, refused_at, last_error, token"

Execute = Callable[..., Any]


class Curing(Connection):
    """Cures, each with its line in the book; and the way back."""

    def count_aside(self) -> int:
        """Count the submissions of which something waits for somebody."""
        rows = self._read(
            f"SELECT count(DISTINCT submission_id) FROM outbox WHERE state IN {ASIDE}"
        )
        return int(rows[0][0])

    def parts_of(self, submission_id: str) -> list[PartRow]:
        """Return the ways of a submission and all that belongs to it, itself first."""
        rows = self._read(
            "SELECT part, state, last_error FROM outbox WHERE submission_id = ?"
            " ORDER BY part",
            submission_id,
        )
        return [PartRow(part, State(state), error) for part, state, error in rows]

    def cure(self, cure: CureRow, line: DeedRow) -> Outcome:
        """Do it, if the submission is still as its clerk saw it; otherwise change nothing
        and say why."""
        with self.writing() as execute:
            no = _objection(execute, cure)
            if no is not None:
                return no
            _set_aside(execute, cure, line)
            _DO[cure.kind](execute, cure, line)
            execute(
                "UPDATE submission SET version = version + 1 WHERE id = ?",
                (cure.submission_id,),
            )
            write(execute, line)
        return Outcome.DONE

    def pending_cures(self, boot: str, uptime: float) -> list[PendingRow]:
        """Return the cures that can still be taken back, the newest first."""
        rows = self._read(
            "SELECT c.submission_id, s.receipt, s.form, c.kind, c.who, c.version, c.until"
            " FROM cure c JOIN submission s ON s.id = c.submission_id"
            " AND s.version = c.version WHERE c.boot = ? AND c.until > ? AND NOT EXISTS"
            " (SELECT 1 FROM outbox o JOIN cure_part p ON p.outbox_id = o.id"
            f" WHERE o.submission_id = c.submission_id AND ({_TOUCHED}))"
            " ORDER BY c.at DESC",
            *(boot, uptime),
        )
        return [
            PendingRow(uid, receipt, form, CureKind(kind), *rest)
            for uid, receipt, form, kind, *rest in rows
        ]

    def undo_cure(self, submission_id: str, version: int, line: DeedRow) -> Outcome:
        """Put back what was before a cure, if nothing has left since."""
        with self.writing() as execute:
            no = _late(execute, submission_id, version)
            if no is not None:
                return no
            execute(
                f"UPDATE outbox SET ({_BEFORE}) = (SELECT {_BEFORE} FROM cure_part"
                " WHERE outbox_id = outbox.id), body = coalesce((SELECT body FROM"
                " cure_part WHERE outbox_id = outbox.id), body), body_sha256 ="
                " coalesce((SELECT body_sha256 FROM cure_part"
                " WHERE outbox_id = outbox.id), body_sha256) WHERE submission_id = ?",
                (submission_id,),
            )
            columns = "sealed, progress, message, updated, delivered_at"
            execute(
                f"UPDATE submission SET ({columns}) = (SELECT {columns} FROM cure"
                " WHERE submission_id = submission.id), version = version + 1"
                " WHERE id = ?",
                (submission_id,),
            )
            forget_cures(execute, submission_id)
            write(execute, line)
        return Outcome.DONE

    def hurry_cure(self, submission_id: str, version: int, line: DeedRow) -> Outcome:
        """Let a cure leave now; it cannot be taken back any more."""
        with self.writing() as execute:
            no = _late(execute, submission_id, version)
            if no is not None:
                return no
            execute(
                "UPDATE outbox SET next_at = 0 WHERE submission_id = ?",
                (submission_id,),
            )
            forget_cures(execute, submission_id)
            write(execute, line)
        return Outcome.DONE


def forget_cures(execute: Execute, submission_id: str) -> None:
    """Let go, within a transaction, of what was before the last cure."""
    execute("DELETE FROM cure WHERE submission_id = ?", (submission_id,))
    execute(
        "DELETE FROM cure_part WHERE outbox_id IN"
        " (SELECT id FROM outbox WHERE submission_id = ?)",
        (submission_id,),
    )


def _objection(execute: Execute, cure: CureRow) -> Outcome | None:
    """Say why a cure must not be; None when it may."""
    found = execute(
        "SELECT version FROM submission WHERE id = ?", (cure.submission_id,)
    ).fetchone()
    rows = execute(
        "SELECT state, sent_at IS NOT NULL OR token IS NOT NULL FROM outbox"
        " WHERE submission_id = ? ORDER BY part",
        (cure.submission_id,),
    ).fetchall()
    if found is None or not rows:
        return Outcome.GONE
    states = [State(state) for state, _ in rows]
    if State.LEASED in states:
        return Outcome.CARRIED
    if found[0] != cure.version:
        return Outcome.STALE
    if not _is_for(cure.kind, states):
        return Outcome.GONE
    if cure.kind is CureKind.AGAIN or cure.is_not_there or states[0] in _OVER:
        return None  # one that is sent again is looked for first
    return Outcome.MAY_BE_THERE if rows[0][1] else None


def _is_for(kind: CureKind, states: Sequence[State]) -> bool:
    """Say whether such a cure does anything about a submission and what belongs to it."""
    if kind is CureKind.AGAIN:
        return bool(_STUCK_STATES.intersection(states))
    if kind is CureKind.CLOSE:
        return bool({*_STUCK_STATES, State.CONFIRMED}.intersection(states))
    return states[0] not in _OVER


def _late(execute: Execute, submission_id: str, version: int) -> Outcome | None:
    """Say why a cure cannot be taken back, or hurried; None when it can."""
    found = execute(
        "SELECT s.version, c.version FROM submission s LEFT JOIN cure c"
        " ON c.submission_id = s.id WHERE s.id = ?",
        (submission_id,),
    ).fetchone()
    if found is None or found[1] is None:
        return Outcome.GONE
    if found != (version, version):
        return Outcome.STALE
    left = execute(
        "SELECT 1 FROM outbox o JOIN cure_part p ON p.outbox_id = o.id"
        f" WHERE o.submission_id = ? AND ({_TOUCHED})",
        (submission_id,),
    ).fetchone()
    return None if left is None else Outcome.CARRIED


def _set_aside(execute: Execute, cure: CureRow, line: DeedRow) -> None:
    forget_cures(execute, cure.submission_id)
    execute(
        "INSERT INTO cure (submission_id, version, kind, who, at, boot, until, sealed,"
        " progress, message, updated, delivered_at) SELECT id, version + 1, ?, ?, ?, ?, ?,"
        " sealed, progress, message, updated, delivered_at FROM submission WHERE id = ?",
        (cure.kind, line.who, line.at, cure.boot, cure.until, cure.submission_id),
    )
    execute(
        f"INSERT INTO cure_part (outbox_id, attempts, {_BEFORE}, body,"
        f" body_sha256) SELECT id, attempts, {_BEFORE},"
        " iif(part = 0, body, NULL), iif(part = 0, body_sha256, NULL)"
        " FROM outbox WHERE submission_id = ?",
        (cure.submission_id,),
    )


def _again(execute: Execute, cure: CureRow, line: DeedRow) -> None:
    """Let what is stuck of it be tried again; what may have arrived is looked for first,
    unless the clerk has looked."""
    if cure.is_not_there:
        _take_as_not_there(execute, cure)
    execute(
        "UPDATE outbox SET next_at = ?, refused_at = NULL, last_error = ?,"
        f" state = {TRIED_AGAIN} WHERE state IN {_STUCK} AND submission_id = ?",
        (cure.until, cure.note, cure.submission_id),
    )


def _reroute(execute: Execute, cure: CureRow, line: DeedRow) -> None:
    """Let it go, with all that belongs to it, to another destination."""
    _take_as_not_there(execute, cure)
    execute(
        "UPDATE outbox SET destination = ? WHERE submission_id = ?"
        " AND (part = 0 OR state = 'following')",
        (cure.destination, cure.submission_id),
    )
    _start(execute, cure)


def _amend(execute: Execute, cure: CureRow, line: DeedRow) -> None:
    """Put other words in the place of those; where nothing takes its form it waits on."""
    assert cure.body is not None
    _take_as_not_there(execute, cure)
    execute(
        "UPDATE submission SET sealed = ? WHERE id = ?",
        (cure.sealed, cure.submission_id),
    )
    execute(
        "UPDATE outbox SET body = ?, body_sha256 = ? WHERE submission_id = ? AND part = 0",
        (cure.body.body, cure.body.sha256, cure.submission_id),
    )
    _start(execute, cure)


def _close(execute: Execute, cure: CureRow, line: DeedRow) -> None:
    """It, or if it is well what stands aside of its pieces, is never sent. The words of
    one that nobody has are kept as long as if somebody had, and its citizen reads why."""
    whole = execute(
        "UPDATE outbox SET state = 'closed', last_error = ? WHERE part = 0"
        f" AND state IN {ASIDE} AND submission_id = ?",
        (cure.note, cure.submission_id),
    ).rowcount
    execute(
        "UPDATE outbox SET state = 'closed', last_error = ? WHERE part > 0"
        f" AND submission_id = ? AND (state IN {_STUCK} OR (? AND state = 'following'))",
        (cure.note, cure.submission_id, whole),
    )
    if whole:
        execute(
            "UPDATE submission SET progress = 'closed', message = ?, updated = ?"
            " WHERE id = ?",
            (cure.message, line.at, cure.submission_id),
        )
    execute(
        "UPDATE submission SET delivered_at = -1"
        " WHERE id = ? AND (? OR delivered_at IS NOT NULL)",
        (cure.submission_id, whole),
    )


_DO: Final[dict[CureKind, Callable[[Execute, CureRow, DeedRow], None]]] = {
    CureKind.AGAIN: _again,
    CureKind.REROUTE: _reroute,
    CureKind.AMEND: _amend,
    CureKind.CLOSE: _close,
}


def _take_as_not_there(execute: Execute, cure: CureRow) -> None:
    execute(
        "UPDATE outbox SET sent_at = NULL, token = NULL WHERE part = 0"
        " AND submission_id = ?",
        (cure.submission_id,),
    )


def _start(execute: Execute, cure: CureRow) -> None:
    execute(
        "UPDATE outbox SET next_at = ?, refused_at = NULL, last_error = ?, state ="
        " iif(destination IS NULL, 'confirmed', 'waiting')"
        " WHERE part = 0 AND submission_id = ?",
        (cure.until, cure.note, cure.submission_id),
    )
