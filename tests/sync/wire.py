"""How a GeoReport server writes: every way that the specification's samples show."""

import json
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import Any

MEDIA = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
MEMBERS = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "service_request_updates": "request_update",
}

Row = dict[str, object]


@dataclass
class Ways:
    """How this municipality writes, within what the specification's samples show."""

    numbers: bool = False
    """Ids as numbers."""
    lone: bool = False
    """One object where a list of one is meant."""
    wrapped: bool = False
    """Lists under the name they have in XML."""
    answers_in: str | None = None
    """A format of its own liking, whatever was asked."""
    pages: bool = True
    most: int = 1000
    """The volume limit."""
    hides_descriptions: bool = False
    echoes_attributes: bool = False
    jurisdiction: str = ""
    token_is_ready: bool = True
    status: int = 200
    """Of a request that is taken."""
    media: str | None = None
    """A content type of its own liking."""
    root: str | None = None
    """The root of its lists of requests in XML, where it is another one."""
    booleans: tuple[str, str] | None = None
    """How it writes false and true, where it writes them as text."""
    updates_want_the_key: bool = False
    filters_by_status: bool = True
    tags: bool = False
    """Says by ETag which answer it gives, and 304 to whoever has it."""


def write(ways: Ways, suffix: str, root: str, told: list[Row] | Row) -> bytes:
    """Write an answer in a format, under its root where that is kept."""
    if ways.booleans is not None:
        told = _spelled(told, ways.booleans)
    if suffix == "xml":
        named = ways.root if root == "service_requests" else None
        element = ET.Element(named or root)
        _fill(element, told)
        body: bytes = ET.tostring(element, encoding="utf-8", xml_declaration=True)
        return body
    if ways.lone and isinstance(told, list) and len(told) == 1:
        told = told[0]
    return json.dumps({root: told} if ways.wrapped else told).encode()


def _spelled(value: Any, booleans: tuple[str, str]) -> Any:
    if isinstance(value, bool):
        return booleans[value]
    if isinstance(value, dict):
        return {name: _spelled(one, booleans) for name, one in value.items()}
    if isinstance(value, list):
        return [_spelled(one, booleans) for one in value]
    return value


def _fill(element: ET.Element, value: object) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            _fill(ET.SubElement(element, name), inner)
    elif isinstance(value, list):
        for inner in value:
            _fill(ET.SubElement(element, MEMBERS.get(element.tag, "request")), inner)
    elif value is not None:
        element.text = str(value).lower() if isinstance(value, bool) else str(value)
