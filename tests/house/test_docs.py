"""The README tells of every command and every setting, so nobody has to read the code."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import get_args

import msgspec
import pytest

from kiosk.config import Config
from tests.house.source import PROJECT, ROOT

PROGRAMS: dict[str, str] = PROJECT["project"]["scripts"]
COMMAND = re.compile(r"^ {4}([a-z][a-z-]*)(?: {2,}|$)", re.MULTILINE)

HELP = """\
usage: plateia-ctl [-h] [--home DIR] COMMAND ...

options:
  -h, --help  show this help message and exit
  --home DIR  the kiosk's folder, which holds all that a kiosk
              knows

the commands:
  COMMAND
    outbox    list every submission
    check     check a pack
"""


def commands(told: str) -> list[str]:
    """The commands a program's --help lists."""
    return COMMAND.findall(told)


def settings(table: type[msgspec.Struct], place: str = "") -> Iterator[str]:
    """Every setting by its name in plateia.toml: `idle.warn_after_s`."""
    for field in msgspec.structs.fields(table):
        name = f"{place}{field.encode_name}"
        inner = list(_tables(field.type))
        if not inner:
            yield name
        for one in inner:
            yield from settings(one, f"{name}.")


def _tables(kind: object) -> Iterator[type[msgspec.Struct]]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
    for part in get_args(kind):
        yield from _tables(part)


def readme() -> str:
    return (ROOT / "README.md").read_text("utf-8")


def test_commands_are_read_from_help() -> None:
    assert commands(HELP) == ["outbox", "check"]


def test_settings_are_found_in_tables_and_in_lists_of_tables() -> None:
    found = list(settings(Config))
    assert {"kiosk", "idle.warn_after_s", "destination.url"} <= set(found)
    assert "idle" not in found


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_readme_tells_every_command_of(program: str) -> None:
    module = PROGRAMS[program].partition(":")[0].removesuffix(".__main__")
    told = subprocess.run(
        [sys.executable, "-m", module, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    wanted = [f"{program} {command}" for command in commands(told)] or [program]
    text = readme()
    assert [one for one in wanted if one not in text] == []


def test_the_readme_tells_every_setting() -> None:
    text = readme()
    assert [one for one in settings(Config) if f"| `{one}` |" not in text] == []
