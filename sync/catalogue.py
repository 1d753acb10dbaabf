"""What an Open311 endpoint says of itself: where it is, its services, what they ask.

Read as liberally as `georeport` reads the requests themselves.

Spec: GeoReport v2, GET Service List and GET Service Definition; Open311 Service Discovery.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from kiosk.config import Format
from sync.georeport import Tree, Unreadable, read_tree, rows_of, text_of, texts_of

_DISCOVERY = ("discovery", "endpoints", "endpoint")
_SERVICES = ("services", "service")
_DEFINITION = ("service_definition", "attributes", "attribute")
_VALUES = ("values", "value")
_FORMATS = {
    "text/xml": Format.XML,
    "application/xml": Format.XML,
    "xml": Format.XML,
    "application/json": Format.JSON,
    "text/json": Format.JSON,
    "json": Format.JSON,
}
_YES = {"true", "1", "yes"}

# `http://wiki.open311.org/GeoReport_v2`, as servers write it; v2.1 is another one.
_GEOREPORT_V2 = re.compile(r"georeport[\s/_-]*v?2(?:\.0)?(?![.\d])", re.IGNORECASE)


class Datatype(StrEnum):
    """The six forms that an attribute's value may have."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TEXT = "text"
    SINGLE = "singlevaluelist"
    MULTI = "multivaluelist"


class Named(msgspec.Struct, frozen=True):
    """An endpoint as a discovery document names it."""

    url: str
    type: str
    """`production` or `test`; '' where it is not said."""
    changeset: str
    """Another one when its list of services is another."""
    formats: tuple[Format, ...]
    """Empty where none is named that we know."""


class Service(msgspec.Struct, frozen=True):
    """What a destination does, as far as carrying needs to know."""

    code: str
    has_definition: bool
    blackbox: bool


class Attribute(msgspec.Struct, frozen=True):
    """Something a service wants to be told beside the description."""

    code: str
    datatype: Datatype
    is_required: bool
    takes_value: bool
    """Or it is only something to read, and no value is sent."""
    is_automated: bool
    """No person is asked for it (mySociety): whoever sends fills it in, if they can."""
    keys: tuple[str, ...]
    """What may be sent for a list; empty where its values are not told."""


def read_discovery(body: bytes) -> list[Named]:
    """Read which GeoReport v2 endpoints there are. Raises Unreadable."""
    named = []
    for row in rows_of(read_tree(body), _DISCOVERY):
        if "url" not in row or "specification" not in row:
            raise Unreadable(page=False)
        if not _GEOREPORT_V2.search(text_of(row, "specification")):
            continue
        media = (one.partition(";")[0] for one in texts_of(row.get("formats", "")))
        formats = (_FORMATS.get(one.strip().lower()) for one in media)
        named.append(
            Named(
                text_of(row, "url"),
                text_of(row, "type").lower(),
                text_of(row, "changeset"),
                tuple(dict.fromkeys(one for one in formats if one is not None)),
            )
        )
    return named


def read_services(body: bytes) -> Mapping[str, Service]:
    """Read the answer to GET services, by service code. Raises Unreadable."""
    services = {}
    for row in rows_of(read_tree(body), _SERVICES):
        code = text_of(row, "service_code")
        if not code:
            raise Unreadable(page=False)
        kind = text_of(row, "type").lower()
        has_definition = _yes(row, "metadata")
        services[code] = Service(code, has_definition, kind == "blackbox")
    return services


def read_definition(body: bytes) -> tuple[Attribute, ...]:
    """Read the answer to GET service definition. Raises Unreadable."""
    rows = [
        row
        for one in rows_of(read_tree(body), _DEFINITION[:1])
        for row in rows_of(one, _DEFINITION)
    ]
    return tuple(_attribute(row) for row in rows if text_of(row, "code"))


def _attribute(row: Mapping[str, Tree]) -> Attribute:
    keys = _keys(row.get("values", ""))
    return Attribute(
        code=text_of(row, "code"),
        datatype=_datatype(text_of(row, "datatype"), bool(keys)),
        is_required=_yes(row, "required"),
        takes_value=not text_of(row, "variable") or _yes(row, "variable"),
        is_automated=bool(text_of(row, "automated")),
        keys=keys,
    )


def _datatype(written: str, has_keys: bool) -> Datatype:
    """Read a datatype; one that nobody knows is a list if it has values, or a string."""
    try:
        return Datatype("".join(filter(str.isalpha, written.lower())))
    except ValueError:
        return Datatype.SINGLE if has_keys else Datatype.STRING


def _keys(values: Tree) -> tuple[str, ...]:
    try:
        rows = list(rows_of(values, _VALUES))
    except Unreadable:  # names alone
        return tuple(filter(None, texts_of(values)))
    keys = (text_of(row, "key") or text_of(row, "name") for row in rows)
    return tuple(filter(None, keys))


def _yes(row: Mapping[str, Tree], name: str) -> bool:
    return text_of(row, name).lower() in _YES
