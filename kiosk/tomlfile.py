"""Reads a TOML file into a type; any mistake is one sentence with its place and cure."""

import os
import re
import stat
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from kiosk.errors import Misconfigured

T = TypeVar("T")

MOST_BYTES: Final = 4_000_000
"""Of a file that a person writes; a larger one is something else under its name."""

_LONGEST_NAME: Final = 60

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
    (r"Expected `(?:int|float)\b", "write it as a number, without quotes"),
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
    try:
        raw = change(read_raw(path))
    except RecursionError:
        told = "holds too many lists and tables within each other"
        raise Misconfigured(str(path), told, "write it flatter") from None
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise _misconfigured(path, raw, str(error)) from None


def read_raw(path: Path) -> object:
    """Read the file as TOML; raises Misconfigured when it cannot be."""
    try:
        return tomllib.loads(read_words(path))
    except ValueError as error:  # also a number of more digits than Python takes
        raise Misconfigured(
            str(path), f"is not TOML: {error}", "correct that line"
        ) from None


def lies_at(path: Path) -> bool:
    """Say whether anything has this name: also what cannot be read, or leads nowhere."""
    return os.path.lexists(path)


def read_words(path: Path) -> str:
    """Return a file that is text, without the mark some editors put before it.

    Raises Misconfigured.
    """
    try:
        return read_whole(path, MOST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Misconfigured(
            str(path),
            f"cannot be read ({error})",
            "save it as UTF-8 text that may be read",
        ) from None


def read_whole(path: Path, most: int) -> bytes:
    """Return what is in a plain file of at most so many bytes.

    Raises Misconfigured. A pipe or a device, which might never end, is not waited for.
    """
    try:
        with open(path, "rb", opener=_at_once) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                told = "is no plain file"
                raise Misconfigured(str(path), told, "put a file there")
            content = file.read(most + 1)
    except FileNotFoundError:
        raise Misconfigured(str(path), "there is no such file", "create it") from None
    except OSError as error:
        raise Misconfigured(
            str(path),
            f"cannot be read ({error.strerror})",
            "save it as UTF-8 text that may be read",
        ) from None
    if len(content) > most:
        told = f"is larger than {most // 1_000_000} MB"
        raise Misconfigured(str(path), told, "leave out what no kiosk needs")
    return content


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


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
    return f' "{name[:_LONGEST_NAME]}"' if isinstance(name, str) else ""


def _item(raw: object, index: int) -> object:
    if isinstance(raw, Sequence) and not isinstance(raw, str) and index < len(raw):
        return raw[index]
    return None
