"""The OpenAPI description, made to say exactly what the calls do.

The framework describes handlers; it cannot know that a suffix chooses the format, nor
what a form may hold whose fields are named by the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Parameter,
    PathItem,
    RequestBody,
    Schema,
)
from litestar.openapi.spec.enums import OpenAPIFormat
from litestar.types import Method
from litestar.types.internal_types import PathParameterDefinition

from hub.arguments import LONGEST, LONGEST_ELSE, MOST_PAGES, MOST_RESULTS
from hub.dispatch import (
    CURSOR,
    LARGEST_MEDIA,
    LONGEST_METADATA,
    LONGEST_NONCE,
    LONGEST_OF,
    MEDIA_TYPE,
    MOST_ITEMS,
    PIECE_TYPE,
    PYTHONS_END,
    TUS,
    Dispatch,
    Id,
)
from hub.georeport import Format
from hub.services import CODE

# What the name in front of the suffix is called in the specification.
_NAMES = {
    "services": "service_code",
    "requests": "service_request_id",
    "tokens": "token",
}
# As they are read, which is wider than the norms: so `format` would say too much here.
_PART = r"[^@\s\x00-\x1f\x7f-\x9f]"
_EMAIL = rf"^ *{_PART}+@{_PART}+\.{_PART.replace('@', '@.')}+ *$"
_URL = r"^ *[Hh][Tt][Tt][Pp][Ss]?://[^\s<>\"\x00-\x1f\x7f-\x9f]+ *$"
_BLANK = r"^[ \t\r\n]*$"
# No control character; a line also has no line end.
_TEXT = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"
_LINE = _TEXT.replace(r"\x0b", r"\x0a")
# The same with at least one mark.
_SAID = rf"{_TEXT[:-1]}[^\x00-\x20\x7f-\xa0]{_TEXT[1:]}"
_CODE = CODE.pattern


def _text(
    description: str, longest: int = LONGEST_ELSE, pattern: str | None = _LINE
) -> Schema:
    return Schema(
        type=OpenAPIType.STRING,
        description=description,
        max_length=longest,
        pattern=pattern,
    )


def _number(description: str, least: int, most: int, whole: bool = False) -> Schema:
    return Schema(
        type=OpenAPIType.INTEGER if whole else OpenAPIType.NUMBER,
        description=description,
        minimum=least,
        maximum=most,
    )


def _or_empty(schema: Schema) -> Schema:
    """An empty optional argument equals an absent one."""
    empty = Schema(type=OpenAPIType.STRING, max_length=0)
    return Schema(any_of=[schema, empty], description=schema.description)


def _or_blank(schema: Schema) -> Schema:
    """And in a form so does one of spaces."""
    blank = Schema(type=OpenAPIType.STRING, pattern=_BLANK)
    return Schema(any_of=[schema, blank], description=schema.description)


def _with(**needed: Schema) -> Schema:
    """What has these, and not empty."""
    return Schema(required=list(needed), properties=dict(needed))


_LAT = _number("WGS84 degrees, with long", -90, 90)
_LONG = _number("WGS84 degrees, with lat", -180, 180)


def _form() -> dict[str, Schema]:
    person = "of the person who asks"
    return {
        "api_key": Schema(
            type=OpenAPIType.STRING, description="needed where the hub has keys"
        ),
        "jurisdiction_id": _query()["jurisdiction_id"],
        "service_code": _text("from GET services", 64, f"^{_CODE}$"),
        "lat": _or_blank(_LAT),
        "long": _or_blank(_LONG),
        "address_string": _text(
            "an address or a description of the place", LONGEST["address_string"], _TEXT
        ),
        "address_id": _text("the municipality's own number of the place"),
        "description": _text("may have several lines", LONGEST["description"], _TEXT),
        "email": _or_blank(_text(person, LONGEST["email"], _EMAIL)),
        "phone": _text(person, LONGEST["phone"]),
        "first_name": _text(person),
        "last_name": _text(person),
        "account_id": _text(person),
        "device_id": _text("of the device that sends"),
        "media_url": _or_blank(_text("may repeat", LONGEST["media_url"], _URL)),
        "attribute[external_id]": _or_blank(
            _text(
                "the sender's own number: the same again is the same request again",
                100,
                r"^[A-Za-z0-9._:-]+$",
            )
        ),
    }


def _query() -> dict[str, Schema]:
    date = Schema(
        type=OpenAPIType.STRING,
        format=OpenAPIFormat.DATE_TIME,
        description="with a time zone; the two ends at most 90 days apart",
    )
    return {
        "jurisdiction_id": Schema(
            type=OpenAPIType.STRING,
            description="needed where the hub serves several jurisdictions",
        ),
        "service_request_id": Schema(
            type=OpenAPIType.STRING,
            description="comma separated; overrides every other filter",
        ),
        "service_code": Schema(
            type=OpenAPIType.STRING,
            description="comma separated",
            pattern=f"^({_CODE}(,{_CODE})*)?$",
        ),
        "status": Schema(
            type=OpenAPIType.STRING,
            description="comma separated",
            enum=["", "open", "closed", "open,closed", "closed,open"],
        ),
        "start_date": _or_empty(date),
        "end_date": _or_empty(date),
        "page": _or_empty(_number("an extension; from 1", 1, MOST_PAGES, True)),
        "page_size": _or_empty(_number("an extension", 1, MOST_RESULTS, True)),
    }


def _kiosks_query() -> dict[str, Schema]:
    one_or_none = f"^({CURSOR})?$"
    return {
        "submission": _schema(msgspec.json.schema(Id), {}),
        "attachment": _schema(msgspec.json.schema(Id), {}),
        "jurisdiction_id": _query()["jurisdiction_id"],
        "since": _text("a cursor from an earlier answer", 30, one_or_none),
        "of": _text("numbers of requests, comma separated", LONGEST_OF, None),
        "nonce": _text("said back", LONGEST_NONCE, None),
    }


@dataclass
class CreateRequest(Operation):
    """POST requests: a form, with one attribute[code] for each answer."""

    def __post_init__(self) -> None:
        self.fields = _form()
        form = Schema(
            type=OpenAPIType.OBJECT,
            properties=dict(self.fields),
            required=["service_code"],
            any_of=[
                _with(lat=_LAT, long=_LONG),
                _with(address_string=Schema(pattern=_SAID)),
                _with(address_id=Schema(pattern=_SAID)),
            ],
            dependent_required={"lat": ["long"], "long": ["lat"]},
        )
        self.request_body = RequestBody(
            content={"application/x-www-form-urlencoded": OpenAPIMediaType(form)},
            required=True,
        )


@dataclass
class SendDispatch(Operation):
    """PUT submissions/{id}."""

    def __post_init__(self) -> None:
        self.request_body = _json(_dispatch())


@dataclass
class SendBatch(Operation):
    """POST batch."""

    def __post_init__(self) -> None:
        # Each item is read on its own: one that is none is told so in its result.
        items = Schema(
            type=OpenAPIType.ARRAY,
            items=Schema(any_of=[_dispatch(), Schema()]),
            min_items=1,
            max_items=MOST_ITEMS,
        )
        self.request_body = _json(
            Schema(
                type=OpenAPIType.OBJECT,
                properties={"items": items},
                required=["items"],
                additional_properties=False,
            )
        )


@dataclass
class AskUpload(Operation):
    """HEAD media/{submission}/{attachment}."""

    def __post_init__(self) -> None:
        version = Schema(type=OpenAPIType.STRING, enum=[TUS])
        self._takes("Tus-Resumable", version, required=True)

    def _takes(self, name: str, schema: Schema, required: bool = False) -> None:
        told = Parameter(name, "header", schema, required=required)
        self.parameters = [*(self.parameters or ()), told]


@dataclass
class CreateUpload(AskUpload):
    """POST media/{submission}."""

    def __post_init__(self) -> None:
        super().__post_init__()
        size = _number("of the attachment, in bytes", 1, LARGEST_MEDIA, True)
        self._takes("Upload-Length", size, required=True)
        told = "keys and base64: id, name, question, media, sha256"
        self._takes(
            "Upload-Metadata", _text(told, LONGEST_METADATA, None), required=True
        )


@dataclass
class SendPiece(AskUpload):
    """PATCH media/{submission}/{attachment}."""

    def __post_init__(self) -> None:
        super().__post_init__()
        at = _number("where the upload goes on", 0, LARGEST_MEDIA, True)
        self._takes("Upload-Offset", at, required=True)
        told = "sha1 or sha256, and the sum in base64"
        pattern = "^sha(1|256) [A-Za-z0-9+/]+={0,2}$"
        self._takes("Upload-Checksum", _text(told, 100, pattern))
        piece = OpenAPIMediaType(
            Schema(type=OpenAPIType.STRING, content_media_type=PIECE_TYPE)
        )
        self.request_body = RequestBody(content={PIECE_TYPE: piece}, required=True)


@dataclass
class ShowMedia(Operation):
    """GET /media/{attachment}."""

    def __post_init__(self) -> None:
        types = ("image/jpeg", "audio/ogg", "audio/wav")
        shown = {one: OpenAPIMediaType(Schema(content_media_type=one)) for one in types}
        found = OpenAPIResponse("A photo or a voice note", content=shown)
        self.responses = {**(self.responses or {}), "200": found}
        self.responses.pop("400", None)  # there is nothing to misread


def _json(schema: Schema) -> RequestBody:
    return RequestBody(content={MEDIA_TYPE: OpenAPIMediaType(schema)}, required=True)


def _dispatch() -> Schema:
    """What a dispatch may be, by the very rules it is read by."""
    told = msgspec.json.schema_components([Dispatch], ref_template="{name}")[1]
    return _schema(told[Dispatch.__name__], told)


def _schema(told: Mapping[str, Any], known: Mapping[str, Any]) -> Schema:
    """A JSON schema, as the framework writes it; what it refers to stands in it."""
    if "$ref" in told:
        return _schema(known[told["$ref"]], known)

    def within(part: Mapping[str, Any]) -> Schema:
        return _schema(part, known)

    inner: dict[str, Callable[[Any], Any]] = {
        "properties": lambda parts: {k: within(v) for k, v in parts.items()},
        "any_of": lambda parts: [within(part) for part in parts],
        "items": within,
        "property_names": within,
        "additional_properties": within,
        "type": OpenAPIType,
        "format": OpenAPIFormat,
        "pattern": lambda written: written.replace(PYTHONS_END, ""),
    }
    said = {}
    for alias, value in told.items():
        name = re.sub("[A-Z]", lambda capital: f"_{capital[0].lower()}", alias)
        said[name] = inner.get(name, lambda same: same)(value)
    return Schema(**said)


def name_operation(
    _: HTTPRouteHandler, method: Method, path: list[str | PathParameterDefinition]
) -> str:
    """A name made of what is asked, such as getOpen311V2RequestsDocument."""
    words = [part if isinstance(part, str) else part.name for part in path]
    letters = "".join(re.split(r"\W", " ".join(words).title()))
    return method.lower() + letters


def tell_the_truth(app: Litestar, services: Sequence[str]) -> None:
    """Gives every GeoReport call of `app` its own path, name and media type, and names
    the `services` there are, so that a stranger need not guess one."""
    told: dict[str, PathItem] = {}
    for path, item in (app.openapi_schema.paths or {}).items():
        if not path.startswith("/open311"):
            told[path] = _described(item, _kiosks_query())
        elif not path.endswith("/{document}"):
            told[path] = _in_format(item, Format.of(path), None)
        else:
            stem = path.removesuffix("/{document}")
            name = _NAMES[stem.rpartition("/")[2]]
            for form in Format:
                told[f"{stem}/{{{name}}}.{form}"] = _in_format(item, form, name)
    for item in told.values():
        if isinstance(item.post, CreateRequest):
            item.post.fields["service_code"].examples = list(services)
    app.openapi_schema.paths = told


def _described(item: PathItem, by_name: Mapping[str, Schema]) -> PathItem:
    """`item`, its parameters described."""
    for operation in (item.get, item.post, item.put, item.head, item.patch):
        for parameter in (operation and operation.parameters) or ():
            told = by_name.get(getattr(parameter, "name", ""))
            if isinstance(parameter, Parameter) and told:
                parameter.schema, parameter.description = told, told.description
    return item


def _in_format(item: PathItem, form: Format, name: str | None) -> PathItem:
    """`item` as one format answers it; `name` stands in front of the suffix."""
    item = _described(deepcopy(item), _query())
    for operation in (item.get, item.post):
        if operation is None:
            continue
        if name:
            operation.operation_id = f"{operation.operation_id}{form.title()}"
        for parameter in operation.parameters or ():
            if not isinstance(parameter, Parameter):
                continue
            if name and parameter.name == "document":
                parameter.name = name
        for response in (operation.responses or {}).values():
            if isinstance(response, OpenAPIResponse) and response.content:
                content = next(iter(response.content.values()))
                response.content = {form.media_type: content}
    return item
