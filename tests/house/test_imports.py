"""The import law is kept, and it binds every room."""

import subprocess
import sys
from pathlib import Path

from tests.house.source import PROJECT, ROOMS, ROOT

LINT = """
import sys
from importlinter.cli import lint_imports
sys.exit(lint_imports(config_filename=sys.argv[1], no_cache=True, no_logo=True))
"""

ANOTHER_LAW = """
[tool.importlinter]
root_packages = ["kiosk"]
[[tool.importlinter.contracts]]
name = "Nobody reads a clock"
type = "forbidden"
source_modules = ["kiosk.citizen"]
forbidden_modules = ["kiosk.clock"]
"""


def lint(law: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT, str(law)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def bound_by(contract: dict[str, list[str]]) -> set[str]:
    """The rooms whose imports a contract limits."""
    words = [
        word
        for key in ("layers", "modules", "source_modules")
        for line in contract.get(key, [])
        for word in line.replace("|", " ").split()
    ]
    return {word.partition(".")[0] for word in words}


def test_a_broken_law_is_caught(tmp_path: Path) -> None:
    law = tmp_path / "law.toml"
    law.write_text(ANOTHER_LAW, "utf-8")
    told = lint(law)
    assert told.returncode == 1
    assert "Nobody reads a clock BROKEN" in told.stdout


def test_the_import_law_is_kept() -> None:
    told = lint(ROOT / "pyproject.toml")
    assert told.returncode == 0, told.stdout


def test_every_room_is_bound_by_a_contract() -> None:
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    assert set(ROOMS) - set().union(*map(bound_by, contracts)) == set()


def test_no_contract_has_an_exception() -> None:
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    assert [one["name"] for one in contracts if "ignore_imports" in one] == []
