"""The wire: the types of GeoReport v2 and their rendering as JSON and XML.

Specification: GeoReport v2 (frozen), and its Spark convention for JSON: the root is
dropped, a container of one repeated child is an array, an empty element is null.
Identifiers, codes and tokens are always text, though some samples show numbers.
A field that is UNSET is left out altogether: "May not be returned".
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from enum import StrEnum

import msgspec
from msgspec import UNSET, Struct, UnsetType

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


class Format(StrEnum):
    """The suffix of a call. XML is the one every client can be trusted to know."""

    JSON = "json"
    XML = "xml"

    @property
    def media_type(self) -> str:
        """As the discovery document lists it."""
        return {Format.JSON: "application/json", Format.XML: "text/xml"}[self]

    @classmethod
    def of(cls, path: str) -> Format:
        """The format a path asks for; XML, the mandatory one, where it asks for none."""
        return cls.JSON if path.endswith(".json") else cls.XML


class Endpoint(Struct, frozen=True):
    """One endpoint of the discovery document."""

    specification: str
    url: str
    changeset: str
    type: str
    formats: list[str]


class Discovery(Struct, frozen=True):
    """Service discovery: where the calls are (Service Discovery, all fields required)."""

    changeset: str
    contact: str
    key_service: str
    endpoints: list[Endpoint]


class Service(Struct, frozen=True):
    """One row of GET services. `keywords` is a comma separated list."""

    service_code: str
    service_name: str
    description: str
    metadata: bool
    type: str
    keywords: str
    group: str


class AttributeValue(Struct, frozen=True):
    """One choice of a list attribute; `key` is what is sent."""

    key: str
    name: str


class Attribute(Struct, frozen=True):
    """One question of a service definition. `automated` is mySociety's extension: a
    machine fills it in and a citizen never sees it."""

    variable: bool
    code: str
    datatype: str
    required: bool
    datatype_description: str | None
    order: int
    description: str
    values: list[AttributeValue] | UnsetType = UNSET
    automated: str | UnsetType = UNSET


class ServiceDefinition(Struct, frozen=True):
    """GET services/{service_code}."""

    service_code: str
    attributes: list[Attribute]


class Receipt(Struct, frozen=True, kw_only=True):
    """The answer to POST requests: an id (realtime) or a token (batch), never both; and
    neither for blackbox: "No service request ID will be returned after the service
    request is submitted" ("GET Service List", `type`)."""

    service_request_id: str | UnsetType = UNSET
    token: str | UnsetType = UNSET
    service_notice: str | None = None
    account_id: str | None = None


class TokenAnswer(Struct, frozen=True):
    """GET tokens/{token}: what became of a batch request."""

    service_request_id: str
    token: str


class ServiceRequest(Struct, frozen=True, kw_only=True):
    """One request as anybody may read it: nothing of the person who sent it.
    `extended_status` is an extension: the stage behind `status`."""

    service_request_id: str
    status: str
    extended_status: str
    status_notes: str | None
    service_name: str
    service_code: str
    description: str | None
    agency_responsible: str | None
    service_notice: str | None
    requested_datetime: str
    updated_datetime: str
    expected_datetime: str | None
    address: str | None
    address_id: str | None
    zipcode: str | None
    lat: float | None
    long: float | None
    media_url: str | None


class RequestUpdate(Struct, frozen=True):
    """One row of GET servicerequestupdates (mySociety's extension)."""

    update_id: str
    service_request_id: str
    status: str
    updated_datetime: str
    description: str | None
    media_url: str | None


class Error(Struct, frozen=True):
    """One error; `code` may be finer than the HTTP status."""

    code: int
    description: str


Document = (
    Discovery
    | list[Service]
    | ServiceDefinition
    | list[Receipt]
    | list[TokenAnswer]
    | list[ServiceRequest]
    | list[RequestUpdate]
    | list[Error]
)

# The element that holds a list, and the element of each of its members.
_LISTS = {
    Service: ("services", "service"),
    Receipt: ("service_requests", "request"),
    TokenAnswer: ("service_requests", "request"),
    ServiceRequest: ("service_requests", "request"),
    RequestUpdate: ("service_request_updates", "request_update"),
    Error: ("errors", "error"),
}
_MEMBERS = {
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}


def as_json(document: Document) -> bytes:
    """The document as UTF-8 JSON, by the Spark convention."""
    return msgspec.json.encode(document)


def as_xml(document: Document, of: type[Struct]) -> bytes:
    """The document as UTF-8 XML with its declaration. `of` is what a list is made of,
    for an empty list cannot say."""
    if isinstance(document, list):
        holder, member = _LISTS[of]
        root = ET.Element(holder)
        for item in document:
            _fill(ET.SubElement(root, member), msgspec.to_builtins(item))
    else:
        root = ET.Element(
            "discovery" if isinstance(document, Discovery) else "service_definition"
        )
        _fill(root, msgspec.to_builtins(document))
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _fill(element: ET.Element, value: object) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            _fill(ET.SubElement(element, name), inner)
    elif isinstance(value, list):
        for inner in value:
            _fill(ET.SubElement(element, _MEMBERS[element.tag]), inner)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = str(value)


def as_w3c(moment: datetime) -> str:
    """A moment in W3C form, in UTC, to the second: 2010-01-01T00:00:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
