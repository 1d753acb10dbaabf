"""A kiosk starts quickly because it loads only what a citizen needs."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

NOT_AT_START = {
    *("requests", "urllib3", "litestar", "uvicorn", "babel", "sqlalchemy"),
    "numpy",
    *("sync", "hub", "pytest", "benchmarks"),
}
NOT_AGAIN = {
    *("sqlite_utils", "numpy", "click", "dateutil", "pluggy", "email"),
    *("soundfile", "qrcode", "pyttsx3", "zxingcpp", "fpdf"),
    *("dataclasses", "hashlib", "_hashlib", "secrets"),  # slow to load, or large
}
"""Nor by a kiosk that has started before: its store is made, its pack is read."""
NOT_BY_ITS_FIRST_PAGE = {
    *("ui.inside", "ui.citizen.visit", "ui.citizen.home", "ui.citizen.questions"),
    *("ui.satchel", "ui.capture", "ui.switch", "ui.repertoire", "kiosk.schema"),
    *("ui.widgets.tile", "ui.widgets.pages", "ui.widgets.marking"),
    *("logging.handlers", "platformdirs", "typing_extensions", "socket", "subprocess"),
}
"""Nor by the page at rest: all this comes while it stands there."""

NOT_OF_QT = {"QtTest", "QtMultimedia", "QtNetwork", "QtPrintSupport", "QtSql", "QtXml"}

MOST_MODULES = 340
"""All that a face loads for its first page, Qt's and Python's own among them; there were
320."""

A_FACE = """
import ui.__main__
import builtins
import sys
from pathlib import Path
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from kiosk.config import Config
from kiosk.home import Home
from ui.face import CitizenFace, open_core, shelves
from ui.theme import Panel
folder = Path({folder!r})
home, config = Home(folder / "home"), Config(key_folder=str(folder / "keys"))
working = shelves(home).choose(config)
core = open_core(home, working.config, working.pack)
face = CitizenFace(QApplication([]), core, Panel(QSize(1366, 768), 0.3, 500))
assert builtins.__import__.__name__ != "__feature_import__", "Qt reads every module"
"""


def modules_of(code: str) -> set[str]:
    """The modules a fresh process has loaded after running some code."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(told.stdout.split())


def loaded_by(code: str) -> set[str]:
    """Their packages."""
    return {name.partition(".")[0] for name in modules_of(code)}


def test_a_heavy_import_is_caught() -> None:
    assert "requests" in loaded_by("import requests") & NOT_AT_START


@pytest.mark.parametrize("module", ["kiosk.citizen", "kiosk.ctl", "ui.__main__"])
def test_nothing_heavy_is_loaded_by(module: str) -> None:
    assert loaded_by(f"import {module}") & NOT_AT_START == set()


def test_nothing_heavy_is_loaded_by_a_citizen_face(tmp_path: Path) -> None:
    loaded = loaded_by(A_FACE.format(folder=str(tmp_path)))
    assert "PySide6" in loaded
    assert loaded & NOT_AT_START == set()


def test_a_kiosk_that_starts_again_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    code = A_FACE.format(folder=str(tmp_path))
    first, again = modules_of(code), modules_of(code)
    assert NOT_AGAIN & {name.partition(".")[0] for name in again} == set()
    assert NOT_BY_ITS_FIRST_PAGE & again == set()
    assert NOT_BY_ITS_FIRST_PAGE & modules_of(f"{code}\nface.furnish()") != set()
    assert {f"PySide6.{name}" for name in NOT_OF_QT} & again == set()
    assert len(again) <= MOST_MODULES
    assert "sqlite_utils" in first  # it makes a store: the rule would catch that
