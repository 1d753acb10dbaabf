"""Reads a TOML file into a type; any mistake is one sentence with its place and cure."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from kiosk.errors import Misconfigured

T = TypeVar("T")

_AT = re.compile(r" - at `(?:key in )?\$?(?P<path>.*)`$")
_STEP = re.compile(r"\.?([A-Za-z0-9_-]+)|\[(\d+)\]|\[\.\.\.\]")

# What msgspec says, what to do about it. Its words are the contract: tests hold them.
_CURES = (
    (r"missing required field `(.+)`", r"add `\1 = …` there"),
    (r"contains unknown field `(.+)`", r"remove `\1` or correct its spelling"),
    (r"regex '\^#", "write it as # and six digits, like #7A1F3D"),
    (r"matching regex", "use small Latin letters, digits and single hyphens"),
    (r"Invalid enum value", "choose one of the words the README lists for it"),
    (
        r"Invalid value '(.+)'",
        r"`\1` is no kind the program knows: see the README's list",
    ),
    (r"length", "make it longer or shorter, as it says"),
    (r"` [<>]", "use a number in that range"),
    (r"Expected `str", "write it as text, in quotes"),
    (r"Expected `(?:int|float)`", "write it as a number, without quotes"),
    (r"Expected `bool`", "write true or false, without quotes"),
    (r"Expected `(?:object|dict)`", 'write it as a table, like { el = "…", en = "…" }'),
    (r"RFC3339|Expected `date`", "write it as a date, like 2026-11-30, without quotes"),
    (r"Expected `array`", "write it as a list, in square brackets"),
)


def _as_it_is(raw: object) -> object:
    return raw


def read_toml(
    path: Path, kind: type[T], change: Callable[[object], object] = _as_it_is
) -> T:
    """Read the file, changed so, as a `kind` (a frozen msgspec struct).

    Raises Misconfigured, naming the file, the place in it, what is wrong and the cure.
    """
    raw = change(read_raw(path))
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise _misconfigured(path, raw, str(error)) from None


def read_raw(path: Path) -> object:
    """Read the file as TOML; raises Misconfigured when it cannot be."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Misconfigured(str(path), "there is no such file", "create it") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(
            str(path),
            f"cannot be read ({error})",
            "save it as UTF-8 text that may be read",
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(
            str(path), f"is not TOML: {error}", "correct that line"
        ) from None


def _misconfigured(path: Path, raw: object, message: str) -> Misconfigured:
    at = _AT.search(message)
    what = message[: at.start()] if at else message
    steps = at["path"] if at else ""
    place = named(raw, steps)
    return Misconfigured(f"{path}, {place}" if place else str(path), what, _cure(what))


def _cure(what: str) -> str:
    for pattern, cure in _CURES:
        found = re.search(pattern, what)
        if found:
            return found.expand(cure)
    return "correct it"


def named(raw: object, steps: str) -> str:
    """Turn `.question[0].option[2].icon` into `question "category", option "lamp", icon`.

    An item without an id or a name is counted from 1, as people count.
    """
    words: list[str] = []
    for key, index in _STEP.findall(steps):
        if key:
            words.append(key)
            raw = raw.get(key) if isinstance(raw, Mapping) else None
        elif index:
            raw = _item(raw, int(index))
            words[-1] += _called(raw) or f" {int(index) + 1}"
    return ", ".join(words)


def _called(raw: object) -> str:
    if not isinstance(raw, Mapping):
        return ""
    name = raw.get("id", raw.get("name"))
    return f' "{name}"' if isinstance(name, str) else ""


def _item(raw: object, index: int) -> object:
    if isinstance(raw, Sequence) and not isinstance(raw, str) and index < len(raw):
        return raw[index]
    return None
