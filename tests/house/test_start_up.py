"""A kiosk starts quickly because it loads only what a citizen needs."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

NOT_AT_START = {
    *("requests", "urllib3", "litestar", "uvicorn", "babel", "sqlalchemy"),
    "numpy",
    *("sync", "hub", "pytest"),
}


A_FACE = """
import sys
from pathlib import Path
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from kiosk.config import Config
from kiosk.home import Home
from ui.face import CitizenFace, open_core
from ui.theme import Panel
folder = Path({folder!r})
core = open_core(Home(folder / "home"), Config(key_folder=str(folder / "keys")))
face = CitizenFace(QApplication([]), core, Panel(QSize(1366, 768), 0.3, 500))
"""


def loaded_by(code: str) -> set[str]:
    """The top-level modules a fresh process has loaded after running some code."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in told.stdout.split()}


def test_a_heavy_import_is_caught() -> None:
    assert "requests" in loaded_by("import requests") & NOT_AT_START


@pytest.mark.parametrize("module", ["kiosk.citizen", "kiosk.ctl", "ui.__main__"])
def test_nothing_heavy_is_loaded_by(module: str) -> None:
    assert loaded_by(f"import {module}") & NOT_AT_START == set()


def test_nothing_heavy_is_loaded_by_a_citizen_face(tmp_path: Path) -> None:
    loaded = loaded_by(A_FACE.format(folder=str(tmp_path)))
    assert "PySide6" in loaded
    assert loaded & NOT_AT_START == set()
