"""What the municipality does with a request: takes it, tells about it, moves it on.

No HTTP and no SQL: the doors ask, the ledger remembers.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from hub import arguments
from hub.arguments import Filters, Form
from hub.errors import Fault, Refused
from hub.georeport import (
    Receipt,
    RequestUpdate,
    Service,
    ServiceDefinition,
    ServiceRequest,
    TokenAnswer,
    as_w3c,
)
from hub.ledger import Ledger
from hub.model import Change, Decision, Entry, Kind, Search, Stage, Submission
from hub.services import CODE, Catalogue, define
from hub.services import Service as Offered
from hub.settings import Settings


class Office:
    """One municipality at work. `clock` gives aware times; `new_token` a text nobody can
    guess. Every call that reads `jurisdiction` takes it as the caller wrote it."""

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        ledger: Ledger,
        clock: Callable[[], datetime],
        new_token: Callable[[], str],
    ) -> None:
        self.settings = settings
        self.catalogue = catalogue
        self.ledger = ledger
        self._clock = clock
        self._new_token = new_token

    def holds(self, key: str) -> bool:
        """Whether this is one of our keys, in a time that tells nothing of them."""
        given = key.encode()
        keys = [ours.encode() for ours in self.settings.api_keys]
        return any([hmac.compare_digest(given, ours) for ours in keys])

    def services(self, jurisdiction: str | None) -> list[Service]:
        """GET services."""
        self.place(jurisdiction)
        return self.catalogue.listed()

    def definition(self, code: str, jurisdiction: str | None) -> ServiceDefinition:
        """GET services/{service_code}; only services with metadata have one."""
        self.place(jurisdiction)
        service = self._service(code)
        if not service.metadata:
            raise Refused(Fault(404, f"service_code {code} has no definition to fetch"))
        return define(service)

    def take(self, form: Form) -> Receipt:
        """POST requests. When this returns, the request is on disk; the same external_id
        again is answered like the first time and stores nothing."""
        self._check_key(form.fields.get("api_key"))
        jurisdiction = self.place(form.fields.get("jurisdiction_id"))
        submission = arguments.read_submission(form)
        # Asked before the catalogue: a service may have gone since the first time.
        entry = self.ledger.known(jurisdiction, submission.external_id)
        if entry is None:
            service = self._service(submission.service_code)
            arguments.check_answers(service, submission)
            entry = self.ledger.record(self.draft(submission, jurisdiction))
        if not entry.submission.is_the_same_as(submission):
            raise Refused(
                Fault(
                    400,
                    f"attribute[external_id] {submission.external_id} was already used "
                    "for a request with another service_code or description",
                )
            )
        return self._receipt(entry)

    def follow(self, token: str, jurisdiction: str | None) -> list[TokenAnswer]:
        """GET tokens/{token}: ours have their number at once."""
        place = self.place(jurisdiction)
        # A token of ours looks like a code; some databases choke on what does not.
        ours = CODE.fullmatch(token)
        entry = self.ledger.with_token(place, token) if ours else None
        if entry is None:
            raise Refused(Fault(404, "token was not found"))
        return [TokenAnswer(str(entry.id), token)]

    def one(
        self, written: str, jurisdiction: str | None, here: str
    ) -> list[ServiceRequest]:
        """GET requests/{service_request_id}: still an array, of one. `here` is the address
        by which the caller reached the hub."""
        number = arguments.read_id(written)
        found = self.ledger.search(
            Search(
                jurisdiction=self.place(jurisdiction),
                ids=() if number is None else (number,),
            )
        )
        if not found:
            raise Refused(Fault(404, "service_request_id was not found"))
        return self._tell(found, here)

    def many(
        self, filters: Filters, jurisdiction: str | None, here: str
    ) -> list[ServiceRequest]:
        """GET requests: newest first, at most 1000."""
        place = self.place(jurisdiction)
        search = arguments.read_search(filters, place, self.now())
        return self._tell(self.ledger.search(search), here)

    def updates(
        self, start: str | None, end: str | None, jurisdiction: str | None
    ) -> list[RequestUpdate]:
        """GET servicerequestupdates: oldest first, at most 1000."""
        place = self.place(jurisdiction)
        since, until = arguments.read_window(start, end, self.now())
        steps = self.ledger.changes(place, since, until, arguments.MOST_RESULTS)
        return [_update(step) for step in steps]

    def draft(
        self, submission: Submission, jurisdiction: str, title: str = ""
    ) -> Entry:
        """A new request, not written down yet; `title` names a service that is not in
        the catalogue."""
        now = self.now()
        service = self.catalogue.find(submission.service_code)
        kind = service.type if service else Kind.REALTIME
        return Entry(
            id=0,
            jurisdiction=jurisdiction,
            kind=kind,
            service_name=service.name if service else title,
            token=self._new_token() if kind is Kind.BATCH else None,
            stage=Stage.OPEN,
            note=None,
            version=0,
            requested_at=now,
            updated_at=now,
            submission=submission,
        )

    def move(self, seen: Entry, decided: Decision) -> bool:
        """A clerk's decision about the request as the clerk saw it; False if somebody
        else decided first."""
        return self.ledger.change(seen, decided, self.now())

    def place(self, given: str | None) -> str:
        """Which of ours is meant. One that serves a single place may be left unsaid; one
        that names none ignores the argument (GeoReport v2, "jurisdiction_id")."""
        ours = self.settings.jurisdictions
        if not ours:
            return ""
        if given:
            if given not in ours:
                raise Refused(Fault(404, "jurisdiction_id was not found"))
            return given
        if len(ours) > 1:
            raise Refused(Fault(400, "jurisdiction_id was not provided"))
        return ours[0]

    def now(self) -> datetime:
        """The time, to the second."""
        return self._clock().replace(microsecond=0)

    def today(self) -> date:
        """The day it is in the municipality."""
        return self.now().astimezone(self._zone).date()

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.timezone)

    def _receipt(self, entry: Entry) -> Receipt:
        notice = _notice(self.catalogue, entry)
        account = entry.submission.account_id
        if entry.kind is Kind.REALTIME:
            return Receipt(
                service_request_id=str(entry.id),
                service_notice=notice,
                account_id=account,
            )
        if entry.kind is Kind.BATCH and entry.token:
            return Receipt(token=entry.token, service_notice=notice, account_id=account)
        return Receipt(service_notice=notice, account_id=account)

    def _tell(self, entries: Sequence[Entry], here: str) -> list[ServiceRequest]:
        """Requests, each with the first photo there is of it."""
        names = [entry.submission.external_id for entry in entries]
        images = self.ledger.inventory.first_images(filter(None, names))
        base = (self.settings.address or here).rstrip("/")
        urls = {whose: f"{base}/media/{name}" for whose, name in images.items()}
        return [
            _told(self.catalogue, entry, self._end_of(entry), urls.get(name or ""))
            for entry, name in zip(entries, names, strict=True)
        ]

    def _end_of(self, entry: Entry) -> str | None:
        """The last second of the day that is expected: who waits, waits till its end."""
        if entry.expected is None or entry.stage.is_closed:
            return None
        return as_w3c(datetime.combine(entry.expected, time(23, 59, 59), self._zone))

    def _check_key(self, key: str | None) -> None:
        if not self.settings.api_keys:
            return
        if key is None:
            raise Refused(Fault(403, "api_key was not provided"))
        if not self.holds(key):
            raise Refused(Fault(403, "api_key is not valid"))

    def _service(self, code: str) -> Offered:
        service = self.catalogue.find(code)
        if service is None:
            raise Refused(Fault(404, "service_code was not found"))
        return service


def _notice(catalogue: Catalogue, entry: Entry) -> str | None:
    service = catalogue.find(entry.submission.service_code)
    return service.notice if service else None


def _told(
    catalogue: Catalogue, entry: Entry, expected: str | None, image: str | None
) -> ServiceRequest:
    said = entry.submission
    return ServiceRequest(
        service_request_id=str(entry.id),
        status=entry.stage.status,
        extended_status=entry.stage,
        status_notes=entry.note,
        service_name=entry.service_name,
        service_code=said.service_code,
        description=said.description,
        agency_responsible=catalogue.agency(said.service_code),
        service_notice=_notice(catalogue, entry),
        requested_datetime=as_w3c(entry.requested_at),
        updated_datetime=as_w3c(entry.updated_at),
        expected_datetime=expected,
        address=said.address_string,
        address_id=said.address_id,
        zipcode=None,
        lat=said.lat,
        long=said.long,
        media_url=said.media_urls[0] if said.media_urls else image,
    )


def _update(step: Change) -> RequestUpdate:
    return RequestUpdate(
        update_id=str(step.id),
        service_request_id=str(step.request_id),
        status=step.now,
        updated_datetime=as_w3c(step.at),
        description=step.note,
        media_url=None,
    )
