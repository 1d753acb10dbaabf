"""What belongs to a submission: it goes with it, or after it, and never before it."""

from collections.abc import Callable
from typing import Any, Final

from kiosk.rows import Belonging, Ending, Frozen
from kiosk.store.connection import Connection
from kiosk.store.reports import forget, sent

TRIED_AGAIN: Final = (
    "CASE WHEN part > 0 AND (SELECT whole.state FROM outbox whole WHERE whole.part = 0"
    " AND whole.submission_id = outbox.submission_id) <> 'delivered' THEN 'following'"
    " WHEN sent_at IS NULL AND token IS NULL THEN 'waiting' ELSE 'sent_unverified' END"
)
"""The state of what was stuck and is tried again: nothing goes before its submission."""


def arrived(execute: Callable[..., Any], outbox_id: int, ending: Ending) -> None:
    """Take in, within a transaction, that a submission or an attachment is there."""
    submission_id, part = execute(
        "SELECT submission_id, part FROM outbox WHERE id = ?", (outbox_id,)
    ).fetchone()
    if part:
        execute("UPDATE outbox SET body = x'' WHERE id = ?", (outbox_id,))
        _count_from_now(execute, submission_id)
        return
    there(execute, submission_id)
    execute(
        "INSERT INTO destination (name, delivered)"
        " SELECT destination, ? FROM outbox WHERE id = ?"
        " ON CONFLICT (name) DO UPDATE SET delivered = excluded.delivered",
        (ending.at, outbox_id),
    )
    execute(
        "UPDATE outbox SET follows = ? WHERE id = ? AND follows IS NOT ?",
        (ending.follows, outbox_id, ending.follows),
    )
    if ending.report is not None:
        sent(execute, outbox_id, ending.report)
    if ending.without is None:
        release(execute, submission_id)
    else:
        _went_with_it(execute, submission_id, ending.without)


def there(execute: Callable[..., Any], submission_id: str) -> None:
    """Note, within a transaction, that a submission is there."""
    execute(
        "UPDATE submission SET progress = 'sent' WHERE progress = 'kept' AND id = ?",
        (submission_id,),
    )
    _count_from_now(execute, submission_id)


def _count_from_now(execute: Callable[..., Any], submission_id: str) -> None:
    """Begin to count how long a submission, with the last of its pieces, is there."""
    execute("UPDATE submission SET delivered_at = -1 WHERE id = ?", (submission_id,))


def release(execute: Callable[..., Any], submission_id: str) -> None:
    """Let what belongs to a submission go after it: it is there."""
    execute(
        "UPDATE outbox SET state = 'ready', next_at = 0"
        " WHERE submission_id = ? AND state = 'following'",
        (submission_id,),
    )


def _went_with_it(
    execute: Callable[..., Any], submission_id: str, without: tuple[int, ...]
) -> None:
    for part in without:
        execute(
            "UPDATE outbox SET state = 'refused',"
            " last_error = 'its destination takes nothing of this kind'"
            " WHERE submission_id = ? AND part = ? AND state = 'following'",
            (submission_id, part),
        )
    # Its bytes stay until somebody there has seen them: what went whole may come back.
    execute(
        "UPDATE outbox SET state = 'delivered'"
        " WHERE submission_id = ? AND state = 'following'",
        (submission_id,),
    )


def came_back(execute: Callable[..., Any], submission_id: str) -> None:
    """What went with a submission is not there after all: it will go with it again."""
    forget(execute, submission_id)
    execute(
        "UPDATE outbox SET state = 'following' WHERE submission_id = ? AND part > 0"
        " AND state = 'delivered' AND length(body) > 0",
        (submission_id,),
    )


def seen(execute: Callable[..., Any], submission_id: str) -> None:
    """Somebody there has it in hand: what went with it need not be kept here."""
    execute(
        "UPDATE outbox SET body = x'' WHERE submission_id = ? AND part > 0"
        " AND state = 'delivered'",
        (submission_id,),
    )


class Pieces(Connection):
    """What goes with a submission."""

    def following(self, submission_id: str) -> list[Belonging]:
        """Return what belongs to a submission that is not delivered yet."""
        rows = self._read(
            "SELECT o.part, s.key_wrapped, o.body, o.body_sha256"
            " FROM outbox o JOIN submission s ON s.id = o.submission_id"
            " WHERE o.submission_id = ? AND o.state = 'following' ORDER BY o.part",
            submission_id,
        )
        return [Belonging(part, key, Frozen(*frozen)) for part, key, *frozen in rows]

    def quarantine(self, submission_id: str, part: int, why: str) -> None:
        """Put an attachment aside that does not open."""
        with self.writing() as execute:
            execute(
                "UPDATE outbox SET state = 'quarantined', last_error = ?"
                " WHERE submission_id = ? AND part = ? AND state = 'following'",
                (why, submission_id, part),
            )
