"""A city's sense.city, written from what is known of it: strict in what it must have, and
careless in what it tells, for its lists are put together without escaping."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

from kiosk.config import Destination
from sync.connector import Kind, Trouble
from tests.sync.tricks import Desk, Trickster

BASE = "/api/1.0"
DAY = timedelta(days=1)

FIRST = f"{1:024x}"
"""The id of the first report."""

Point = tuple[float, float]
"""Longitude and latitude."""

CATEGORIES = {
    *("garbage", "lighting", "road-constructor", "protection-policy", "green"),
    *("environment", "plumbing"),
}


@dataclass
class City:
    """A municipality that takes part: its border, and what it insists on."""

    name: str
    border: tuple[Point, ...]
    insists_on: str = ""
    """`email` or `sms`: no report without it."""

    def holds(self, point: Point) -> bool:
        """Say whether a point is within the border (the even-odd rule)."""
        x, y = point
        inside = False
        for (ax, ay), (bx, by) in zip(
            self.border, self.border[1:] + self.border[:1], strict=True
        ):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
        return inside


@dataclass
class Filed:
    """A report the system has."""

    id: str
    city: str
    report: Mapping[str, str]
    """Its texts, as they were sent."""
    point: Point
    image: bytes | None
    made: datetime
    status: str = "CONFIRMED"
    resolution: str = "---"
    is_known_person: bool = False


@dataclass
class Ways:
    """How this server differs from the one that was written about."""

    hides_device: bool = False
    hides_comments: bool = False
    knows_offset: bool = True
    most: int = 1000
    largest: int = 5_000_000
    """Bytes of a POST."""
    keeps_what_it_refuses: bool = False
    """It asks for a name, and keeps the report all the same, as in 2017."""
    full: str = "pair"
    """How it tells of one report: as a `pair`, `alone`, or as a `text` in a list."""


@dataclass
class Refused(Exception):
    """The server says no."""

    status: int
    body: str
    media: str = "application/json; charset=utf-8"


PATRAS = City("patras", ((21.6, 38.1), (21.95, 38.1), (21.95, 38.4), (21.6, 38.4)), "")
PYRGOS = City(
    "pyrgos", ((21.4, 37.6), (21.5, 37.6), (21.5, 37.7), (21.4, 37.7)), "email"
)


class SenseCityServer(Trickster):
    """The server, on a free loopback port, from `with` to its end."""

    def __init__(self) -> None:
        super().__init__(_Door)
        self.ways = Ways()
        self.cities = [PATRAS, PYRGOS]
        self.filed: list[Filed] = []
        self.posts: list[dict[str, object]] = []
        self.gets: list[str] = []
        self.refuses_all = False
        self.is_endless = False
        """It shows another report on every page, for ever."""

    @property
    def url(self) -> str:
        return f"http://{self.host}{BASE}"

    def city_at(self, point: Point) -> City | None:
        return next((one for one in self.cities if one.holds(point)), None)

    def file(self, comments: str, device: str = "webapp", **more: object) -> Filed:
        """Have a report of somebody else's, in Patras."""
        report = {
            "issue": "lighting",
            "value_desc": "Άλλο",
            "device_id": device,
            "comments": comments,
            "city_address": "",
        }
        filed = Filed(self._id(), "patras", report, (21.73, 38.24), None, _now())
        for name, value in more.items():
            setattr(filed, name, value)
        self.filed.append(filed)
        return filed

    def take(self, report: dict[str, object], size: int) -> str:
        """POST /issue."""
        if size > self.ways.largest:
            page = "<html><head><title>413 Request Entity Too Large</title></html>"
            raise Refused(413, page, "text/html")
        mandatory = {"issue", "loc", "value_desc", "device_id"}
        if self.refuses_all or not report.keys() >= mandatory:
            raise Refused(403, '{"message":"Forbidden"}')
        point = _point(report["loc"])
        city = self.city_at(point)
        refused = None
        if city is not None and "mobile_num" in report:
            person = {"email": "email_user", "sms": "mobile_num"}.get(city.insists_on)
            if person is not None and not report.get(person):
                body = f'[{{"error_msg":"Required_{city.insists_on}"}}]'
                refused = Refused(403, body)
        if refused is not None and not self.ways.keeps_what_it_refuses:
            raise refused
        texts = {name: one for name, one in report.items() if isinstance(one, str)}
        image = _image(texts["image_name"])
        name = "" if city is None else city.name
        filed = Filed(self._id(), name, texts, point, image, _now())
        self.filed.append(filed)
        if refused is not None:
            raise refused
        return f'{{"_id":"{filed.id}"}}'

    def search(self, args: Mapping[str, str]) -> str:
        """GET /issue: a list, by municipality and day, newest first."""
        now = _now()
        start = _day(args.get("startdate")) or now - 3 * DAY
        end = _day(args.get("enddate")) or now
        city = args.get("city", "")
        if not city and "coordinates" in args:
            lng, lat = json.loads(args["coordinates"])
            here = self.city_at((lng, lat))
            city = "" if here is None else here.name
        wanted = args.get("status", "CONFIRMED|IN_PROGRESS").split("|")
        issues = args.get("issue", "|".join(CATEGORIES)).split("|")
        found = [
            one
            for one in self.filed
            if one.city == city != ""
            and start <= one.made <= end
            and one.status in wanted
            and one.report["issue"] in issues
            and (args.get("includeAnonymous") == "1" or one.is_known_person)
        ]
        found.sort(key=lambda one: one.made, reverse=args.get("sort", "-1") == "-1")
        offset = int(args.get("offset", "0")) if self.ways.knows_offset else 0
        limit = min(int(args.get("limit", "1000")), self.ways.most)
        image = args.get("image_field", "0") == "1"
        page = found[offset : offset + limit]
        if self.is_endless:
            page = [replace(found[0], id=f"{offset + 1:024x}")]
        return f"[{','.join(self.row(one, image) for one in page)}]"

    def full(self, number: str) -> str:
        """GET /fullissue."""
        one = next((one for one in self.filed if one.id == number), None)
        if one is None:
            return "[]"
        row = self.row(one, image=False)
        if self.ways.full == "alone":
            return row
        pair = f'[{row},{{"bugs":{{"1":{{"comments":[]}}}}}}]'
        return pair if self.ways.full == "pair" else json.dumps([pair])

    def row(self, one: Filed, image: bool) -> str:
        """Put a report together as that server does: nothing is escaped."""
        report = one.report
        hidden = "undefined"
        device = hidden if self.ways.hides_device else report["device_id"]
        comments = hidden if self.ways.hides_comments else report["comments"]
        picture = report.get("image_name", "") if image else hidden
        return (
            f'{{"_id":"{one.id}","municipality":"{one.city}",'
            f'"image_name":"{picture}","issue":"{report["issue"]}",'
            f'"device_id":"{device}","value_desc":"{report["value_desc"]}",'
            f'"comments":"{comments}",'
            f'"create_at":"{one.made:%a %b %d %Y %H:%M:%S} GMT+0000 (UTC)",'
            f'"loc":{{"type":"Point","coordinates":[{one.point[0]},{one.point[1]}]}},'
            f'"status":"{one.status}","bug_id":"1","cf_authenticate":"0", '
            f'"resolution":"{one.resolution}","city_address":"{report["city_address"]}"}}'
        )

    def _id(self) -> str:
        return f"{len(self.filed) + 1:024x}"


class _Door(Desk):
    @property
    def far(self) -> SenseCityServer:
        assert isinstance(self.server.far, SenseCityServer)
        return self.server.far

    def do_GET(self) -> None:
        far = self.far
        address = urlsplit(self.path)
        args = {name: one[0] for name, one in parse_qs(address.query).items()}
        far.gets.append(unquote(self.path))
        status, body, media = (
            404,
            f"<html>Cannot GET {address.path}</html>",
            "text/html",
        )
        path = unquote(address.path).removeprefix(BASE)
        if path == "/issue":
            status, body, media = 200, far.search(args), "text/html; charset=utf-8"
        elif path.startswith("/fullissue/"):
            number = path.removeprefix("/fullissue/")
            status, body, media = 200, far.full(number), "text/html; charset=utf-8"
        headers = {"Content-Type": media}
        self.write(far.trick("GET", self.path), status, body.encode(), headers)

    def do_POST(self) -> None:
        far = self.far
        body = self.rfile.read(int(self.headers["Content-Length"]))
        media = self.headers.get("Content-Type", "")
        # What does not say that it is JSON is not read, so everything is missing.
        report = json.loads(body) if media.startswith("application/json") else {}
        far.posts.append(report)
        trick = far.trick("POST", self.path)
        status, told, media = 200, "", "application/json; charset=utf-8"
        try:
            if self.path != f"{BASE}/issue":
                raise Refused(404, "<html>Cannot POST</html>", "text/html")
            if trick.commits:
                told = far.take(report, len(body))
        except Refused as no:
            status, told, media = no.status, no.body, no.media
        self.write(trick, status, told.encode(), {"Content-Type": media})


def destination(server: SenseCityServer) -> Destination:
    """How to reach a city that has agreed."""
    return Destination(
        name="city",
        type="sensecity",
        url=server.url,
        services={"broken-lamp": "lighting/Καμμένος Λαμπτήρας"},
        agreed=True,
        timeout_s=5,
    )


def reason(told: object) -> tuple[Kind, str]:
    """Why something did not come about."""
    assert isinstance(told, Trouble)
    return told.kind, told.code


def _now() -> datetime:
    return datetime.now(UTC)


def _day(written: str | None) -> datetime | None:
    if written is None:
        return None
    return datetime.strptime(written, "%Y-%m-%d").replace(tzinfo=UTC)


def _point(told: object) -> Point:
    assert isinstance(told, dict)
    assert told["type"] == "Point"
    lng, lat = told["coordinates"]
    return float(lng), float(lat)


def _image(name: str) -> bytes | None:
    """Read a data URL; what holds none is no picture."""
    if "base64" not in name:
        return None
    head, _, code = name.partition(",")
    assert head == "data:image/jpeg;base64"
    try:
        return base64.b64decode(code, validate=True)
    except binascii.Error:
        raise Refused(500, "Internal Server Error") from None
