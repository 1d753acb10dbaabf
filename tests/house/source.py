"""Reads our own code as the law sees it."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ROOMS: list[str] = PROJECT["tool"]["importlinter"]["root_packages"]


@dataclass(frozen=True)
class Source:
    """One module, parsed."""

    name: str
    """Its path under the root, with slashes."""
    text: str

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.text)

    def at(self, node: ast.AST) -> str:
        """Say where a node stands, as editors read it."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@lru_cache(maxsize=1)  # a rule looks at one module, more than once
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def sources(*folders: str) -> list[Source]:
    """Read every module under these folders of the root."""
    paths = sorted(path for one in folders for path in (ROOT / one).rglob("*.py"))
    return [
        Source(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
        for path in paths
    ]


def written(text: str, name: str = "ui/citizen/example.py") -> Source:
    """A module as somebody might write it, to see that a rule catches it."""
    return Source(name, text)


def name_of(node: ast.expr) -> str:
    """The last name of `a.b.c`, or of `c`; '' for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def calls(source: Source) -> Iterator[tuple[str, ast.Call]]:
    """Every call, by the last name of what is called."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield name_of(node.func), node


def names(source: Source) -> Iterator[tuple[str, ast.AST]]:
    """Every name that is used or imported."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name | ast.Attribute):
            yield name_of(node), node
        elif isinstance(node, ast.alias):
            yield node.name.rpartition(".")[2], node
