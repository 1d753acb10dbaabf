"""What can go wrong, told apart by whose turn it is to act.

    Known                   the operator's: one clear sentence, and the program ends
      ConfigurationMistake    exit 2: something somebody wrote has to be corrected
      WorldFault              exit 3: a port, a folder or a database is not as needed
    Refused                 the caller's: answered in the words of the specification
    Declined                a kiosk's: answered on its own wire

Anything else is a bug of ours: it is logged under a number and the answer names only
that number.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

import msgspec


class Known(Exception):
    """One sentence for the operator: what is wrong, where, and what to do."""

    exit_code: ClassVar[int]


class ConfigurationMistake(Known):
    """Somebody wrote something the hub cannot follow."""

    exit_code = 2


class WorldFault(Known):
    """The machine does not offer what the hub needs."""

    exit_code = 3


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong with a call. `code` may be finer than the HTTP status
    (GeoReport v2, "Errors")."""

    code: int
    description: str


class Refused(Exception):
    """A call that cannot be followed; `faults` says everything that is wrong with it."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.description for fault in faults))
        self.faults = faults

    @property
    def status(self) -> int:
        """The HTTP status: 403 for a key, 404 for something missing, else 400
        (GeoReport v2, "Errors")."""
        codes = {fault.code for fault in self.faults}
        return next((code for code in (403, 404) if code in codes), 400)


class Declined(Exception):
    """A call of a kiosk's, or one item of it, that cannot be followed: an HTTP status and
    one sentence (RFC 9457), with what else HTTP has to say of it."""

    def __init__(
        self,
        status: int,
        title: str,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(status, title)
        self.status = status
        self.title = title
        self.headers = headers
