"""A municipality's GeoReport v2 server, written from the specification: strict, without
any idempotency of its own, and able to fail in every way the world knows."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

from tests.sync.asked import Asked, complaint
from tests.sync.tricks import LOGIN, Desk, Manner, Trick, Trickster
from tests.sync.wire import MEDIA, Row, Ways, write

__all__ = ["KEY", "LOGIN", "Asked", "Kind", "Manner", "Municipality", "Trick"]

KEY = "test-key"


@dataclass
class Filed:
    """A service request the municipality has."""

    id: str
    form: dict[str, str]
    requested: datetime
    status: str = "open"
    notes: str | None = None
    updated: datetime | None = None
    more: Row = field(default_factory=dict)


@dataclass
class Kind:
    """A service."""

    code: str
    type: str = "realtime"
    attributes: tuple[str | Asked, ...] = ()

    @property
    def asked(self) -> list[Asked]:
        """What it asks; what is only named is a line of text that may be left out."""
        return [Asked(one) if isinstance(one, str) else one for one in self.attributes]


class Refused(Exception):
    """The specification says no."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(status, description)
        self.status = status
        self.description = description


class Municipality(Trickster):
    """The server, on a free loopback port, from `with` to its end."""

    def __init__(self) -> None:
        super().__init__(_Counter)
        self.ways = Ways()
        self.services = {one.code: one for one in (Kind("broken-lamp"), Kind("lights"))}
        self.lists_services = True
        self.defines_services = True
        self.base = "/v2/"
        self.changeset = "1"
        self.endpoints: list[Row] | None = None
        """What its discovery document names; None: it has none."""
        self.updates: list[Row] | None = None
        """What was said about requests; None: it does not know the call."""
        self.filed: list[Filed] = []
        self.posts: list[dict[str, str]] = []
        self.gets: list[str] = []

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.base.rstrip('/')}"

    def announce(self, **other: object) -> str:
        """Have a discovery document that names this endpoint; return its address."""
        named: Row = {
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": self.url,
            "changeset": self.changeset,
            "type": "production",
            "formats": ["text/xml", "application/json"],
        }
        self.endpoints = [*(self.endpoints or ()), named | other]
        return f"http://{self.host}/discovery.json"

    # The calls

    def take(self, form: dict[str, str]) -> list[Row]:
        """POST Service Request."""
        if form.get("api_key") != KEY:
            raise Refused(403, "Invalid api_key received")
        self.check_jurisdiction(form)
        kind = self.services.get(form.get("service_code", ""))
        if kind is None:
            raise Refused(404, "service_code was not found")
        if not form.keys() & {"lat", "address_string", "address_id"}:
            raise Refused(400, "no location was provided: address_string is missing")
        if len(form.get("description", "")) > 4000:
            raise Refused(400, "description is longer than 4000 characters")
        if wrong := complaint(kind.asked, form):
            raise Refused(400, f"attribute: {wrong}")
        filed = Filed(str(len(self.filed)), form, datetime.now(UTC))
        self.filed.append(filed)
        if kind.type == "blackbox":
            return [{"service_notice": "thank you", "account_id": None}]
        if kind.type == "batch":
            return [{"token": f"t-{filed.id}"}]
        return [{"service_request_id": self.id(filed), "account_id": None}]

    def check_jurisdiction(self, given: Mapping[str, str]) -> None:
        if self.ways.jurisdiction != given.get("jurisdiction_id", ""):
            raise Refused(404, "jurisdiction_id was not found")

    def service_list(self) -> list[Row]:
        """GET Service List."""
        if not self.lists_services:
            raise Refused(404, "there is no such call")
        return [
            {
                "service_code": one.code,
                "service_name": one.code,
                "metadata": bool(one.attributes),
                "type": one.type,
            }
            for one in self.services.values()
        ]

    def definition(self, code: str) -> Row:
        """GET Service Definition."""
        if code not in self.services or not self.defines_services:
            raise Refused(404, "service_code was not found")
        asked = self.services[code].asked
        attributes = [one.row(order) for order, one in enumerate(asked, 1)]
        return {"service_code": code, "attributes": attributes}

    def document(self) -> Row:
        """GET the discovery document."""
        if self.endpoints is None:
            raise Refused(404, "there is no such call")
        return {
            "changeset": "2011-02-03 14:18",
            "contact": "the hall",
            "key_service": "ask there",
            "endpoints": self.endpoints,
        }

    def said_between(self, args: Mapping[str, str]) -> list[Row]:
        """GET service request updates (mySociety)."""
        if self.updates is None:
            raise Refused(404, "there is no such call")
        if self.ways.updates_want_the_key and args.get("api_key") != KEY:
            raise Refused(403, "Invalid api_key received")
        start, end = _moment(args["start_date"]), _moment(args["end_date"])
        assert start is not None
        assert end is not None
        if end - start > timedelta(days=31) or start > end:
            raise Refused(400, "start_date and end_date are too far apart")
        return [
            one
            for one in self.updates
            if start <= (_moment(str(one["updated_datetime"])) or start) <= end
        ]

    def redeem(self, token: str) -> list[Row]:
        """GET service_request_id from a token."""
        filed = self.find(token.removeprefix("t-"))
        if not self.ways.token_is_ready:
            return [{"token": token, "service_request_id": None}]
        return [{"service_request_id": self.id(filed), "token": token}]

    def find(self, number: str) -> Filed:
        for one in self.filed:
            if one.id == number:
                return one
        raise Refused(404, "service_request_id was not found")

    def search(self, args: Mapping[str, str]) -> list[Row]:
        """GET Service Requests."""
        if ids := args.get("service_request_id"):
            found = [one for one in self.filed if one.id in ids.split(",")]
            return [self.row(one) for one in found]
        now = datetime.now(UTC)
        start = _moment(args.get("start_date")) or now - timedelta(days=89)
        end = _moment(args.get("end_date")) or now + timedelta(days=1)
        if end - start > timedelta(days=90) or start > end:
            raise Refused(400, "start_date and end_date are over 90 days apart")
        codes = args["service_code"].split(",") if "service_code" in args else None
        stages = args.get("status", "open,closed").split(",")
        found = [
            one
            for one in reversed(self.filed)
            if (codes is None or one.form["service_code"] in codes)
            and (one.status in stages or not self.ways.filters_by_status)
            and start <= one.requested <= end
        ][: self.ways.most]
        if self.ways.pages:
            size = int(args.get("page_size", "1000"))
            page = int(args.get("page", "1"))
            found = found[(page - 1) * size : page * size]
        return [self.row(one) for one in found]

    def id(self, filed: Filed) -> object:
        return int(filed.id) if self.ways.numbers else filed.id

    def row(self, filed: Filed) -> Row:
        form = filed.form
        words = None if self.ways.hides_descriptions else form.get("description")
        echoed: Row = {}
        if self.ways.echoes_attributes:
            echoed["attributes"] = [
                {"code": name, "value": value}
                for name, value in form.items()
                if name.startswith("attribute[")
            ]
        return {
            "service_request_id": self.id(filed),
            "status": filed.status,
            "status_notes": filed.notes,
            "service_code": form["service_code"],
            "description": words,
            "requested_datetime": f"{filed.requested:%Y-%m-%dT%H:%M:%SZ}",
            "updated_datetime": f"{filed.updated or filed.requested:%Y-%m-%dT%H:%M:%SZ}",
            "lat": form.get("lat"),
            "long": form.get("long"),
            **echoed,
            **filed.more,
        }


class _Counter(Desk):
    @property
    def town(self) -> Municipality:
        assert isinstance(self.server.far, Municipality)
        return self.server.far

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        args = _flat(address.query)
        town = self.town
        town.gets.append(unquote(self.path))
        self._answer(address.path, town.trick("GET", self.path), args, None)

    def do_POST(self) -> None:
        town = self.town
        form = _flat(self.rfile.read(int(self.headers["Content-Length"])).decode())
        town.posts.append(form)
        self._answer(self.path, town.trick("POST", self.path), {}, form)

    def _answer(
        self,
        path: str,
        trick: Trick,
        args: dict[str, str],
        form: dict[str, str] | None,
    ) -> None:
        town = self.town
        name, _, suffix = unquote(path).removeprefix(town.base).rpartition(".")
        status, told = 200, None
        try:
            if form is None:
                told = self._get(name, args)
            elif trick.commits:
                told = self._post(name, form)
                status = town.ways.status
        except Refused as no:
            status = no.status
            told = ("errors", [{"code": no.status, "description": no.description}])
        suffix = town.ways.answers_in or suffix
        body = b"" if told is None else write(town.ways, suffix, *told)
        town.before_answering()
        headers = {"Content-Type": town.ways.media or MEDIA[suffix]}
        if town.ways.tags and form is None:
            headers["ETag"] = tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == tag:
                status, body = 304, b""
        self.write(trick, status, body, headers)
        if form is not None:
            town.after_answering()

    def _get(self, name: str, args: dict[str, str]) -> tuple[str, list[Row] | Row]:
        town = self.town
        if name == "/discovery":
            return "discovery", town.document()
        if name == "servicerequestupdates":
            town.check_jurisdiction(args)
            return "service_request_updates", town.said_between(args)
        if "api_key" in args:
            raise Refused(400, "the key belongs into POSTs only")
        town.check_jurisdiction(args)
        folder, _, last = name.rpartition("/")
        if name == "services":
            return "services", town.service_list()
        if folder == "services":
            return "service_definition", town.definition(last)
        if folder == "tokens":
            return "service_requests", town.redeem(last)
        if folder == "requests":
            return "service_requests", [town.row(town.find(last))]
        if name == "requests":
            return "service_requests", town.search(args)
        raise Refused(404, "there is no such call")

    def _post(self, name: str, form: dict[str, str]) -> tuple[str, list[Row]]:
        media = self.headers.get("Content-Type", "").replace(" ", "").lower()
        if media != "application/x-www-form-urlencoded;charset=utf-8":
            raise Refused(400, "the body must be a form in UTF-8")
        if name != "requests":
            raise Refused(404, "there is no such call")
        return "service_requests", self.town.take(form)


def _flat(written: str) -> dict[str, str]:
    fields = parse_qs(written, keep_blank_values=True, strict_parsing=bool(written))
    for name, values in fields.items():
        assert all(values), fields
        assert name.endswith("[]") or len(values) == 1, fields
    return {name: ",".join(values) for name, values in fields.items()}


def _moment(written: str | None) -> datetime | None:
    if written is None:
        return None
    try:
        return datetime.strptime(written, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise Refused(400, f"{written} is no W3C date") from None
