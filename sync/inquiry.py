"""Asks an Open311 endpoint what became of what it was brought."""

from collections.abc import Mapping, Sequence

from kiosk.outbox import News
from sync.connector import LINE, Kind, Trouble
from sync.endpoint import Endpoint, Halt, halt, not_understood
from sync.georeport import Unreadable, news_of, read_requests
from sync.http import Answer, kind_of
from sync.updates import Updates, together


class Inquiry:
    """Puts together what the requests themselves and the updates on them tell."""

    def __init__(self, endpoint: Endpoint, updates: Updates) -> None:
        self._endpoint = endpoint
        self._updates = updates

    def news(self, remote_ids: Sequence[str]) -> Mapping[str, News] | Trouble:
        """Ask for all at once, and one by one where that is not understood."""
        if not remote_ids:
            return {}
        told: dict[str, News] = {}
        trouble: Trouble | None = None
        try:
            args = [("service_request_id", ",".join(remote_ids))]
            told = self._told(self._endpoint.ask("requests", args=args), remote_ids)
        except Halt as reason:
            trouble = reason.trouble
            if trouble.kind in LINE or trouble.wait_s:
                return trouble
        last = self._updates.of(remote_ids)
        if not told and trouble is None:
            left = [one for one in remote_ids if one not in last]
            trouble = self._one_by_one(left, told)
        for id_, word in last.items():
            told[id_] = together(told[id_], word) if id_ in told else word
        return told or trouble or {}

    def _one_by_one(
        self, remote_ids: Sequence[str], told: dict[str, News]
    ) -> Trouble | None:
        """Ask for each, until something is wrong."""
        try:
            for one in remote_ids:
                told |= self._told(self._endpoint.ask("requests", one), [one])
        except Halt as reason:
            return reason.trouble
        return None

    def _told(self, answer: Answer, remote_ids: Sequence[str]) -> dict[str, News]:
        """Read the news of these ids, and nothing where the call is not understood."""
        if answer.status != 200 and kind_of(answer.status) is not Kind.REFUSED:
            halt(kind_of(answer.status), f"answered {answer.status}", answer.wait_s)
        if answer.status != 200:
            return {}
        try:
            rows = read_requests(answer.body)
        except Unreadable as reason:
            if reason.page:
                halt(*not_understood(answer, reason))
            return {}
        return {row.id: news_of(row) for row in rows if row.id in remote_ids}
