"""What an Open311 endpoint offers: its services and what they ask, asked for once each."""

from collections.abc import Mapping

from sync.catalogue import Attribute, Service, read_definition, read_services
from sync.connector import Kind
from sync.endpoint import Endpoint, halt
from sync.georeport import Unreadable
from sync.http import LineTrouble, kind_of


class Offer:
    """The services of an endpoint and their definitions, each asked for once.

    An endpoint may lack both; then nothing is known, and that is no trouble.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._services: Mapping[str, Service] | None = None
        self._attributes: dict[str, tuple[Attribute, ...]] = {}

    def service(self, code: str) -> Service | None:
        """Return what is known of a service. Raises Halt when nobody can be reached."""
        if self._services is None:
            body = self._body("services")
            if body is None:
                return None
            try:
                self._services = read_services(body) if body else {}
            except Unreadable:
                return None
        return self._services.get(code)

    def attributes(self, service: Service | None) -> tuple[Attribute, ...]:
        """Return what a service asks. Raises Halt, as `service` does."""
        if service is None or not service.has_definition:
            return ()
        if service.code not in self._attributes:
            body = self._body("services", service.code)
            if body is None:
                return ()
            try:
                asked = read_definition(body) if body else ()
            except Unreadable:
                return ()
            self._attributes[service.code] = asked
        return self._attributes[service.code]

    def forget(self) -> None:
        """Ask anew the next time: it is not as it was."""
        self._services = None
        self._attributes.clear()

    def _body(self, *parts: str) -> bytes | None:
        """Return what is there, b"" when it is lacking for good, None if only for now."""
        try:
            answer = self._endpoint.get(*parts)
        except LineTrouble as trouble:
            if trouble.left:  # somebody is there, and slow; the POST may fare better
                return None
            halt(Kind.LINK, trouble.code)
        if answer.status == 200:
            return answer.body
        lacks = kind_of(answer.status) in {Kind.REFUSED, Kind.LOCKED}
        return b"" if lacks else None
