"""The GeoReport door: one handler for each call, in both formats.

Whatever touches the ledger goes to a thread by name. The framework's own way of doing so
hands a handler over twice where two methods share an address (litestar 2.25).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from litestar import Request, Response, get, post, route
from litestar.concurrency import sync_to_thread
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, RawBody
from msgspec import Struct

from hub import georeport
from hub.arguments import Filters, read_form
from hub.contract import CreateRequest
from hub.errors import Fault, Refused
from hub.georeport import (
    Discovery,
    Endpoint,
    Error,
    Format,
    Receipt,
    RequestUpdate,
    Service,
    ServiceDefinition,
    ServiceRequest,
    TokenAnswer,
)
from hub.office import Office

BASE = "/open311/v2"

Asked = Request[Any, Any, State]
Told = TypeVar("Told")

_REFUSALS = {
    400: ResponseSpec(
        list[Error], description="What is wrong with the call", generate_examples=False
    ),
    404: ResponseSpec(
        list[Error], description="What was not found", generate_examples=False
    ),
}
_KEY_REFUSED = {
    403: ResponseSpec(
        list[Error], description="The api_key is not ours", generate_examples=False
    )
}
# May repeat, and each may be comma separated.
Listed = FromQuery[list[str] | None]
Text = FromQuery[str | None]


class Answer(Response[Told]):
    """A document of the wire in the format the call's suffix asks for."""

    def __init__(
        self,
        request: Asked,
        told: Told,
        of: type[Struct],
        status: int = 200,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        form = Format.of(request.scope["path"])
        self._of = of
        super().__init__(
            told,
            status_code=status,
            media_type=form.media_type,
            # Set here because the framework names the charset of text types only.
            headers={**headers, "content-type": f"{form.media_type}; charset=utf-8"},
        )

    def render(self, content: Any, media_type: str, enc_hook: Any = None) -> bytes:
        """The document as bytes."""
        if media_type == Format.JSON.media_type:
            return georeport.as_json(content)
        return georeport.as_xml(content, self._of)


def named(document: str) -> str:
    """The name in front of the suffix of a document, such as 17 in 17.json."""
    name, _, suffix = document.rpartition(".")
    if not name or suffix not in set(Format):
        raise Refused(Fault(404, "ask for a document that ends in .xml or .json"))
    return name


async def discovery(
    request: Asked, office: NamedDependency[Office]
) -> Response[Discovery]:
    """Where the calls are, and whom to ask (Service Discovery)."""
    here = f"{(office.settings.address or _here(request)).rstrip('/')}{BASE}"
    changeset = office.catalogue.changeset
    endpoint = Endpoint(
        specification=georeport.SPECIFICATION,
        url=here,
        changeset=changeset,
        type="production" if office.settings.api_keys else "test",
        formats=[form.media_type for form in reversed(Format)],
    )
    contact = office.settings.contact
    told = Discovery(changeset, contact, contact, [endpoint])
    return Answer(request, told, Discovery)


async def list_services(
    request: Asked,
    office: NamedDependency[Office],
    jurisdiction_id: Text = None,
) -> Response[list[Service]]:
    """What a citizen can ask for (GET Service List)."""
    return Answer(request, office.services(jurisdiction_id), Service)


async def define_service(
    request: Asked,
    office: NamedDependency[Office],
    document: FromPath[str],
    jurisdiction_id: Text = None,
) -> Response[ServiceDefinition]:
    """What one service asks (GET Service Definition)."""
    told = office.definition(named(document), jurisdiction_id)
    return Answer(request, told, ServiceDefinition)


async def create_request(
    request: Asked, office: NamedDependency[Office], body: RawBody
) -> Response[list[Receipt]]:
    """Takes a request; the answer means that it is on disk (POST Service Request)."""
    form = read_form(body, request.headers.get("content-type", ""))
    return Answer(request, [await sync_to_thread(office.take, form)], Receipt)


async def follow_token(
    request: Asked,
    office: NamedDependency[Office],
    document: FromPath[str],
    jurisdiction_id: Text = None,
) -> Response[list[TokenAnswer]]:
    """The number of a batch request (GET service_request_id from a token)."""
    told = await sync_to_thread(office.follow, named(document), jurisdiction_id)
    return Answer(request, told, TokenAnswer)


async def list_requests(  # noqa: PLR0913, PLR0917 - the arguments the specification gives this call
    request: Asked,
    office: NamedDependency[Office],
    jurisdiction_id: Text = None,
    service_request_id: Listed = None,
    service_code: Listed = None,
    status: Listed = None,
    start_date: Text = None,
    end_date: Text = None,
    page: Text = None,
    page_size: Text = None,
) -> Response[list[ServiceRequest]]:
    """Requests, newest first (GET Service Requests)."""
    filters = Filters(
        service_request_id=service_request_id,
        service_code=service_code,
        status=status,
        start_date=start_date,
        end_date=end_date,
        page=page,
        page_size=page_size,
    )
    told = await sync_to_thread(office.many, filters, jurisdiction_id, _here(request))
    return Answer(request, told, ServiceRequest)


async def show_request(
    request: Asked,
    office: NamedDependency[Office],
    document: FromPath[str],
    jurisdiction_id: Text = None,
) -> Response[list[ServiceRequest]]:
    """One request (GET Service Request)."""
    number, here = named(document), _here(request)
    told = await sync_to_thread(office.one, number, jurisdiction_id, here)
    return Answer(request, told, ServiceRequest)


async def list_updates(
    request: Asked,
    office: NamedDependency[Office],
    jurisdiction_id: Text = None,
    start_date: Text = None,
    end_date: Text = None,
) -> Response[list[RequestUpdate]]:
    """What happened to requests, oldest first (mySociety's extension)."""
    told = await sync_to_thread(office.updates, start_date, end_date, jurisdiction_id)
    return Answer(request, told, RequestUpdate)


async def tell_methods() -> Response[None]:
    """What can be done with requests."""
    return Response(None, status_code=204, headers={"allow": "GET, OPTIONS, POST"})


def _here(request: Asked) -> str:
    """Where the caller reached us."""
    return f"{request.url.scheme}://{request.url.netloc}"


def make_calls() -> list[HTTPRouteHandler]:
    """The calls, each at its own address."""
    create = [
        post(
            f"{BASE}/requests.{form}",
            responses=_REFUSALS | _KEY_REFUSED,
            status_code=200,
            operation_class=CreateRequest,
        )(create_request)
        for form in Format
    ]
    # The framework would name only the method it heard of first.
    methods = [
        route(
            f"{BASE}/requests.{form}", http_method="OPTIONS", include_in_schema=False
        )(tell_methods)
        for form in Format
    ]
    lists: list[tuple[str, Callable[..., Any]]] = [
        ("/open311/discovery", discovery),
        (f"{BASE}/discovery", discovery),
        (f"{BASE}/services", list_services),
        (f"{BASE}/requests", list_requests),
        (f"{BASE}/servicerequestupdates", list_updates),
    ]
    singles: list[tuple[str, Callable[..., Any]]] = [
        (f"{BASE}/services/{{document:str}}", define_service),
        (f"{BASE}/requests/{{document:str}}", show_request),
        (f"{BASE}/tokens/{{document:str}}", follow_token),
    ]
    reads = [(f"{path}.{form}", read) for path, read in lists for form in Format]
    reads += singles
    return (
        methods
        + create
        + [get(path, responses=_REFUSALS)(read) for path, read in reads]
    )
