"""What is open at the municipality: what it lists itself, and what this kiosk sent.

A list is replaced whole. What this kiosk sent stays until its end is heard of.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from kiosk.codes import grouped
from kiosk.notice import Stamp
from kiosk.others import FORGOTTEN_AFTER, STALE_AFTER, Report, register_of
from kiosk.store.connection import Connection

Execute = Callable[..., Any]

_COLUMNS = "destination, id, submission_id, service, latitude, longitude, told"


def sent(execute: Execute, outbox_id: int, report: Report) -> None:
    """Note, within a transaction, what is known of one of ours that is there now."""
    execute(
        f"INSERT OR REPLACE INTO report ({_COLUMNS})"
        " SELECT destination, ?, submission_id, ?, ?, ?, ? FROM outbox WHERE id = ?",
        (*_row(report), outbox_id),
    )


def forget(execute: Execute, submission_id: str) -> None:
    """One of ours is done there, or is not there after all."""
    execute("DELETE FROM report WHERE submission_id = ?", (submission_id,))


def left_out(execute: Execute, kept: Sequence[str]) -> None:
    """Forget the lists that have none of these names."""
    marks = ", ".join("?" for _ in kept)
    execute(
        "DELETE FROM report WHERE submission_id = ''"
        f" AND destination || '{register_of('')}' NOT IN ({marks})",
        kept,
    )


class Reports(Connection):
    """What others have told already."""

    def post_reports(
        self, destination: str, reports: Sequence[Report], stamp: Stamp
    ) -> None:
        """Put these in the place of all that a destination listed before."""
        heard = None if stamp.heard is None else stamp.heard.isoformat()
        with self.writing() as execute:
            execute(
                "DELETE FROM report WHERE destination = ? AND submission_id = ''",
                (destination,),
            )
            for one in reports:
                execute(
                    f"INSERT INTO report ({_COLUMNS}) VALUES (?, ?, '', ?, ?, ?, ?)"
                    " ON CONFLICT (destination, submission_id, id) DO NOTHING",
                    (destination, *_row(one)),
                )
            execute(
                "INSERT OR REPLACE INTO feed VALUES (?, ?, ?, ?)",
                (register_of(destination), stamp.tag, stamp.modified, heard),
            )

    def reports(
        self, destination: str, theirs: str, ours: str, now: datetime
    ) -> list[Report]:
        """Return what is open there of a service, by their code and by ours.

        Neither what was listed too long ago, nor the "me too" that were sent from here:
        these are not what was told, but that it was told again.
        """
        rows = self._read(
            "SELECT r.id, r.service, r.latitude, r.longitude, r.told, s.receipt"
            " FROM report r LEFT JOIN submission s ON s.id = r.submission_id"
            " WHERE r.destination = ? AND ((r.submission_id = '' AND r.service = ?"
            " AND EXISTS (SELECT 1 FROM feed WHERE name = ? AND heard BETWEEN ? AND ?)"
            " AND r.id NOT IN (SELECT remote_id FROM outbox WHERE follows IS NOT NULL"
            " AND remote_id IS NOT NULL AND destination = r.destination))"
            " OR (r.submission_id <> '' AND r.service = ? AND r.told >= ?))"
            " ORDER BY r.submission_id DESC",
            *(destination, theirs, register_of(destination)),
            *(
                (now - STALE_AFTER).isoformat(),
                (now + timedelta(hours=1)).isoformat(),
            ),
            *(ours, (now - FORGOTTEN_AFTER).isoformat()),
        )
        # One that is listed as well is called what the list calls it.
        by_id = {
            uid: Report(
                uid,
                service,
                latitude,
                longitude,
                None if told is None else datetime.fromisoformat(told),
                "" if receipt is None else grouped(receipt, "-"),
            )
            for uid, service, latitude, longitude, told, receipt in rows
        }
        return list(by_id.values())


def _row(report: Report) -> tuple[str, str, float, float, str | None]:
    told = None if report.told is None else report.told.isoformat()
    return report.id, report.service, report.latitude, report.longitude, told
