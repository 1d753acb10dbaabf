"""What the agent carries: every lease and every wait is a row here."""

from collections.abc import Iterator, Sequence
from typing import Final

from kiosk.rows import Claimed, Ending, Frozen
from kiosk.store.connection import Connection
from kiosk.store.pieces import arrived
from kiosk.submission import State

TEXT_LANE: Final = 0
MEDIA_LANE: Final = 1
"""Of an outbox row: attachments never keep a text waiting."""

DUE: Final = "('ready', 'waiting', 'sent_unverified')"  # the words of the partial index


class Queue(Connection):
    """What the agent carries: every lease and every wait is a row here."""

    def start_boot(self, boot: str, uptime: float, spread_s: float) -> None:
        """Take over from an agent that is no more.

        What it had leased may have arrived; what was held is tried again, the operator
        may have put things right; after a reboot all waits are void, and what piled up
        before it is due in `spread_s` seconds.
        """
        with self.writing() as execute:
            execute(
                "UPDATE outbox SET state = 'sent_unverified', next_at = 0, sent_at = ?"
                " WHERE state = 'leased'",
                (uptime,),
            )
            execute(
                "UPDATE outbox SET next_at = 0, state = CASE WHEN sent_at IS NULL"
                " AND token IS NULL THEN 'waiting' ELSE 'sent_unverified' END"
                " WHERE state = 'held'"
            )
            noted = execute("SELECT value FROM meta WHERE name = 'boot'").fetchone()
            if noted is None or noted[0] != boot:
                execute("INSERT OR REPLACE INTO meta VALUES ('boot', ?)", (boot,))
                execute(
                    "UPDATE outbox SET next_at = ?,"
                    " sent_at = CASE WHEN sent_at IS NOT NULL THEN 0 END,"
                    " refused_at = CASE WHEN refused_at IS NOT NULL THEN ? END"
                    f" WHERE state IN {DUE}",
                    (0 if noted is None else uptime + spread_s, uptime),
                )

    def unrouted(self, known: Sequence[str]) -> list[tuple[int, str]]:
        """Return (outbox id, form) of what was never tried and has no known destination."""
        select = "SELECT o.id, s.form FROM outbox o JOIN submission s ON s.id = o.submission_id"
        rows = self._read(f"{select} WHERE o.state = 'confirmed' AND o.part = 0")
        for name in self._destinations_due():
            if name not in known:
                rows += self._read(
                    f"{select} WHERE o.state IN {DUE} AND o.state = 'ready'"
                    " AND o.part = 0 AND o.destination = ?",
                    name,
                )
        return [(outbox_id, form) for outbox_id, form in rows]

    def _destinations_due(self) -> Iterator[str]:
        """Each destination that something waits for; one look into the index for each."""
        name = ""
        while True:
            ((name,),) = self._read(
                f"SELECT min(destination) FROM outbox WHERE state IN {DUE}"
                " AND destination > ?",
                name,
            )
            if name is None:
                return
            yield name

    def route(self, outbox_id: int, destination: str) -> None:
        """Give a submission that was never tried its destination."""
        with self.writing() as execute:
            execute(
                "UPDATE outbox SET destination = ?, state = 'ready' WHERE id = ?"
                " AND state IN ('confirmed', 'ready')",
                (destination, outbox_id),
            )
            execute(
                "UPDATE outbox SET destination = ? WHERE state = 'following' AND"
                " submission_id = (SELECT submission_id FROM outbox WHERE id = ?)",
                (destination, outbox_id),
            )

    def claim(
        self, destination: str, lane: int, uptime: float, boot: str, lease_s: float
    ) -> Claimed | None:
        """Lease what has been due longest for a destination; None when nothing is due.

        A lease of another boot, or one that has run out, is void: what it held may have
        arrived.
        """
        with self.writing() as execute:
            execute(
                "UPDATE outbox SET state = 'sent_unverified', sent_at = ?"
                " WHERE state = 'leased' AND (lease_boot <> ? OR lease_until <= ?)",
                (uptime, boot, uptime),
            )
            found = execute(
                "SELECT o.id, o.submission_id, o.state, o.attempts, o.sent_at,"
                " o.refused_at, o.token, s.key_wrapped, o.part, t.remote_id, o.body,"
                " o.body_sha256, t.body, t.body_sha256"
                " FROM outbox o JOIN submission s ON s.id = o.submission_id"
                " JOIN outbox t ON t.submission_id = o.submission_id AND t.part = 0"
                f" WHERE o.state IN {DUE} AND o.destination = ? AND o.lane = ?"
                " AND o.next_at <= ? ORDER BY o.next_at, o.id LIMIT 1",
                (destination, lane, uptime),
            ).fetchone()
            if found is None:
                return None
            execute(
                "UPDATE outbox SET state = 'leased', attempts = attempts + 1,"
                " lease_boot = ?, lease_until = ? WHERE id = ?",
                (boot, uptime + lease_s, found[0]),
            )
        outbox_id, submission_id, state, *rest = found
        row = (*rest[:-4], Frozen(*rest[-4:-2]), Frozen(*rest[-2:]))
        return Claimed(outbox_id, submission_id, State(state), *row)

    def renew(self, outbox_id: int, attempt: int, until: float) -> None:
        """Keep the lease of the `attempt`th try, if it has not ended."""
        with self.writing() as execute:
            execute(
                "UPDATE outbox SET lease_until = ?"
                " WHERE id = ? AND attempts = ? AND state = 'leased'",
                (until, outbox_id, attempt),
            )

    def settle(self, outbox_id: int, attempt: int, ending: Ending) -> bool:
        """End the lease of the `attempt`th try.

        Returns False, changing nothing, when that lease had run out, even if another try
        has begun since.
        """
        with self.writing() as execute:
            done = execute(
                "UPDATE outbox SET state = ?, last_error = ?, lease_boot = NULL,"
                " lease_until = NULL, next_at = coalesce(?, next_at),"
                " sent_at = coalesce(?, sent_at), refused_at = coalesce(refused_at, ?),"
                " token = coalesce(?, token), remote_id = coalesce(?, remote_id),"
                " attempts = attempts - ?"
                " WHERE id = ? AND attempts = ? AND state = 'leased'",
                (
                    ending.state,
                    ending.last_error,
                    ending.next_at,
                    ending.sent_at,
                    ending.refused_at,
                    ending.token,
                    ending.remote_id,
                    0 if ending.counts else 1,
                    outbox_id,
                    attempt,
                ),
            )
            if done.rowcount == 1 and ending.state is State.DELIVERED:
                arrived(execute, outbox_id, ending)
            return bool(done.rowcount == 1)

    def next_due(self, destination: str, lane: int) -> float | None:
        """Return the uptime at which something is due next, or None when nothing waits."""
        ((at,),) = self._read(
            f"SELECT min(next_at) FROM outbox WHERE state IN {DUE}"
            " AND destination = ? AND lane = ?",
            destination,
            lane,
        )
        return None if at is None else float(at)

    def waiting(self, destination: str) -> int:
        """Count what waits to be carried to a destination."""
        rows = self._read(
            f"SELECT count(*) FROM outbox WHERE state IN {DUE} AND destination = ?",
            destination,
        )
        return int(rows[0][0])

    def make_due(self) -> None:
        """End every wait: the operator asked for a try now."""
        with self.writing() as execute:
            execute(f"UPDATE outbox SET next_at = 0 WHERE state IN {DUE}")
