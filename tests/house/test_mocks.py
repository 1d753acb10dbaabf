"""Fakes with real behaviour, no mocks: what is hard to fake lacks a port."""

import ast
from collections.abc import Iterator

from tests.house.source import ROOMS, Source, calls, names, sources, written

MOCKS = {"mock", "Mock", "MagicMock", "AsyncMock", "create_autospec", "mocker"}


def mocks(source: Source) -> Iterator[str]:
    for name, node in names(source):
        if name in MOCKS:
            yield f"{source.at(node)} {name}: write a fake that behaves"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and "mock" in (node.module or "").split(
            "."
        ):
            yield f"{source.at(node)} {node.module}: write a fake that behaves"
    for name, call in calls(source):
        if name == "setattr" and isinstance(call.func, ast.Attribute):
            yield f"{source.at(call)} changes code from outside: pass it in instead"


def test_a_mock_is_caught() -> None:
    assert list(mocks(written("from unittest.mock import patch")))
    assert list(mocks(written("import unittest.mock")))
    assert list(mocks(written("def test(mocker): mocker.patch('kiosk.store')")))
    assert list(mocks(written("monkeypatch.setattr(store, 'keep', None)")))
    assert not list(mocks(written("monkeypatch.setenv('HOME', '/tmp')")))


def test_nothing_is_mocked() -> None:
    found = sources(*ROOMS, "tests")
    assert [one for source in found for one in mocks(source)] == []
