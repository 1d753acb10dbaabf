"""Why no whole answer came, read from the errors of requests and of what is under it."""

import errno
import ssl
from collections.abc import Iterator
from enum import Enum
from typing import Final

import urllib3.exceptions as foreign


class Fault(Enum):
    """As far as this end can tell, in the few words a log may hold."""

    NO_NAME = "host name not found"
    NO_WAY = "no way there"
    """No interface, or no route."""
    REFUSED = "no connection"
    UNREACHED = "no connection in time"
    PROXY = "proxy does not connect"
    EARLY = "certificate not valid yet"
    """By this machine's clock."""
    EXPIRED = "certificate not valid any more"
    """By this machine's clock."""
    UNTRUSTED = "certificate not trusted"
    SILENT = "no answer in time"
    BROKEN = "connection broken off"


# The first of these in the chain of causes tells what went wrong.
_FAULTS: Final[tuple[tuple[type[BaseException], Fault], ...]] = (
    (foreign.NameResolutionError, Fault.NO_NAME),
    (foreign.NewConnectionError, Fault.REFUSED),
    (foreign.ConnectTimeoutError, Fault.UNREACHED),
    (foreign.ProxyError, Fault.PROXY),
    (foreign.SSLError, Fault.UNTRUSTED),
    (foreign.ReadTimeoutError, Fault.SILENT),
    (TimeoutError, Fault.SILENT),
)
_NO_WAY = {errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL}
# X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED (OpenSSL, x509_vfy.h)
_BY_DATE = {9: Fault.EARLY, 10: Fault.EXPIRED}


def fault_of(error: BaseException) -> Fault:
    """Say what went wrong."""
    causes = list(_causes(error))
    for kind, fault in _FAULTS:
        if any(isinstance(cause, kind) for cause in causes):
            return _exactly(fault, causes)
    return Fault.BROKEN


def _exactly(fault: Fault, causes: list[BaseException]) -> Fault:
    """Tell apart what is the same error for different reasons."""
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _BY_DATE.get(cause.verify_code, fault)
        if isinstance(cause, OSError) and cause.errno in _NO_WAY:
            return Fault.NO_WAY if fault is Fault.REFUSED else fault
    return fault


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Every error an error was made of; requests hides some among its arguments."""
    todo, seen = [error], {id(error)}
    while todo:
        one = todo.pop()
        yield one
        inner = [
            *one.args,
            one.__cause__,
            one.__context__,
            getattr(one, "reason", None),
        ]
        for cause in inner:
            if isinstance(cause, BaseException) and id(cause) not in seen:
                seen.add(id(cause))
                todo.append(cause)
