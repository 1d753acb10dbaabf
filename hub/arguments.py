"""What a caller wrote, read strictly: the form of a POST and the filters of a GET.

An empty optional argument equals an absent one (GeoReport v2, "Optional Arguments").
Nothing is altered in silence but line ends: what cannot be kept is refused by name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NoReturn
from urllib.parse import parse_qsl

import msgspec

from hub.errors import Fault, Refused
from hub.model import Search, Stage, Submission
from hub.services import CODE, EXTERNAL_ID, Datatype, Question, Service

# GeoReport v2: description is "limited to 4,000 characters"; the other limits are ours.
LONGEST = {
    "description": 4000,
    "address_string": 1000,
    "media_url": 2000,
    "email": 254,
    "phone": 50,
}
LONGEST_ANSWER = 4000
LONGEST_ELSE = 255
MOST_FIELDS = 300
MOST_RESULTS = 1000
MOST_PAGES = 1_000_000
WINDOW = timedelta(days=90)

_PLAIN = (
    "service_code",
    "address_string",
    "address_id",
    "description",
    "email",
    "phone",
    "first_name",
    "last_name",
    "account_id",
    "device_id",
)
_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]+)\](\[\])?")
# What XML 1.0 cannot carry and no keyboard writes; tab and line feed stay.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(
    r"[+-]?\d{1,15}(\.\d{1,30})?(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE
)
_EXTERNAL_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# A plus sign that nobody escaped arrives as a space.
_W3C = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+ -]\d\d:\d\d)", re.ASCII
)


class Form(msgspec.Struct, frozen=True):
    """A decoded form: each plain field as it first came, media_url and attributes any
    number of times, in the order they came. `twofold` names the fields that came again
    and said something else."""

    fields: dict[str, str]
    twofold: frozenset[str]
    media_urls: tuple[str, ...]
    attributes: dict[str, tuple[str, ...]]


def read_form(body: bytes, content_type: str) -> Form:
    """Decodes a form body. Raises Refused."""
    if content_type.partition(";")[0].strip().lower() != (
        "application/x-www-form-urlencoded"
    ):
        _refuse("the body must be application/x-www-form-urlencoded; charset=utf-8")
    try:
        pairs = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except UnicodeDecodeError:
        _refuse("the body is not UTF-8")
    except ValueError:
        _refuse(f"the body has more than {MOST_FIELDS} fields")
    fields: dict[str, str] = {}
    twofold: set[str] = set()
    media: list[str] = []
    attributes: dict[str, list[str]] = {}
    for name, written in pairs:
        value = written.replace("\r\n", "\n").replace("\r", "\n")
        if not value.strip():
            continue
        if match := _ATTRIBUTE.fullmatch(name):
            attributes.setdefault(match[1], []).append(value)
        elif name in {"media_url", "media_url[]"}:
            media.append(value)
        elif fields.setdefault(name, value) != value:
            twofold.add(name)
    answers = {code: tuple(said) for code, said in attributes.items()}
    return Form(fields, frozenset(twofold), tuple(media), answers)


def read_submission(form: Form) -> Submission:
    """What the form asks for, whatever the service. Raises Refused with every fault."""
    faults = [
        Fault(400, f"{name} is given twice, differently")
        for name in (*_PLAIN, "lat", "long")
        if name in form.twofold
    ]
    said = {name: form.fields[name] for name in _PLAIN if name in form.fields}
    for name, value in said.items():
        faults += text_faults(name, value, LONGEST.get(name, LONGEST_ELSE))
    if "service_code" not in said:
        faults.append(Fault(400, "service_code was not provided"))
    if "email" in said and not _EMAIL.fullmatch(said["email"].strip()):
        faults.append(Fault(400, "email is not an e-mail address"))
    for url in form.media_urls:
        faults += text_faults("media_url", url, LONGEST["media_url"])
        if not _URL.fullmatch(url.strip()):
            faults.append(Fault(400, "media_url is not an http or https address"))
    lat = _degrees(form, "lat", 90, faults)
    long = _degrees(form, "long", 180, faults)
    faults += _location_faults(form)
    faults += _attribute_faults(form.attributes)
    if faults:
        raise Refused(*faults)
    given = dict(form.attributes)
    external_id = given.pop(EXTERNAL_ID, (None,))[0]
    plain = {
        name: value if name == "description" else value.strip()
        for name, value in said.items()
    }
    return Submission(
        **plain,
        lat=lat,
        long=long,
        external_id=external_id,
        media_urls=tuple(url.strip() for url in form.media_urls),
        attributes=given,
    )


def _degrees(form: Form, name: str, most: int, faults: list[Fault]) -> float | None:
    written = form.fields.get(name)
    if written is None:
        return None
    degrees = float(written) if _NUMBER.fullmatch(written.strip()) else math.nan
    # A comparison with NaN is false, so this refuses what is no number as well.
    if not -most <= degrees <= most:
        faults.append(
            Fault(400, f"{name} must be a number of degrees from -{most} to {most}")
        )
    return degrees


def _location_faults(form: Form) -> Iterable[Fault]:
    given = form.fields.keys()
    if ("lat" in given) != ("long" in given):
        yield Fault(400, "lat and long must be sent together")
    if not given & {"lat", "long", "address_string", "address_id"}:
        yield Fault(
            400,
            "no location was provided: send lat and long, address_string or address_id",
        )


def _attribute_faults(attributes: dict[str, tuple[str, ...]]) -> Iterable[Fault]:
    for code, values in attributes.items():
        if not CODE.fullmatch(code):
            yield Fault(400, "an attribute code must be of letters, digits, - . _")
            continue
        for value in values:
            yield from text_faults(f"attribute[{code}]", value, LONGEST_ANSWER, True)
    for value in attributes.get(EXTERNAL_ID, ())[:1]:
        if len(attributes[EXTERNAL_ID]) > 1 or not _EXTERNAL_ID.fullmatch(value):
            yield Fault(
                400,
                f"attribute[{EXTERNAL_ID}] must be one value of 1 to 100 letters, "
                "digits and . _ : -",
            )


def text_faults(
    name: str, value: str, longest: int, lines: bool = False
) -> Iterable[Fault]:
    """What keeps a text from being kept; `lines` says whether it may have several."""
    if len(value) > longest:
        yield Fault(400, f"{name} is longer than {longest} characters")
    if _UNPRINTABLE.search(value):
        yield Fault(400, f"{name} holds a control character")
    if "\n" in value and not (lines or name in {"description", "address_string"}):
        yield Fault(400, f"{name} must be one line")


def check_answers(service: Service, submission: Submission) -> None:
    """Holds the attributes against the service's definition. Attributes the definition
    does not know are kept as they are: a citizen's words are never dropped. Raises
    Refused with every fault."""
    faults: list[Fault] = []
    for question in service.attributes:
        said = submission.attributes.get(question.code, ())
        if question.variable and question.required and not said:
            faults.append(
                Fault(
                    400, f"attribute[{question.code}] is required and was not provided"
                )
            )
        if said and (wrong := _wrong_answer(question, said)):
            faults.append(Fault(400, f"attribute[{question.code}] {wrong}"))
    if faults:
        raise Refused(*faults)


def _wrong_answer(question: Question, said: Sequence[str]) -> str | None:
    if len(said) > 1 and question.datatype is not Datatype.MULTIPLE:
        return "takes one value"
    accepts: dict[Datatype, tuple[Callable[[str], bool], str]] = {
        Datatype.NUMBER: (lambda v: bool(_NUMBER.fullmatch(v)), "must be a number"),
        Datatype.DATETIME: (
            lambda v: _moment(v) is not None,
            "must be a date and time such as 2010-01-01T00:00:00Z",
        ),
        Datatype.STRING: (lambda v: "\n" not in v, "must be one line"),
        Datatype.TEXT: (lambda _: True, ""),
    }
    keys = {choice.key for choice in question.values}
    accepted, wrong = accepts.get(
        question.datatype, (keys.__contains__, "must be one of the listed keys")
    )
    return None if all(accepted(value) for value in said) else wrong


class Filters(msgspec.Struct, frozen=True):
    """The query of GET requests as it came; each may repeat and may hold commas."""

    service_request_id: Sequence[str] | None = None
    service_code: Sequence[str] | None = None
    status: Sequence[str] | None = None
    start_date: str | None = None
    end_date: str | None = None
    page: str | None = None
    page_size: str | None = None


def read_search(filters: Filters, jurisdiction: str, now: datetime) -> Search:
    """Which requests are asked for (GeoReport v2, "GET Service Requests").
    service_request_id overrides all else; ids that cannot exist match nothing. `page`
    and `page_size` are the common extension. Raises Refused with every fault."""
    if ids := _split(filters.service_request_id):
        numbers = (read_id(written) for written in ids)
        wanted = tuple(number for number in numbers if number is not None)
        return Search(jurisdiction=jurisdiction, ids=wanted[:MOST_RESULTS])
    faults: list[Fault] = []
    codes = _split(filters.service_code)
    statuses = _split(filters.status)
    if not all(CODE.fullmatch(code) for code in codes):
        faults.append(Fault(400, "service_code holds a character no code has"))
    if not set(statuses) <= {"open", "closed"}:
        faults.append(Fault(400, "status must be open, closed or both"))
    since, until = _window(filters.start_date, filters.end_date, now, faults)
    page = _count("page", filters.page, 1, MOST_PAGES, faults)
    size = _count("page_size", filters.page_size, MOST_RESULTS, MOST_RESULTS, faults)
    if faults:
        raise Refused(*faults)
    return Search(
        jurisdiction=jurisdiction,
        service_codes=codes,
        stages=tuple(stage for stage in Stage if stage.status in statuses),
        since=since,
        until=until,
        page=page,
        size=size,
    )


def read_window(
    start: str | None, end: str | None, now: datetime
) -> tuple[datetime, datetime | None]:
    """At most 90 days, by default the last 90. Raises Refused."""
    faults: list[Fault] = []
    window = _window(start, end, now, faults)
    if faults:
        raise Refused(*faults)
    return window


def read_id(written: str) -> int | None:
    """A service_request_id as our number; None for what is none of ours."""
    return int(written) if re.fullmatch(r"[1-9]\d{0,17}", written, re.ASCII) else None


def _window(
    start: str | None, end: str | None, now: datetime, faults: list[Fault]
) -> tuple[datetime, datetime | None]:
    since = _date("start_date", start, faults)
    until = _date("end_date", end, faults)
    try:
        if since is None and until is None:
            return now - WINDOW, None
        if since is None:
            since = (until or now) - WINDOW
        if until is None:
            until = since + WINDOW
    except OverflowError:
        faults.append(Fault(400, "start_date or end_date is out of range"))
        return now, now
    if since > until:
        faults.append(Fault(400, "start_date is after end_date"))
    elif until - since > WINDOW:
        faults.append(Fault(400, "start_date and end_date are over 90 days apart"))
    return since, until


def _date(name: str, written: str | None, faults: list[Fault]) -> datetime | None:
    if not written:
        return None
    moment = _moment(written)
    if moment is None:
        faults.append(
            Fault(
                400,
                f"{name} must be a date, a time and a time zone, such as "
                "2010-01-01T00:00:00Z",
            )
        )
    return moment


def _moment(written: str) -> datetime | None:
    match = _W3C.fullmatch(written)
    if match is None:
        return None
    try:
        return datetime.fromisoformat(match[1] + match[2].replace(" ", "+")).astimezone(
            UTC
        )
    except (ValueError, OverflowError):
        return None


def _count(
    name: str, written: str | None, default: int, most: int, faults: list[Fault]
) -> int:
    if not written:
        return default
    number = read_id(written)
    if number is None or number > most:
        faults.append(Fault(400, f"{name} must be a whole number from 1 to {most}"))
        return default
    return number


def _split(written: Sequence[str] | None) -> tuple[str, ...]:
    parts = (part.strip() for text in written or () for part in text.split(","))
    return tuple(part for part in parts if part)


def _refuse(description: str) -> NoReturn:
    raise Refused(Fault(400, description))
