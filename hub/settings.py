"""`hub.toml`: what the municipality decides about its hub. Every setting has a default."""

from __future__ import annotations

import ipaddress
import tomllib
from pathlib import Path
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta, Struct

from hub.errors import ConfigurationMistake, WorldFault

Decoded = TypeVar("Decoded")


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """What `hub.toml` may say.

    database       where requests are kept, as a SQLAlchemy URL; without it, the file
                   hub.db beside hub.toml
    api_keys       who may file requests and open the clerks' page; none means anybody on
                   this machine, and then the hub listens to this machine only
    jurisdictions  the jurisdiction_id values served; with two or more a caller must say
                   which (GeoReport v2, "jurisdiction_id")
    name           the municipality, at the head of the page
    contact        whom a developer asks, in the discovery document
    address        where the public reaches this hub, such as https://hub.example.gr;
                   photos are told of under it. Without it, the address a caller used
    kiosks         the key that each kiosk signs with, by the kiosk's name, as `plateia-hub
                   import` tells it; one that is named here is believed with no other
    timezone       in which the page tells the time; the wire is always UTC
    """

    database: str | None = None
    api_keys: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    name: str = "Δήμος"
    contact: str = "Ρωτήστε τον Δήμο για πρόσβαση σε αυτή την υπηρεσία."
    address: Annotated[str, Meta(pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$")] = ""
    kiosks: dict[str, Annotated[str, Meta(pattern="^[0-9A-Fa-f]{64}$")]] = {}
    timezone: str = "Europe/Athens"


def read_settings(path: Path) -> Settings:
    """The settings in `path`, or the defaults where there is no such file.

    Raises ConfigurationMistake naming the file, the place in it and the cure.
    """
    settings = read_toml(path, Settings) if path.exists() else Settings()
    for name in ("api_keys", "jurisdictions"):
        for position, value in enumerate(getattr(settings, name)):
            if not value.strip():
                raise ConfigurationMistake(
                    f"{path}: `$.{name}[{position}]` is empty; "
                    "write a value or remove the entry"
                )
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigurationMistake(
            f"{path}: `$.timezone`: this machine knows no time zone "
            f"{settings.timezone!r}; write a name such as Europe/Athens and see that "
            "the package tzdata is installed"
        ) from error
    return settings


def read_toml(path: Path, shape: type[Decoded]) -> Decoded:
    """The file at `path` as a `shape`.

    Raises ConfigurationMistake for what is written wrongly, WorldFault for a file that
    cannot be read.
    """
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), shape)
    except OSError as error:
        raise WorldFault(
            f"{path}: cannot be read ({error.strerror}); give the hub access to it"
        ) from error
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at ")
        raise ConfigurationMistake(
            f"{path}: {where or '`$`'}: {what}; correct that line or remove it"
        ) from error
    except ValueError as error:
        raise ConfigurationMistake(
            f"{path}: is not a TOML file in UTF-8: {error}; correct it at that place"
        ) from error


def check_exposure(settings: Settings, host: str) -> None:
    """Raises ConfigurationMistake where strangers could file requests unasked."""
    if settings.api_keys or _is_loopback(host):
        return
    raise ConfigurationMistake(
        f"the hub has no api_keys, so it will not listen on {host}, where others could "
        "reach it; add api_keys to hub.toml or use --host 127.0.0.1"
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
