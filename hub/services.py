"""The catalogue: which services the municipality offers and what each one asks.

The shipped one is `services.toml` beside this file; a `services.toml` in the hub's
folder replaces it whole.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from msgspec import UNSET, Struct

from hub import georeport
from hub.errors import ConfigurationMistake, WorldFault
from hub.model import Kind
from hub.settings import read_toml

SHIPPED = Path(__file__).with_name("services.toml")
EXTERNAL_ID = "external_id"
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)


class Datatype(StrEnum):
    """GeoReport v2, "GET Service Definition", `datatype`."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TEXT = "text"
    SINGLE = "singlevaluelist"
    MULTIPLE = "multivaluelist"

    @property
    def is_list(self) -> bool:
        return self in {Datatype.SINGLE, Datatype.MULTIPLE}


class Choice(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer a list attribute takes."""

    key: str
    name: str


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """One attribute. Not `variable`: `description` is only shown, nothing is sent."""

    code: str
    description: str
    datatype: Datatype = Datatype.STRING
    required: bool = False
    variable: bool = True
    hint: str | None = None
    values: tuple[Choice, ...] = ()


class Service(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a citizen can ask for. `notice` says what to expect; without `metadata`
    a service has no definition to fetch."""

    code: str
    name: str
    description: str
    keywords: tuple[str, ...] = ()
    type: Kind = Kind.REALTIME
    metadata: bool = True
    notice: str | None = None
    attributes: tuple[Question, ...] = ()


class Group(Struct, frozen=True, forbid_unknown_fields=True):
    """Services of one kind, and the `agency` of the municipality that answers them."""

    code: str
    name: str
    agency: str | None = None
    service: tuple[Service, ...] = ()


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    group: tuple[Group, ...]


class Catalogue:
    """All services, in the order they were written. `changeset` says when that was."""

    def __init__(self, groups: tuple[Group, ...], changeset: str) -> None:
        self.groups = groups
        self.changeset = changeset
        self._found = {
            service.code: (service, group)
            for group in groups
            for service in group.service
        }

    def find(self, code: str) -> Service | None:
        """The service with this code."""
        return self._found[code][0] if code in self._found else None

    def agency(self, code: str) -> str | None:
        """Who in the municipality answers requests for this service."""
        return self._found[code][1].agency if code in self._found else None

    def listed(self) -> list[georeport.Service]:
        """GET services."""
        return [
            georeport.Service(
                service_code=service.code,
                service_name=service.name,
                description=service.description,
                metadata=service.metadata,
                type=service.type,
                keywords=", ".join(service.keywords),
                group=group.code,
            )
            for service, group in self._found.values()
        ]


def define(service: Service) -> georeport.ServiceDefinition:
    """GET services/{service_code}: its questions, and `external_id`, by which a sender
    may send the same request twice and have it once."""
    asked = [
        georeport.Attribute(
            variable=question.variable,
            code=question.code,
            datatype=question.datatype,
            required=question.required,
            datatype_description=question.hint,
            order=order,
            description=question.description,
            values=[georeport.AttributeValue(c.key, c.name) for c in question.values]
            if question.datatype.is_list
            else UNSET,
        )
        for order, question in enumerate(service.attributes, start=1)
    ]
    automatic = georeport.Attribute(
        variable=True,
        code=EXTERNAL_ID,
        datatype=Datatype.STRING,
        required=False,
        datatype_description="1 to 100 letters, digits and . _ : -",
        order=len(asked) + 1,
        description="The sender's own number for this request, filled in by its "
        "program: the same number again is the same request again.",
        automated="hidden_field",
    )
    return georeport.ServiceDefinition(service.code, [*asked, automatic])


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue in `path`.

    Raises ConfigurationMistake naming the place of a mistake, WorldFault for a file
    that cannot be read.
    """
    groups = read_toml(path, _File).group
    seen: set[str] = set()
    for number, group in enumerate(groups):
        for position, service in enumerate(group.service):
            where = f"{path}: `$.group[{number}].service[{position}]`"
            _check(service, where)
            if service.code in seen:
                raise ConfigurationMistake(
                    f"{where}: the code {service.code!r} is used twice; "
                    "give this service another"
                )
            seen.add(service.code)
    if not seen:
        raise ConfigurationMistake(f"{path}: `$.group`: offers no service; add one")
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise WorldFault(f"{path}: cannot be read ({error.strerror})") from error
    return Catalogue(groups, written.strftime("%Y-%m-%d %H:%M:%S"))


def _check(service: Service, where: str) -> None:
    if not CODE.fullmatch(service.code):
        raise ConfigurationMistake(
            f"{where}.code: {service.code!r} must be up to 64 letters, digits, - . _"
        )
    codes = [question.code for question in service.attributes]
    for position, question in enumerate(service.attributes):
        place = f"{where}.attributes[{position}]"
        taken = question.code == EXTERNAL_ID or codes.count(question.code) > 1
        if taken or not CODE.fullmatch(question.code):
            raise ConfigurationMistake(
                f"{place}.code: {question.code!r} is taken or is not of letters, "
                "digits, - . _; choose another"
            )
        if question.datatype.is_list != bool(question.values):
            raise ConfigurationMistake(
                f"{place}.values: a {question.datatype} takes "
                + ("at least one value" if question.datatype.is_list else "no values")
            )
